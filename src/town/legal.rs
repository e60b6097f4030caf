//! What the law wants a portal to say: who publishes and hosts it, who answers for personal data, how accessible it is.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Audit, Identity};

/// Who publishes and hosts the portal, and what becomes of personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Legal {
    /// Director of publication, with their capacity; empty: not said.
    #[serde(default)]
    pub director: String,
    /// Name, address and telephone of the host; empty: the town itself.
    #[serde(default)]
    pub host: String,
    /// How the data protection officer is reached; empty: not said.
    #[serde(default)]
    pub officer: String,
    /// Years that a family's file is kept after its last child has left.
    #[serde(default = "years")]
    pub years: u32,
    /// Day of the declaration of accessibility; none: not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<NaiveDate>,
    /// Where the scheme of accessibility of several years is read: an address, or a sentence; empty: not said.
    #[serde(default)]
    pub scheme: String,
    /// The same for the plan of the year.
    #[serde(default)]
    pub plan: String,
}

/// What is commonly kept, and no more.
fn years() -> u32 {
    3
}

impl Default for Legal {
    fn default() -> Self {
        let nothing = String::new;
        Self {
            director: nothing(),
            host: nothing(),
            officer: nothing(),
            years: years(),
            declared: None,
            scheme: nothing(),
            plan: nothing(),
        }
    }
}

/// What is typed of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Director of publication.
    pub director: String,
    /// The host.
    pub host: String,
    /// The data protection officer.
    pub officer: String,
    /// Years.
    pub years: String,
    /// Day of the declaration of accessibility; empty: not said.
    pub declared: String,
    /// Its scheme of several years.
    pub scheme: String,
    /// Its plan of the year.
    pub plan: String,
    /// Day of the report of an audit; empty: there was none.
    pub audited: String,
    /// Who made it.
    pub auditor: String,
    /// Criteria met, in percent.
    pub percent: String,
    /// What is not accessible.
    pub gaps: String,
    /// What would be too great a burden.
    pub burdens: String,
    /// What need not be accessible.
    pub exempt: String,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Too long.
    Director,
    /// Too long.
    Host,
    /// Too long.
    Officer,
    /// Not between 1 and 10.
    Years,
    /// No day, or one to come.
    Declared,
    /// Too long.
    Scheme,
    /// Too long.
    Plan,
    /// No day, or one to come; or a percentage without a day.
    Audited,
    /// Too long.
    Auditor,
    /// Not between 0 and 100.
    Percent,
    /// Too long.
    Gaps,
    /// Too long.
    Burdens,
    /// Too long.
    Exempt,
}

/// Longest text, in letters.
const LONGEST: usize = 600;

impl Typed {
    /// The form of what is known.
    pub fn of(town: &Identity) -> Self {
        let (legal, audit) = (town.legal.clone(), town.audit.as_ref());
        Self {
            director: legal.director,
            host: legal.host,
            officer: legal.officer,
            years: legal.years.to_string(),
            declared: legal.declared.map(|day| day.to_string()).unwrap_or_default(),
            scheme: legal.scheme,
            plan: legal.plan,
            audited: audit.map(|audit| audit.on.to_string()).unwrap_or_default(),
            auditor: audit.map(|audit| audit.by.clone()).unwrap_or_default(),
            percent: audit.map(|audit| audit.percent.to_string()).unwrap_or_default(),
            gaps: audit.map(|audit| audit.gaps.clone()).unwrap_or_default(),
            burdens: audit.map(|audit| audit.burdens.clone()).unwrap_or_default(),
            exempt: audit.map(|audit| audit.exempt.clone()).unwrap_or_default(),
        }
    }

    /// What the town says now.
    ///
    /// # Errors
    /// All that is wrong, in the order of the form.
    pub fn read(&self, today: NaiveDate) -> Result<(Legal, Option<Audit>), Vec<Fault>> {
        let long = |text: &str| text.trim().chars().count() > LONGEST;
        let years = self.years.trim().parse().ok().filter(|years| (1..=10).contains(years));
        let day = |text: &str| text.trim().parse::<NaiveDate>().ok().filter(|day| *day <= today);
        let (declared, undated) = (day(&self.declared), self.declared.trim().is_empty());
        let (on, nobody) = (day(&self.audited), self.audited.trim().is_empty());
        let percent = self.percent.trim().parse::<u8>().ok().filter(|percent| *percent <= 100);
        let wrong = [
            (long(&self.director), Fault::Director),
            (long(&self.host), Fault::Host),
            (long(&self.officer), Fault::Officer),
            (years.is_none(), Fault::Years),
            (declared.is_none() && !undated, Fault::Declared),
            (long(&self.scheme), Fault::Scheme),
            (long(&self.plan), Fault::Plan),
            (on.is_none() && !(nobody && self.percent.trim().is_empty()), Fault::Audited),
            (long(&self.auditor), Fault::Auditor),
            (!nobody && percent.is_none(), Fault::Percent),
            (long(&self.gaps), Fault::Gaps),
            (long(&self.burdens), Fault::Burdens),
            (long(&self.exempt), Fault::Exempt),
        ];
        let faults: Vec<Fault> =
            wrong.into_iter().filter_map(|(wrong, fault)| wrong.then_some(fault)).collect();
        match years {
            Some(years) if faults.is_empty() => {
                let said = |text: &str| text.trim().to_owned();
                let legal = Legal {
                    director: said(&self.director),
                    host: said(&self.host),
                    officer: said(&self.officer),
                    years,
                    declared,
                    scheme: said(&self.scheme),
                    plan: said(&self.plan),
                };
                let audit = on.zip(percent).map(|(on, percent)| Audit {
                    on,
                    percent,
                    by: said(&self.auditor),
                    gaps: said(&self.gaps),
                    burdens: said(&self.burdens),
                    exempt: said(&self.exempt),
                });
                Ok((legal, audit))
            }
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_named() {
        let today = "2026-11-24".parse().unwrap();
        let typed = Typed::of(&Identity::unset());
        assert_eq!(typed.read(today).unwrap(), (Legal::default(), None));
        let audited = Typed { audited: "2026-11-24".into(), percent: "71".into(), ..typed.clone() };
        let audit = audited.read(today).unwrap().1.unwrap();
        assert_eq!((audit.percent, audit.on), (71, today));
        let long = "x".repeat(601);
        for (wrong, faults) in [
            (Typed { director: long.clone(), ..typed.clone() }, vec![Fault::Director]),
            (Typed { host: long.clone(), ..typed.clone() }, vec![Fault::Host]),
            (Typed { officer: long.clone(), ..typed.clone() }, vec![Fault::Officer]),
            (Typed { gaps: long.clone(), ..typed.clone() }, vec![Fault::Gaps]),
            (Typed { burdens: long.clone(), ..typed.clone() }, vec![Fault::Burdens]),
            (Typed { exempt: long.clone(), ..typed.clone() }, vec![Fault::Exempt]),
            (Typed { auditor: long.clone(), ..typed.clone() }, vec![Fault::Auditor]),
            (Typed { scheme: long.clone(), ..typed.clone() }, vec![Fault::Scheme]),
            (Typed { plan: long, ..typed.clone() }, vec![Fault::Plan]),
            (Typed { declared: "2026-11-25".into(), ..typed.clone() }, vec![Fault::Declared]),
            (Typed { years: "0".into(), ..typed.clone() }, vec![Fault::Years]),
            (Typed { percent: "50".into(), ..typed.clone() }, vec![Fault::Audited]),
            (
                Typed { audited: "2026-11-25".into(), percent: "101".into(), ..typed },
                vec![Fault::Audited, Fault::Percent],
            ),
        ] {
            assert_eq!(wrong.read(today).unwrap_err(), faults);
        }
    }
}
