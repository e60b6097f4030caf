//! The fixture town, prepared once through the library: its database's bytes, families that have several
//! children, and weeks to book.
//!
//! `serve` tells the real time, so that the weeks are counted from today: the first in which the canteen
//! opens on its four days, three weeks ahead or more. The fixture calendar has such weeks until mid 2028.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::{Arc, Mutex, OnceLock},
};

use chrono::{Days, NaiveDate};
use preau::{
    account,
    activity::ServiceId,
    demo::{self, People},
    family::{self, FamilyId},
    platform::{
        Parts,
        clock::Clock,
        config::Config,
        mail::Mailer,
        outbox,
        password::Passwords,
        random::Random,
        store::{Read, Store},
    },
    registration,
    reservation::{self, Cell},
    tables,
    town::{self, Town, calendar::monday},
};
use tempfile::TempDir;

/// How many families book at once.
pub const FAMILIES: usize = 20;

/// The canteen's first sitting.
const CANTEEN: u32 = 3;

/// The town before anybody books these weeks.
pub struct Fixture {
    pub database: Vec<u8>,
    /// Mondays of the weeks that are booked.
    pub weeks: Vec<NaiveDate>,
    /// Families with several children who eat at the canteen: number and mail address.
    pub families: Vec<(FamilyId, String)>,
}

/// Made when it is first asked for.
pub fn fixture() -> &'static Fixture {
    static MADE: OnceLock<Fixture> = OnceLock::new();
    MADE.get_or_init(make)
}

fn make() -> Fixture {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("preau.redb");
    let parts = parts(open(&file));
    let runtime = rocket::tokio::runtime::Runtime::new().expect("a runtime");
    let filled = runtime.block_on(demo::fill(&parts, People::Everybody, None));
    filled.expect("the fixture town");
    let town = parts.store.read(town::store::town).expect("the town");
    let (families, weeks) = (parts.store.read(families), weeks(&town));
    drop(Arc::into_inner(parts).expect("nobody else has the store"));
    Fixture { database: fs::read(file).expect("a database"), weeks, families: families.expect("families") }
}

/// Opens a database that no process has open.
pub fn open(file: &Path) -> Store {
    Store::open(file, &tables(), Clock::real()).expect("a database")
}

fn parts(store: Store) -> Arc<Parts> {
    Arc::new(Parts {
        store,
        clock: Clock::real(),
        random: Random::system(),
        mailer: Arc::new(Mailer::Memory(Mutex::default())),
        passwords: Passwords::start(),
        config: Config {
            data: Default::default(),
            site: String::new(),
            secret_key: String::new(),
            smtp: String::new(),
            mail_from: String::new(),
            payfip: String::new(),
            proxies: Vec::new(),
            address: std::net::Ipv4Addr::LOCALHOST.into(),
            port: 0,
        },
    })
}

/// The next three such weeks.
fn weeks(town: &Town) -> Vec<NaiveDate> {
    let from = monday(town.date(chrono::Utc::now()) + Days::new(28));
    let mondays = from.iter_weeks().take(52);
    let weeks: Vec<NaiveDate> = mondays.filter(|day| eats(town, *day)).take(3).collect();
    assert_eq!(weeks.len(), 3, "the fixture calendar ends in mid 2028");
    weeks
}

/// Whether the canteen opens on the four days of a week.
fn eats(town: &Town, monday: NaiveDate) -> bool {
    let school: Vec<u8> = vec![1, 2, 4, 5];
    let open = |day: NaiveDate| {
        town.calendar.is_school_day(day, &school) && town.calendar.closure(day, None, CANTEEN).is_none()
    };
    [0, 1, 3, 4].into_iter().all(|n| open(monday + Days::new(n)))
}

fn families(r: &Read) -> Result<Vec<(FamilyId, String)>, preau::platform::store::StoreError> {
    let mut found = Vec::new();
    // The crowd's addresses; the town has fewer families than this.
    for mail in (1..1000).map(|number| format!("famille{number}@famille.example")) {
        let Some((_, account)) = account::store::account(r, &mail)? else {
            continue;
        };
        let (id, _) = account.families[0];
        let mut eat = 0;
        for (child, _) in family::store::children(r, id)? {
            let known = registration::store::registrations(r, id, child)?;
            eat += usize::from(known.iter().any(|one| one.service == ServiceId(CANTEEN)));
        }
        if eat > 1 {
            found.push((id, mail));
        }
    }
    assert!(found.len() >= FAMILIES, "the fixture town has families");
    found.truncate(FAMILIES);
    Ok(found)
}

/// What is in a database that no process has open: by family, what is booked in the weeks; how many mails.
pub fn contents(file: &Path) -> (BTreeMap<FamilyId, BTreeSet<Cell>>, usize) {
    let weeks = &fixture().weeks;
    let store = open(file);
    let (mut found, months) = (BTreeMap::<_, BTreeSet<Cell>>::new(), months(weeks));
    for day in months {
        let bookings = store.read(|r| reservation::store::month_of_all(r, day));
        for (family, cell, _) in bookings.expect("bookings") {
            if weeks.contains(&monday(cell.day)) {
                found.entry(family).or_default().insert(cell);
            }
        }
    }
    let mails = store.read(outbox::mails).expect("mails");
    (found, mails.len())
}

/// A day of each month of these weeks.
fn months(weeks: &[NaiveDate]) -> Vec<NaiveDate> {
    let days = weeks.iter().flat_map(|day| [*day, *day + Days::new(6)]);
    let by_month: BTreeMap<String, NaiveDate> =
        days.map(|day| (day.format("%Y%m").to_string(), day)).collect();
    by_month.into_values().collect()
}
