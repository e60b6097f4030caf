//! A family that books over HTTP, and remembers what it was told.

use std::{
    collections::BTreeSet,
    io,
    sync::{
        Barrier,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Instant,
};

use chrono::{Datelike, Days, NaiveDate, Utc};
use preau::{
    demo::PASSWORD,
    family::FamilyId,
    reservation::{
        Booking, Cell,
        ticks::{Draft, encode_set, row_name},
    },
    town::calendar::monday,
};
use rand::{RngExt, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha20Rng;

use crate::{
    http::{Answer, Line},
    page::{boxes, ticked},
    town::fixture,
};

/// A family of the fixture town, on its own connection.
pub struct Family {
    pub id: FamilyId,
    mail: String,
    cookie: String,
    /// What the portal offers it in the weeks, as the first pages showed it.
    boxes: Vec<Cell>,
    /// What it has booked, and had before: since the last [`Family::remember`], the latest last.
    pub history: Vec<Moment>,
    /// Sent, and not answered.
    pub unsure: Option<Form>,
    dice: ChaCha20Rng,
}

/// All that a family has booked in the weeks, after a form that was acknowledged.
pub struct Moment {
    pub cells: BTreeSet<Cell>,
    sent: Instant,
    answered: Instant,
}

/// One "Valider": boxes of all children, in one week or in two.
pub struct Form {
    number: String,
    week: NaiveDate,
    body: String,
    /// What is booked if it is saved.
    pub after: BTreeSet<Cell>,
    /// Whether one of its boxes can never be booked: the rest is saved, and that one is named.
    refused: bool,
    sent: Instant,
}

/// The twenty, signed in; nothing is booked in the weeks.
pub fn all(port: u16, seed: u64) -> Vec<Family> {
    let known = (seed..).zip(&fixture().families);
    let begin = |(seed, (id, mail)): (u64, &(FamilyId, String))| {
        let mut family = Family {
            id: *id,
            mail: mail.clone(),
            cookie: String::new(),
            boxes: Vec::new(),
            history: Vec::new(),
            unsure: None,
            dice: ChaCha20Rng::seed_from_u64(seed),
        };
        family.sign_in(port).expect("a session");
        family.boxes = family.pages(port, boxes).into_iter().collect();
        let booked = family.look(port);
        assert_eq!(booked, BTreeSet::new(), "the weeks are still free");
        family.remember(booked);
        family
    };
    known.map(begin).collect()
}

/// All of them book at once, each on its own thread, until `work` is done or nobody answers any more.
pub fn book_while<T>(families: &mut [Family], port: u16, work: impl FnOnce() -> T) -> T {
    let (stop, ready) = (AtomicBool::new(false), Barrier::new(families.len() + 1));
    thread::scope(|scope| {
        for family in families {
            let (stop, ready) = (&stop, &ready);
            scope.spawn(move || {
                ready.wait();
                // Nobody answers: the portal was killed, and what was under way is noted as unsure.
                let _ = family.book(port, stop);
            });
        }
        ready.wait();
        let done = work();
        stop.store(true, Ordering::SeqCst);
        done
    })
}

impl Family {
    /// Signs in anew; the session before stays.
    pub fn sign_in(&mut self, port: u16) -> io::Result<()> {
        let password = PASSWORD.replace('!', "%21");
        let body = format!("adresse={}&mot-de-passe={password}", self.mail);
        let answer = Line::open(port, "")?.post("/connexion", &body)?;
        assert_eq!(answer.code, 303, "{}", answer.body);
        self.cookie = answer.session().unwrap_or_default();
        Ok(())
    }

    fn book(&mut self, port: u16, stop: &AtomicBool) -> io::Result<()> {
        // A session that was acknowledged must hold as well, even if nothing else is.
        if self.dice.random_ratio(1, 20) {
            self.sign_in(port)?;
        }
        let mut line = Line::open(port, &self.cookie)?;
        while !stop.load(Ordering::SeqCst) {
            let form = self.form();
            let answer = line.post(&form.address(), &form.body);
            let Ok(answer) = answer else {
                self.unsure = Some(form);
                return Ok(());
            };
            self.acknowledged(&form, &answer);
            if self.dice.random_ratio(1, 4) && answer.code == 303 {
                self.follow(&mut line, &form, &answer)?;
            }
        }
        Ok(())
    }

    /// For each child one to three boxes of a week; half the time, more that were carried from another.
    fn form(&mut self) -> Form {
        let booked = self.booked().clone();
        let weeks = &fixture().weeks;
        let (week, other) = (self.pick(weeks), self.pick(weeks));
        let mut flipped = self.some_of(week);
        if self.dice.random_bool(0.5) && other != week {
            flipped.extend(self.some_of(other));
        }
        let after: BTreeSet<Cell> = booked.symmetric_difference(&flipped).copied().collect();
        let here = |cells: &BTreeSet<Cell>| -> BTreeSet<Cell> { of_week(cells, week).collect() };
        let elsewhere = |cell: &&Cell| monday(cell.day) != week;
        let mut carried = Draft {
            add: after.difference(&booked).filter(elsewhere).map(on_time).collect(),
            remove: booked.difference(&after).filter(elsewhere).copied().collect(),
        };
        let refused = self.dice.random_ratio(1, 8);
        if refused {
            carried.add.extend([on_time(&self.too_late())]);
        }
        let number = format!("{:032x}", self.dice.random::<u128>());
        let ticked = here(&after).into_iter().map(|cell| {
            let row = row_name(&cell, Booking::OnTime);
            format!("&{row}={}", cell.day.day())
        });
        let ticked: String = ticked.collect();
        let (base, carried) = (encode_set(&here(&booked)), carried.encode());
        let body = format!("n={number}&b={base}&p={carried}{ticked}");
        let sent = Instant::now();
        Form { number, week, body, after, refused, sent }
    }

    fn pick(&mut self, weeks: &[NaiveDate]) -> NaiveDate {
        *weeks.choose(&mut self.dice).expect("a week")
    }

    fn some_of(&mut self, week: NaiveDate) -> BTreeSet<Cell> {
        let boxes: Vec<Cell> = of_week(&self.boxes, week).collect();
        let children: BTreeSet<_> = boxes.iter().map(|cell| cell.child).collect();
        assert!(children.len() > 1, "{}: several children", self.mail);
        let mut some = BTreeSet::new();
        for child in children {
            let own: Vec<Cell> = boxes.iter().filter(|c| c.child == child).copied().collect();
            let number = self.dice.random_range(1..=3);
            some.extend(own.sample(&mut self.dice, number));
        }
        some
    }

    /// A box of two weeks ago.
    fn too_late(&self) -> Cell {
        let day = Utc::now().date_naive() - Days::new(14);
        Cell { day, ..self.boxes[0] }
    }

    /// Believes an answer, once it has seen that it is one to this form.
    fn acknowledged(&mut self, form: &Form, answer: &Answer) {
        match (answer.code, form.refused) {
            (303, false) => assert_eq!(answer.field("location"), form.saved()),
            (422, true) => form.shown(&answer.body),
            _ => panic!("{}: {answer:?} to {}", self.mail, form.body),
        }
        self.found(form);
    }

    /// Reads the page that a browser goes to after "Valider".
    fn follow(&mut self, line: &mut Line, form: &Form, answer: &Answer) -> io::Result<()> {
        let page = line.get(answer.field("location"))?;
        assert!(page.body.contains("C’est enregistré"), "{}", page.body);
        form.shown(&page.body);
        Ok(())
    }

    pub fn booked(&self) -> &BTreeSet<Cell> {
        &self.history.last().expect("a first moment").cells
    }

    /// What the portal shows it as booked, with the session it has.
    pub fn look(&self, port: u16) -> BTreeSet<Cell> {
        self.pages(port, ticked)
    }

    fn pages(&self, port: u16, read: fn(&str) -> BTreeSet<Cell>) -> BTreeSet<Cell> {
        let mut line = Line::open(port, &self.cookie).expect("a connection");
        let mut page = |week| {
            let page = line.get(&format!("/reservations/{week}")).expect("a page");
            assert_eq!(page.code, 200, "{} is signed in no longer", self.mail);
            read(&page.body)
        };
        fixture().weeks.iter().flat_map(&mut page).collect()
    }

    /// A form that was not answered turned out to be saved.
    pub fn found(&mut self, form: &Form) {
        self.history.push(Moment { cells: form.after.clone(), sent: form.sent, answered: Instant::now() });
    }

    /// Sends again a form that was not answered: it has one effect, whether it had one before or not.
    pub fn send_again(&mut self, port: u16, form: &Form) {
        let mut line = Line::open(port, &self.cookie).expect("a connection");
        let answer = line.post(&form.address(), &form.body).expect("an answer");
        self.acknowledged(form, &answer);
    }

    /// Begins a new history with what is booked now.
    pub fn remember(&mut self, cells: BTreeSet<Cell>) {
        let now = Instant::now();
        self.history = vec![Moment { cells, sent: now, answered: now }];
    }

    /// Whether it had exactly this booked at a moment between two: whatever was acknowledged before the
    /// first, nothing that was sent after the second.
    pub fn had(&self, cells: &BTreeSet<Cell>, between: (Instant, Instant)) -> bool {
        (0..self.history.len()).any(|n| {
            let (moment, next) = (&self.history[n], self.history.get(n + 1));
            moment.cells == *cells
                && moment.sent <= between.1
                && next.is_none_or(|next| next.answered >= between.0)
        })
    }
}

impl Form {
    fn address(&self) -> String {
        format!("/reservations/{}/valider", self.week)
    }

    fn saved(&self) -> String {
        format!("/reservations/{}?fait={}", self.week, self.number)
    }

    /// A page shows what this form booked in its week.
    #[track_caller]
    fn shown(&self, page: &str) {
        let expected: BTreeSet<Cell> = of_week(&self.after, self.week).collect();
        assert_eq!(ticked(page), expected, "after {}", self.body);
    }
}

fn on_time(cell: &Cell) -> (Cell, Booking) {
    (*cell, Booking::OnTime)
}

fn of_week<'a>(cells: impl IntoIterator<Item = &'a Cell>, week: NaiveDate) -> impl Iterator<Item = Cell> {
    let cells = cells.into_iter().copied();
    cells.filter(move |cell| monday(cell.day) == week)
}
