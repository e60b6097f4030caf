//! A small town, as the writes that make it and change it.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use preau::{
    account::{self, Account, AccountId, Session},
    activity::{self, Pool, PoolId, ServiceId, period::Period},
    demo::TOWN,
    family::{self, Child, ChildId, Family, FamilyId, Guardian, GuardianId, InClass, custody::Home},
    office::import::Settings,
    platform::{
        dated::Dated,
        mail::Mail,
        outbox,
        store::{StoreError, Write},
    },
    registration::{self, Registration},
    reservation::{plan::plan, sheet::Asked, store as reservations, usual},
    tariff::TariffId,
    town::{ClassId, Span},
};

/// One write of the portal's.
pub type Job = Box<dyn FnOnce(&Write) -> Result<(), StoreError> + Send>;

/// What a rule answers to a write that fails by itself.
pub const REFUSED: &str = "refused by a rule";

/// The town's life, in two lives of the program: writes in the same brackets share a commit.
pub fn lives() -> [Vec<Vec<Job>>; 2] {
    [
        vec![
            vec![settings()],
            vec![move_in(1..=4)],
            vec![session(1), book(1), refused(2), book(3)],
            vec![move_in(5..=30)],
            vec![places(24), book(2)],
            vec![cancel(1)],
        ],
        vec![
            vec![move_in(1..=3), sign_out(1), book(4)],
            vec![places(12)],
            vec![refused(5)],
            vec![cancel(3), book(1)],
        ],
    ]
}

/// The moment it all happens at: Tuesday 24 November 2026, eight in the morning.
pub fn now() -> DateTime<Utc> {
    "2026-11-24T07:00:00Z".parse().expect("an instant")
}

fn settings() -> Job {
    let settings = Settings::read(TOWN).expect("the fixture town");
    Box::new(move |w| settings.store(w))
}

/// Families of one parent and two children, who eat at the canteen and come on Wednesdays.
pub fn move_in(numbers: std::ops::RangeInclusive<u32>) -> Job {
    Box::new(move |w| numbers.into_iter().try_for_each(|number| family_in(w, number)))
}

fn family_in(w: &Write, number: u32) -> Result<(), StoreError> {
    let (id, guardian) = (FamilyId(number), GuardianId(number));
    let household = Family {
        name: format!("FAMILLE {number}"),
        address: Dated::default(),
        quotient: Dated::default(),
        archived: None,
    };
    family::store::set_family(w, id, &household)?;
    let person =
        Guardian { first_name: "Lucie".into(), last_name: household.name, access: true, archived: None };
    family::store::set_guardian(w, id, guardian, &person)?;
    let known = Account::of(&format!("f{number}@famille.example"), vec![(id, guardian)]);
    account::store::set_account(w, AccountId(number), &known)?;
    child_in(w, id, ChildId(2 * number))?;
    child_in(w, id, ChildId(2 * number + 1))
}

fn child_in(w: &Write, family: FamilyId, id: ChildId) -> Result<(), StoreError> {
    let from: NaiveDate = "2025-09-01".parse().expect("a date");
    let class = InClass { class: Some(ClassId(5)) };
    let child = Child {
        first_name: "Anna".into(),
        last_name: "ALAIN".into(),
        born: from,
        class: Dated::since(from, class),
        home: Dated::since(from, Home::with(family)),
        archived: None,
    };
    family::store::set_child(w, id, &child)?;
    let uses = |(service, tariff, usual)| Registration {
        service: ServiceId(service),
        tariff: TariffId(tariff),
        usual,
        from,
        until: None,
    };
    let services = [(3, 1, vec![1, 2, 4, 5]), (7, 6, vec![3])].map(uses);
    registration::store::set_registrations(w, family, id, &services.into())
}

fn key(number: u32) -> [u8; 32] {
    [u8::try_from(number).expect("a small number"); 32]
}

/// A sign-in, which the journal does not keep.
fn session(number: u32) -> Job {
    let whose = (FamilyId(number), GuardianId(number));
    let session = Session::new(AccountId(number), Some(whose), now());
    Box::new(move |w| account::store::begin(w, &key(number), &session))
}

fn sign_out(number: u32) -> Job {
    Box::new(move |w| account::store::end(w, &key(number)))
}

/// "Valider": the usual days of three weeks from now, and the mail that confirms them.
fn book(number: u32) -> Job {
    Box::new(move |w| {
        let (family, period) = (FamilyId(number), period());
        let open = reservations::open(w, family, period, &BTreeSet::new())?;
        let mut asked = Asked::default();
        usual::tick(&open, period, &mut asked, None, now());
        let plan = plan(&open, &asked, now());
        assert_eq!(plan.added.len(), 10, "two children, five days");
        reservations::apply(w, &open, &plan)?;
        let words = || "Les réservations sont enregistrées. ".repeat(40);
        let mail = Mail {
            to: format!("f{number}@famille.example"),
            from_name: "Valpréau".into(),
            subject: "Réservations".into(),
            text: words(),
            html: words(),
            secret: false,
            ..Mail::default()
        };
        outbox::queue(w, mail, "token", now())
    })
}

fn cancel(number: u32) -> Job {
    Box::new(move |w| {
        let open = reservations::open(w, FamilyId(number), period(), &BTreeSet::new())?;
        let asked = Asked { base: open.booked().into_keys().collect(), ..Asked::default() };
        let plan = plan(&open, &asked, now());
        assert_eq!(plan.removed.len(), 10, "two children, five days");
        reservations::apply(w, &open, &plan)
    })
}

/// Does all that "Valider" does, then fails.
fn refused(number: u32) -> Job {
    let book = book(number);
    Box::new(move |w| {
        book(w)?;
        Err(StoreError::Database(REFUSED.into()))
    })
}

/// A setting, read from memory until it changes.
fn places(places: u32) -> Job {
    let pool = Pool { id: PoolId(1), name: "mercredi".into(), places, by_school: false };
    Box::new(move |w| activity::store::set_pool(w, &pool))
}

fn period() -> Period {
    Period::of(Span::Week, "2026-12-14".parse().expect("a date"))
}
