//! The town's door to families: the page of one, its files, who comes and goes. The desk serves parents too.

mod access;
mod admit;
mod adult;
mod answer;
mod archive;
mod care;
mod create;
mod custody;
pub mod desk;
mod edit;
mod history;
mod import;
mod list;
mod name;
mod one;
mod pick;
mod quotient;
mod requests;
mod rights;

use rocket::{Route, routes};

use super::{FamilyId, Subject, field::Field, store};
use crate::{
    account::{
        self, AccountId, Agent,
        role::{Duty, Permission, Role},
    },
    platform::{
        Parts,
        error::Error,
        store::{Reading, StoreError, Write},
    },
    ui::layout::Frame,
};
use desk::Author;

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    let own = routes![
        list::list,
        one::page,
        history::page,
        edit::guardian,
        edit::save_guardian,
        edit::adult,
        edit::save_adult,
        edit::child,
        edit::save_child,
        edit::household,
        edit::save_household,
        name::rename,
        care::open,
        create::new_family,
        create::create_family,
        create::new_guardian,
        create::create_guardian,
        create::new_child,
        create::create_child,
        adult::new,
        adult::add,
        adult::leaving,
        adult::remove,
        archive::family,
        archive::change_family,
        archive::guardian,
        archive::change_guardian,
        archive::child,
        archive::change_child,
        requests::list,
        requests::accept,
        requests::one,
        requests::treat,
        custody::page,
        custody::change,
        access::page,
        access::change,
        quotient::page,
        quotient::change,
        rights::page,
        rights::change,
    ];
    [own, import::routes()].concat()
}

/// The frame of a page about a family: where it stands in the menu.
pub(crate) fn here(mut frame: Frame<'_>) -> Frame<'_> {
    (frame.here, frame.help) = ("/mairie/familles", "/mairie/familles/dossier");
    frame
}

/// An agent as who changes a file.
fn author<P>(agent: &Agent<P>, parts: &Parts) -> Author {
    let name = format!("{} {}", agent.duty.first_name, agent.duty.last_name);
    Author { account: agent.account, name, town: true, at: parts.clock.now() }
}

/// Whether an agent has one of the roles of a permission other than that of the page.
fn may<P: Permission, Q>(agent: &Agent<Q>) -> bool {
    agent.duty.has(P::ROLES)
}

/// The duty of an agent may have ended between the page and its turn on the writer.
pub(crate) fn still_has(w: &Write, agent: AccountId, role: Role) -> Result<(), Error> {
    duty(w, agent, &[role]).map(drop)
}

/// The duty of an agent as it is at its turn on the writer, with one of these roles at least.
///
/// # Errors
/// [`Error::NotAllowed`]
pub(crate) fn duty(w: &Write, agent: AccountId, roles: &[Role]) -> Result<Duty, Error> {
    let duty = account::store::account_of(w, agent)?.and_then(|account| account.duty);
    duty.filter(|duty| duty.has(roles)).ok_or(Error::NotAllowed)
}

/// A family whose file can be changed: what was put away is taken up again first.
///
/// # Errors
/// [`Error::Missing`]
pub(crate) fn current(r: &impl Reading, id: FamilyId) -> Result<super::Family, Error> {
    store::family(r, id)?.filter(|family| family.archived.is_none()).ok_or(Error::Missing)
}

/// What the subject of a file is called, without opening the file; nothing for the household.
fn name(r: &impl Reading, about: Subject) -> Result<Option<String>, StoreError> {
    let full = |first: &str, last: &str| format!("{first} {last}");
    Ok(match about {
        Subject::Household(_) => None,
        Subject::Guardian(family, id) => {
            store::guardian(r, family, id)?.map(|known| full(&known.first_name, &known.last_name))
        }
        Subject::Adult(family, id) => {
            let known = store::adults(r, family)?.into_iter().find(|(known, _)| *known == id);
            known.map(|(_, sheet)| full(sheet.get(Field::FirstName), sheet.get(Field::LastName)))
        }
        Subject::Child(family, id) => {
            store::child(r, family, id)?.map(|known| full(&known.first_name, &known.last_name))
        }
    })
}
