//! What every mail of the town says around its own words.

use super::{Identity, view::title};
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
        Part::Words(match town.contact.service.as_str() {
            "" => "Ce message est envoyé automatiquement.".into(),
            service => format!(
                "Ce message est envoyé automatiquement. Pour toute question{NBSP}: {service}, {}.",
                town.contact.telephone
            ),
        }),
        Part::Words(title(town).into()),
    ]);
    Mail {
        to: to.into(),
        from_name: title(town).into(),
        subject: subject.into(),
        text: letter::text(&parts),
        html: letter::page(&parts).into_string(),
        secret,
        ..Mail::default()
    }
}
