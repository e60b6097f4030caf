//! All of a town's settings as one file: the form they are exported and imported in.

pub mod merge;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use merge::{Merge, Used};

use crate::{
    activity::{self, Pool, Service},
    attendance::{self, limits::Limits},
    family::{
        self,
        rights::{Rights, names_a_religion},
    },
    invoice::{self, OfficeId, cash::CashOffice},
    payment::{
        self,
        contract::{Contract, is_client},
    },
    platform::store::{Reading, StoreError, Write},
    registration::{self, Offer},
    reservation,
    tariff::{self, Tariff, absence::Rules, draft::Draft},
    town::{self, Calendar, Class, Identity, School},
};

/// Why a line is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It names something that is not of that part.
    Unknown(String),
    /// Its part lacks something.
    Missing(String),
    /// It is not written as such a file is.
    Form,
}

impl Unread {
    /// Out of the words of the parser, which quotes names.
    fn told(words: &str) -> Self {
        let name = |before: &str| words.strip_prefix(before)?.split('`').next().map(str::to_owned);
        let unknown = name("unknown field `").or_else(|| name("unknown variant `")).map(Self::Unknown);
        unknown.or_else(|| name("missing field `").map(Self::Missing)).unwrap_or(Self::Form)
    }
}

/// What is wrong with a file of settings; `what` is the word of the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// It cannot be read.
    Syntax {
        /// From 1.
        line: usize,
        /// What is wrong there.
        why: Unread,
    },
    /// A name is missing.
    Empty {
        /// Of what.
        what: &'static str,
    },
    /// A number stands twice.
    Twice {
        /// Of what.
        what: &'static str,
        /// The number.
        id: u32,
    },
    /// A number that nothing has.
    Unknown {
        /// Of what.
        what: &'static str,
        /// The number.
        id: u32,
        /// Where it stands.
        at: String,
    },
    /// A diet that names a religion.
    Religion {
        /// As it stands there.
        diet: String,
    },
    /// A price that the page of prices would refuse: a hole, an overlap, a row without an amount.
    Price {
        /// Name of the tariff.
        tariff: String,
        /// First day of the version.
        from: NaiveDate,
    },
    /// A client number that is not six figures.
    Client {
        /// As it stands there.
        number: String,
    },
    /// What the page of absences told would refuse: too many days or months.
    Presences,
    /// It ends before it begins.
    Backwards {
        /// What, and since when.
        what: String,
    },
}

/// What a file does not name when there is none of it, so that it can be read: all of them may be left out.
const UNSAID: [&str; 13] = [
    "short",
    "schools",
    "levels",
    "classes",
    "services",
    "excludes",
    "needs",
    "dates",
    "modifiers",
    "ceiling",
    "then",
    "local_feasts",
    "town_hall_days_closed",
];
const EXCEPTIONS: &str = "[services.deadlines.exceptions]";

/// The numbers of some things, each of which should stand once.
fn numbers(
    what: &'static str,
    ids: impl Iterator<Item = u32>,
    say: &mut impl FnMut(bool, Wrong),
) -> BTreeSet<u32> {
    let mut known = BTreeSet::new();
    for id in ids {
        say(!known.insert(id), Wrong::Twice { what, id });
    }
    known
}

/// Says it when a number is not one of those known.
fn known(what: &'static str, id: u32, ids: &BTreeSet<u32>, at: &str, say: &mut impl FnMut(bool, Wrong)) {
    say(!ids.contains(&id), Wrong::Unknown { what, id, at: at.to_owned() });
}

/// A town's settings. In TOML; services stand in the order of the grid.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Its name and choices.
    pub town: Identity,
    /// School years, holidays, closures.
    pub calendar: Calendar,
    /// Schools.
    pub schools: Vec<School>,
    /// Classes.
    pub classes: Vec<Class>,
    /// Places that services share.
    #[serde(default)]
    pub pools: Vec<Pool>,
    /// Services.
    pub services: Vec<Service>,
    /// Prices.
    pub tariffs: Vec<Tariff>,
    /// At which of them the town registers for a service.
    #[serde(default)]
    pub offers: Vec<Offer>,
    /// What is owed of absences.
    #[serde(default)]
    pub absences: Vec<Rules>,
    /// What parents may do with their file.
    #[serde(default)]
    pub files: Rights,
    /// The cash offices that issue bills.
    #[serde(default)]
    pub cash_offices: Vec<Counted>,
    /// Until when absences are told and certificates sent. A file that does not say it leaves it as it is.
    #[serde(default)]
    pub presences: Option<Limits>,
    /// The contract with the service of online payment.
    #[serde(default)]
    pub payment: Option<Contract>,
}

/// A cash office and its number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// Its number.
    pub id: OfficeId,
    /// What it is.
    #[serde(flatten)]
    pub office: CashOffice,
}

impl Settings {
    /// Reads a file of settings.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(text: &str) -> Result<Self, Vec<Wrong>> {
        let settings: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            vec![Wrong::Syntax { line, why: Unread::told(error.message()) }]
        })?;
        let mut faults = settings.faults();
        if settings.town.name.trim().is_empty() {
            faults.insert(0, Wrong::Empty { what: "town" });
        }
        if faults.is_empty() { Ok(settings) } else { Err(faults) }
    }

    /// The settings of a town.
    pub fn of(r: &impl Reading) -> Result<Self, StoreError> {
        let (town, services) = (town::store::town(r)?, activity::store::services(r)?);
        Ok(Self {
            town: town.identity.clone(),
            calendar: town.calendar.clone(),
            schools: town.schools.values().cloned().collect(),
            classes: town.classes.values().cloned().collect(),
            pools: services.pools.values().cloned().collect(),
            services: services.list.clone(),
            tariffs: tariff::store::tariffs(r)?.0.values().cloned().collect(),
            offers: registration::store::offers(r)?.to_vec(),
            absences: tariff::store::absences(r)?.rules(),
            files: (*family::store::rights(r)?).clone(),
            cash_offices: invoice::store::offices(r)?
                .into_iter()
                .map(|(id, office)| Counted { id, office })
                .collect(),
            presences: Some(*attendance::store::limits(r)?),
            payment: payment::store::contract(r)?,
        })
    }

    /// The file of these settings. Read again, it gives the same.
    ///
    /// # Errors
    /// None that a town could meet: what a file cannot say, settings do not hold.
    pub fn text(&self) -> Result<String, toml::ser::Error> {
        let text = toml::to_string(self)?;
        let mut lines = text.lines().peekable();
        let (mut all, mut inside) = (String::new(), false);
        while let Some(line) = lines.next() {
            inside |= line.starts_with('[');
            let none = line.strip_suffix(" = []").or(line.strip_suffix(" = \"\""));
            let empty = none.is_some_and(|name| inside && UNSAID.contains(&name))
                || (line == EXCEPTIONS && lines.peek().is_none_or(|next| next.is_empty()));
            if empty && line == EXCEPTIONS {
                lines.next();
            }
            if !empty {
                all += line;
                all.push('\n');
            }
        }
        Ok(all)
    }

    /// What these settings, as a file, make of those of a town on a day. `identity`: see [`merge::merge`].
    pub fn merged(&self, r: &impl Reading, identity: bool, today: NaiveDate) -> Result<Merge, StoreError> {
        let here = Self::of(r)?;
        let mut used = Used::default();
        for service in &here.services {
            if !reservation::store::of_service(r, service.id)?.is_empty() {
                used.services.insert(service.id);
            }
        }
        for tariff in &here.tariffs {
            for version in tariff.versions.iter() {
                if tariff::office::is_used(r, tariff, version.from, today)? {
                    used.versions.insert((tariff.id, version.from));
                }
            }
        }
        Ok(merge::merge(&here, self, identity, &used, today))
    }

    /// What does not hold together.
    pub fn faults(&self) -> Vec<Wrong> {
        let mut faults = Vec::new();
        let mut say = |wrong, fault| {
            if wrong {
                faults.push(fault);
            }
        };
        let schools = numbers("school", self.schools.iter().map(|school| school.id.0), &mut say);
        let classes = numbers("class", self.classes.iter().map(|class| class.id.0), &mut say);
        let pools = numbers("pool", self.pools.iter().map(|pool| pool.id.0), &mut say);
        let services = numbers("service", self.services.iter().map(|service| service.id.0), &mut say);
        numbers("tariff", self.tariffs.iter().map(|tariff| tariff.id.0), &mut say);
        let tariffs: BTreeSet<u32> = self.tariffs.iter().map(|tariff| tariff.id.0).collect();
        for offer in &self.offers {
            let at = format!("offer of service {}", offer.service);
            known("service", offer.service.0, &services, &at, &mut say);
            offer.tariffs.iter().for_each(|id| known("tariff", id.0, &tariffs, &at, &mut say));
        }
        for tariff in &self.tariffs {
            for version in tariff.versions.iter() {
                let refused = Draft::of(Some(version.from), &version.value).read().is_err();
                say(refused, Wrong::Price { tariff: tariff.name.clone(), from: version.from });
            }
        }
        numbers("absences", self.absences.iter().map(|rules| rules.service.0), &mut say);
        for rules in &self.absences {
            known("service", rules.service.0, &services, "absences", &mut say);
        }
        for diet in &self.files.diets {
            say(names_a_religion(diet), Wrong::Religion { diet: diet.clone() });
        }
        numbers("cash office", self.cash_offices.iter().map(|counted| counted.id.0), &mut say);
        for counted in &self.cash_offices {
            let at = format!("cash office {}", counted.id);
            counted.office.services.iter().for_each(|id| known("service", id.0, &services, &at, &mut say));
        }
        say(self.presences.is_some_and(|limits| !limits.holds()), Wrong::Presences);
        if let Some(contract) = &self.payment {
            say(!is_client(&contract.client), Wrong::Client { number: contract.client.clone() });
        }
        for class in &self.classes {
            known("school", class.school.0, &schools, &class.name, &mut say);
        }
        for service in &self.services {
            service.schools.iter().for_each(|id| known("school", id.0, &schools, &service.name, &mut say));
            service.pool.iter().for_each(|id| known("pool", id.0, &pools, &service.name, &mut say));
            let others = service.excludes.iter().chain(&service.needs);
            others.for_each(|id| known("service", id.0, &services, &service.name, &mut say));
            service.classes.iter().for_each(|id| known("class", id.0, &classes, &service.name, &mut say));
        }
        let calendar = &self.calendar;
        let spans = calendar.years.iter().map(|year| (&year.name, year.first, year.last));
        let spans = spans.chain(calendar.holidays.iter().map(|span| (&span.name, span.first, span.last)));
        let spans = spans.chain(calendar.closures.iter().map(|span| (&span.reason, span.first, span.last)));
        for (name, first, last) in spans {
            say(last < first, Wrong::Backwards { what: format!("{name}, {first}") });
        }
        for closure in &calendar.closures {
            closure.schools.iter().for_each(|id| known("school", id.0, &schools, &closure.reason, &mut say));
            closure.classes.iter().for_each(|id| known("class", id.0, &classes, &closure.reason, &mut say));
            closure
                .services
                .iter()
                .for_each(|id| known("service", *id, &services, &closure.reason, &mut say));
        }
        faults
    }

    /// Writes them down, in the order of the grid. A service that is not among them is no more.
    pub fn store(&self, w: &Write) -> Result<(), StoreError> {
        town::store::set_identity(w, &self.town)?;
        town::store::set_calendar(w, &self.calendar)?;
        for school in &self.schools {
            town::store::set_school(w, school)?;
        }
        for class in &self.classes {
            town::store::set_class(w, class)?;
        }
        for pool in &self.pools {
            activity::store::set_pool(w, pool)?;
        }
        activity::store::set_services(w, &self.services)?;
        for tariff in &self.tariffs {
            tariff::store::set_tariff(w, tariff)?;
        }
        for rules in &self.absences {
            tariff::store::set_absences(w, rules.service, &rules.versions)?;
        }
        registration::store::set_offers(w, &self.offers)?;
        family::store::set_rights(w, &self.files)?;
        for counted in &self.cash_offices {
            invoice::store::set_office(w, counted.id, &counted.office)?;
        }
        if let Some(limits) = &self.presences {
            attendance::store::set_limits(w, limits)?;
        }
        // A number is checked with the service by who takes the file in, whoever checked it elsewhere; a file that says
        // what is there already takes nothing back.
        if let Some(contract) = &self.payment {
            let known = payment::store::contract(w)?.filter(|known| known.client == contract.client);
            let checked = known.and_then(|known| known.checked);
            payment::store::set_contract(w, Some(&Contract { checked, ..contract.clone() }))?;
        }
        // Places are counted by pool and by school, which may be others now.
        reservation::store::recount(w)
    }
}
