//! Random parents on random days, against a portal so naive that it can be read at a glance.
//!
//! Two families and three phones tick, untick and send, once or twice, while the clock moves, days close,
//! places are taken away and the town hall books and cancels for them. After each sending the database holds what the naive portal holds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use preau::{
    account::{self, AccountId, Session},
    activity::{self, Pool, PoolId},
    family::{FamilyId, GuardianId},
    reservation::{self, Booking, ticks::encode_set},
    town,
};
use proptest::{prelude::*, test_runner::FileFailurePersistence};

use crate::{
    browser::{Browser, plain, regions},
    world::{World, at},
};

/// The week that everybody looks at.
const MONDAY: &str = "2026-11-30";
const FIRST_SITTING: u32 = 3;
const SECOND_SITTING: u32 = 4;
const EVENING: u32 = 6;
const WEDNESDAY: u32 = 7;

/// Who looks: account, guardian, family.
const PHONES: [(u32, u32, u32); 3] = [(1, 1, 1), (2, 2, 1), (6, 6, 5)];

/// Children: number, family, whether at the primary school.
const CHILDREN: [(u32, u32, bool); 5] =
    [(1, 1, true), (2, 1, false), (5, 5, true), (6, 5, true), (7, 5, false)];

type Cell = (u32, u32, NaiveDate);

#[derive(Clone, Debug)]
enum Op {
    /// A phone loads the page.
    Open(usize),
    /// A phone ticks or unticks one of its boxes.
    Toggle(usize, usize),
    /// A phone presses "Valider", perhaps twice.
    Send(usize, bool),
    /// Time goes by.
    Wait(i64),
    /// The town closes a service on a day of the week.
    Close(u64, u32),
    /// The town changes the number of places on Wednesday.
    Places(u32),
    /// The town hall books a cell for a child, or cancels it.
    ByTown(ByTown),
}

/// What the town hall does: to which of all cells, at the ordinary price or not, beyond the places or not.
#[derive(Clone, Debug)]
struct ByTown {
    cell: usize,
    normal: bool,
    exceed: bool,
}

fn op() -> impl Strategy<Value = Op> {
    let service = prop_oneof![Just(FIRST_SITTING), Just(SECOND_SITTING), Just(EVENING), Just(WEDNESDAY)];
    prop_oneof![
        4 => (0..3usize).prop_map(Op::Open),
        14 => (0..3usize, 0..60usize).prop_map(|(phone, n)| Op::Toggle(phone, n)),
        5 => (0..3usize, any::<bool>()).prop_map(|(phone, twice)| Op::Send(phone, twice)),
        2 => (1..900i64).prop_map(Op::Wait),
        1 => (0..5u64, service).prop_map(|(day, service)| Op::Close(day, service)),
        1 => (0..5u32).prop_map(Op::Places),
        3 => (0..100usize, any::<bool>(), any::<bool>())
            .prop_map(|(cell, normal, exceed)| Op::ByTown(ByTown { cell, normal, exceed })),
    ]
}

/// The naive portal.
struct Naive {
    now: NaiveDateTime,
    /// Booked, and whether late.
    booked: BTreeMap<Cell, bool>,
    closed: BTreeSet<(NaiveDate, u32)>,
    places: u32,
}

/// What a phone shows.
#[derive(Default)]
struct Screen {
    number: u32,
    base: BTreeSet<Cell>,
    /// Boxes that can be ticked, and whether in the late row.
    boxes: Vec<(Cell, bool)>,
    ticked: BTreeSet<Cell>,
}

fn registered(child: u32, service: u32) -> bool {
    let primary = CHILDREN.iter().any(|known| known.0 == child && known.2);
    service != SECOND_SITTING || primary
}

impl Naive {
    fn opens(&self, service: u32, day: NaiveDate) -> bool {
        self.held(service, day) && day >= self.now.date()
    }

    /// Whether there is anything to book on a day, past or to come.
    fn held(&self, service: u32, day: NaiveDate) -> bool {
        let wednesday = day.weekday().number_from_monday() == 3;
        (service == WEDNESDAY) == wednesday && !self.closed.contains(&(day, service))
    }

    /// Before when a day is booked and cancelled.
    fn limit(service: u32, day: NaiveDate) -> NaiveDateTime {
        let (days, hour) = match (service, day.weekday().number_from_monday()) {
            (EVENING, _) => (1, 18),
            (WEDNESDAY, _) => (6, 12),
            (_, 2) => (4, 9),
            (_, 4) => (2, 9),
            _ => (3, 9),
        };
        (day - TimeDelta::days(days)).and_hms_opt(hour, 0, 0).unwrap()
    }

    fn cancels(&self, (_, service, day): Cell) -> bool {
        self.opens(service, day) && self.now < Self::limit(service, day)
    }

    /// Whether a cell can be booked, and then whether late.
    fn books(&self, cell: Cell) -> Option<bool> {
        let (child, service, day) = cell;
        if !self.opens(service, day) || !registered(child, service) {
            return None;
        }
        let rival = self.rival(cell);
        if rival.is_some_and(|rival| self.booked.contains_key(&rival) && !self.cancels(rival)) {
            return None;
        }
        let morning = day.and_hms_opt(9, 0, 0).unwrap();
        match self.now < Self::limit(service, day) {
            true => Some(false),
            false if service <= SECOND_SITTING && self.now < morning => Some(true),
            false => None,
        }
    }

    fn rival(&self, (child, service, day): Cell) -> Option<Cell> {
        match service {
            FIRST_SITTING => Some((child, SECOND_SITTING, day)),
            SECOND_SITTING => Some((child, FIRST_SITTING, day)),
            _ => None,
        }
    }

    fn full(&self, (_, service, day): Cell) -> bool {
        let taken = self.booked.keys().filter(|known| known.1 == WEDNESDAY && known.2 == day).count();
        service == WEDNESDAY && taken >= self.places as usize
    }

    fn screen(&self, family: u32, number: u32) -> Screen {
        let mut screen = Screen { number, ..Screen::default() };
        let children = CHILDREN.iter().filter(|known| known.1 == family);
        for (child, _, _) in children {
            for service in [FIRST_SITTING, SECOND_SITTING, EVENING, WEDNESDAY] {
                for day in week() {
                    let cell = (*child, service, day);
                    match self.booked.get(&cell) {
                        Some(late) if self.cancels(cell) => {
                            screen.base.insert(cell);
                            screen.boxes.push((cell, *late));
                        }
                        Some(_) => {}
                        None if self.full(cell) => {}
                        None => screen.boxes.extend(self.books(cell).map(|late| (cell, late))),
                    }
                }
            }
        }
        screen.ticked = screen.base.clone();
        screen
    }

    /// "Valider". Gives whether anything changed.
    fn send(&mut self, screen: &Screen) -> bool {
        let before = self.booked.clone();
        for cell in screen.base.difference(&screen.ticked) {
            if self.booked.contains_key(cell) && self.cancels(*cell) {
                self.booked.remove(cell);
            }
        }
        let mut added = BTreeSet::new();
        for cell in screen.ticked.difference(&screen.base) {
            let asked_late = screen.boxes.iter().any(|(known, late)| known == cell && *late);
            if self.booked.contains_key(cell) {
                added.insert(*cell);
                continue;
            }
            let Some(late) = self.books(*cell) else {
                continue;
            };
            let unasked = late && !asked_late;
            let rival = self.rival(*cell).filter(|rival| self.booked.contains_key(rival));
            if unasked || self.full(*cell) || rival.is_some_and(|rival| added.contains(&rival)) {
                continue;
            }
            if let Some(rival) = rival {
                self.booked.remove(&rival);
            }
            self.booked.insert(*cell, late);
            added.insert(*cell);
        }
        self.booked != before
    }

    /// Whether a parent would pay the late price.
    fn is_late(&self, (_, service, day): Cell) -> bool {
        service <= SECOND_SITTING && self.now >= Self::limit(service, day)
    }

    /// The town hall cancels whatever is booked, and books whatever is held. Gives whether anything changed.
    fn by_town(&mut self, cell: Cell, act: &ByTown) -> bool {
        if self.booked.remove(&cell).is_some() {
            return true;
        }
        let (child, service, day) = cell;
        let room = act.exceed || !self.full(cell);
        if !self.held(service, day) || !registered(child, service) || !room {
            return false;
        }
        if let Some(rival) = self.rival(cell) {
            self.booked.remove(&rival);
        }
        self.booked.insert(cell, self.is_late(cell) && !act.normal);
        true
    }

    /// What a family's week costs, in cents.
    fn total(&self, family: u32) -> i64 {
        let children: Vec<u32> =
            CHILDREN.iter().filter(|known| known.1 == family).map(|known| known.0).collect();
        let mut total = 0;
        for (cell, late) in self.booked.iter().filter(|(cell, _)| children.contains(&cell.0)) {
            let present: Vec<u32> = children
                .iter()
                .copied()
                .filter(|child| self.booked.contains_key(&(*child, cell.1, cell.2)))
                .collect();
            let primary = CHILDREN.iter().any(|known| known.0 == cell.0 && known.2);
            total += match (cell.1, family, primary) {
                (EVENING, _, _) => {
                    if present.len() > 1 {
                        240
                    } else {
                        250
                    }
                }
                (WEDNESDAY, 1, _) => 887,
                // Half of 6,23 € for the youngest of three, half up.
                (WEDNESDAY, _, _) => {
                    if present.len() == 3 && cell.0 == 7 {
                        312
                    } else {
                        623
                    }
                }
                (_, 1, true) => {
                    if *late {
                        810
                    } else {
                        540
                    }
                }
                (_, 1, false) => {
                    if *late {
                        495
                    } else {
                        330
                    }
                }
                (_, _, true) => {
                    if *late {
                        615
                    } else {
                        410
                    }
                }
                (_, _, false) => {
                    if *late {
                        150
                    } else {
                        100
                    }
                }
            };
        }
        total
    }
}

fn week() -> impl Iterator<Item = NaiveDate> {
    let monday: NaiveDate = MONDAY.parse().unwrap();
    monday.iter_days().take(5)
}

/// The real portal, driven beside the naive one.
struct Both<'w> {
    world: &'w World,
    naive: Naive,
    phones: Vec<Browser<'w>>,
    agent: Browser<'w>,
    screens: Vec<Screen>,
    forms: u32,
    mails: usize,
}

impl<'w> Both<'w> {
    fn new(world: &'w World) -> Self {
        let now = at("2026-11-25 10:00").with_timezone(&chrono_tz::Europe::Paris).naive_local();
        let naive = Naive { now, booked: BTreeMap::new(), closed: BTreeSet::new(), places: 4 };
        let phones = PHONES.map(|_| world.visitor()).into();
        let mut both =
            Self { world, naive, phones, agent: world.visitor(), screens: Vec::new(), forms: 0, mails: 0 };
        both.places(4);
        both.wait(0);
        both.agent.cookies.insert("preau".into(), "agent".into());
        for phone in 0..PHONES.len() {
            both.phones[phone].cookies.insert("preau".into(), format!("token {phone}"));
            both.screens.push(Screen::default());
            both.open(phone);
        }
        both
    }

    fn run(&mut self, op: Op) {
        match op {
            Op::Open(phone) => self.open(phone),
            Op::Toggle(phone, n) => self.toggle(phone, n),
            Op::Send(phone, twice) => self.send(phone, twice),
            Op::Wait(minutes) => self.wait(minutes),
            Op::Close(day, service) => self.close(week().nth(day as usize).unwrap(), service),
            Op::Places(places) => self.places(places),
            Op::ByTown(act) => self.by_town(&act),
        }
    }

    fn open(&mut self, phone: usize) {
        self.forms += 1;
        let family = PHONES[phone].2;
        self.screens[phone] = self.naive.screen(family, self.forms);
        let page = self.phones[phone].raw_get(&format!("/reservations/{MONDAY}"));
        let shown: BTreeSet<&str> =
            page.html.split("name=\"").skip(1).filter_map(|rest| box_of(rest)).collect();
        let expected: Vec<String> =
            self.screens[phone].boxes.iter().map(|(cell, late)| name(*cell, *late)).collect();
        for (expected, (cell, _)) in expected.iter().zip(&self.screens[phone].boxes) {
            assert!(shown.contains(expected.as_str()), "{cell:?} cannot be ticked at {}", self.naive.now);
        }
        let of_the_model = |shown: &&&str| {
            let service = shown.split('.').nth(1).unwrap_or_default().trim_end_matches('L');
            [FIRST_SITTING, SECOND_SITTING, EVENING, WEDNESDAY]
                .iter()
                .any(|known| known.to_string() == service)
        };
        assert_eq!(shown.iter().filter(of_the_model).count(), expected.len(), "{shown:?}");
        let total = page.html.split("<strong>").last().and_then(|rest| rest.split("</strong>").next());
        let expected = preau::ui::french::money(self.naive.total(family));
        assert_eq!(total.map(plain), Some(plain(&expected)));
    }

    fn toggle(&mut self, phone: usize, n: usize) {
        let screen = &mut self.screens[phone];
        if screen.boxes.is_empty() {
            return;
        }
        let cell = screen.boxes[n % screen.boxes.len()].0;
        if !screen.ticked.remove(&cell) {
            screen.ticked.insert(cell);
        }
    }

    fn send(&mut self, phone: usize, twice: bool) {
        let screen = &self.screens[phone];
        let base = screen.base.iter().map(|cell| real(*cell)).collect();
        let late = |cell: &Cell| screen.boxes.iter().any(|(known, late)| known == cell && *late);
        let boxes: Vec<String> = screen.ticked.iter().map(|cell| sent(*cell, late(cell))).collect();
        let body = format!("n={:032x}&b={}&{}", screen.number, encode_set(&base), boxes.join("&"));
        let own = [("Sec-Fetch-Site", "same-origin")];
        let preview = [("Sec-Fetch-Site", "same-origin"), ("HX-Request", "true")];
        let shown = self.phones[phone].raw_post(&format!("/reservations/{MONDAY}"), &body, &preview);
        let shown = regions(&shown.html)["#etat"].clone();
        for _ in 0..if twice { 2 } else { 1 } {
            let page = self.phones[phone].raw_post(&format!("/reservations/{MONDAY}/valider"), &body, &own);
            assert!(matches!(page.status.code, 303 | 422), "{}", page.html);
        }
        self.mails += usize::from(self.naive.send(&self.screens[phone]));
        let total = preau::ui::french::money(self.naive.total(PHONES[phone].2));
        assert!(plain(&shown).contains(&plain(&total)), "the preview said {shown}, {total} is stored");
        self.compare();
        self.open(phone);
    }

    fn by_town(&mut self, act: &ByTown) {
        let services = [FIRST_SITTING, SECOND_SITTING, EVENING, WEDNESDAY];
        let child = CHILDREN[act.cell % 5];
        let (service, day) = (services[act.cell / 5 % 4], week().nth(act.cell / 20).expect("a day"));
        let (cell, family) = ((child.0, service, day), child.1);
        self.forms += 1;
        let mut body = format!("n={:032x}&motif=Oubli", self.forms);
        match self.naive.booked.contains_key(&cell) {
            true => body += &format!("&b={}", encode_set(&[real(cell)].into())),
            false => body += &format!("&b=&{}", sent(cell, self.naive.is_late(cell))),
        }
        body += if act.normal { "&normal=on" } else { "" };
        body += if act.exceed { "&depasser=on" } else { "" };
        let address = format!("/mairie/familles/{family}/reservations/{MONDAY}/valider");
        let page = self.agent.raw_post(&address, &body, &[("Sec-Fetch-Site", "same-origin")]);
        let changed = self.naive.by_town(cell, act);
        assert_eq!(page.status.code, if changed { 303 } else { 422 }, "{cell:?} {act:?}: {}", page.html);
        let told = PHONES.iter().filter(|known| known.2 == family).count();
        self.mails += if changed { told } else { 0 };
        self.compare();
    }

    fn compare(&self) {
        let read = |day: &str| {
            let day = day.parse().unwrap();
            self.world.parts.store.read(|r| reservation::store::month_of_all(r, day)).unwrap()
        };
        let stored: BTreeMap<Cell, bool> = [read("2026-11-30"), read("2026-12-01")]
            .concat()
            .into_iter()
            .map(|(_, cell, booking)| ((cell.child.0, cell.service.0, cell.day), booking == Booking::Late))
            .collect();
        assert_eq!(stored, self.naive.booked, "at {}", self.naive.now);
    }

    fn wait(&mut self, minutes: i64) {
        self.naive.now += TimeDelta::minutes(minutes);
        let now = town::instant(chrono_tz::Europe::Paris, self.naive.now);
        self.world.parts.clock.set(now);
        let config = self.world.parts.config.clone();
        let (agent, _) = self.world.account("odile.renaud@valpreau.example");
        self.world.change(move |w| {
            for (n, (account, guardian, family)) in PHONES.into_iter().enumerate() {
                let key =
                    account::store::keyed(&config, account::store::Kind::Session, &format!("token {n}"));
                let (family, guardian) = (FamilyId(family), GuardianId(guardian));
                let session = Session::new(AccountId(account), Some((family, guardian)), now);
                account::store::begin(w, &key, &session)?;
            }
            let key = account::store::keyed(&config, account::store::Kind::Session, "agent");
            account::store::begin(w, &key, &Session::new(agent, None, now))?;
            Ok(())
        });
    }

    fn close(&mut self, day: NaiveDate, service: u32) {
        self.naive.closed.insert((day, service));
        self.world.change(move |w| {
            let mut calendar = town::store::town(w)?.calendar.clone();
            let closure = town::calendar::Closure {
                first: day,
                last: day,
                reason: "fermeture".into(),
                schools: vec![],
                classes: vec![],
                services: vec![service],
            };
            calendar.closures.push(closure);
            Ok(town::store::set_calendar(w, &calendar)?)
        });
    }

    fn places(&mut self, places: u32) {
        self.naive.places = places;
        self.world.change(move |w| {
            let pool = Pool { id: PoolId(1), name: "mercredi".into(), places, by_school: false };
            Ok(activity::store::set_pool(w, &pool)?)
        });
    }
}

fn real((child, service, day): Cell) -> reservation::Cell {
    let (child, service) = (preau::family::ChildId(child), activity::ServiceId(service));
    reservation::Cell { child, service, day }
}

/// A box as the page writes it: `1.3L.2612" value="3`.
fn name(cell: Cell, late: bool) -> String {
    format!("{}\" value=\"{}", row(cell, late), cell.2.day())
}

/// A box as the form sends it: `1.3L.2612=3`.
fn sent(cell: Cell, late: bool) -> String {
    format!("{}={}", row(cell, late), cell.2.day())
}

fn row(cell: Cell, late: bool) -> String {
    let booking = if late { Booking::Late } else { Booking::OnTime };
    reservation::ticks::row_name(&real(cell), booking)
}

fn box_of(rest: &str) -> Option<&str> {
    let end = rest.match_indices('"').nth(2)?.0;
    let found = &rest[..end];
    found.starts_with(|letter: char| letter.is_ascii_digit()).then_some(found)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 256,
        max_shrink_iters: 200,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("fixtures/model-seeds.txt"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_portal_does_what_the_naive_one_does(ops in proptest::collection::vec(op(), 100)) {
        let world = World::new();
        let mut both = Both::new(&world);
        for op in ops {
            both.run(op);
        }
        prop_assert_eq!(world.mails().len(), both.mails);
        let faults = world.parts.store.read(|r| preau::check(r, &mut |_, _| ())).unwrap();
        prop_assert_eq!(faults.first(), None);
    }
}
