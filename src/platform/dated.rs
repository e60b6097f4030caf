//! A value that changes on given days, and keeps its past.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Values, each in force from its day until the day before the next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Dated<T>(Vec<From<T>>);

/// A value and the first day on which it is in force.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct From<T> {
    /// First day.
    pub from: NaiveDate,
    /// What is in force.
    #[serde(flatten)]
    pub value: T,
}

impl<T> Default for Dated<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Dated<T> {
    /// One value, from a day on.
    pub fn since(from: NaiveDate, value: T) -> Self {
        Self(vec![From { from, value }])
    }

    /// Adds a value from a day on; replaces the one that began the same day.
    pub fn set(&mut self, from: NaiveDate, value: T) {
        self.0.retain(|known| known.from != from);
        self.0.push(From { from, value });
        self.0.sort_by_key(|known| known.from);
    }

    /// The last value, from a day on: none of those that were to come is left.
    pub fn end(&mut self, from: NaiveDate, value: T) {
        self.0.retain(|known| known.from < from);
        self.0.push(From { from, value });
    }

    /// Takes back the value that began on a day: the one before holds on.
    pub fn remove(&mut self, from: NaiveDate) {
        self.0.retain(|known| known.from != from);
    }

    /// The value in force on a day, with the day it began. None before the first.
    pub fn on(&self, day: NaiveDate) -> Option<&From<T>> {
        self.0.iter().rfind(|known| known.from <= day)
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &From<T>> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_holds_until_the_next() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 9, d).unwrap();
        let mut price = Dated::since(day(1), 300);
        price.set(day(15), 320);
        let on = |d| price.on(day(d)).map(|known| known.value);
        assert_eq!((on(1), on(14), on(15), on(30)), (Some(300), Some(300), Some(320), Some(320)));
        assert!(price.on(day(1).pred_opt().unwrap()).is_none());
        price.set(day(15), 310);
        assert_eq!(price.on(day(20)).map(|known| known.value), Some(310));
        price.remove(day(15));
        assert_eq!(price.on(day(20)).map(|known| known.value), Some(300));
        price.set(day(25), 330);
        price.end(day(20), 0);
        assert_eq!((price.on(day(19)).unwrap().value, price.on(day(30)).unwrap().value), (300, 0));
    }
}
