//! The mail that an administrator sends to see whether mail leaves.

use crate::{
    platform::mail::Mail,
    town::{Identity, view::title},
    ui::letter::{self, Part},
};

/// To the administrator who asked for it.
pub fn test(town: &Identity, to: &str) -> Mail {
    let parts = [
        Part::Words("Bonjour,".into()),
        Part::Words(
            "Ce courriel d’essai est bien arrivé : le portail peut écrire aux familles."
                .replace(" :", "\u{a0}:"),
        ),
        Part::Words(title(town).into()),
    ];
    Mail {
        to: to.into(),
        from_name: title(town).into(),
        subject: "Courriel d’essai du portail des familles".into(),
        text: letter::text(&parts),
        html: letter::page(&parts).into_string(),
        secret: false,
        ..Mail::default()
    }
}
