//! The mails about accounts, in French.

mod address;
mod agent;
mod factor;
mod password;

pub use address::{address_asked, address_changed, address_link, address_taken};
pub use agent::{duty_given, invitation, new_link};
pub use factor::{FactorChange, factor_changed};
pub use password::{Changed, password_changed, password_link};

use crate::{
    platform::mail::Mail,
    town::Identity,
    ui::{
        french::NBSP,
        letter::{self, Part},
    },
};

/// A mail about an account: its own paragraphs between the greeting and the town's name. `secret`: it holds a
/// link that opens something.
pub fn about(town: &Identity, to: &str, subject: &str, paragraphs: Vec<Part>, secret: bool) -> Mail {
    let mut parts = vec![Part::Words("Bonjour,".into())];
    parts.extend(paragraphs);
    parts.extend([
        Part::Words(format!(
            "Ce message est envoyé automatiquement. Pour toute question{NBSP}: {}, {}.",
            town.contact.service, town.contact.telephone
        )),
        Part::Words(town.name.clone()),
    ]);
    Mail {
        to: to.into(),
        from_name: town.name.clone(),
        subject: subject.into(),
        text: letter::text(&parts),
        html: letter::page(&parts).into_string(),
        secret,
    }
}
