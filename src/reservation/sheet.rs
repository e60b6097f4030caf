//! The form of the grid, as it was sent: the draft of what a parent wants.

use std::{borrow::Cow, collections::BTreeSet};

use super::{
    Cell, Ticks,
    ticks::{self, Draft, Malformed},
};
use crate::activity::period::Period;

/// A form as it was sent.
///
/// Fields: `n`, a number used once; `b`, the boxes it had shown booked; `p`, the changes that were
/// already on it; `d`, the boxes changed since the last answer, the latest last; and each ticked box,
/// `row=day`. Besides, one of the buttons.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The period whose boxes it shows.
    pub shown: Period,
    /// Number used once.
    pub number: [u8; 16],
    /// What is asked.
    pub asked: Asked,
    /// What was ticked on the screen before the latest changes, when the form says which they are.
    pub before: Option<Asked>,
    /// The button that sent it.
    pub button: Button,
}

/// What a form asks for: a change is a difference between what it had shown and what is ticked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// Booked, as it was shown.
    pub base: BTreeSet<Cell>,
    /// Ticked now.
    pub ticks: Ticks,
    /// Of these, newly ticked; where a script says in which order, the latest first.
    pub newest: Vec<Cell>,
    /// Whether a script says so.
    pub live: bool,
}

/// The buttons of the form, other than "Valider", which has an address of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Button {
    /// Show the totals of what is ticked.
    Refresh,
    /// Go to another period.
    Go(Period),
    /// Tick the usual days of a child, or of all (none).
    Usual(Option<crate::family::ChildId>),
    /// Say why the prices of a cell's row are what they are.
    Price(Cell, super::Booking),
    /// Say what the total of a child is made of.
    Total(crate::family::ChildId),
}

impl Asked {
    /// What a draft alone asks for.
    pub fn of(draft: &Draft) -> Self {
        Self { base: draft.remove.clone(), ticks: draft.add.clone(), ..Self::default() }
    }

    /// Ticked now and not shown booked.
    pub fn additions(&self) -> Ticks {
        let new = self.ticks.iter().filter(|(cell, _)| !self.base.contains(cell));
        new.map(|(cell, booking)| (*cell, *booking)).collect()
    }

    /// Shown booked and not ticked now.
    pub fn removals(&self) -> BTreeSet<Cell> {
        self.base.iter().filter(|cell| !self.ticks.contains_key(cell)).copied().collect()
    }
}

impl Sheet {
    /// Reads the body of a form that shows a period.
    ///
    /// # Errors
    /// A field that the page does not have, a box outside the period, a cell twice, too many.
    pub fn parse(shown: Period, body: &[u8]) -> Result<Self, Malformed> {
        Self::read(shown, form_urlencoded::parse(body))
    }

    /// The same of fields that are read already.
    ///
    /// # Errors
    /// The same.
    pub fn read<'a>(
        shown: Period,
        fields: impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>)>,
    ) -> Result<Self, Malformed> {
        let mut number = None;
        let (mut base, mut ticks, mut carried) = (Ticks::new(), Ticks::new(), Draft::default());
        let (mut changed, mut button) = (Vec::new(), Button::Refresh);
        for (name, value) in fields {
            let (name, value) = (name.as_ref(), value.as_ref());
            match name {
                "n" => number = Some(digits(value)?),
                "b" => base = ticks::decode(value)?,
                "p" => carried = Draft::decode(value)?,
                "d" => changed = boxes(value)?,
                "aller" => button = Button::Go(value.parse().map_err(|()| Malformed)?),
                "habituels" => button = Button::Usual(some_child(value)?),
                "prix" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                    button = Button::Total(value.parse().map_err(|_| Malformed)?);
                }
                "prix" => {
                    let [(cell, booking)] = boxes(value)?[..] else { return Err(Malformed) };
                    button = Button::Price(cell, booking);
                }
                row => ticks::insert(&mut ticks, row, value.parse().map_err(|_| Malformed)?)?,
            }
        }
        let number = number.ok_or(Malformed)?;
        if base
            .keys()
            .chain(ticks.keys())
            .chain(changed.iter().map(|(cell, _)| cell))
            .any(|cell| !shown.contains(cell.day))
        {
            return Err(Malformed);
        }
        let base: BTreeSet<Cell> = base.into_keys().collect();
        let live = !changed.is_empty();
        let newest = match live {
            true => {
                changed.iter().rev().map(|(cell, _)| *cell).filter(|cell| ticks.contains_key(cell)).collect()
            }
            false => newly(&ticks, &base, &carried),
        };
        let here = Asked { base, ticks, newest, live };
        let before = live.then(|| without(&here, &changed, shown, &carried));
        Ok(Self { shown, number, asked: along(here, shown, &carried), before, button })
    }
}

/// Adds to what a form shows the changes carried from other periods.
fn along(mut asked: Asked, shown: Period, carried: &Draft) -> Asked {
    let elsewhere = |cell: &&Cell| !shown.contains(cell.day);
    asked.base.extend(carried.remove.iter().filter(elsewhere));
    asked.ticks.extend(carried.add.iter().filter(|(cell, _)| elsewhere(cell)));
    asked
}

/// Without a script nothing says what was ticked last: what the form had not shown ticked.
fn newly(ticks: &Ticks, base: &BTreeSet<Cell>, carried: &Draft) -> Vec<Cell> {
    let known = |cell: &&Cell| base.contains(cell) || carried.add.contains_key(cell);
    ticks.keys().filter(|cell| !known(cell)).copied().collect()
}

/// The form before its latest changes: each of these boxes the other way round.
fn without(asked: &Asked, changed: &[(Cell, super::Booking)], shown: Period, carried: &Draft) -> Asked {
    let mut before = asked.clone();
    for (cell, booking) in changed {
        if before.ticks.remove(cell).is_none() {
            before.ticks.insert(*cell, *booking);
        }
    }
    before.newest.clear();
    before.live = false;
    along(before, shown, carried)
}

/// A number used once, from its 32 hexadecimal digits.
pub fn digits(text: &str) -> Result<[u8; 16], Malformed> {
    match text.len() {
        32 => u128::from_str_radix(text, 16).map(u128::to_be_bytes).map_err(|_| Malformed),
        _ => Err(Malformed),
    }
}

/// `12.3.2612.7_…`: boxes by the name of their row and their day. One that was changed back and
/// forth is not changed.
fn boxes(text: &str) -> Result<Vec<(Cell, super::Booking)>, Malformed> {
    let mut changed: Vec<(Cell, super::Booking)> = Vec::new();
    for (n, word) in text.split('_').filter(|word| !word.is_empty()).enumerate() {
        if n == ticks::MOST {
            return Err(Malformed);
        }
        let (row, day) = word.rsplit_once('.').ok_or(Malformed)?;
        let found = ticks::read(row, day.parse().map_err(|_| Malformed)?).ok_or(Malformed)?;
        match changed.iter().position(|known| known.0 == found.0) {
            Some(at) => drop(changed.remove(at)),
            None => changed.push(found),
        }
    }
    Ok(changed)
}

fn some_child(text: &str) -> Result<Option<crate::family::ChildId>, Malformed> {
    match text {
        "tous" => Ok(None),
        child => child.parse().map(Some).map_err(|_| Malformed),
    }
}
