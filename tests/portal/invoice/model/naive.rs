//! A notebook in which a clerk keeps what was booked, who came, what was billed and what was paid.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

pub const CANTEEN: u32 = 3;
pub const EVENING: u32 = 6;
pub const WEDNESDAY: u32 = 7;

/// The families that are looked at: ALAIN, MARTEL, NOGUES, DIALLO.
pub const FAMILIES: [u32; 4] = [1, 3, 4, 5];
/// The children: Théo, Anna, Léa, Moussa, Awa, Issa.
pub const CHILDREN: [u32; 6] = [1, 2, 4, 5, 6, 7];

/// Child, service, day.
pub type Cell = (u32, u32, NaiveDate);

/// What a roll call says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    Here,
    Absent,
    Ill,
    Strike,
}

/// What a family has said of the one day on which absences are told here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Ill, and whether a certificate has come the same day.
    Ill(bool),
    Other,
}

/// A bill, or a credit note.
#[derive(Clone, Debug)]
pub struct Paper {
    pub number: String,
    pub family: u32,
    pub total: i64,
    /// What each cell was billed at before it, and after it.
    pub touched: BTreeMap<Cell, (Option<i64>, Option<i64>)>,
}

#[derive(Default)]
pub struct Naive {
    pub year: i32,
    /// Booked, and whether at the price of late bookings.
    pub booked: BTreeMap<Cell, bool>,
    pub came: BTreeMap<Cell, Came>,
    pub told: BTreeMap<u32, Told>,
    /// Since when the quotient of the ALAIN family is 500, and no longer 850.
    pub poorer: Option<NaiveDate>,
    /// What each cell is billed at, and by which paper.
    pub billed: BTreeMap<Cell, (i64, String)>,
    pub papers: Vec<Paper>,
    /// Receipts: of whom, how much, and whether the bank took it back.
    pub receipts: Vec<(String, u32, i64, bool)>,
    /// The last number of each series and year.
    pub numbers: BTreeMap<(char, i32), u32>,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// The day on which absences are told.
pub fn told_day() -> NaiveDate {
    day("2026-12-03")
}

/// The days of two weeks on which there is something to book for everybody.
pub fn days() -> Vec<NaiveDate> {
    let two_weeks = day("2026-11-30").iter_days().take(12);
    two_weeks.filter(|day| day.weekday().number_from_monday() <= 5 && day.day() != 8).collect()
}

/// Everything that can be booked.
pub fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for day in days() {
        let services: &[u32] =
            if day.weekday() == chrono::Weekday::Wed { &[WEDNESDAY] } else { &[CANTEEN, EVENING] };
        cells.extend(
            CHILDREN.iter().flat_map(|child| services.iter().map(move |service| (*child, *service, day))),
        );
    }
    cells
}

/// Whose a child is on a day: Léa is with her father in odd weeks.
pub fn family((child, _, day): Cell) -> u32 {
    match child {
        1 | 2 => 1,
        4 if day.iso_week().week() % 2 == 1 => 4,
        4 => 3,
        _ => 5,
    }
}

impl Naive {
    /// What a cell costs its family now; nothing: it is not billed.
    fn price(&self, cell: Cell) -> Option<i64> {
        let (child, service, day) = cell;
        let booked = self.booked.get(&cell).copied();
        let came = self.came.get(&cell).copied();
        let Some(late) = booked else {
            return (came == Some(Came::Here)).then(|| self.tariff(cell, false));
        };
        let told = self.told.get(&child).copied().filter(|_| day == told_day());
        let certified = told == Some(Told::Ill(true)) && service != EVENING;
        let owed = match (came, told) {
            (Some(Came::Here), _) => true,
            // An outing or a strike is nobody's fault; the centre bills strikes.
            (Some(Came::Strike), _) => service == WEDNESDAY,
            // Who is ill owes nothing where a certificate came in time and the town has decided so.
            (Some(Came::Ill), _) | (_, Some(Told::Ill(_))) => !certified,
            _ => true,
        };
        owed.then(|| self.tariff(cell, late))
    }

    /// The council's price.
    fn tariff(&self, cell: Cell, late: bool) -> i64 {
        let (child, service, day) = cell;
        let poorer = self.poorer.is_some_and(|since| since <= day);
        let together = CHILDREN.iter().filter(|other| {
            let other = (**other, service, day);
            let there = self.booked.contains_key(&other) || self.came.get(&other) == Some(&Came::Here);
            family(other) == family(cell) && there
        });
        let together = together.count();
        let meal = |cents: i64| if late { cents * 3 / 2 } else { cents };
        match (service, family(cell), child) {
            (EVENING, ..) if together > 1 => 240,
            (EVENING, ..) => 250,
            (WEDNESDAY, 1, _) if poorer => 623,
            (WEDNESDAY, 1, _) => 887,
            (WEDNESDAY, 4, _) => 1143,
            // Half of 6,23 € for the youngest of three, half up.
            (WEDNESDAY, _, 7) if together == 3 => 312,
            (WEDNESDAY, ..) => 623,
            (_, 1, 1) if poorer => meal(410),
            (_, 1, 1) => meal(540),
            (_, 1, _) if poorer => meal(100),
            (_, 1, _) => meal(330),
            (_, 4, _) => meal(610),
            (_, _, 7) => meal(100),
            _ => meal(410),
        }
    }

    /// What a family owes of a month, cell by cell.
    fn owed(&self, whose: u32, month: u32) -> BTreeMap<Cell, i64> {
        let own = cells().into_iter().filter(|cell| family(*cell) == whose && cell.2.month() == month);
        own.filter_map(|cell| Some((cell, self.price(cell)?))).collect()
    }

    /// What a run of a month would issue to a family: what reads otherwise than it was billed.
    pub fn due(&self, whose: u32, month: u32) -> Option<i64> {
        let touched = self.touched(whose, month);
        (!touched.is_empty()).then(|| total(&touched))
    }

    fn touched(&self, whose: u32, month: u32) -> BTreeMap<Cell, (Option<i64>, Option<i64>)> {
        let owed = self.owed(whose, month);
        let here = |cell: &&Cell| family(**cell) == whose && cell.2.month() == month;
        let all: BTreeSet<Cell> = owed.keys().chain(self.billed.keys().filter(here)).copied().collect();
        let pair = |cell: Cell| {
            let before = self.billed.get(&cell).map(|(price, _)| *price);
            (cell, (before, owed.get(&cell).copied()))
        };
        all.into_iter().map(pair).filter(|(_, (before, after))| before != after).collect()
    }

    /// Bills a month to a family.
    pub fn bill(&mut self, whose: u32, month: u32) {
        let touched = self.touched(whose, month);
        if touched.is_empty() {
            return;
        }
        let total = total(&touched);
        let number = self.number(if total < 0 { 'A' } else { 'F' });
        self.write(Paper { number, family: whose, total, touched });
    }

    /// Cancels a bill, if all of it still stands; says whether it did.
    pub fn cancel(&mut self, n: usize) -> bool {
        let paper = self.papers[n].clone();
        let stands = |(cell, (_, after)): (&Cell, &(Option<i64>, Option<i64>))| match after {
            Some(_) => self.billed.get(cell).is_some_and(|(_, by)| *by == paper.number),
            None => !self.billed.contains_key(cell),
        };
        if !paper.number.starts_with('F') || !paper.touched.iter().all(stands) {
            return false;
        }
        let back = |(cell, (before, after)): (&Cell, &(Option<i64>, Option<i64>))| (*cell, (*after, *before));
        let touched = paper.touched.iter().map(back).collect();
        let number = self.number('A');
        self.write(Paper { number, family: paper.family, total: -paper.total, touched });
        true
    }

    fn write(&mut self, paper: Paper) {
        for (cell, (_, after)) in &paper.touched {
            match after {
                Some(price) => drop(self.billed.insert(*cell, (*price, paper.number.clone()))),
                None => drop(self.billed.remove(cell)),
            }
        }
        self.papers.push(paper);
    }

    /// Writes down a payment; gives the number of its receipt.
    pub fn pay(&mut self, family: u32, cents: i64) -> String {
        let number = self.number('R');
        self.receipts.push((number.clone(), family, cents, false));
        number
    }

    fn number(&mut self, series: char) -> String {
        let n = self.numbers.entry((series, self.year)).or_default();
        *n += 1;
        format!("{series}{}-1-{n:06}", self.year)
    }

    /// What a family owes: its bills, less its credit notes, less what it paid.
    pub fn balance(&self, whose: u32) -> i64 {
        let papers: i64 =
            self.papers.iter().filter(|paper| paper.family == whose).map(|paper| paper.total).sum();
        let alive = self.receipts.iter().filter(|(_, family, _, back)| *family == whose && !back);
        papers - alive.map(|(_, _, cents, _)| cents).sum::<i64>()
    }
}

fn total(touched: &BTreeMap<Cell, (Option<i64>, Option<i64>)>) -> i64 {
    touched.values().map(|(before, after)| after.unwrap_or(0) - before.unwrap_or(0)).sum()
}
