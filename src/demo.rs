//! The fixture town brought to life: its settings, its people, and what they have booked.
//!
//! Named people come from `fixtures/people.toml`; the others are made by a generator with a seed, the
//! same each time.

mod crowd;
mod files;
mod letters;
pub mod payfip;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Deserialize;

use crate::{
    account::{
        self, Account, AccountId,
        factor::{self, Factor},
        role::{Duty, Role, RollCalls},
    },
    activity::{ServiceId, period::Period},
    family::{
        self, Address, AdultId, Child, ChildId, Family, FamilyId, Guardian, GuardianId, InClass, Known,
        Source, Subject, custody::Home, field::Field, sheet::Sheet,
    },
    office::import::Settings,
    platform::{Parts, dated::Dated, error::Error, password::Hashed, store::Write},
    registration::{self, Registration},
    reservation::{plan::plan, sheet::Asked, store as reservations, usual},
    tariff::{TariffId, quotient::Quotient},
    town::{ClassId, SchoolId, Span, calendar::monday},
};

/// The settings of the fixture town.
pub const TOWN: &str = include_str!("../fixtures/town.toml");
const PEOPLE: &str = include_str!("../fixtures/people.toml");

/// Everybody's password in the fixture town.
pub const PASSWORD: &str = "Preau-2026!";

/// The secret of everybody's second factor there, as an application would know it.
pub const FACTOR: [u8; 20] = *b"valpreau en essai 20";

/// Everybody's recovery codes there, each good once for each of them.
pub const RECOVERY: [&str; 10] = [
    "essai-00001",
    "essai-00002",
    "essai-00003",
    "essai-00004",
    "essai-00005",
    "essai-00006",
    "essai-00007",
    "essai-00008",
    "essai-00009",
    "essai-00010",
];

/// Everything dated begins with the first school year.
const BEGINNING: &str = "2025-09-01";

/// Who lives in the town.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// Those with a name in `people.toml`: what tests need.
    Named,
    /// About 330 families and 520 children, with this week and the next booked.
    Everybody,
}

/// A family of `people.toml`, or made by the generator.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    name: String,
    street: String,
    #[serde(default = "valpreau")]
    city: String,
    #[serde(default = "postcode")]
    postcode: String,
    #[serde(default = "yes")]
    resident: bool,
    quotient: Option<Quotient>,
    guardians: Vec<Adult>,
    #[serde(default)]
    children: Vec<Pupil>,
    /// Fields of the household's file.
    #[serde(default)]
    file: BTreeMap<String, String>,
    /// Other adults: the fields of each.
    #[serde(default)]
    others: Vec<BTreeMap<String, String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Adult {
    first: String,
    last: String,
    mail: String,
    #[serde(default = "yes")]
    access: bool,
    /// Other fields of the file, by their names.
    #[serde(default)]
    file: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pupil {
    first: String,
    last: String,
    born: NaiveDate,
    class: u32,
    /// Usual weekdays, by number of the service.
    services: BTreeMap<String, Vec<u8>>,
    /// The other family of a shared child.
    odd_weeks_with: Option<String>,
    /// Other fields of the file, by their names.
    #[serde(default)]
    file: BTreeMap<String, String>,
}

/// Somebody of the town hall.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Worker {
    first: String,
    last: String,
    mail: String,
    roles: BTreeSet<Role>,
    #[serde(default)]
    schools: BTreeSet<SchoolId>,
}

#[derive(Deserialize)]
struct File {
    families: Vec<Person>,
    agents: Vec<Worker>,
}

fn valpreau() -> String {
    "Valpréau".into()
}

fn postcode() -> String {
    "44999".into()
}

fn yes() -> bool {
    true
}

/// What a service of the fixture town costs, by number of the service.
fn tariff(service: u32) -> TariffId {
    TariffId(match service {
        1 => 5,
        2 => 2,
        3 | 4 => 1,
        5 => 4,
        6 => 3,
        8 => 7,
        _ => 6,
    })
}

/// Fills an empty store with the fixture town. `span`: what a period is, if not as the file says.
///
/// # Errors
/// When a file of `fixtures/` is not as it should be, or the store refuses.
pub async fn fill(parts: &Parts, people: People, span: Option<Span>) -> Result<(), Error> {
    let mut settings = Settings::read(TOWN).map_err(|faults| Error::Broken(format!("{faults:?}")))?;
    settings.town.period = span.unwrap_or(settings.town.period);
    parts.store.write("demo", move |w| settings.store(w).map_err(Error::from)).await?;

    let File { mut families, agents } = toml::from_str(PEOPLE).map_err(|e| Error::Broken(e.to_string()))?;
    let named = families.len();
    if people == People::Everybody {
        families.extend(crowd::families().map_err(Error::Broken)?);
    }
    let salt = parts.random.bytes();
    let password =
        parts.passwords.hash(PASSWORD, salt).await.ok_or_else(|| Error::Broken("hashing".into()))?;
    let count = families.len();
    let change = move |w: &Write| {
        move_in(w, &families, &password)?;
        agents.iter().try_for_each(|agent| work_in(w, agent, &password))
    };
    parts.store.write("demo", change).await?;
    if people == People::Everybody {
        book(parts, named, count).await?;
        let now = parts.clock.now();
        parts.store.write("demo", move |w| letters::write(w, now)).await?;
    }
    Ok(())
}

/// Those who can sign in, and what is worth seeing with them.
pub fn who() -> [(&'static str, &'static str); 8] {
    [
        ("lucie.alain@famille.example", "deux enfants, Anna et Théo"),
        ("paul.alain@famille.example", "la même famille, sur un autre téléphone"),
        ("sophie.baconnais@famille.example", "une enfant, Fanny"),
        ("claire.martel@famille.example", "parents séparés : Léa, les semaines paires"),
        ("julien.nogues@famille.example", "parents séparés : Léa, les semaines impaires"),
        ("aminata.diallo@famille.example", "trois enfants, le quotient le plus bas"),
        ("hugo.perrin@famille.example", "quotient inconnu"),
        ("nolwenn.legall@famille.example", "famille d’une autre commune"),
    ]
}

/// Those of the town hall, what they do there, and whether a code is asked.
pub fn agents() -> [(&'static str, &'static str, bool); 6] {
    [
        ("nadia.belkacem@valpreau.example", "administration", true),
        ("marc.petit@valpreau.example", "facturation", true),
        ("odile.renaud@valpreau.example", "familles", false),
        ("karim.haddad@valpreau.example", "pointage à Jules-Ferry", false),
        ("jeanne.morel@valpreau.example", "consultation", false),
        ("hugo.perrin@famille.example", "familles, et parent de Jade", false),
    ]
}

/// Somebody of the town hall; a parent keeps the same account.
fn work_in(w: &Write, agent: &Worker, password: &Hashed) -> Result<(), Error> {
    let roll_call = RollCalls { schools: agent.schools.clone(), services: BTreeSet::new() };
    let (first_name, last_name) = (agent.first.clone(), agent.last.clone());
    let duty = Duty { first_name, last_name, roles: agent.roles.clone(), roll_call, access: true };
    let recovery = || RECOVERY.into_iter().map(factor::digest).collect();
    let factor = duty.needs_factor().then(|| Factor { secret: FACTOR, used: 0, recovery: recovery() });
    let (id, account) = match account::store::account(w, &agent.mail)? {
        Some(known) => known,
        None => (account::store::next_id(w)?, Account::of(&agent.mail, Vec::new())),
    };
    let account = Account { password: Some(password.clone()), duty: Some(duty), factor, ..account };
    Ok(account::store::set_account(w, id, &account)?)
}

fn move_in(w: &Write, families: &[Person], password: &Hashed) -> Result<(), Error> {
    let from: NaiveDate = BEGINNING.parse().map_err(|_| Error::Broken(BEGINNING.into()))?;
    let ids: BTreeMap<&str, FamilyId> =
        families.iter().map(|f| f.name.as_str()).zip((1..).map(FamilyId)).collect();
    let girls = crowd::girls().map_err(Error::Broken)?;
    let (mut adults, mut children) = (0, 0);
    for (person, number) in families.iter().zip(1..) {
        let id = FamilyId(number);
        family::store::set_family(w, id, &household(person, from))?;
        for adult in &person.guardians {
            adults += 1;
            adult_in(w, id, adults, adult, password)?;
            let file = files::guardian(person, adult, adults);
            set_file(w, Subject::Guardian(id, GuardianId(adults)), &file, from)?;
        }
        for pupil in &person.children {
            children += 1;
            let other = pupil.odd_weeks_with.as_deref().and_then(|name| ids.get(name)).copied();
            pupil_in(w, id, other, ChildId(children), pupil, from)?;
            set_file(w, Subject::Child(id, ChildId(children)), &files::child(pupil, &girls), from)?;
        }
        for (number, fields) in (1..).zip(&person.others) {
            let file = files::overlay(Sheet::default(), fields);
            set_file(w, Subject::Adult(id, AdultId(number)), &file, from)?;
        }
        let mut file = files::overlay(Sheet::default(), &person.file);
        file.set(Field::Quotient, person.quotient.map(|quotient| quotient.to_string()).unwrap_or_default());
        set_file(w, Subject::Household(id), &file, from)?;
    }
    Ok(())
}

fn set_file(w: &Write, about: Subject, file: &Sheet, from: NaiveDate) -> Result<(), Error> {
    Ok(family::store::set_sheet(w, about, file, from, Source::Town)?)
}

fn household(person: &Person, from: NaiveDate) -> Family {
    let address = Address {
        street: person.street.clone(),
        postcode: person.postcode.clone(),
        city: person.city.clone(),
        resident: person.resident,
    };
    Family {
        name: person.name.clone(),
        address: Dated::since(from, address),
        quotient: Dated::since(from, Known::of(person.quotient)),
        archived: None,
    }
}

fn adult_in(w: &Write, family: FamilyId, number: u32, adult: &Adult, password: &Hashed) -> Result<(), Error> {
    let guardian = GuardianId(number);
    let known = Guardian {
        first_name: adult.first.clone(),
        last_name: adult.last.clone(),
        access: adult.access,
        archived: None,
    };
    family::store::set_guardian(w, family, guardian, &known)?;
    let account =
        Account { password: Some(password.clone()), ..Account::of(&adult.mail, vec![(family, guardian)]) };
    Ok(account::store::set_account(w, AccountId(number), &account)?)
}

fn pupil_in(
    w: &Write,
    family: FamilyId,
    other: Option<FamilyId>,
    id: ChildId,
    pupil: &Pupil,
    from: NaiveDate,
) -> Result<(), Error> {
    let home = match other {
        Some(odd) => Home::Alternating { even: family, odd, exceptions: BTreeMap::new() },
        None => Home::with(family),
    };
    let child = Child {
        first_name: pupil.first.clone(),
        last_name: pupil.last.clone(),
        born: pupil.born,
        class: Dated::since(from, InClass { class: Some(ClassId(pupil.class)) }),
        home: Dated::since(from, home),
        archived: None,
    };
    family::store::set_child(w, id, &child)?;
    let registration = |(service, usual): (&String, &Vec<u8>)| {
        let service = service.parse().map_err(|_| Error::Broken(format!("service {service}")))?;
        let tariff = tariff(service);
        Ok(Registration { service: ServiceId(service), tariff, usual: usual.clone(), from, until: None })
    };
    let registrations = pupil.services.iter().map(registration).collect::<Result<Vec<_>, Error>>()?;
    for family in [Some(family), other].into_iter().flatten() {
        registration::store::set_registrations(w, family, id, &registrations)?;
    }
    Ok(())
}

/// Books the usual days: this week for the named families, this week and the next for the others.
async fn book(parts: &Parts, named: usize, count: usize) -> Result<(), Error> {
    let now = parts.clock.now();
    // As if they had booked in good time, when every window was open.
    let then = now - TimeDelta::days(21);
    let change = move |w: &Write| {
        for (number, id) in (1..=count).zip(1..) {
            let weeks = if number <= named { 1 } else { 2 };
            book_usual(w, FamilyId(id), weeks, now, then)?;
        }
        Ok(())
    };
    parts.store.write("demo", change).await
}

fn book_usual(
    w: &Write,
    family: FamilyId,
    weeks: i64,
    now: DateTime<Utc>,
    then: DateTime<Utc>,
) -> Result<(), Error> {
    let today = crate::town::store::town(w)?.date(now);
    for week in 0..weeks {
        let period = Period::of(Span::Week, monday(today) + TimeDelta::days(7 * week));
        let open = reservations::open(w, family, period, &BTreeSet::new())?;
        let mut asked = Asked::default();
        usual::tick(&open, period, &mut asked, None, then);
        reservations::apply(w, &open, &plan(&open, &asked, then))?;
    }
    Ok(())
}
