//! Who came: what the roll call says of each child, what its family told before, and what that makes of its booking.

pub mod count;
mod csv;
pub mod effect;
pub mod job;
pub mod limits;
pub mod month;
pub mod office;
pub mod outcome;
pub mod portal;
pub mod roll;
pub mod slip;
pub mod store;
pub mod told;
pub mod touch;
pub mod view;

use chrono::{DateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::account::AccountId;

/// What a child did.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// It came.
    Here,
    /// It did not, and nobody knows why.
    Absent,
    /// It is ill.
    Ill,
    /// Its class is on an outing.
    Outing,
    /// Its teacher is absent.
    Teacher,
    /// There is a strike.
    Strike,
}

/// A line of a roll call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// What the child did.
    pub state: State,
    /// When it came, in the town's clocks, where the price goes by time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived: Option<NaiveTime>,
    /// When it left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<NaiveTime>,
    /// Who called the roll.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}
