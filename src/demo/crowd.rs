//! The families without a name of their own: the same seed, the same town.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, TimeDelta};
use rand::{RngExt, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha20Rng;
use serde::Deserialize;

use super::{Adult, Person, Pupil, postcode, valpreau};
use crate::tariff::quotient::Quotient;

const NAMES: &str = include_str!("../../fixtures/names.toml");

/// With the named families, about 330 families and 520 children.
const FAMILIES: usize = 322;

#[derive(Deserialize)]
struct Names {
    first_names: Vec<String>,
    girls: Vec<String>,
    parents: Vec<String>,
    last_names: Vec<String>,
    streets: Vec<String>,
}

/// The first names of girls.
pub(super) fn girls() -> Result<super::files::Girls, String> {
    toml::from_str(NAMES).map(|names: Names| names.girls).map_err(|error| error.to_string())
}

/// The crowd.
pub(super) fn families() -> Result<Vec<Person>, String> {
    let names: Names = toml::from_str(NAMES).map_err(|error| error.to_string())?;
    let mut dice = ChaCha20Rng::seed_from_u64(44_999);
    Ok((1..=FAMILIES).map(|number| family(&names, &mut dice, number)).collect())
}

fn pick<'a>(from: &'a [String], dice: &mut ChaCha20Rng) -> &'a str {
    from.choose(dice).map_or("", String::as_str)
}

fn family(names: &Names, dice: &mut ChaCha20Rng, number: usize) -> Person {
    let last = pick(&names.last_names, dice).to_owned();
    let children = match dice.random_range(0..100) {
        0..52 => 1,
        52..90 => 2,
        _ => 3,
    };
    let resident = dice.random_range(0..12) > 0;
    Person {
        name: format!("{last} {number}"),
        street: format!("{} {}", dice.random_range(1..120), pick(&names.streets, dice)),
        city: if resident { valpreau() } else { "Saint-Aubin".into() },
        postcode: if resident { postcode() } else { "44998".into() },
        resident,
        quotient: (dice.random_range(0..10) > 0).then(|| Quotient::euros(dice.random_range(200..2400))),
        guardians: vec![Adult {
            first: pick(&names.parents, dice).to_owned(),
            last: last.clone(),
            mail: format!("famille{number}@famille.example"),
            access: true,
            file: BTreeMap::new(),
        }],
        children: (0..children).map(|_| pupil(names, dice, &last)).collect(),
        file: BTreeMap::new(),
        others: Vec::new(),
    }
}

/// Classes 1 to 10 and the year their pupils were born in.
const BORN: [i32; 10] = [2023, 2022, 2022, 2021, 2020, 2020, 2019, 2018, 2017, 2016];

fn pupil(names: &Names, dice: &mut ChaCha20Rng, last: &str) -> Pupil {
    let class = dice.random_range(0..BORN.len());
    let new_year = NaiveDate::from_ymd_opt(BORN[class], 1, 1).unwrap_or_default();
    let born = new_year + TimeDelta::days(dice.random_range(0..365));
    debug_assert_eq!(born.year(), BORN[class]);
    Pupil {
        first: pick(&names.first_names, dice).to_owned(),
        last: last.to_owned(),
        born,
        class: class as u32 + 1,
        services: services(dice, class >= 4),
        odd_weeks_with: None,
        file: BTreeMap::new(),
    }
}

/// Nine of ten eat at the canteen, a third stay in the evening, a sixth come on Wednesdays.
fn services(dice: &mut ChaCha20Rng, primary: bool) -> BTreeMap<String, Vec<u8>> {
    let mut services = BTreeMap::new();
    let mut register = |service: u32, of_ten: u32, days: &[u8], dice: &mut ChaCha20Rng| {
        if dice.random_range(0..10) < of_ten {
            let usual = days.iter().copied().filter(|_| dice.random_range(0..4) > 0).collect();
            services.insert(service.to_string(), usual);
        }
    };
    let school = [1, 2, 4, 5];
    register(if primary && dice.random_range(0..2) == 0 { 4 } else { 3 }, 9, &school, dice);
    register(1, 1, &school, dice);
    register(2, 3, &school, dice);
    register(6, 3, &school, dice);
    register(5, 2, &school, dice);
    register(7, 2, &[3], dice);
    register(9, 3, &[], dice);
    services
}
