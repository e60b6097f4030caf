//! A town of many families for measuring: two children each, five services, the parent signed in.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, TimeZone, Utc};
use preau::{
    account::{self, AccountId, Session},
    activity::ServiceId,
    demo::{self, People},
    family::{
        self, Address, Child, ChildId, Family, FamilyId, Guardian, GuardianId, InClass, Known, custody::Home,
    },
    platform::{
        Parts,
        clock::Clock,
        config::Config,
        dated::Dated,
        mail::Mailer,
        password::Passwords,
        random::Random,
        store::{Store, Write},
    },
    registration::{self, Registration},
    tables,
    tariff::{TariffId, quotient::Quotient},
    town::{ClassId, calendar},
};

use super::client;

/// Numbers far from those of the fixture town.
pub const FIRST: u32 = 10_000;
/// What sessions are stored under.
pub const SECRET: &str = "a secret of the bench, of 32 letters";

/// When the towns inside this process are measured: a Tuesday of term.
pub fn tuesday() -> Clock {
    Clock::at(Utc.with_ymd_and_hms(2026, 11, 24, 7, 0, 0).single().expect("an instant"))
}

/// A town to measure.
#[derive(Clone)]
pub struct Town {
    clock: Clock,
    families: u32,
    /// The week that is looked at: it begins in three weeks.
    monday: NaiveDate,
}

impl Town {
    pub fn new(clock: Clock, families: u32) -> Self {
        let monday = calendar::monday(clock.now().date_naive()) + TimeDelta::days(21);
        Self { clock, families, monday }
    }

    pub fn parts(&self, file: &Path) -> Arc<Parts> {
        Arc::new(Parts {
            store: Store::open(file, &tables(), self.clock.clone()).expect("a store"),
            clock: self.clock.clone(),
            random: Random::system(),
            mailer: Arc::new(Mailer::Memory(Mutex::default())),
            passwords: Passwords::start(),
            config: Config {
                data: Default::default(),
                site: "http://localhost".into(),
                secret_key: SECRET.into(),
                smtp: String::new(),
                mail_from: String::new(),
                payfip: String::new(),
                proxies: Vec::new(),
                address: [127, 0, 0, 1].into(),
                port: 0,
            },
        })
    }

    /// Fills it; everybody's password is the fixture town's.
    pub async fn fill(&self, parts: &Parts) {
        demo::fill(parts, People::Named, None).await.expect("the fixture town");
        let hashed = parts.passwords.hash(demo::PASSWORD, [1; 16]).await;
        for begin in (0..self.families).step_by(500) {
            let (numbers, now) = (begin..self.families.min(begin + 500), self.clock.now());
            let (config, hashed) = (parts.config.clone(), hashed.clone());
            let change = move |w: &Write| {
                for n in numbers {
                    let key = account::store::keyed(&config, account::store::Kind::Session, &token(n));
                    family_in(w, FIRST + n, key, hashed.clone(), now)?;
                }
                Ok::<_, preau::platform::store::StoreError>(())
            };
            parts.store.write("bench", change).await.expect("families");
        }
    }

    fn address(&self) -> String {
        format!("/reservations/{}", self.monday)
    }

    /// "12.3.2612=14": a box of a day of the week, ticked.
    fn ticked(&self, child: usize, service: u32, day: i64) -> String {
        let day = self.monday + TimeDelta::days(day);
        format!("{child}.{service}.{}={}", day.format("%y%m"), day.day())
    }

    /// The grid of a week, two children, five services.
    pub fn grid(&self, n: usize, _: usize) -> Vec<u8> {
        client::get(&self.address(), &cookie(n))
    }

    /// A box is ticked.
    pub fn tick(&self, n: usize, turn: usize) -> Vec<u8> {
        let child = (FIRST as usize + n) * 2;
        let (one, other) = (self.ticked(child, 3, 0), self.ticked(child, 6, 1));
        let body = format!("n={turn:032x}&b=&p=&d={}&{one}&{other}", one.replace('=', "."));
        client::post(&self.address(), &cookie(n), &body, true)
    }
}

fn family_in(
    w: &Write,
    number: u32,
    key: [u8; 32],
    password: Option<preau::platform::password::Hashed>,
    now: DateTime<Utc>,
) -> Result<(), preau::platform::store::StoreError> {
    let from: NaiveDate = "2025-09-01".parse().expect("a date");
    let (id, guardian) = (FamilyId(number), GuardianId(number));
    let address =
        Address {
            street: "1 rue".into(), postcode: "44999".into(), city: "Valpréau".into(), resident: true
        };
    let quotient = Known::of(Some(Quotient::euros(i64::from(number % 2000))));
    let household = Family {
        name: format!("FAMILLE {number}"),
        address: Dated::since(from, address),
        quotient: Dated::since(from, quotient),
        archived: None,
    };
    family::store::set_family(w, id, &household)?;
    let person =
        Guardian { first_name: "Camille".into(), last_name: "B".into(), access: true, archived: None };
    family::store::set_guardian(w, id, guardian, &person)?;
    for (child, name) in [(number * 2, "Léo"), (number * 2 + 1, "Zoé")] {
        let child_id = ChildId(child);
        let known = Child {
            first_name: name.into(),
            last_name: "B".into(),
            born: from,
            class: Dated::since(from, InClass { class: Some(ClassId(5 + child % 5)) }),
            home: Dated::since(from, Home::with(id)),
            archived: None,
        };
        family::store::set_child(w, child_id, &known)?;
        let services = [(2, 2), (3, 1), (4, 1), (6, 3), (7, 6)];
        let register = |(service, tariff)| Registration {
            service: ServiceId(service),
            tariff: TariffId(tariff),
            usual: vec![1, 2, 4, 5],
            from,
            until: None,
        };
        registration::store::set_registrations(w, id, child_id, &services.map(register).to_vec())?;
    }
    let families = vec![(id, guardian)];
    let known = account::Account { password, ..account::Account::of(&mail(number - FIRST), families) };
    account::store::set_account(w, AccountId(number), &known)?;
    let session = Session::new(AccountId(number), Some((id, guardian)), now);
    account::store::begin(w, &key, &session)
}

pub fn mail(n: u32) -> String {
    format!("bench{n}@famille.example")
}

fn token(n: u32) -> String {
    format!("token {n}")
}

pub fn cookie(n: usize) -> String {
    format!("preau={}", token(n as u32))
}

/// "Valider", each with an effect: a day is booked, then cancelled, then booked again.
pub struct Valider {
    town: Town,
    /// How often each parent has sent, over all that is measured on this town.
    sent: Vec<std::sync::atomic::AtomicUsize>,
}

impl Valider {
    pub fn new(town: &Town) -> Self {
        Self { town: town.clone(), sent: (0..town.families).map(|_| Default::default()).collect() }
    }

    /// Parents stand for all the families, so that a large town is used all over.
    pub fn request(&self, n: usize, turn: usize) -> Vec<u8> {
        let family = (n + turn * 64) % self.sent.len();
        let sent = self.sent[family].fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let child = (FIRST as usize + family) * 2;
        let number = (family << 32) + sent + 1;
        let monday = self.town.monday;
        let body = match sent % 2 {
            0 => format!("n={number:032x}&b=&p=&d=&{}", self.town.ticked(child, 3, 0)),
            _ => {
                let (month, day) = (monday.format("%y%m"), 1 << monday.day0());
                format!("n={number:032x}&b={child}.3.{month}.{day:x}&p=&d=")
            }
        };
        client::post(&(self.town.address() + "/valider"), &cookie(family), &body, false)
    }
}
