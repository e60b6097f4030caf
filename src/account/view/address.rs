//! Another mail address: asked for, then confirmed from the mail.

use maud::{Markup, html};

use super::{Untaken, confirm::Kind, dress};
use crate::{
    account::Bar,
    town::{Identity, view::frame},
    ui::{
        form::{Field, Problem, field, problems},
        french::NBSP,
        layout,
    },
};

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub struct Moving<'a> {
    /// The address of today.
    pub from: &'a str,
    /// The new one, as it was typed.
    pub to: &'a str,
    /// Why it cannot be.
    pub bad: Option<BadAddress>,
    /// Why the password was not taken.
    pub password: Option<Untaken>,
    /// The address that a mail was sent to, until it is confirmed.
    pub waiting: Option<&'a str>,
    /// Whether that mail has just left.
    pub asked: bool,
}

/// Why an address cannot be the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadAddress {
    /// It is none.
    Malformed,
    /// It is the one of today.
    Same,
    /// Too many mails were asked for; none leaves before so long.
    TooMany(chrono::TimeDelta),
}

fn words(bad: BadAddress) -> String {
    match bad {
        BadAddress::Malformed => {
            "Indiquez la nouvelle adresse électronique, par exemple prenom@exemple.fr.".into()
        }
        BadAddress::Same => {
            "C’est déjà l’adresse de votre compte. Indiquez celle que vous voulez à la place.".into()
        }
        BadAddress::TooMany(wait) => super::confirm::too_many(wait),
    }
}

/// The form.
pub fn moving(town: &Identity, bar: &Bar, shown: &Moving) -> Markup {
    let bad = shown.bad.map(words);
    let list = [
        bad.clone().map(|words| Problem { field: Some("adresse".into()), words }),
        shown.password.map(|why| Kind::Password.problem(why)),
    ];
    let list: Vec<Problem> = list.into_iter().flatten().collect();
    let mut frame = frame(town, "Changer mon adresse électronique");
    dress(&mut frame, bar);
    frame.here = "/compte";
    frame.refused = !list.is_empty();
    let content = html! {
        h1 { "Changer mon adresse électronique" }
        @if let Some(waiting) = shown.waiting {
            @if shown.asked {
                p.saved role="status" {
                    "Un message est envoyé à " strong.long-word { (waiting) } ". Ouvrez-le et suivez son lien dans les 24" (NBSP) "heures" (NBSP)
                    ": votre nouvelle adresse sera alors enregistrée. D’ici là, rien ne change."
                }
                p { "Rien n’arrive" (NBSP) "? Regardez dans les courriers indésirables, ou recommencez ci-dessous." }
            } @else {
                p.notice {
                    "Un changement attend d’être confirmé" (NBSP) ": suivez le lien du message envoyé à " strong.long-word { (waiting) } "."
                }
            }
        }
        (problems(&list))
        p { "Votre adresse actuelle" (NBSP) ": " strong.long-word { (shown.from) } }
        form.card.narrow method="post" action="/compte/adresse" novalidate {
            (field(&Field {
                name: "adresse",
                label: "Nouvelle adresse électronique",
                kind: "email",
                autocomplete: "email",
                value: shown.to,
                problem: bad.as_deref(),
            }))
            (Kind::Password.field(shown.password))
            p { "Un message vous sera envoyé à la nouvelle adresse, pour vérifier qu’elle est bien la vôtre." }
            button.main { "Envoyer le message" }
        }
        p { a.alone href="/compte" { "Revenir à mon compte" } }
    };
    layout::page(&frame, content)
}

/// What the link of the mail opens: nothing changes before the button is pressed.
pub fn confirming(town: &Identity, bar: Option<&Bar>, token: &str, mail: &str) -> Markup {
    let mut frame = frame(town, "Confirmer la nouvelle adresse");
    frame.help = "/compte";
    if let Some(bar) = bar {
        dress(&mut frame, bar);
    }
    let content = html! {
        h1 { "Confirmer la nouvelle adresse" }
        p { "Vous vous connecterez désormais avec " strong.long-word { (mail) } ", et c’est là que nous vous écrirons." }
        form method="post" action={ "/compte/adresse/" (token) } {
            button.main { "Confirmer la nouvelle adresse" }
        }
        p { "Si vous n’avez rien demandé, fermez simplement cette page" (NBSP) ": rien ne change." }
    };
    layout::page(&frame, content)
}

/// A link that is good no more.
pub fn link_over(town: &Identity, bar: Option<&Bar>) -> Markup {
    let mut frame = frame(town, "Ce lien ne sert plus");
    frame.help = "/compte";
    if let Some(bar) = bar {
        dress(&mut frame, bar);
    }
    let content = html! {
        h1 { "Ce lien ne sert plus" }
        p { "Un lien de confirmation est valable 24" (NBSP) "heures et ne sert qu’une fois" (NBSP) "; seul le plus récent fonctionne." }
        p { "Si votre adresse n’a pas encore changé, demandez un nouveau message" (NBSP) ": cela ne prend qu’une minute." }
        p { a.main href="/compte/adresse" { "Recommencer" } }
    };
    layout::page(&frame, content)
}
