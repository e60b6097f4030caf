//! Random bookings, roll calls, told absences, runs, corrections, credit notes and payments, through the pages, beside
//! a clerk's notebook. What is billed, numbered and owed is the same in both.

mod naive;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use preau::{
    account,
    activity::ServiceId,
    family::{ChildId, FamilyId},
    invoice::{Invoice, job, ledger::standings, store},
    reservation::{self, Booking, ticks::encode_set},
    tariff::quotient::Quotient,
    town::calendar::monday,
    ui::french,
};
use proptest::{prelude::*, test_runner::FileFailurePersistence};

use self::naive::{
    CANTEEN, CHILDREN, Came, Cell, EVENING, FAMILIES, Naive, Told, WEDNESDAY, cells, days, family,
};
use super::{balance, bills, is_sound, kept::were_written_once};
use crate::{
    browser::{Browser, Page, form, plain},
    world::World,
};

/// Who books for each of [`FAMILIES`].
const PARENTS: [&str; 4] = ["lucie.alain", "claire.martel", "julien.nogues", "aminata.diallo"];

#[derive(Clone, Debug)]
enum Op {
    /// The town hall books a cell after its day, or cancels it; at the ordinary price or not.
    ByTown(usize, bool),
    /// The roll call says something of a cell, or takes it back.
    Mark(usize, Option<Came>),
    /// A family tells that a child is absent.
    Tell(usize, Told),
    /// The ALAIN family's quotient changes, from a day on.
    Poorer(usize),
    /// A month is billed to all.
    Run(u32),
    /// A month is worked out again for one.
    Again(usize, u32),
    /// A bill is cancelled.
    Cancel(usize),
    /// A family pays something, for some of its bills.
    Pay(usize, i64, u8),
    /// The bank takes a payment back.
    Return(usize),
    /// It is January: numbers begin again.
    NewYear,
}

fn op() -> impl Strategy<Value = Op> {
    let month = || prop_oneof![1 => Just(11u32), 4 => Just(12u32)];
    let came = prop_oneof![
        4 => Just(Some(Came::Here)),
        2 => Just(Some(Came::Absent)),
        1 => Just(Some(Came::Ill)),
        1 => Just(Some(Came::Strike)),
        1 => Just(None),
    ];
    let told = prop_oneof![any::<bool>().prop_map(Told::Ill), Just(Told::Other)];
    let n = || 0..100usize;
    prop_oneof![
        4 => (n(), any::<bool>()).prop_map(|(cell, normal)| Op::ByTown(cell, normal)),
        10 => (n(), came).prop_map(|(cell, came)| Op::Mark(cell, came)),
        2 => (n(), told).prop_map(|(child, told)| Op::Tell(child, told)),
        1 => n().prop_map(Op::Poorer),
        4 => month().prop_map(Op::Run),
        4 => (n(), month()).prop_map(|(family, month)| Op::Again(family, month)),
        4 => n().prop_map(Op::Cancel),
        4 => (n(), 1..4000i64, any::<u8>()).prop_map(|(family, cents, of)| Op::Pay(family, cents, of)),
        2 => n().prop_map(Op::Return),
        1 => Just(Op::NewYear),
    ]
}

/// The portal, driven beside the notebook.
struct Both<'w> {
    world: &'w World,
    naive: Naive,
    marc: Browser<'w>,
    odile: Browser<'w>,
    karim: Browser<'w>,
    today: NaiveDate,
    forms: u32,
}

impl<'w> Both<'w> {
    /// It is the middle of December, and parents have booked two weeks, when it was time.
    fn new(world: &'w World, booked: &[u64]) -> Self {
        let naive = Naive { year: 2026, ..Naive::default() };
        let (marc, odile, karim) = (world.visitor(), world.visitor(), world.visitor());
        let mut both = Self { world, naive, marc, odile, karim, today: naive::day("2026-12-14"), forms: 0 };
        world.set("2026-11-25 10:00");
        for (n, wanted) in booked.iter().enumerate() {
            both.book(n % FAMILIES.len(), n / FAMILIES.len(), *wanted);
        }
        // Who calls the roll calls it everywhere.
        world.change(|w| {
            let (id, mut karim) =
                account::store::account(w, "karim.haddad@valpreau.example")?.expect("Karim");
            karim.duty.as_mut().expect("a duty").roll_call = Default::default();
            Ok(account::store::set_account(w, id, &karim)?)
        });
        both.it_is("2026-12-14");
        both
    }

    fn it_is(&mut self, day: &str) {
        self.world.set(&format!("{day} 09:00"));
        self.today = naive::day(day);
        let agents = ["marc.petit", "odile", "karim"].map(|who| self.world.agent(who));
        [self.marc, self.odile, self.karim] = agents;
    }

    /// A number that no form has had.
    fn number(&mut self) -> String {
        self.forms += 1;
        format!("{:032x}", self.forms)
    }

    /// A parent ticks boxes of a week, those of a bit pattern.
    fn book(&mut self, whose: usize, week: usize, wanted: u64) {
        let first = monday(naive::day("2026-11-30")) + Days::new(7 * week as u64);
        let here = |cell: &Cell| family(*cell) == FAMILIES[whose] && monday(cell.2) == first;
        let boxes: Vec<Cell> = cells().into_iter().filter(here).collect();
        let ticked: Vec<Cell> = boxes
            .into_iter()
            .enumerate()
            .filter(|(n, _)| wanted >> (n % 64) & 1 == 1)
            .map(|(_, cell)| cell)
            .collect();
        let rows: String = ticked.iter().map(|cell| format!("&{}", sent(*cell, false))).collect();
        let mut parent = self.world.visitor();
        let mail = format!("{}@famille.example", PARENTS[whose]);
        parent.cookies.insert("preau".into(), self.world.session(&mail));
        let body = format!("n={}&b=&p={rows}", self.number());
        let page = post(&mut parent, &format!("/reservations/{first}/valider"), &body);
        assert_eq!(page.status.code, 303, "{}", page.text());
        self.naive.booked.extend(ticked.into_iter().map(|cell| (cell, false)));
    }

    fn run(&mut self, op: Op) {
        let all = cells();
        match op {
            Op::ByTown(n, normal) => self.by_town(all[n % all.len()], normal),
            Op::Mark(n, came) => self.mark(all[n % all.len()], came),
            Op::Tell(n, told) => self.tell(CHILDREN[n % CHILDREN.len()], told),
            Op::Poorer(n) => self.poorer(days()[n % days().len()]),
            Op::Run(month) => self.bill_all(month),
            Op::Again(n, month) => self.bill_again(FAMILIES[n % FAMILIES.len()], month),
            Op::Cancel(n) => self.cancel(n),
            Op::Pay(n, cents, of) => self.pay(FAMILIES[n % FAMILIES.len()], cents, of),
            Op::Return(n) => self.take_back(n),
            Op::NewYear if self.naive.year == 2026 => {
                self.it_is("2027-01-05");
                self.naive.year = 2027;
            }
            Op::NewYear => {}
        }
    }

    fn by_town(&mut self, cell: Cell, normal: bool) {
        let was = self.naive.booked.remove(&cell).is_some();
        let late = cell.1 == CANTEEN;
        let mut body = format!("n={}&motif=Oubli{}", self.number(), if normal { "&normal=on" } else { "" });
        if was {
            body += &format!("&b={}", encode_set(&[real(cell)].into()));
        } else {
            body += &format!("&b=&{}", sent(cell, late));
            self.naive.booked.insert(cell, late && !normal);
        }
        let address = format!("/mairie/familles/{}/reservations/{}/valider", family(cell), monday(cell.2));
        let page = post(&mut self.odile, &address, &body);
        assert_eq!(page.status.code, 303, "{cell:?}: {}", page.text());
    }

    fn mark(&mut self, cell: Cell, came: Option<Came>) {
        let word = |came: Option<Came>| match came {
            None => "",
            Some(Came::Here) => "here",
            Some(Came::Absent) => "absent",
            Some(Came::Ill) => "ill",
            Some(Came::Strike) => "strike",
        };
        let (child, service, day) = cell;
        let known = self.naive.came.remove(&cell);
        self.naive.came.extend(came.map(|came| (cell, came)));
        let child = child.to_string();
        let body = form(&[("enfant", &*child), ("de", word(known)), ("vers", word(came))]);
        let page = post(&mut self.karim, &format!("/mairie/pointage/{day}/{service}-toutes"), &body);
        assert_eq!(page.status.code, 303, "{cell:?}: {}", page.text());
    }

    /// Once for each child: an illness is a day.
    fn tell(&mut self, child: u32, told: Told) {
        if self.naive.told.contains_key(&child) {
            return;
        }
        self.naive.told.insert(child, told);
        let day = naive::told_day().to_string();
        let reason = if told == Told::Other { "other" } else { "ill" };
        let (number, id) = (self.number(), child.to_string());
        let body = [("n", &*number), ("enfant", &id), ("du", &day), ("motif", reason)];
        let address = format!("/mairie/familles/{}/absence", family((child, CANTEEN, naive::told_day())));
        let page = post(&mut self.odile, &address, &form(&body));
        assert_eq!(page.status.code, 303, "{child} {told:?}: {}", page.text());
        if told == Told::Ill(true) {
            let page =
                post(&mut self.odile, &format!("/mairie/absences/{child}/1/recu"), &format!("recu={day}"));
            assert_eq!(page.status.code, 303, "{child}: {}", page.text());
        }
    }

    fn poorer(&mut self, day: NaiveDate) {
        if self.naive.poorer.replace(day).is_some_and(|since| since != day) {
            self.naive.poorer = None;
        }
        let since = self.naive.poorer;
        self.world.change(move |w| {
            let mut alain = preau::family::store::family(w, FamilyId(1))?.expect("ALAIN");
            for day in days() {
                alain.quotient.remove(day);
            }
            if let Some(since) = since {
                alain.quotient.set(since, preau::family::Known::of(Some(Quotient::euros(500))));
            }
            Ok(preau::family::store::set_family(w, FamilyId(1), &alain)?)
        });
    }

    /// Looks at the preview of a month, and issues it.
    fn bill_all(&mut self, month: u32) {
        self.bill_these(month, &FAMILIES, "");
        // Nobody is left out.
        assert!(FAMILIES.iter().all(|family| self.naive.due(*family, month).is_none()));
        self.compare();
    }

    /// The same for one family alone.
    fn bill_again(&mut self, family: u32, month: u32) {
        self.bill_these(month, &[family], &format!("&famille={family}"));
        self.compare();
    }

    fn bill_these(&mut self, month: u32, families: &[u32], only: &str) {
        let due: Vec<i64> = families.iter().filter_map(|family| self.naive.due(*family, month)).collect();
        let asked = format!("mois=2026-{month}&regie=1{only}");
        let page = self.marc.raw_get(&format!("/mairie/factures/apercu?{asked}"));
        let seen = page.html.split("name=\"vu\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let expected = match due.len() {
            0 => "Rien n’est à facturer".into(),
            1 => format!("1 famille, {}.", french::money(due[0])),
            many => format!("{many} familles, {}.", french::money(due.iter().sum())),
        };
        let shown = plain(&page.text());
        assert!(shown.contains(&plain(&expected)), "{expected}: {shown}");
        assert_eq!(seen.is_some(), !due.is_empty());
        if let Some(seen) = seen {
            let page = post(&mut self.marc, "/mairie/factures/emettre", &format!("{asked}&vu={seen}"));
            assert_eq!(page.status.code, 303, "{}", page.text());
            self.issued();
            families.iter().for_each(|family| self.naive.bill(*family, month));
        }
    }

    /// Runs go on beside the requests until all is issued.
    fn issued(&self) {
        let parts = &self.world.parts;
        let under_way =
            || parts.store.read(store::runs).expect("runs").iter().any(|(_, run)| run.ended.is_none());
        while under_way() {
            self.world.runtime.block_on(job::step(parts)).expect("a step");
        }
    }

    fn cancel(&mut self, n: usize) {
        if self.naive.papers.is_empty() {
            return;
        }
        let n = n % self.naive.papers.len();
        let address = format!("/mairie/factures/{}/annuler", self.naive.papers[n].number);
        let page = post(&mut self.marc, &address, "");
        let cancelled = self.naive.cancel(n);
        assert_eq!(page.status.code, if cancelled { 303 } else { 422 }, "{address}");
        self.compare();
    }

    fn pay(&mut self, family: u32, cents: i64, of: u8) {
        let own = self.naive.papers.iter().filter(|paper| paper.family == family);
        let bills = own.filter(|paper| paper.number.starts_with('F')).enumerate();
        let chosen: String = bills
            .filter(|(n, _)| of >> (n % 8) & 1 == 1)
            .map(|(_, paper)| format!("&facture={}", paper.number))
            .collect();
        let (amount, means) =
            (format!("{},{:02}", cents / 100, cents % 100), if of > 99 { "cheque" } else { "cash" });
        let (number, today) = (self.number(), self.today);
        let body =
            format!("regie=1&montant={amount}&moyen={means}&date={today}&note=&formulaire={number}{chosen}");
        let page = post(&mut self.marc, &format!("/mairie/familles/{family}/compte"), &body);
        assert_eq!(page.status.code, 303, "{}", page.text());
        let receipt = self.naive.pay(family, cents);
        assert!(
            page.headers["location"].ends_with(&format!("fait={receipt}")),
            "{receipt}: {:?}",
            page.headers
        );
    }

    fn take_back(&mut self, n: usize) {
        if self.naive.receipts.is_empty() {
            return;
        }
        let n = n % self.naive.receipts.len();
        let (number, family, _, back) = &mut self.naive.receipts[n];
        *back = true;
        let address = format!("/mairie/familles/{family}/compte/recus/{number}/rejeter");
        let page = post(&mut self.marc, &address, "");
        assert_eq!(page.status.code, 303, "{}", page.text());
    }

    /// Papers, their sums and their numbers, what is billed, and what is owed.
    fn compare(&self) {
        let mut real = Vec::new();
        for family in 1..=8 {
            let own = bills(self.world, family);
            assert_eq!(billed(&own), self.naively_billed(family), "family {family}");
            real.extend(own.iter().map(|bill| (bill.number.to_string(), family, bill.total.0)));
            assert_eq!(balance(self.world, family), self.naive.balance(family), "family {family}");
            let ledgers =
                self.world.parts.store.read(|r| store::ledgers(r, FamilyId(family))).expect("ledgers");
            let left: i64 =
                ledgers.values().flat_map(|ledger| standings(ledger)).map(|bill| bill.left().0).sum();
            assert_eq!(left, self.naive.balance(family).max(0), "family {family}");
        }
        let mut papers: Vec<_> =
            self.naive.papers.iter().map(|paper| (paper.number.clone(), paper.family, paper.total)).collect();
        real.sort();
        papers.sort();
        assert_eq!(real, papers);
        let mut series = BTreeMap::<&str, Vec<u32>>::new();
        for (number, ..) in &real {
            let (head, n) = number.rsplit_once('-').expect("a number");
            series.entry(head).or_default().push(n.parse().expect("a number"));
        }
        for (head, numbers) in series {
            assert!(numbers.iter().copied().eq(1..=numbers.len() as u32), "{head}: {numbers:?}");
        }
    }

    fn naively_billed(&self, whose: u32) -> BTreeMap<Cell, i64> {
        let own = self.naive.billed.iter().filter(|(cell, _)| family(**cell) == whose);
        own.map(|(cell, (price, _))| (*cell, *price)).collect()
    }

    /// What parents read, and the data themselves; documents are other tests' matter.
    fn end(&mut self) {
        self.compare();
        for (family, who) in FAMILIES.into_iter().zip(PARENTS) {
            let mut parent = self.world.visitor();
            let mail = format!("{who}@famille.example");
            parent.cookies.insert("preau".into(), self.world.session(&mail));
            let page = plain(&parent.raw_get("/factures").text());
            let owed = self.naive.balance(family);
            let known = self.naive.papers.iter().any(|paper| paper.family == family)
                || self.naive.receipts.iter().any(|(_, whose, ..)| *whose == family);
            let words = match owed {
                _ if !known => "Aucune facture pour le moment".into(),
                0 => "Vous ne devez rien".into(),
                1.. => format!("Vous devez {}", french::money(owed)),
                _ => format!("La régie vous doit {}", french::money(-owed)),
            };
            assert!(page.contains(&plain(&words)), "{words}: {page}");
        }
        if !self.naive.papers.is_empty() {
            were_written_once(self.world);
        }
        is_sound(self.world);
    }
}

/// What a family's papers bill, one after the other: never twice the same, never back what was not billed; each line is
/// its days at its price, each total is the sum of its lines.
fn billed(own: &[Invoice]) -> BTreeMap<Cell, i64> {
    let mut billed = BTreeMap::new();
    for bill in own {
        let cell = |item: preau::invoice::Item| (item.child.0, item.service.0, item.day);
        let (back, out): (Vec<_>, Vec<_>) = bill.lines.iter().partition(|line| line.takes_back);
        for (line, item) in back.iter().flat_map(|line| line.items().map(move |item| (line, item))) {
            assert_eq!(billed.remove(&cell(item)), Some(line.charge.unit.0), "{}: {item:?}", bill.number);
        }
        for (line, item) in out.iter().flat_map(|line| line.items().map(move |item| (line, item))) {
            assert_eq!(billed.insert(cell(item), line.charge.unit.0), None, "{}: {item:?}", bill.number);
        }
        let sum = |lines: &[&preau::invoice::Line]| {
            lines.iter().map(|line| line.charge.unit.0 * line.days.len() as i64).sum::<i64>()
        };
        assert_eq!(sum(&out) - sum(&back), bill.total.0, "{}", bill.number);
        let days: BTreeSet<u32> =
            bill.lines.iter().flat_map(|line| &line.days).map(chrono::Datelike::month).collect();
        assert!(days.len() < 2, "{}: one month", bill.number);
    }
    billed
}

fn post(browser: &mut Browser, address: &str, body: &str) -> Page {
    browser.raw_post(address, body, &[("Sec-Fetch-Site", "same-origin")])
}

fn real((child, service, day): Cell) -> reservation::Cell {
    assert!([CANTEEN, EVENING, WEDNESDAY].contains(&service));
    reservation::Cell { child: ChildId(child), service: ServiceId(service), day }
}

/// A box as the form sends it: `1.3L.2612=3`.
fn sent(cell: Cell, late: bool) -> String {
    let booking = if late { Booking::Late } else { Booking::OnTime };
    format!("{}={}", reservation::ticks::row_name(&real(cell), booking), cell.2.format("%-d"))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        max_shrink_iters: 100,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("fixtures/billing-seeds.txt"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_billed_is_what_a_clerk_would_bill(
        booked in proptest::collection::vec(any::<u64>(), 8),
        ops in proptest::collection::vec(op(), 60),
    ) {
        let world = World::new();
        let mut both = Both::new(&world, &booked);
        for op in ops {
            both.run(op);
        }
        both.end();
    }
}
