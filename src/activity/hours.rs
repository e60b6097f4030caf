//! How the hours of a map of weekdays are written: `[-3, "09:00"]`, or `[-3]` where no hour is said.
//!
//! A file of settings knows no empty value; data that were written before may hold one.

use std::{collections::BTreeMap, fmt};

use chrono::NaiveTime;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor},
    ser::SerializeSeq,
};

use super::deadline::WeekdayMap;

/// So many days before, and the hour.
struct Before(i64, Option<NaiveTime>);

impl Serialize for Before {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(None)?;
        list.serialize_element(&self.0)?;
        if let Some(at) = &self.1 {
            list.serialize_element(at)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for Before {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Before;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a number of days and an hour: [-3, \"09:00\"]")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Before, A::Error> {
                let days = list.next_element()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
                let at: Option<Option<NaiveTime>> = list.next_element()?;
                match list.next_element::<serde::de::IgnoredAny>()? {
                    None => Ok(Before(days, at.flatten())),
                    Some(_) => Err(A::Error::invalid_length(3, &self)),
                }
            }
        }
        from.deserialize_seq(List)
    }
}

fn written(map: &WeekdayMap) -> BTreeMap<&str, Before> {
    map.iter().map(|(day, (days, at))| (day.as_str(), Before(*days, *at))).collect()
}

fn read(map: BTreeMap<String, Before>) -> WeekdayMap {
    map.into_iter().map(|(day, Before(days, at))| (day, (days, at))).collect()
}

pub fn serialize<S: Serializer>(map: &WeekdayMap, to: S) -> Result<S::Ok, S::Error> {
    written(map).serialize(to)
}

pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<WeekdayMap, D::Error> {
    BTreeMap::deserialize(from).map(read)
}

/// The same, of a map that may not be there.
pub mod maybe {
    use super::{BTreeMap, Deserialize, Deserializer, Serialize, Serializer, WeekdayMap, read, written};

    pub fn serialize<S: Serializer>(map: &Option<WeekdayMap>, to: S) -> Result<S::Ok, S::Error> {
        map.as_ref().map(written).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<WeekdayMap>, D::Error> {
        Ok(Option::<BTreeMap<String, _>>::deserialize(from)?.map(read))
    }
}

#[cfg(test)]
mod tests {
    use crate::activity::deadline::Rule;

    #[test]
    fn a_map_is_written_and_read_with_hours_and_without() {
        let rule = |map: &str| format!("kind = \"weekday_map\"\nmap = {map}\n");
        let read: Rule = toml::from_str(&rule("{ 1 = [-3, \"09:00\"], 2 = [-1] }")).unwrap();
        let Rule::WeekdayMap { map, holiday_monday: None } = &read else { panic!("{read:?}") };
        assert_eq!(map["1"], (-3, "09:00".parse().ok()));
        assert_eq!(map["2"], (-1, None));
        let again: Rule = toml::from_str(&toml::to_string(&read).unwrap()).unwrap();
        assert_eq!(again, read);
        // As the data had it before.
        let before =
            r#"{"kind":"weekday_map","map":{"1":[-3,"09:00:00"],"2":[-1,null]},"holiday_monday":null}"#;
        assert_eq!(serde_json::from_str::<Rule>(before).unwrap(), read);
        for wrong in ["{ 1 = [] }", "{ 1 = [-3, \"09:00\", 1] }", "{ 1 = [\"09:00\"] }", "{ 1 = -3 }"] {
            assert!(toml::from_str::<Rule>(&rule(wrong)).is_err(), "{wrong}");
        }
    }
}
