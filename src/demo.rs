//! The fixture town brought to life: its settings, its people, and what they have booked.
//!
//! Named people come from `fixtures/people.toml`; the others are made by a generator with a seed, the
//! same each time.

mod crowd;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Deserialize;

use crate::{
    account::{self, Account, AccountId},
    activity::{ServiceId, period::Period},
    family::{
        self, Address, Child, ChildId, Family, FamilyId, Guardian, GuardianId, InClass, Known, custody::Home,
    },
    office::import::Settings,
    platform::{Parts, dated::Dated, error::Error, password::Hashed, store::Write},
    registration::{self, Registration},
    reservation::{plan::plan, sheet::Asked, store as reservations, usual},
    tariff::{TariffId, quotient::Quotient},
    town::{ClassId, Span, calendar::monday},
};

/// The settings of the fixture town.
pub const TOWN: &str = include_str!("../fixtures/town.toml");
const PEOPLE: &str = include_str!("../fixtures/people.toml");

/// Everybody's password in the fixture town.
pub const PASSWORD: &str = "Preau-2026!";

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
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Adult {
    first: String,
    last: String,
    mail: String,
    #[serde(default = "yes")]
    access: bool,
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
}

#[derive(Deserialize)]
struct File {
    families: Vec<Person>,
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

    let mut families = toml::from_str::<File>(PEOPLE).map_err(|e| Error::Broken(e.to_string()))?.families;
    let named = families.len();
    if people == People::Everybody {
        families.extend(crowd::families().map_err(Error::Broken)?);
    }
    let salt = parts.random.bytes();
    let password =
        parts.passwords.hash(PASSWORD, salt).await.ok_or_else(|| Error::Broken("hashing".into()))?;
    let count = families.len();
    parts.store.write("demo", move |w| move_in(w, &families, &password)).await?;
    if people == People::Everybody {
        book(parts, named, count).await?;
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

fn move_in(w: &Write, families: &[Person], password: &Hashed) -> Result<(), Error> {
    let from: NaiveDate = BEGINNING.parse().map_err(|_| Error::Broken(BEGINNING.into()))?;
    let ids: BTreeMap<&str, FamilyId> =
        families.iter().map(|f| f.name.as_str()).zip((1..).map(FamilyId)).collect();
    let (mut adults, mut children) = (0, 0);
    for (person, number) in families.iter().zip(1..) {
        let id = FamilyId(number);
        family::store::set_family(w, id, &household(person, from))?;
        for adult in &person.guardians {
            adults += 1;
            adult_in(w, id, adults, adult, password)?;
        }
        for pupil in &person.children {
            children += 1;
            let other = pupil.odd_weeks_with.as_deref().and_then(|name| ids.get(name)).copied();
            pupil_in(w, id, other, ChildId(children), pupil, from)?;
        }
    }
    Ok(())
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
        quotient: Dated::since(from, Known { quotient: person.quotient }),
    }
}

fn adult_in(w: &Write, family: FamilyId, number: u32, adult: &Adult, password: &Hashed) -> Result<(), Error> {
    let guardian = GuardianId(number);
    let known =
        Guardian { first_name: adult.first.clone(), last_name: adult.last.clone(), access: adult.access };
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
        None => Home::One { family },
    };
    let child = Child {
        first_name: pupil.first.clone(),
        last_name: pupil.last.clone(),
        born: pupil.born,
        class: Dated::since(from, InClass { class: Some(ClassId(pupil.class)) }),
        home: Dated::since(from, home),
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
