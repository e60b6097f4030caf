//! The town's side, in French: the frame of its pages, its home, its mail.

pub mod file;
mod home;
mod mails;
pub mod opening;
pub mod settings;

pub use home::{Needs, home};
pub use mails::{Said, mails};

use crate::{
    account::{
        Bar,
        role::{Billing, Counts, Duty, Families, Mails, Permission, Reader, Role, RollCall},
    },
    town::{self, Identity},
    ui::layout::Frame,
};

/// The frame of a page of the town's side, which its caller completes: the menu is what the roles open.
pub fn frame<'a>(town: &'a Identity, bar: &'a Bar, duty: &Duty) -> Frame<'a> {
    let mut frame = town::view::frame(town, "Mairie");
    frame.person = Some(&bar.person);
    frame.ends = bar.ends;
    frame.office = true;
    let administers = duty.has(&[Role::Administrator]);
    let entries = [
        (true, ("/mairie", "Accueil")),
        (duty.has(Reader::ROLES), ("/mairie/familles", "Familles")),
        (duty.has(Reader::ROLES), ("/mairie/demandes", "Demandes")),
        (duty.has(Reader::ROLES), ("/mairie/messages", "Messages")),
        (duty.has(Families::ROLES), ("/mairie/fermetures", "Fermetures")),
        (duty.has(RollCall::ROLES), ("/mairie/pointage", "Pointage")),
        (duty.has(Reader::ROLES), ("/mairie/absences", "Absences")),
        (duty.has(Counts::ROLES), ("/mairie/effectifs", "Effectifs")),
        (duty.has(Reader::ROLES), ("/mairie/factures", "Factures")),
        (duty.has(Billing::ROLES), ("/mairie/paiements", "Paiements")),
        (duty.has(Reader::ROLES), ("/mairie/documents", "Documents")),
        (administers, ("/mairie/reglages", "Réglages")),
        (administers, ("/mairie/fiches", "Fiches")),
        (administers, ("/mairie/agents", "Agents")),
        (duty.has(Mails::ROLES), ("/mairie/courriels", "Courriels")),
        (administers, ("/mairie/journal", "Journal")),
        (bar.family || bar.families, ("/", "Espace famille")),
        (true, ("/compte", "Compte")),
    ];
    frame.menu = entries.into_iter().filter_map(|(shown, entry)| shown.then_some(entry)).collect();
    frame
}
