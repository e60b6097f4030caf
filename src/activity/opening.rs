//! Is a service open for a child on a day? If not, why.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Days, Service};
use crate::town::{Class, Term, Town, calendar::weekday, feast::Feast};

/// Why a service is not open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Closed {
    /// Never on that weekday.
    Weekday,
    /// In school holidays, by name.
    Holidays(String),
    /// Outside school holidays, for a service of the holidays.
    SchoolDay,
    /// Public holiday.
    Feast(Feast),
    /// Closed by the town, for this reason.
    Closure(String),
    /// In no school year that the town has entered.
    NotPlanned,
    /// Not for the child's school, or the child is in no class.
    School,
    /// Not for the child's level.
    Level,
    /// Not for the child's class.
    Class,
    /// The service no longer exists.
    Ended,
}

impl Closed {
    /// Whether it is an ordinary day without the service, which needs no word: a Wednesday without
    /// canteen, a school day without holiday centre.
    pub fn is_ordinary(&self) -> bool {
        !matches!(self, Closed::Feast(_) | Closed::Closure(_))
    }
}

/// Whether a service is open on a day for a child of a class.
pub fn opening(town: &Town, service: &Service, class: Option<&Class>, day: NaiveDate) -> Result<(), Closed> {
    if service.until.is_some_and(|last| day > last) {
        return Err(Closed::Ended);
    }
    if service.days != Days::Given && !service.weekdays.contains(&weekday(day)) {
        return Err(Closed::Weekday);
    }
    match (town.calendar.term(day), service.days) {
        (_, Days::Given) if service.dates.contains(&day) => {}
        (_, Days::Given) => return Err(Closed::Weekday),
        (Term::School, Days::School) | (Term::Holidays(_), Days::Holidays) => {}
        (Term::Holidays(name), Days::School) => return Err(Closed::Holidays(name.into())),
        (Term::School, Days::Holidays) => return Err(Closed::SchoolDay),
        (Term::Unknown, _) => return Err(Closed::NotPlanned),
    }
    concerns(service, class)?;
    // Last, so that a public holiday is named only where the service would have been open.
    if let Some(feast) = town.calendar.feast(day) {
        return Err(Closed::Feast(feast));
    }
    match town.calendar.closure(day, class, service.id.0) {
        Some(reason) => Err(Closed::Closure(reason.into())),
        None => Ok(()),
    }
}

/// Whether a service is for the pupils of a class; if not, why.
pub fn concerns(service: &Service, class: Option<&Class>) -> Result<(), Closed> {
    fn named<T: PartialEq>(names: &[T], value: &T) -> bool {
        names.is_empty() || names.contains(value)
    }
    match class {
        None => Err(Closed::School),
        Some(class) if !named(&service.schools, &class.school) => Err(Closed::School),
        Some(class) if !named(&service.levels, &class.level) => Err(Closed::Level),
        Some(class) if !named(&service.classes, &class.id) => Err(Closed::Class),
        Some(_) => Ok(()),
    }
}
