//! A family's file: what the town knows of it, which changes a few times a year and is looked at with each tick.

use std::sync::Arc;

use crate::{
    activity,
    family::{self, Child, ChildId, FamilyId},
    platform::{
        dated::Dated,
        store::{Reading, StoreError},
    },
    registration::{self, Registration},
    tariff::{
        Regime,
        household::{Household, Pupil},
    },
    town::{self, Class, Level, Town},
};

/// A family, as rules look at it.
pub struct File {
    /// What prices look at; its children are those below, in the same order.
    pub household: Arc<Household>,
    /// Its children, the eldest first.
    pub children: Vec<Known>,
}

/// A child of the family.
#[derive(Clone)]
pub struct Known {
    pub id: ChildId,
    pub child: Arc<Child>,
    pub registrations: Arc<Vec<Registration>>,
}

/// A family's file, from memory while nobody's file has changed; without the children who were put away.
pub fn file(r: &impl Reading, family: FamilyId) -> Result<Arc<File>, StoreError> {
    r.kept(family.0, |r| read(r, family, |child| child.archived.is_none()))
}

/// A child of a family that is not put away, and what the family may book for it.
pub fn known(r: &impl Reading, family: FamilyId, id: ChildId) -> Result<Option<Known>, StoreError> {
    Ok(file(r, family)?.children.iter().find(|known| known.id == id).cloned())
}

/// The same with all its children, whose past bookings stay.
pub fn whole(r: &impl Reading, family: FamilyId) -> Result<Arc<File>, StoreError> {
    read(r, family, |_| true).map(Arc::new)
}

fn read(r: &impl Reading, family: FamilyId, holds: impl Fn(&Child) -> bool) -> Result<File, StoreError> {
    let town = town::store::town(r)?;
    let (services, offers) = (activity::store::services(r)?, registration::store::offers(r)?);
    let mut household = household(r, family)?;
    let mut children = Vec::new();
    for (id, child) in family::store::children(r, family)?.into_iter().filter(|(_, child)| holds(child)) {
        let (level, born) = (levels(&town, &child), Some(child.born));
        let (regime, own_meal) = family::store::priced_by(r, id)?;
        let (regime, away) = (Regime::named(&regime), child.away(family));
        household.children.push(Pupil { level, born, regime, own_meal, away });
        let own = registration::store::registrations(r, family, id)?;
        let classes = child.class.iter().filter_map(|known| town.classes.get(&known.value.class?));
        let classes: Vec<&Class> = classes.collect();
        let registrations = registration::with_open(own, &services, &offers, &classes).into();
        children.push(Known { id, child: child.into(), registrations });
    }
    Ok(File { household: household.into(), children })
}

fn household(r: &impl Reading, family: FamilyId) -> Result<Household, StoreError> {
    let mut household = Household::default();
    if let Some(family) = family::store::family(r, family)? {
        for known in family.address.iter() {
            household.resident.set(known.from, known.value.resident);
        }
        for known in family.quotient.iter() {
            household.quotient.set(known.from, known.value.quotient);
        }
    }
    Ok(household)
}

fn levels(town: &Town, child: &Child) -> Dated<Level> {
    let mut levels = Dated::default();
    for known in child.class.iter() {
        if let Some(class) = known.value.class.and_then(|id| town.classes.get(&id)) {
            levels.set(known.from, class.level);
        }
    }
    levels
}
