//! Tiers as they are written: `{ within = 72, due = 0 }`, without what there is none of, which a file cannot say.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Tier;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    within: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<usize>,
}

pub fn serialize<S: Serializer>(tiers: &[Tier], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(tiers.iter().map(|(within, due)| Written { within: *within, due: *due }))
}

pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Tier>, D::Error> {
    let written: Vec<Written> = Vec::deserialize(from)?;
    Ok(written.into_iter().map(|Written { within, due }| (within, due)).collect())
}
