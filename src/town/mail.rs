//! What every mail of the town says around its own words.

use super::Identity;
use crate::{
    platform::mail::Mail,
    ui::{
        french::NBSP,
        letter::{self, Part},
    },
};

/// A mail of the town to somebody: its own paragraphs between the greeting and the town's name. `secret`: it
/// holds a link that opens something.
pub fn letter(town: &Identity, to: &str, subject: &str, paragraphs: Vec<Part>, secret: bool) -> Mail {
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
