//! What prices look at in a family and in its children.

use chrono::NaiveDate;

use super::{Regime, quotient::Quotient};
use crate::{platform::dated::Dated, town::Level};

/// What prices look at in a family.
#[derive(Debug, Default)]
pub struct Household {
    /// Whether it lives in the town.
    pub resident: Dated<bool>,
    /// Its quotient; none where the town does not know it.
    pub quotient: Dated<Option<Quotient>>,
    /// Its children, the eldest first.
    pub children: Vec<Pupil>,
}

/// What prices look at in a child.
#[derive(Debug, Default)]
pub struct Pupil {
    /// The level of its class.
    pub level: Dated<Level>,
    /// Date of birth, for prices by age.
    pub born: Option<NaiveDate>,
    /// Who insures it.
    pub regime: Option<Regime>,
    /// Whether a care plan says that it brings its own meal.
    pub own_meal: bool,
    /// Whether it is not the family's: before it came, since it has left. Where nothing is said it is.
    pub away: Dated<bool>,
}

impl Household {
    /// How many children it has on a day.
    pub fn count(&self, day: NaiveDate) -> usize {
        self.children.iter().filter(|child| child.is_here(day)).count()
    }

    /// The rank of one of its children among those of a day, the eldest being 1.
    pub fn rank(&self, child: usize, day: NaiveDate) -> usize {
        1 + self.children.iter().take(child).filter(|elder| elder.is_here(day)).count()
    }
}

impl Pupil {
    /// Whether it is the family's on a day.
    pub fn is_here(&self, day: NaiveDate) -> bool {
        self.away.on(day).is_none_or(|away| !away.value)
    }
}
