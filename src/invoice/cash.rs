//! Cash offices: who bills some services, by when it is paid, what a bill says of it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::activity::ServiceId;

/// Longest line, and longest text, in letters.
const LINE: usize = 120;
const TEXT: usize = 800;

/// A cash office.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashOffice {
    /// "Régie enfance".
    pub name: String,
    /// 14 figures; empty: not said.
    pub siret: String,
    /// Name and capacity of who issues its bills.
    pub issuer: String,
    /// Days to pay, from the day of issue.
    pub days: u32,
    /// What it bills.
    pub services: BTreeSet<ServiceId>,
    /// How it is paid, in words.
    pub means: String,
    /// What happens after the due date.
    pub after: String,
    /// How and until when a bill is contested.
    pub remedies: String,
}

/// What is typed of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Its fields, days to pay as figures.
    pub office: CashOffice,
    /// Days to pay, as typed.
    pub days: String,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No name, or a long one.
    Name,
    /// Not 14 figures.
    Siret,
    /// Nobody issues, or a long name.
    Issuer,
    /// Not between 1 and 120 days.
    Days,
    /// Nothing is billed.
    NoService,
    /// Another office bills one of these services.
    Taken,
    /// Too long.
    Means,
    /// Too long.
    After,
    /// None, or too long: a bill must say how it is contested.
    Remedies,
}

impl Typed {
    /// The office, if all is well; `taken`: services that other offices bill.
    ///
    /// # Errors
    /// All that is wrong, in the order of the form.
    pub fn read(&self, taken: &BTreeSet<ServiceId>) -> Result<CashOffice, Vec<Fault>> {
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let office = CashOffice {
            name: line(&self.office.name),
            siret: self.office.siret.chars().filter(|letter| !letter.is_whitespace()).collect(),
            issuer: line(&self.office.issuer),
            days: self.days.trim().parse().unwrap_or(0),
            services: self.office.services.clone(),
            means: self.office.means.trim().into(),
            after: self.office.after.trim().into(),
            remedies: self.office.remedies.trim().into(),
        };
        let is_siret = office.siret.len() == 14 && office.siret.bytes().all(|byte| byte.is_ascii_digit());
        let long = |text: &str, most| text.chars().count() > most;
        let wrong = [
            (office.name.is_empty() || long(&office.name, LINE), Fault::Name),
            (!office.siret.is_empty() && !is_siret, Fault::Siret),
            (office.issuer.is_empty() || long(&office.issuer, LINE), Fault::Issuer),
            (!(1..=120).contains(&office.days), Fault::Days),
            (office.services.is_empty(), Fault::NoService),
            (!office.services.is_disjoint(taken), Fault::Taken),
            (long(&office.means, TEXT), Fault::Means),
            (long(&office.after, TEXT), Fault::After),
            (office.remedies.is_empty() || long(&office.remedies, TEXT), Fault::Remedies),
        ];
        let faults: Vec<Fault> =
            wrong.into_iter().filter_map(|(wrong, fault)| wrong.then_some(fault)).collect();
        if faults.is_empty() { Ok(office) } else { Err(faults) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_named() {
        let office = CashOffice {
            name: " R\u{e9}gie  enfance ".into(),
            siret: "217 200 000 00012".into(),
            issuer: "M. Petit, r\u{e9}gisseur".into(),
            services: [ServiceId(3)].into(),
            remedies: "Deux mois.".into(),
            ..CashOffice::default()
        };
        let typed = Typed { office, days: "30".into() };
        let taken = BTreeSet::from([ServiceId(4)]);
        let read = typed.read(&taken).unwrap();
        assert_eq!(
            (read.name.as_str(), read.siret.as_str(), read.days),
            ("R\u{e9}gie enfance", "21720000000012", 30)
        );
        let wrong = |change: fn(&mut Typed)| {
            let mut typed = typed.clone();
            change(&mut typed);
            typed.read(&taken).unwrap_err()
        };
        assert_eq!(wrong(|typed| typed.office.name.clear()), [Fault::Name]);
        assert_eq!(wrong(|typed| typed.office.siret = "123".into()), [Fault::Siret]);
        assert_eq!(wrong(|typed| typed.office.issuer.clear()), [Fault::Issuer]);
        for days in ["", "0", "121", "trente", "-3"] {
            let typed = Typed { days: days.into(), ..typed.clone() };
            assert_eq!(typed.read(&taken).unwrap_err(), [Fault::Days], "{days}");
        }
        assert_eq!(wrong(|typed| typed.office.services.clear()), [Fault::NoService]);
        assert_eq!(wrong(|typed| typed.office.services = [ServiceId(4)].into()), [Fault::Taken]);
        assert_eq!(wrong(|typed| typed.office.means = "x".repeat(801)), [Fault::Means]);
        assert_eq!(wrong(|typed| typed.office.after = "x".repeat(801)), [Fault::After]);
        assert_eq!(wrong(|typed| typed.office.remedies.clear()), [Fault::Remedies]);
    }
}
