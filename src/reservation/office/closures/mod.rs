//! Closures: their list, a new one, one that was made and may be undone.

mod close;
mod list;
mod new;
mod one;
mod undo;

use rocket::{Route, routes};

use crate::{
    account::{
        self, AccountId,
        role::{Families, Permission},
    },
    family::{self, FamilyId},
    platform::{
        error::Error,
        store::{Reading, StoreError, Write},
    },
    reservation::{Booking, Cell, closing::Concerned},
    ui::layout::Frame,
};

pub fn routes() -> Vec<Route> {
    routes![list::page, list::remove, new::page, new::make, one::page, one::undo]
}

/// The frame of a page about closures.
fn here(mut frame: Frame) -> Frame {
    frame.here = "/mairie/fermetures";
    frame
}

/// An agent who may no longer keep families' bookings at his turn on the writer closes nothing.
fn still_may(w: &Write, by: AccountId) -> Result<(), Error> {
    let duty = account::store::account_of(w, by)?.and_then(|account| account.duty);
    duty.filter(|duty| duty.has(Families::ROLES)).map(drop).ok_or(Error::NotAllowed)
}

/// What is said to a family, and whom it is said to.
fn concerned(
    r: &impl Reading,
    id: FamilyId,
    bookings: Vec<(Cell, Booking)>,
) -> Result<Concerned, StoreError> {
    let mut children = std::collections::BTreeMap::new();
    for (cell, _) in &bookings {
        if !children.contains_key(&cell.child)
            && let Some(child) = family::store::child(r, id, cell.child)?
        {
            children.insert(cell.child, child.first_name);
        }
    }
    let name = family::store::family(r, id)?.map(|family| family.name).unwrap_or_default();
    let let_in: Vec<_> = family::store::guardians(r, id)?
        .into_iter()
        .filter(|(_, guardian)| guardian.comes_in())
        .map(|(guardian, _)| (id, guardian))
        .collect();
    let accounts = account::store::accounts_of(r, id)?;
    let reads = |account: &account::Account| account.families.iter().any(|place| let_in.contains(place));
    let mails = accounts.into_iter().filter(|(_, account)| reads(account)).map(|(_, account)| account.mail);
    Ok(Concerned { id, name, children, bookings, mails: mails.collect() })
}
