//! The password asked again, and codes: their fields, and why one was not taken.

use chrono::TimeDelta;
use maud::Markup;

use crate::ui::{
    form::{Field, Problem, digits, field},
    french::{NBSP, in_about},
};

/// Why a password or a code was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untaken {
    /// Nothing was typed.
    Missing,
    /// It is not the right one.
    Wrong,
    /// None is looked at before so long.
    Slowed(TimeDelta),
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The password.
    Password,
    /// The six digits of the application.
    Code,
    /// A recovery code.
    Recovery,
}

impl Kind {
    /// Id and name of the field.
    fn name(self) -> &'static str {
        if self == Kind::Password { "mot-de-passe" } else { "code" }
    }

    fn words(self, why: Untaken) -> String {
        let words = match (self, why) {
            (_, Untaken::Slowed(wait)) => return too_many(wait),
            (Kind::Password, Untaken::Missing) => "Indiquez votre mot de passe.",
            (Kind::Password, Untaken::Wrong) => {
                "Le mot de passe n’est pas le bon. Vérifiez-le, puis réessayez."
            }
            (Kind::Code, Untaken::Missing) => "Indiquez le code à six chiffres que montre votre application.",
            (Kind::Code, Untaken::Wrong) => {
                "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant, puis réessayez."
            }
            (Kind::Recovery, Untaken::Missing) => "Indiquez l’un de vos codes de secours.",
            (Kind::Recovery, Untaken::Wrong) => {
                "Ce code de secours n’est pas le bon, ou il a déjà servi. Vérifiez-le, puis réessayez."
            }
        };
        words.into()
    }

    /// What the summary says of it.
    pub fn problem(self, why: Untaken) -> Problem {
        Problem { field: Some(self.name().into()), words: self.words(why) }
    }

    /// The field.
    pub fn field(self, why: Option<Untaken>) -> Markup {
        let problem = why.map(|why| self.words(why));
        let (label, kind, autocomplete) = match self {
            Kind::Password => ("Mot de passe actuel", "password", "current-password"),
            Kind::Code => ("Code à six chiffres", "text", "one-time-code"),
            Kind::Recovery => ("Code de secours", "text", "one-time-code"),
        };
        let shown =
            Field { name: self.name(), label, kind, autocomplete, value: "", problem: problem.as_deref() };
        if self == Kind::Code { digits(&shown) } else { field(&shown) }
    }
}

/// "Il y a eu trop d’essais : réessayez dans 2 minutes."
pub fn too_many(wait: TimeDelta) -> String {
    format!("Il y a eu trop d’essais{NBSP}: réessayez dans {}.", in_about(wait.num_seconds()))
}
