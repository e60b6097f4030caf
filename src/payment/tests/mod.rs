//! The life of an operation, in tables and by properties.

mod life;
mod words;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Due, Mode,
    answer::Answer,
    fault::{Code, Fault, Kind, Trouble},
    operation::Operation,
};
use crate::platform::money::Cents;

const ID: &str = "cc0cb210-1cd4-11ea-8cca-0213ad91a103";

fn begun() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().unwrap()
}

fn after(minutes: i64) -> DateTime<Utc> {
    begun() + TimeDelta::minutes(minutes)
}

fn due() -> Due {
    Due {
        family: Some(crate::family::FamilyId(3)),
        reference: "2026000042".into(),
        amount: Cents(4550),
        object: "Facture de novembre".into(),
        mail: "claire.martel@famille.example".into(),
        year: 2026,
    }
}

fn redirected(mode: Mode) -> Operation {
    let mut operation = Operation::begin(due(), "012345".into(), mode, begun());
    operation.redirect(ID.into());
    operation
}

/// At 10 h 10 in Paris: ten minutes after the beginning.
fn answer(result: &str) -> Answer {
    Answer {
        id: ID.into(),
        client: "012345".into(),
        reference: "2026000042".into(),
        amount: "4550".into(),
        mode: "W".into(),
        result: result.into(),
        date: "24112026".into(),
        time: "1010".into(),
        authorisation: if ["P", "V"].contains(&result) { "112233".into() } else { String::new() },
    }
}

fn fault(code: Code) -> Trouble {
    Trouble::Fault(Fault { kind: Kind::Functional, code, label: String::new() })
}
