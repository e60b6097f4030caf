//! A closure undone whole: what comes back, what does not, and the one act that does it.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};

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
        Booking, Cell,
        closing::{Act, ActId, Concerned, Known, Lost, Return, Undone, closes},
        mail,
        open::places,
        store,
    },
    town::{self, Calendar, Town},
};

/// What undoing a closure does, as things stand.
pub struct Undoing {
    /// What comes back.
    pub back: Vec<(FamilyId, Cell, Booking)>,
    /// What does not, and why.
    pub lost: Vec<(FamilyId, Cell, Lost)>,
    /// The families, each with what had been cancelled.
    pub families: Vec<Concerned>,
    /// What does not come back since another closure that was made here closes the day too: it holds it from then on.
    held: BTreeMap<(ActId, FamilyId), Vec<(Cell, Booking)>>,
    children: BTreeMap<ChildId, Arc<Child>>,
    calendar: Calendar,
}

impl Undoing {
    /// How many mails leave.
    pub fn mails(&self) -> usize {
        self.families.iter().map(|family| family.mails.len()).sum()
    }
}

/// Judges every booking that a closure had cancelled.
pub fn undoing(
    r: &impl Reading,
    town: &Town,
    services: &Services,
    id: ActId,
    act: &Act,
) -> Result<Undoing, StoreError> {
    let mut calendar = town.calendar.clone();
    if let Some(at) = calendar.closures.iter().position(|closure| *closure == act.closure) {
        calendar.closures.remove(at);
    }
    let mut room = BTreeMap::new();
    for (key, before) in &act.taken {
        let places = services.pools.get(&key.0).map_or(0, |pool| pool.places);
        room.insert(*key, i64::from(places.max(*before)) - i64::from(store::taken(r, key)?));
    }
    let mut acts = store::acts(r)?;
    acts.retain(|(other, act)| *other != id && act.undone.is_none());
    let mut undoing = Undoing {
        back: Vec::new(),
        lost: Vec::new(),
        families: Vec::new(),
        held: BTreeMap::new(),
        children: BTreeMap::new(),
        calendar: calendar.clone(),
    };
    let mut rule = Return { town, services, calendar: &calendar, room };
    for (family, cells) in store::cancelled(r, id)? {
        let there = family::store::family(r, family)?.is_some_and(|family| family.archived.is_none());
        let mut known: BTreeMap<ChildId, _> = BTreeMap::new();
        for (cell, booking) in &cells {
            if let std::collections::btree_map::Entry::Vacant(gap) = known.entry(cell.child) {
                let child = store::known(r, family, cell.child)?.filter(|_| there);
                let since = store::booked_between(r, cell.child, act.closure.first, act.closure.last)?;
                let since: Vec<Cell> = since.into_iter().map(|(_, cell)| cell).collect();
                gap.insert((child, since));
            }
            let (child, since) = &known[&cell.child];
            let child = child.as_ref().map(|known| (&*known.child, known.registrations.as_slice()));
            match rule.judge(family, cell, &Known { child, since }) {
                Ok(()) => undoing.back.push((family, *cell, *booking)),
                Err(why) => {
                    let other = child.and_then(|(child, _)| closes(&calendar, town, child, cell));
                    let holder = acts.iter().find(|(_, act)| Some(&act.closure) == other);
                    if let (Lost::Closed(_), Some((holder, _))) = (&why, holder) {
                        undoing.held.entry((*holder, family)).or_default().push((*cell, *booking));
                    }
                    undoing.lost.push((family, *cell, why));
                }
            }
        }
        undoing.children.extend(known.into_iter().filter_map(|(id, (child, _))| Some((id, child?.child))));
        undoing.families.push(concerned(r, family, cells)?);
    }
    Ok(undoing)
}

/// Who undoes a closure, when, and what the mails need.
pub struct Asked {
    /// Which.
    pub id: ActId,
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
    /// Address of the portal.
    pub site: String,
    /// Random, for the mails.
    pub token: String,
}

/// Puts back what was cancelled, takes the closure away and tells. One that is undone already stays so.
pub fn undo(w: &Write, asked: &Asked) -> Result<(), Error> {
    still_has(w, asked.by, Role::Families)?;
    let mut act = store::act(w, asked.id)?.ok_or(Error::Missing)?;
    if act.undone.is_some() {
        return Ok(());
    }
    let (town, services) = (town::store::town(w)?, activity::store::services(w)?);
    let undoing = undoing(w, &town, &services, asked.id, &act)?;
    let back = undoing.back.iter().map(|(family, cell, booking)| (*family, *cell, Some(*booking)));
    store::set(
        w,
        back,
        |cell| {
            let (service, child) = services.get(cell.service).zip(undoing.children.get(&cell.child))?;
            Some(places(&town, &services, service, child, cell.day)?.0)
        },
        |cell| act.marks.iter().find(|(known, _)| known == cell).map(|(_, act)| *act),
    )?;
    hold(w, &undoing, &act)?;
    for family in &undoing.families {
        let lost: Vec<(Cell, &Lost)> = undoing
            .lost
            .iter()
            .filter(|(id, ..)| *id == family.id)
            .map(|(_, cell, why)| (*cell, why))
            .collect();
        let back = family.bookings.len() - lost.len();
        let what = What::Reopened(act.closure.reason.clone(), back, lost.len());
        let about = Subject::Household(family.id);
        family::store::note(w, family.id, Line { about, name: family.name.clone(), what })?;
        for to in &family.mails {
            let mail = mail::closure::reopened(
                &town.identity,
                &services,
                &act.closure,
                family,
                &lost,
                to,
                &asked.site,
            );
            outbox::queue(w, mail, &asked.token, asked.at)?;
        }
    }
    let (back, mails) = (undoing.back.len(), undoing.mails());
    act.undone = Some(Undone { at: asked.at, by: asked.by, back, mails, lost: undoing.lost });
    store::set_act(w, asked.id, &act)?;
    town::store::set_calendar(w, &undoing.calendar)?;
    Ok(())
}

/// Gives to other closures what they close as well: undoing them brings it back.
fn hold(w: &Write, undoing: &Undoing, act: &Act) -> Result<(), Error> {
    for ((id, family), cells) in &undoing.held {
        let Some(mut other) = store::act(w, *id)? else { continue };
        let rows = store::cancelled(w, *id)?;
        let mut all =
            rows.into_iter().find(|(known, _)| known == family).map_or_else(Vec::new, |(_, all)| all);
        other.families += usize::from(all.is_empty());
        other.bookings += cells.len();
        all.extend(cells);
        all.sort();
        store::set_cancelled(w, *id, *family, &all)?;
        for (key, before) in &act.taken {
            if !other.taken.iter().any(|(known, _)| known == key) {
                other.taken.push((*key, *before));
            }
        }
        let held = act.marks.iter().filter(|(known, _)| cells.iter().any(|(cell, _)| cell == known));
        other.marks.extend(held);
        store::set_act(w, *id, &other)?;
    }
    Ok(())
}
