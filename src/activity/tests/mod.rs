//! Deadlines and opening days: the fixture town's rules, and what real towns publish.

mod deadline;
mod opening;

use chrono::NaiveDate;

use super::Services;
use crate::{demo::TOWN, office::import::Settings, town::Town};

fn on(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

fn fixture() -> (Town, Services) {
    let settings = Settings::read(TOWN).unwrap();
    let town = Town {
        identity: settings.town,
        schools: settings.schools.into_iter().map(|school| (school.id, school)).collect(),
        classes: settings.classes.into_iter().map(|class| (class.id, class)).collect(),
        calendar: settings.calendar,
    };
    let pools = settings.pools.into_iter().map(|pool| (pool.id, pool)).collect();
    (town, Services { list: settings.services, pools })
}
