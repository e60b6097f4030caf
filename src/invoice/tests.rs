//! Bills by hand: what a clerk would write.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{
    Charge, Item, Line, Means, OfficeId, Printed, What,
    cash::CashOffice,
    issue::{Charges, after, charges, lines, total},
    ledger::{Entry, State, balance, standings},
    number::{Number, Series},
    run::Run,
    store::{self, Paid},
};
use crate::{
    activity::ServiceId,
    family::{ChildId, FamilyId},
    platform::{
        clock::Clock,
        money::Cents,
        store::{Store, StoreError},
    },
    tariff::price::{self, Booked, Kind},
};

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn item(child: u32, day: &str) -> Item {
    Item { child: ChildId(child), service: ServiceId(3), what: What::Day, day: on(day) }
}

fn costs(cents: i64) -> Charge {
    Charge { booked: Some(Booked::OnTime), unit: Cents(cents), third: Cents::ZERO }
}

fn number(series: Series, n: u32) -> Number {
    Number { office: OfficeId(1), series, year: 2026, n }
}

fn bill(n: u32, cents: i64, due: &str) -> Entry {
    Entry::Bill { number: number(Series::Bill, n), amount: Cents(cents), due: on(due) }
}

fn paid(n: u32, cents: i64, of: &[u32]) -> Entry {
    let of = of.iter().map(|n| number(Series::Bill, *n)).collect();
    Entry::Payment {
        number: number(Series::Receipt, n),
        amount: Cents(cents),
        of,
        means: Means::Cash,
        on: on("2026-12-15"),
        note: String::new(),
        form: n.to_string(),
    }
}

#[test]
fn the_engines_lines_become_charges() {
    let line = |child, kind, unit, days: &[&str]| price::Line {
        child,
        service: ServiceId(3),
        kind,
        unit: Cents(unit),
        third: Cents::ZERO,
        days: days.iter().map(|day| on(day)).collect(),
    };
    let owed = charges(
        &[
            line(0, Kind::Days(Booked::OnTime), 330, &["2026-12-03", "2026-12-04"]),
            line(1, Kind::Days(Booked::Excused), 0, &["2026-12-03"]),
            line(0, Kind::Ceiling, -60, &["2026-12-04"]),
            line(0, Kind::Subscription, 1500, &["2026-12-01"]),
            line(7, Kind::Days(Booked::OnTime), 330, &["2026-12-03"]),
        ],
        &[ChildId(4), ChildId(5)],
    );
    assert_eq!(owed.len(), 4, "a day that costs nothing is no charge, nor is a child who is not there");
    assert_eq!(total(&lines(&owed, &Charges::new())), Cents(330 * 2 - 60 + 1500));
}

#[test]
fn a_second_run_bills_only_what_is_new_and_corrects_what_reads_otherwise() {
    let december: Charges = [(item(1, "2026-12-03"), costs(330)), (item(1, "2026-12-04"), costs(330))].into();
    let first = lines(&december, &Charges::new());
    assert_eq!((first.len(), total(&first)), (1, Cents(660)));
    let billed = after(&Charges::new(), &first);
    assert_eq!(lines(&december, &billed), []);
    // A day more: it alone is billed.
    let mut later = december.clone();
    later.insert(item(1, "2026-12-10"), costs(330));
    assert_eq!(total(&lines(&later, &billed)), Cents(330));
    // The quotient is corrected: what was billed is taken back, what is owed is billed.
    let mended: Charges = december.keys().map(|item| (*item, costs(250))).collect();
    let lines_of = lines(&mended, &billed);
    assert_eq!(lines_of.iter().map(|line| line.amount().0).collect::<Vec<_>>(), [500, -660]);
    assert_eq!(after(&billed, &lines_of), mended);
    // A day that is called otherwise at the same price is no correction.
    let called = |booked| -> Charges {
        december.keys().map(|item| (*item, Charge { booked: Some(booked), ..costs(330) })).collect()
    };
    assert_eq!(lines(&called(Booked::Absent), &billed), []);
    assert_eq!(lines(&called(Booked::Unreserved(2)), &called(Booked::Unreserved(1))), []);
    // A day that was excused afterwards is taken back alone: a credit note.
    let excused: Charges = [(item(1, "2026-12-03"), costs(330))].into();
    assert_eq!(total(&lines(&excused, &billed)), Cents(-330));
}

#[test]
fn a_number_follows_the_last_and_is_what_the_payment_service_takes() {
    let next = |last| Number::next(OfficeId(1), Series::Bill, 2026, last);
    assert_eq!((next(None).n, next(Some(41)).n), (1, 42));
    assert_eq!(next(Some(41)).to_string(), "F2026-1-000042");
    let reference = next(Some(41)).reference();
    assert_eq!(reference, "F2026R1N000042");
    assert!((6..=30).contains(&reference.len()) && reference.chars().all(|c| c.is_ascii_alphanumeric()));
}

#[test]
fn what_is_left_of_each_bill() {
    let today = on("2026-12-15");
    let standing = |entries: &[Entry]| {
        standings(entries).iter().map(|bill| (bill.left().0, bill.state(today))).collect::<Vec<_>>()
    };
    let two = [bill(1, 1000, "2026-12-10"), bill(2, 500, "2027-01-10")];
    let with = |more: &[Entry]| [&two[..], more].concat();
    assert_eq!(standing(&two), [(1000, State::Late), (500, State::Open)]);
    // Without a name the oldest is paid first.
    assert_eq!(standing(&with(&[paid(1, 1200, &[])])), [(0, State::Paid), (300, State::Part)]);
    assert_eq!(standing(&with(&[paid(1, 500, &[2])])), [(1000, State::Late), (0, State::Paid)]);
    // A part of each of two.
    assert_eq!(standing(&with(&[paid(1, 1100, &[2, 1])])), [(400, State::Late), (0, State::Paid)]);
    // A cheque without funds.
    let returned = Entry::Returned { number: number(Series::Receipt, 1), on: today };
    let entries = with(&[paid(1, 1500, &[]), returned]);
    assert_eq!((standing(&entries), balance(&entries)), (standing(&two), Cents(1500)));
    // A credit note of the whole, then of a part.
    let credit = |cents, of| Entry::Credit {
        number: number(Series::Credit, 1),
        amount: Cents(cents),
        of: Some(number(Series::Bill, of)),
    };
    assert_eq!(standing(&with(&[credit(1000, 1)])), [(0, State::Cancelled), (500, State::Open)]);
    assert_eq!(standing(&with(&[credit(100, 2)])), [(1000, State::Late), (400, State::Part)]);
    // Paid, then cancelled: what was paid goes to the other bill, and the rest is the family's.
    let entries = with(&[credit(1000, 1), paid(1, 1000, &[1])]);
    assert_eq!(
        (standing(&entries), balance(&entries)),
        (vec![(0, State::Cancelled), (0, State::Paid)], Cents(-500))
    );
}

proptest! {
    /// Whatever is written, what is left of all bills less what is beyond them is the balance, and nothing is
    /// taken off a bill beyond what it came to.
    #[test]
    fn standings_agree_with_the_balance(rows in proptest::collection::vec((0..4_u8, 1..2000_i64, 0..6_u32), 0..30)) {
        let (mut entries, mut naive) = (Vec::new(), 0);
        let mut alive: BTreeMap<u32, i64> = BTreeMap::new();
        for (n, (kind, cents, of)) in (1..).zip(rows) {
            match kind {
                0 => { entries.push(bill(n, cents, "2026-12-10")); naive += cents; }
                1 => {
                    let of = Some(number(Series::Bill, of));
                    entries.push(Entry::Credit { number: number(Series::Credit, n), amount: Cents(cents), of });
                    naive -= cents;
                }
                2 => { entries.push(paid(n, cents, &[of])); alive.insert(n, cents); naive -= cents; }
                _ => {
                    entries.push(Entry::Returned { number: number(Series::Receipt, of), on: on("2026-12-15") });
                    naive += alive.remove(&of).unwrap_or(0);
                }
            }
        }
        prop_assert_eq!(balance(&entries), Cents(naive));
        let bills = standings(&entries);
        let left: i64 = bills.iter().map(|bill| bill.left().0).sum();
        prop_assert!(bills.iter().all(|bill| bill.left() >= Cents::ZERO && bill.left() <= bill.amount));
        prop_assert!(left >= naive.max(0));
        // Nothing stays unpaid beside money that nobody has used.
        prop_assert_eq!(left, naive.max(0));
    }

    /// Runs in any order of what is owed end at what is owed, and the sum of what they billed is its sum.
    #[test]
    fn runs_sum_to_what_is_owed(steps in proptest::collection::vec(proptest::collection::btree_map(0..8_u32, 1..900_i64, 0..8), 1..6)) {
        let (mut billed, mut sum) = (Charges::new(), 0);
        for step in steps {
            let owed: Charges = step.iter().map(|(n, cents)| (item(*n, "2026-12-03"), costs(*cents))).collect();
            let issued = lines(&owed, &billed);
            sum += total(&issued).0;
            billed = after(&billed, &issued);
            prop_assert_eq!(&billed, &owed);
            prop_assert_eq!(sum, step.values().sum::<i64>());
            prop_assert!(lines(&owed, &billed).is_empty());
        }
    }
}

fn run() -> Run {
    Run {
        office: OfficeId(1),
        services: [ServiceId(3)].into(),
        first: on("2026-12-01"),
        last: on("2026-12-31"),
        today: on("2027-01-04"),
        due: on("2027-02-04"),
        only: None,
    }
}

fn printed() -> Printed {
    Printed {
        town: "Valpréau".into(),
        town_address: String::new(),
        contact: Default::default(),
        office: CashOffice::default(),
        family: "ALAIN".into(),
        debtors: vec![],
        address: None,
        children: BTreeMap::new(),
        services: BTreeMap::new(),
        decisions: Default::default(),
    }
}

fn money(cents: i64, form: usize) -> Paid {
    Paid {
        amount: Cents(cents),
        of: vec![],
        means: Means::Cash,
        on: on("2027-01-05"),
        note: String::new(),
        form: form.to_string(),
    }
}

fn memory() -> Store {
    Store::in_memory(&store::TABLES, Clock::real(), Box::new(|| None)).unwrap()
}

#[tokio::test]
async fn a_run_takes_numbers_without_a_gap_and_again_bills_nothing() {
    let store = memory();
    let owed = |cents| -> Charges { [(item(1, "2026-12-03"), costs(cents))].into() };
    let issue = |family, owed: Charges| {
        store.write("test", move |w| store::issue(w, &run(), FamilyId(family), &owed, printed()))
    };
    let n = |invoice: Option<super::Invoice>| invoice.map(|invoice| invoice.number.to_string());
    assert_eq!(n(issue(1, owed(330)).await.unwrap()), Some("F2027-1-000001".into()));
    assert_eq!(n(issue(1, owed(330)).await.unwrap()), None);
    assert_eq!(n(issue(2, owed(330)).await.unwrap()), Some("F2027-1-000002".into()));
    // A run that fails has taken no number.
    let failed = store.write("test", move |w| {
        store::issue(w, &run(), FamilyId(3), &[(item(1, "2026-12-03"), costs(100))].into(), printed())?;
        Err::<(), _>(StoreError::Interrupted)
    });
    assert!(failed.await.is_err());
    assert_eq!(n(issue(3, owed(330)).await.unwrap()), Some("F2027-1-000003".into()));
    // What cost less is a credit note on the bill where it stood; the bill has not changed.
    assert_eq!(n(issue(1, owed(250)).await.unwrap()), Some("A2027-1-000001".into()));
    let (bills, ledger, faults) = store
        .read(|r| {
            let bills = store::of_family(r, FamilyId(1))?;
            Ok::<_, StoreError>((bills, store::ledger(r, FamilyId(1), OfficeId(1))?, store::check(r)?))
        })
        .unwrap();
    assert_eq!(faults, [""; 0]);
    assert_eq!(bills.iter().map(|bill| bill.total.0).collect::<Vec<_>>(), [330, -80]);
    assert_eq!(bills[1].mends, Some(bills[0].number));
    assert_eq!(balance(&ledger), Cents(250));
    let kinds = bills[1].lines.iter().map(Line::amount).collect::<Vec<_>>();
    assert_eq!(kinds, [Cents(250), Cents(-330)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// A town: families whose days cost this or that, runs, payments, cheques that come back. What is owed agrees with
    /// a naive sum, and the database with itself.
    #[test]
    fn a_town_agrees_with_a_naive_version(steps in proptest::collection::vec((0..4_u32, 0..5_u8, 1..6_u32, 1..900_i64), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let store = memory();
        let mut owed: BTreeMap<u32, Charges> = BTreeMap::new();
        let mut paid: BTreeMap<u32, BTreeMap<u32, i64>> = BTreeMap::new();
        let mut billed: BTreeMap<u32, i64> = BTreeMap::new();
        for (n, (family, what, day, cents)) in steps.into_iter().enumerate() {
            let key = item(family, &format!("2026-12-0{day}"));
            let charges = owed.entry(family).or_default();
            match what {
                0 => {
                    charges.insert(key, costs(cents));
                }
                1 => {
                    charges.remove(&key);
                }
                2 => {
                    let charges = charges.clone();
                    billed.insert(family, charges.values().map(|charge| charge.unit.0).sum());
                    let issue = store.write("test", move |w| store::issue(w, &run(), FamilyId(family), &charges, printed()));
                    runtime.block_on(issue).unwrap();
                }
                3 => {
                    // The last bill, taken back whole: what was billed before it stands again.
                    let own = store.read(|r| store::of_family(r, FamilyId(family))).unwrap();
                    let Some(last) = own.iter().max_by_key(|bill| bill.sequence) else { continue };
                    let (number, total) = (last.number, last.total.0);
                    let cancel = store.write("test", move |w| store::cancel(w, &number, run().today));
                    if runtime.block_on(cancel).unwrap().is_ok() {
                        prop_assert_eq!(number.series, Series::Bill);
                        *billed.entry(family).or_default() -= total;
                    } else {
                        prop_assert_eq!(number.series, Series::Credit);
                    }
                }
                _ => {
                    let whose = (FamilyId(family), OfficeId(1));
                    let pay = store.write("test", move |w| store::pay(w, whose, money(cents, n), run().today));
                    let number = runtime.block_on(pay).unwrap();
                    let of = paid.entry(family).or_default();
                    of.insert(number.n, cents);
                    if cents % 3 == 0 {
                        of.remove(&number.n);
                        let back = store.write("test", move |w| store::take_back(w, whose, number, run().today));
                        runtime.block_on(back).unwrap();
                    }
                }
            }
        }
        for family in 0..4 {
            let ledger = store.read(|r| store::ledger(r, FamilyId(family), OfficeId(1))).unwrap();
            let paid: i64 = paid.get(&family).map_or(0, |paid| paid.values().sum());
            prop_assert_eq!(balance(&ledger), Cents(billed.get(&family).unwrap_or(&0) - paid));
        }
        prop_assert_eq!(store.read(store::check).unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_bill_is_cancelled_whole_by_a_credit_note_and_its_days_can_be_billed_again() {
    let store = memory();
    let owed = |cents| -> Charges {
        [(item(1, "2026-12-03"), costs(cents)), (item(1, "2026-12-04"), costs(330))].into()
    };
    let issue =
        |owed: Charges| store.write("test", move |w| store::issue(w, &run(), FamilyId(1), &owed, printed()));
    let cancel = |number: Number| store.write("test", move |w| store::cancel(w, &number, run().today));
    let first = issue(owed(330)).await.unwrap().unwrap().number;
    let credit = cancel(first).await.unwrap().unwrap();
    assert_eq!((credit.number.to_string(), credit.total), ("A2027-1-000001".into(), Cents(-660)));
    assert_eq!(cancel(first).await.unwrap().unwrap_err(), store::NotCancelled::Mended, "once");
    assert_eq!(cancel(credit.number).await.unwrap().unwrap_err(), store::NotCancelled::NoBill);
    // Billed again, then corrected: the bill that was corrected is not cancelled under the correction.
    let again = issue(owed(330)).await.unwrap().unwrap().number;
    let more = issue(owed(500)).await.unwrap().unwrap();
    assert_eq!((more.total, more.mends), (Cents(170), Some(again)));
    assert_eq!(cancel(again).await.unwrap().unwrap_err(), store::NotCancelled::Mended);
    // The correction is: then the price before it stands again.
    assert!(cancel(more.number).await.unwrap().is_ok());
    assert_eq!(issue(owed(330)).await.unwrap(), None);
    let (ledger, faults) = store
        .read(|r| Ok::<_, StoreError>((store::ledger(r, FamilyId(1), OfficeId(1))?, store::check(r)?)))
        .unwrap();
    assert_eq!((balance(&ledger), faults), (Cents(660), vec![]));
}

#[tokio::test]
async fn a_run_leaves_what_other_services_were_billed_alone() {
    let store = memory();
    let garderie = Item { service: ServiceId(4), ..item(1, "2026-12-03") };
    let other = Run { services: [ServiceId(4)].into(), ..run() };
    let billed: Charges = [(garderie, costs(200))].into();
    store.write("test", move |w| store::issue(w, &other, FamilyId(1), &billed, printed())).await.unwrap();
    let canteen: Charges = [(item(1, "2026-12-03"), costs(330))].into();
    let bill = store.write("test", move |w| store::issue(w, &run(), FamilyId(1), &canteen, printed()));
    assert_eq!(bill.await.unwrap().unwrap().total, Cents(330));
}

#[tokio::test]
async fn a_payment_that_comes_twice_is_one() {
    let store = memory();
    let pay = |form| {
        store.write("test", move |w| store::pay(w, (FamilyId(1), OfficeId(1)), money(500, form), run().today))
    };
    let first = pay(1).await.unwrap();
    assert_eq!(pay(1).await.unwrap(), first);
    assert_ne!(pay(2).await.unwrap(), first);
    let ledger = store.read(|r| store::ledger(r, FamilyId(1), OfficeId(1))).unwrap();
    assert_eq!(balance(&ledger), Cents(-1000));
}

#[test]
fn a_number_is_read_back_as_it_is_written() {
    for number in [number(Series::Bill, 42), number(Series::Credit, 1), number(Series::Receipt, 1_234_567)] {
        assert_eq!(number.to_string().parse(), Ok(number));
        assert_eq!(Number::of_reference(&number.reference()), Some(number));
    }
    for other in ["", "F2026-1-42", "X2026-1-000042", "F2026-1", "F2026-1-000042-1", "é"] {
        assert_eq!(other.parse::<Number>(), Err(()), "{other}");
    }
}
