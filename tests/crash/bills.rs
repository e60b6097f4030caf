//! The bills of a month, while the program is killed after each step of the run: it goes on by itself, bills no family
//! twice and leaves none out.

use std::{
    collections::{BTreeMap, BTreeSet},
    thread,
    time::Duration,
};

use chrono::{Datelike, Months, NaiveDate, Utc, Weekday};
use preau::{
    account,
    activity::ServiceId,
    demo::{FACTOR, PASSWORD},
    family::{self, FamilyId},
    invoice::{Invoice, What, pdf, run::Issuing, store as invoices},
    platform::{
        outbox,
        store::{Read, StoreError, Write},
    },
    registration,
    reservation::{self, Booking, Cell},
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use totp_rs::Builder;

use crate::{
    http::Line,
    program::{Desk, Program},
    town::{fixture, open},
};

/// The canteen's first sitting.
const CANTEEN: ServiceId = ServiceId(3);

/// How far a run is: families that are done, documents that are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Families(u32),
    Documents(u32),
    Done,
}

/// The town after a month, and what each family has booked in it.
struct Town {
    database: Vec<u8>,
    month: NaiveDate,
    booked: BTreeMap<FamilyId, BTreeSet<Cell>>,
}

#[test]
fn a_run_killed_after_each_of_its_steps_goes_on_by_itself() {
    let town = town();
    let seed: u64 = rand::random::<u32>().into();
    println!("{} families to bill, seed {seed}", town.booked.len());
    let (whole, killed) = thread::scope(|scope| {
        let run = |first, every, n| {
            let (town, dice) = (&town, ChaCha20Rng::seed_from_u64(seed + n));
            scope.spawn(move || issue(town, first, every, dice))
        };
        // One is never killed; of two others, one is killed after the odd steps, the other after the even ones.
        let (whole, odd, even) = (run(usize::MAX, 1, 0), run(0, 2, 1), run(1, 2, 2));
        (whole.join().expect("bills"), [odd, even].map(|run| run.join().expect("bills")))
    });
    let steps: BTreeSet<Step> = killed.iter().flat_map(|(steps, _)| steps).copied().collect();
    println!("killed after {steps:?}");
    let during = |is: fn(&Step) -> bool| steps.iter().any(is);
    assert!(during(|step| *step == Step::Families(0)), "before the first family");
    assert!(during(|step| matches!(step, Step::Families(1..))), "while families are billed");
    assert!(during(|step| matches!(step, Step::Documents(_))), "while documents are made");
    for (_, bills) in killed {
        assert_eq!(bills, whole.1, "the same bills as of a run that nobody interrupts");
    }
}

/// The town in which every third family has eaten at the canteen last month, in a way of its own.
fn town() -> Town {
    let desk = Desk::with(&fixture().database);
    let store = open(&desk.path("data/preau.redb"));
    let today = Utc::now().date_naive();
    let month = today.with_day(1).and_then(|day| day.checked_sub_months(Months::new(1))).expect("a month");
    let taught = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Wed | Weekday::Sat | Weekday::Sun);
    let days: Vec<NaiveDate> = month.iter_days().filter(taught).take(8).collect();
    let change = move |w: &Write| {
        let known = reservation::store::month_of_all(w, month)?;
        let mut cells = Vec::new();
        for (id, _) in family::store::families(w)?.into_iter().step_by(3) {
            for (child, known) in family::store::children(w, id)? {
                let own = registration::store::registrations(w, id, child)?;
                let eats = own.iter().any(|one| one.service == CANTEEN);
                let some = |day: &&NaiveDate| {
                    eats && known.family_on(**day) == Some(id) && !(day.day() + id.0).is_multiple_of(3)
                };
                let cell = |day: &NaiveDate| (id, Cell { child, service: CANTEEN, day: *day });
                cells.extend(days.iter().filter(some).map(cell));
            }
        }
        cells.retain(|(_, cell)| known.iter().all(|(_, known, _)| known != cell));
        let booked = cells.into_iter().map(|(id, cell)| (id, cell, Some(Booking::OnTime)));
        reservation::store::set(w, booked, |_| None, |_| None)
    };
    let runtime = rocket::tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(store.write("test", change)).expect("bookings");
    let mut booked = BTreeMap::<_, BTreeSet<Cell>>::new();
    for (id, cell, _) in store.read(|r| reservation::store::month_of_all(r, month)).expect("bookings") {
        booked.entry(id).or_default().insert(cell);
    }
    drop(store);
    Town { database: desk.read("data/preau.redb"), month, booked }
}

/// Has the month billed, and kills the program after the `first` of its steps, then after each `every` ones. Gives
/// after which it was killed, and the bills: what is in them, by number.
fn issue(
    town: &Town,
    first: usize,
    every: usize,
    mut dice: ChaCha20Rng,
) -> (Vec<Step>, BTreeMap<u32, (FamilyId, String)>) {
    let desk = Desk::with(&town.database);
    let mut serve = desk.serve("data");
    let cookie = sign_in(desk.port);
    let form = form(desk.port, &cookie, town.month);
    let (mut steps, mut wanted, mut address) = (Vec::new(), first, None);
    loop {
        // Asked for again after each kill while nothing is billed yet: it is the same run.
        let mut line = Line::open(desk.port, &cookie).expect("a connection");
        if steps.last().is_none_or(|step| *step == Step::Families(0)) {
            let asked = line.post("/mairie/factures/emettre", &form).expect("an answer");
            assert_eq!(asked.code, 303, "{}", asked.body);
            let run = address.get_or_insert(asked.field("location").to_owned());
            assert_eq!(asked.field("location"), run);
        }
        let run = address.as_deref().expect("a run");
        if !goes_on(&mut line, run, wanted) {
            serve.stop();
            break;
        }
        thread::sleep(Duration::from_millis(dice.random_range(0..=10)));
        serve = killed(&desk, serve, town, &mut steps);
        wanted = every;
    }
    desk.in_order("data");
    let (step, bills) = judge(&desk, town);
    assert_eq!(step, Step::Done);
    let store = open(&desk.path("data/preau.redb"));
    // The check has looked whether bytes are what was kept; some are made again.
    for (n, bill) in bills.iter().enumerate() {
        let kept = store.read(|r| invoices::document(r, &bill.number)).expect("a read").expect("a document");
        assert!(n % 20 > 0 || kept == pdf::document(bill).expect("a document"), "{}", bill.number);
    }
    let said = |bill: Invoice| (bill.number.n, (bill.family, format!("{:?} {:?}", bill.total, bill.lines)));
    (steps, bills.into_iter().map(said).collect())
}

fn killed(desk: &Desk, serve: Program, town: &Town, steps: &mut Vec<Step>) -> Program {
    serve.kill();
    steps.push(judge(desk, town).0);
    desk.serve("data")
}

/// The session of who issues bills, with password and code.
fn sign_in(port: u16) -> String {
    let password = PASSWORD.replace('!', "%21");
    let body = format!("adresse=marc.petit@valpreau.example&mot-de-passe={password}");
    let first = Line::open(port, "").and_then(|mut line| line.post("/connexion", &body)).expect("an answer");
    let application = Builder::new().with_secret(FACTOR).with_account_name("mairie").build_noncompliant();
    let code = application.generate(Utc::now().timestamp().unsigned_abs()).to_string();
    let mut line = Line::open(port, &first.session().expect("a session")).expect("a connection");
    let second = line.post("/connexion/code", &format!("code={code}")).expect("an answer");
    assert_eq!(second.code, 303, "{}", second.body);
    second.session().expect("a session")
}

/// What the button under the preview sends.
fn form(port: u16, cookie: &str, month: NaiveDate) -> String {
    let month = month.format("%Y-%m");
    let mut line = Line::open(port, cookie).expect("a connection");
    let page = line.get(&format!("/mairie/factures/apercu?mois={month}&regie=1")).expect("a page").body;
    let form = page.split("action=\"/mairie/factures/emettre\"").nth(1).expect("something to bill");
    let inside = form.split("</form>").next().unwrap_or_default();
    let pairs = inside.split("name=\"").skip(1).map(|rest| {
        let mut words = rest.split('"');
        format!("{}={}", words.next().unwrap_or_default(), words.nth(1).unwrap_or_default())
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// Looks at the page of the run until it has made so many more steps; false: until it is done.
fn goes_on(line: &mut Line, address: &str, steps: usize) -> bool {
    let mut seen = BTreeSet::new();
    loop {
        let page = line.get(address).expect("a page").body;
        if page.contains("Terminé le") {
            return false;
        }
        let bar = page.split("<progress").nth(1).and_then(|rest| rest.split('>').next()).expect("a bar");
        seen.insert(bar.to_owned());
        if seen.len() > steps {
            return true;
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// Looks at the data of a program that has ended: whoever is said to be done has its one bill, nobody else has any.
fn judge(desk: &Desk, town: &Town) -> (Step, Vec<Invoice>) {
    let store = open(&desk.path("data/preau.redb"));
    let (issuing, bills) = store.read(|r| Ok::<_, StoreError>((run(r)?, bills(r)?))).expect("a run");
    let numbers: Vec<u32> = bills.iter().map(|bill| bill.number.n).collect();
    assert!(numbers.iter().copied().eq(1..=issuing.bills), "{numbers:?}, and the run says {}", issuing.bills);
    let done = |family: &FamilyId| issuing.ended.is_some() || *family < issuing.next;
    let billed: Vec<(FamilyId, BTreeSet<Cell>)> = bills.iter().map(cells).collect();
    let due = town.booked.iter().filter(|(family, _)| done(family));
    assert_eq!(billed, due.map(|(id, cells)| (*id, cells.clone())).collect::<Vec<_>>(), "{issuing:?}");
    let waiting = store.read(|r| invoices::undocumented(r, usize::MAX)).expect("documents").len() as u32;
    store.read(|r| one_mail_for_each(r, &bills)).expect("mails");
    assert_eq!(store.read(invoices::check).expect("a check"), [""; 0]);
    let step = match issuing.ended {
        None => Step::Families(issuing.done),
        Some(_) if waiting > 0 => Step::Documents(issuing.bills - waiting),
        Some(_) => Step::Done,
    };
    (step, bills)
}

/// The one run: a form that was sent again has asked for no other.
fn run(r: &Read) -> Result<Issuing, StoreError> {
    let mut runs = invoices::runs(r)?;
    assert_eq!(runs.len(), 1, "{runs:?}");
    Ok(runs.remove(0).1)
}

/// All bills, by number: families have theirs in their order.
fn bills(r: &Read) -> Result<Vec<Invoice>, StoreError> {
    let mut bills = Vec::new();
    for (id, _) in family::store::families(r)? {
        bills.extend(invoices::of_family(r, id)?);
    }
    bills.sort_by_key(|bill| bill.number);
    Ok(bills)
}

/// The days that a bill charges.
fn cells(bill: &Invoice) -> (FamilyId, BTreeSet<Cell>) {
    let mut cells = BTreeSet::new();
    for item in bill.lines.iter().flat_map(|line| line.items()) {
        assert_eq!(item.what, What::Day);
        assert!(cells.insert(Cell { child: item.child, service: item.service, day: item.day }), "{item:?}");
    }
    (bill.family, cells)
}

fn one_mail_for_each(r: &Read, bills: &[Invoice]) -> Result<(), StoreError> {
    let mut expected = Vec::new();
    for bill in bills {
        let to = account::store::addresses(r, bill.family)?;
        expected.extend(to.into_iter().map(|to| (to, format!("Facture {}", bill.number))));
    }
    let queued = outbox::mails(r)?.into_iter().map(|(_, queued)| (queued.mail.to, queued.mail.subject));
    let mut queued: Vec<_> = queued.filter(|(_, subject)| subject.starts_with("Facture ")).collect();
    expected.sort();
    queued.sort();
    assert_eq!(queued, expected);
    Ok(())
}
