//! What was decided about absences, as an administrator writes it down, field by field.

use chrono::NaiveDate;
use strum::VariantArray;

use super::{Cause, Illness, Terms, Tier};
use crate::{
    activity::{
        ServiceId,
        draft::{Typed, date},
    },
    platform::dated::From,
};

/// The ways to say what illness does, as the form names them.
pub const KINDS: [&str; 4] = ["billed", "free", "first_free", "tiers"];

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its name.
    pub field: String,
    /// What.
    pub wrong: Wrong,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No service is chosen.
    Service,
    /// Not a date.
    Date,
    /// The version begins on a day that has come.
    Begun,
    /// Another version begins that day.
    Taken,
    /// Too long to be read.
    Long,
    /// Nothing is chosen.
    Kind,
    /// Not a number of days.
    Days,
    /// Not a number of hours.
    Hours,
    /// No certificate is said.
    Tiers,
    /// Not longer than the one before, though they must rise.
    Order,
    /// Somebody changed it since the page was shown.
    Changed,
}

/// Longest reference.
const LONGEST: usize = 200;
/// Most days, and most hours.
const MOST: usize = 366;
const MOST_HOURS: u32 = 24 * 366;
/// Most certificates.
const MOST_TIERS: usize = 12;

/// The services that a form is for.
pub fn services(typed: &Typed) -> Vec<ServiceId> {
    typed.all("prestation").iter().filter_map(|id| id.parse().ok()).map(ServiceId).collect()
}

/// The form of a version.
pub fn of(services: &[ServiceId], from: NaiveDate, terms: &Terms) -> Typed {
    let mut typed = Typed::default();
    typed.set_all("prestation", services);
    typed.set("depuis", from);
    typed.set("decision", &terms.decision);
    let set = |typed: &mut Typed, kind: usize, field: &str, number: usize| {
        typed.set("maladie", KINDS[kind]);
        typed.set(field, number);
    };
    match &terms.illness {
        Illness::Billed => typed.set("maladie", KINDS[0]),
        Illness::Free { due, certificate } => {
            set(&mut typed, 1, "carence", *due);
            typed.set("certificat", if *certificate { "oui" } else { "" });
        }
        Illness::FirstFree { days } => set(&mut typed, 2, "gratuits", *days),
        Illness::Tiers { tiers } => {
            typed.set("maladie", KINDS[3]);
            let text = |number: Option<String>| number.unwrap_or_default();
            typed.set_all("heures", tiers.iter().map(|(hours, _)| text(hours.map(|n| n.to_string()))));
            typed.set_all("dus", tiers.iter().map(|(_, due)| text(due.map(|n| n.to_string()))));
        }
    }
    let billed = |cause: &&Cause| terms.billed.contains(cause);
    typed.set_all("du", Cause::VARIANTS.iter().filter(billed).map(|cause| key(*cause)));
    typed
}

/// What a form calls a cause.
pub fn key(cause: Cause) -> &'static str {
    cause.into()
}

/// What was typed.
///
/// # Errors
/// All that is wrong with it.
pub fn read(typed: &Typed) -> Result<(Vec<ServiceId>, From<Terms>), Vec<Fault>> {
    let mut reader = Reader { typed, faults: Vec::new() };
    let services = services(typed);
    reader.say(services.is_empty(), "prestation", Wrong::Service);
    let from = date(typed.get("depuis"));
    reader.say(from.is_none(), "depuis", Wrong::Date);
    let decision = typed.get("decision").to_owned();
    let long = decision.chars().count() > LONGEST || decision.chars().any(char::is_control);
    reader.say(long, "decision", Wrong::Long);
    let illness = reader.illness();
    let billed = typed.all("du").iter().filter_map(|cause| cause.parse().ok()).collect();
    match (from, illness) {
        (Some(from), Some(illness)) if reader.faults.is_empty() => {
            Ok((services, From { from, value: Terms { decision, illness, billed } }))
        }
        _ => Err(reader.faults),
    }
}

struct Reader<'a> {
    typed: &'a Typed,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn say(&mut self, wrong: bool, field: &str, what: Wrong) {
        if wrong {
            self.faults.push(Fault { field: field.into(), wrong: what });
        }
    }

    fn illness(&mut self) -> Option<Illness> {
        let kind = KINDS.iter().position(|kind| *kind == self.typed.get("maladie"));
        Some(match kind {
            Some(0) => Illness::Billed,
            Some(1) => Illness::Free {
                due: self.days("carence", true)?,
                certificate: self.typed.get("certificat") == "oui",
            },
            Some(2) => Illness::FirstFree { days: self.days("gratuits", false)? },
            Some(_) => Illness::Tiers { tiers: self.tiers()? },
            None => {
                self.say(true, "maladie", Wrong::Kind);
                return None;
            }
        })
    }

    /// A number of days; `may_be_none`: nothing typed is none.
    fn days(&mut self, field: &str, may_be_none: bool) -> Option<usize> {
        let text = self.typed.get(field);
        let days = match text.is_empty() && may_be_none {
            true => Some(0),
            false => text.parse().ok().filter(|days| *days <= MOST && (may_be_none || *days > 0)),
        };
        self.say(days.is_none(), field, Wrong::Days);
        days
    }

    /// The rows of certificates: those of which nothing is typed do not count.
    fn tiers(&mut self) -> Option<Vec<Tier>> {
        let (hours, due) = (self.typed.all("heures"), self.typed.all("dus"));
        let mut tiers: Vec<Tier> = Vec::new();
        let at = |all: &[String], row: usize| all.get(row).cloned().unwrap_or_default();
        for row in 0..hours.len().max(due.len()) {
            let (hours, due) = (at(hours, row), at(due, row));
            if hours.is_empty() && due.is_empty() {
                continue;
            }
            let within = hours.parse().ok().filter(|hours| (1..=MOST_HOURS).contains(hours));
            self.say(within.is_none() && !hours.is_empty(), &format!("heures-{row}"), Wrong::Hours);
            let first: Option<usize> = due.parse().ok().filter(|days| *days <= MOST);
            self.say(first.is_none() && !due.is_empty(), &format!("dus-{row}"), Wrong::Days);
            let rises = tiers.last().is_none_or(|(last, _)| {
                last.is_some_and(|last| within.is_none_or(|within: u32| within > last))
            });
            self.say(!rises, &format!("heures-{row}"), Wrong::Order);
            tiers.push((within, first));
        }
        self.say(tiers.is_empty() || tiers.len() > MOST_TIERS, "heures-0", Wrong::Tiers);
        Some(tiers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &str) -> Typed {
        Typed::parse(format!("prestation=3&depuis=2027-01-04&{fields}").as_bytes())
    }

    #[test]
    fn what_is_typed_is_what_is_decided_and_is_typed_again_alike() {
        let free = |due, certificate| Illness::Free { due, certificate };
        for (fields, illness) in [
            ("maladie=billed", Illness::Billed),
            ("maladie=free", free(0, false)),
            ("maladie=free&carence=1&certificat=oui", free(1, true)),
            ("maladie=first_free&gratuits=2", Illness::FirstFree { days: 2 }),
            ("maladie=tiers&heures=48&dus=0", Illness::Tiers { tiers: vec![(Some(48), Some(0))] }),
            (
                "maladie=tiers&heures=72&dus=0&heures=240&dus=2&heures=&dus=",
                Illness::Tiers { tiers: vec![(Some(72), Some(0)), (Some(240), Some(2))] },
            ),
            (
                "maladie=tiers&heures=72&dus=1&heures=&dus=3",
                Illness::Tiers { tiers: vec![(Some(72), Some(1)), (None, Some(3))] },
            ),
        ] {
            let (services, version) = read(&typed(&format!("{fields}&du=strike"))).expect(fields);
            assert_eq!((services.as_slice(), &version.value.illness), (&[ServiceId(3)][..], &illness));
            assert_eq!(version.value.billed, [Cause::Strike].into());
            let again = read(&of(&services, version.from, &version.value));
            assert_eq!(again, Ok((services, version)), "{fields}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_by_its_field() {
        for (fields, field, wrong) in [
            ("", "maladie", Wrong::Kind),
            ("maladie=free&carence=-1", "carence", Wrong::Days),
            ("maladie=free&carence=400", "carence", Wrong::Days),
            ("maladie=first_free", "gratuits", Wrong::Days),
            ("maladie=first_free&gratuits=0", "gratuits", Wrong::Days),
            ("maladie=tiers", "heures-0", Wrong::Tiers),
            ("maladie=tiers&heures=deux&dus=1", "heures-0", Wrong::Hours),
            ("maladie=tiers&heures=48&dus=x", "dus-0", Wrong::Days),
            ("maladie=tiers&heures=48&dus=0&heures=24&dus=1", "heures-1", Wrong::Order),
            ("maladie=tiers&heures=&dus=1&heures=24&dus=1", "heures-1", Wrong::Order),
        ] {
            let faults = read(&typed(fields)).expect_err(fields);
            assert_eq!(faults, [Fault { field: field.into(), wrong }], "{fields}");
        }
        let all = read(&Typed::default()).expect_err("nothing was typed");
        let fields: Vec<&str> = all.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["prestation", "depuis", "maladie"]);
        let long = format!("maladie=billed&decision={}", "x".repeat(201));
        assert_eq!(read(&typed(&long)).expect_err("long")[0].wrong, Wrong::Long);
    }
}
