//! What is tried, as an administrator types it.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::Pretend;
use crate::{
    activity::{
        ServiceId,
        draft::{Typed, date},
    },
    family::{ChildId, FamilyId},
    tariff::{Regime, TariffId, draft::figures},
    town::ClassId,
};

/// Most children of a family that is made up.
pub const MOST: usize = 12;

/// Who is tried.
#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    /// A child of a family.
    Known(FamilyId, ChildId),
    /// One that is made up.
    Pretend(Pretend),
}

/// What is tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// Who.
    pub who: Who,
    /// The service.
    pub service: ServiceId,
    /// At which tariff; none: as it is registered, or the first that is offered.
    pub tariff: Option<TariffId>,
    /// The day.
    pub day: NaiveDate,
    /// When it is booked, as the town's clocks show it.
    pub at: NaiveDateTime,
    /// How long the child stays.
    pub minutes: Option<u32>,
}

/// What is wrong, of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No such child.
    Child,
    /// No service is chosen.
    Service,
    /// The service is at no tariff, and none is chosen.
    Tariff,
    /// Not a date.
    Date,
    /// Not an hour.
    Hour,
    /// Not a quotient.
    Quotient,
    /// Not a number of children, or a rank beyond it.
    Rank,
    /// Not a length in minutes.
    Minutes,
}

/// A field and what is wrong with it.
pub type Fault = (&'static str, Wrong);

/// A child of a family as a form names it: "3-4".
pub fn child(text: &str) -> Option<(FamilyId, ChildId)> {
    let (family, child) = text.split_once('-')?;
    Some((FamilyId(family.parse().ok()?), ChildId(child.parse().ok()?)))
}

/// Reads what was typed.
///
/// # Errors
/// All that is wrong with it.
pub fn read(typed: &Typed) -> Result<Wish, Vec<Fault>> {
    let mut faults = Vec::new();
    let who = match typed.get("enfant") {
        "" => pretend(typed, &mut faults).map(Who::Pretend),
        text => said(child(text), "enfant", Wrong::Child, &mut faults)
            .map(|(family, child)| Who::Known(family, child)),
    };
    let service = typed.get("prestation").parse().ok().map(ServiceId);
    let service = said(service, "prestation", Wrong::Service, &mut faults);
    let day = said(date(typed.get("jour")), "jour", Wrong::Date, &mut faults);
    let on = said(date(typed.get("le")), "le", Wrong::Date, &mut faults);
    let hour = said(hour(typed.get("heure")), "heure", Wrong::Hour, &mut faults);
    let minutes = optional(typed.get("minutes"), |text| {
        text.parse().ok().filter(|minutes| (1..=24 * 60).contains(minutes))
    });
    let minutes = said(minutes, "minutes", Wrong::Minutes, &mut faults);
    let tariff = typed.get("tarif").parse().ok().map(TariffId);
    match (who, service, day, on, hour, minutes) {
        (Some(who), Some(service), Some(day), Some(on), Some(hour), Some(minutes)) => {
            Ok(Wish { who, service, tariff, day, at: on.and_time(hour), minutes })
        }
        _ => Err(faults),
    }
}

fn pretend(typed: &Typed, faults: &mut Vec<Fault>) -> Option<Pretend> {
    let quotient = optional(typed.get("quotient"), figures::quotient);
    let quotient = said(quotient, "quotient", Wrong::Quotient, faults);
    let born = said(optional(typed.get("ne"), date), "ne", Wrong::Date, faults);
    let some = |name: &str| match typed.get(name) {
        "" => Some(1),
        text => text.parse().ok().filter(|number| (1..=MOST).contains(number)),
    };
    let children = said(some("enfants"), "enfants", Wrong::Rank, faults);
    let most = children.unwrap_or(MOST);
    let rank = said(some("rang").filter(|rank| *rank <= most), "rang", Wrong::Rank, faults);
    Some(Pretend {
        class: typed.get("classe").parse().ok().map(ClassId),
        born: born?,
        resident: typed.get("habite") != "non",
        quotient: quotient?,
        children: children?,
        rank: rank?,
        together: typed.get("ensemble") == "oui",
        regime: Regime::named(typed.get("regime")),
        own_meal: typed.get("repas") == "oui",
    })
}

/// Nothing typed is none; what cannot be read is a fault.
fn optional<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { read(text).map(Some) }
}

fn said<T>(value: Option<T>, field: &'static str, wrong: Wrong, faults: &mut Vec<Fault>) -> Option<T> {
    if value.is_none() {
        faults.push((field, wrong));
    }
    value
}

fn hour(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = "classe=7&quotient=850&prestation=3&jour=2027-01-14&le=2027-01-05&heure=08:30";

    fn of(fields: &str) -> Result<Wish, Vec<Fault>> {
        read(&Typed::parse(format!("{fields}&{ALL}").as_bytes()))
    }

    #[test]
    fn what_is_typed_is_what_is_tried() {
        let wish =
            of("enfants=3&rang=2&ensemble=oui&habite=non&repas=oui&regime=agricultural&minutes=45").unwrap();
        let pretend = Pretend {
            class: Some(ClassId(7)),
            born: None,
            resident: false,
            quotient: "850".parse().ok(),
            children: 3,
            rank: 2,
            together: true,
            regime: Some(Regime::Agricultural),
            own_meal: true,
        };
        assert_eq!((pretend.id(), wish.who, wish.minutes), (ChildId(1), Who::Pretend(pretend), Some(45)));
        assert_eq!(wish.at.to_string(), "2027-01-05 08:30:00");
        assert_eq!(of("enfant=3-4").unwrap().who, Who::Known(FamilyId(3), ChildId(4)));
    }

    #[test]
    fn what_is_wrong_is_named_by_its_field() {
        for (fields, fault) in [
            ("enfant=3", ("enfant", Wrong::Child)),
            ("prestation=", ("prestation", Wrong::Service)),
            ("jour=demain", ("jour", Wrong::Date)),
            ("le=", ("le", Wrong::Date)),
            ("heure=9", ("heure", Wrong::Hour)),
            ("quotient=beaucoup", ("quotient", Wrong::Quotient)),
            ("ne=hier", ("ne", Wrong::Date)),
            ("enfants=0", ("enfants", Wrong::Rank)),
            ("enfants=13", ("enfants", Wrong::Rank)),
            ("rang=2", ("rang", Wrong::Rank)),
            ("minutes=0", ("minutes", Wrong::Minutes)),
        ] {
            assert_eq!(of(fields), Err(vec![fault]), "{fields}");
        }
    }
}
