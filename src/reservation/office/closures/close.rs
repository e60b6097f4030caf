//! Who is booked on days that are to be closed, and the one act that cancels and tells.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Months, Utc};

use super::concerned;
use crate::{
    account::{AccountId, role::Role},
    activity::{self, Services},
    family::{
        self, Child, ChildId, FamilyId, Subject,
        history::{Line, What},
        office::still_has,
    },
    platform::{
        error::Error,
        outbox,
        store::{Reading, StoreError, Write},
    },
    reservation::{
        Cell,
        closing::{Act, ActId, Booked, Concerned, Wrong, concerns, meanwhile},
        mail,
        open::places,
        store::{self, PlaceKey},
    },
    town::{self, Town, calendar::Closure},
};

/// Who is booked on days that a closure concerns.
pub struct Found {
    /// Every booking, in the order of families and children.
    pub bookings: Vec<Booked>,
    /// The same by family, and whom it is said to.
    pub families: Vec<Concerned>,
    /// The children.
    children: BTreeMap<ChildId, Child>,
}

impl Found {
    /// How many mails leave.
    pub fn mails(&self) -> usize {
        self.families.iter().map(|family| family.mails.len()).sum()
    }

    /// The row that counts the place of one of these bookings.
    fn place(&self, town: &Town, services: &Services, cell: &Cell) -> Option<PlaceKey> {
        let service = services.get(cell.service)?;
        Some(places(town, services, service, self.children.get(&cell.child)?, cell.day)?.0)
    }
}

/// Reads who is booked.
pub fn find(r: &impl Reading, town: &Town, closure: &Closure) -> Result<Found, StoreError> {
    let (mut children, mut by_family) = (BTreeMap::new(), BTreeMap::<FamilyId, Vec<_>>::new());
    let mut bookings = Vec::new();
    let mut month = closure.first.with_day(1).unwrap_or(closure.first);
    while month <= closure.last {
        for (family, cell, booking) in store::month_of_all(r, month)? {
            let named = closure.services.is_empty() || closure.services.contains(&cell.service.0);
            if !named || !(closure.first..=closure.last).contains(&cell.day) {
                continue;
            }
            if !children.contains_key(&cell.child)
                && let Some(child) = family::store::child(r, family, cell.child)?
            {
                children.insert(cell.child, child);
            }
            if children.get(&cell.child).is_some_and(|child| concerns(closure, town, child, &cell)) {
                bookings.push(Booked { family, cell, booking });
            }
        }
        month = month + Months::new(1);
    }
    bookings.sort();
    for Booked { family, cell, booking } in &bookings {
        by_family.entry(*family).or_default().push((*cell, *booking));
    }
    let families = by_family.into_iter().map(|(id, cells)| concerned(r, id, cells));
    Ok(Found { families: families.collect::<Result<_, _>>()?, bookings, children })
}

/// What is asked of the writer.
pub struct Asked {
    /// What is to be closed.
    pub closure: Closure,
    /// Number of the form.
    pub form: [u8; 16],
    /// What the page had shown: [`crate::reservation::closing::seen`].
    pub seen: String,
    /// Who asks.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
    /// Address of the portal.
    pub site: String,
    /// Random, for the mails.
    pub token: String,
}

/// Closes, cancels and tells, as things stand at this turn on the writer.
pub fn close(w: &Write, asked: &Asked) -> Result<Result<ActId, Wrong>, Error> {
    still_has(w, asked.by, Role::Families)?;
    let acts = store::acts(w)?;
    if let Some((id, _)) = acts.iter().find(|(_, act)| act.form == asked.form) {
        return Ok(Ok(*id));
    }
    let (town, services) = (town::store::town(w)?, activity::store::services(w)?);
    let closure = &asked.closure;
    let known = town.calendar.closures.contains(closure);
    if known && acts.iter().any(|(_, act)| act.undone.is_none() && act.closure == *closure) {
        return Ok(Err(Wrong::Exists));
    }
    let found = find(w, &town, closure)?;
    let id = store::next_act(w)?;
    let act = Act {
        closure: closure.clone(),
        form: asked.form,
        at: asked.at,
        by: asked.by,
        bookings: found.bookings.len(),
        families: found.families.len(),
        mails: found.mails(),
        meanwhile: meanwhile(&asked.seen, &found.bookings),
        taken: taken(w, &town, &services, &found)?,
        marks: marks(w, &found)?,
        undone: None,
    };
    store::set_act(w, id, &act)?;
    let gone = found.bookings.iter().map(|booked| (booked.family, booked.cell, None));
    store::set(w, gone, |cell| found.place(&town, &services, cell), |_| None)?;
    for family in &found.families {
        store::set_cancelled(w, id, family.id, &family.bookings)?;
        let what = What::Closed(closure.reason.clone(), family.bookings.len());
        let about = Subject::Household(family.id);
        family::store::note(w, family.id, Line { about, name: family.name.clone(), what })?;
        for to in &family.mails {
            let mail = mail::closure::closed(&town.identity, &services, closure, family, to, &asked.site);
            outbox::queue(w, mail, &asked.token, asked.at)?;
        }
    }
    // Last: what is read after a change of the settings is no longer in memory.
    if !known {
        let mut calendar = town.calendar.clone();
        calendar.closures.push(closure.clone());
        town::store::set_calendar(w, &calendar)?;
    }
    Ok(Ok(id))
}

/// Which of the bookings the town hall had made, and by which act.
fn marks(w: &Write, found: &Found) -> Result<Vec<(Cell, u64)>, StoreError> {
    let mut marks = Vec::new();
    for Booked { family, cell, .. } in &found.bookings {
        marks.extend(store::mark(w, *family, cell)?.map(|act| (*cell, act)));
    }
    Ok(marks)
}

/// How many places are taken where some are given back.
fn taken(
    w: &Write,
    town: &Town,
    services: &Services,
    found: &Found,
) -> Result<Vec<(PlaceKey, u32)>, StoreError> {
    let mut taken = BTreeMap::new();
    for booked in &found.bookings {
        if let Some(key) = found.place(town, services, &booked.cell)
            && !taken.contains_key(&key)
        {
            taken.insert(key, store::taken(w, &key)?);
        }
    }
    Ok(taken.into_iter().collect())
}
