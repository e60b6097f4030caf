//! What a family owes for a run, out of its bookings, the roll calls and the town's rules; and what its bill shows besides.

use std::collections::BTreeSet;

use super::{billed, office};
use crate::{
    attendance::store::{Month, month},
    family::{self, ChildId, FamilyId},
    invoice::{
        Line, Printed,
        cash::CashOffice,
        issue::{Charges, charges, lines},
        run::Run,
    },
    platform::store::{Reading, StoreError},
    town,
};

/// What a family owes.
pub struct Owed {
    /// Item by item.
    pub charges: Charges,
    /// What leads there from what was billed.
    pub lines: Vec<Line>,
    /// The days that it is made from.
    pub month: Month,
}

/// What a family owes of the days and the services of a run.
///
/// # Errors
/// The database's.
pub fn owed(r: &impl Reading, run: &Run, family: FamilyId) -> Result<Owed, StoreError> {
    let mut month = month(r, family, run.first, run.last)?;
    month.days.retain(|day| run.services.contains(&day.service));
    month.unpriced.retain(|(_, service, _)| run.services.contains(service));
    let children: Vec<ChildId> = month.open.children.iter().map(|child| child.id).collect();
    let mut charges = charges(&month.lines, &children);
    charges.retain(|item, _| run.services.contains(&item.service));
    let mut before = billed(r, family, run.first, run.last)?;
    before.retain(|item, _| run.services.contains(&item.service));
    let lines = lines(&charges, &before);
    Ok(Owed { charges, lines, month })
}

/// What the bill of these lines shows besides, as everything is called now.
///
/// # Errors
/// The database's.
pub fn printed(r: &impl Reading, run: &Run, family: FamilyId, owed: &Owed) -> Result<Printed, StoreError> {
    let town = town::store::town(r)?;
    let known = family::store::family(r, family)?;
    let debtors = family::store::guardians(r, family)?.into_iter().map(|(_, guardian)| guardian);
    let debtors = debtors.filter(|guardian| guardian.archived.is_none());
    let contact = &town.identity.contact;
    let (open, lines) = (&owed.month.open, &owed.lines);
    let name = |id: ChildId| {
        open.child(id).map(|(_, child)| format!("{} {}", child.child.first_name, child.child.last_name))
    };
    let service = |id| open.services.get(id).map(|service| service.name.clone());
    Ok(Printed {
        town: town.identity.name.clone(),
        town_address: contact.address.clone(),
        contact: [contact.service.clone(), contact.telephone.clone(), contact.mail.clone()],
        office: office(r, run.office)?.unwrap_or_else(CashOffice::default),
        family: known.as_ref().map(|known| known.name.clone()).unwrap_or_default(),
        debtors: debtors.map(|guardian| format!("{} {}", guardian.first_name, guardian.last_name)).collect(),
        address: known.and_then(|known| Some(known.address.on(run.today)?.value.clone())),
        children: lines.iter().filter_map(|line| Some((line.child, name(line.child)?))).collect(),
        services: lines.iter().filter_map(|line| Some((line.service, service(line.service)?))).collect(),
        decisions: decisions(owed),
    })
}

/// The council's decisions on which the prices of these lines stand.
fn decisions(owed: &Owed) -> BTreeSet<String> {
    let open = &owed.month.open;
    let of_line = |line: &Line| {
        let child = open.child(line.child).map(|(_, child)| child);
        let day = line.days.first().copied();
        child.zip(day).and_then(|(child, day)| {
            let tariff = open.tariffs.0.get(&child.registration(line.service, day)?.tariff)?;
            Some(tariff.versions.on(day)?.value.decision.clone())
        })
    };
    owed.lines.iter().filter_map(of_line).filter(|decision| !decision.is_empty()).collect()
}
