//! Asking for a link to a new password.

use chrono::TimeDelta;
use maud::{Markup, html};

use super::{dress, not_open};
use crate::{
    account::Bar,
    town::{
        Identity,
        view::{frame, reach},
    },
    ui::{
        form::{Field, Problem, field, problems},
        french::{self, NBSP},
        layout,
    },
};

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub struct Asked<'a> {
    /// Address typed, or of who is signed in.
    pub mail: &'a str,
    /// It is not an address.
    pub bad_mail: bool,
    /// Nobody's address is taken from there before so long.
    pub slowed: Option<TimeDelta>,
}

const HERE: &str = "/mot-de-passe";
const BAD_MAIL: &str = "Indiquez votre adresse électronique, par exemple prenom@exemple.fr.";

/// The page that asks for an address.
pub fn ask(town: &Identity, bar: Option<&Bar>, asked: &Asked) -> Markup {
    let slowed = asked.slowed.map(|wait| {
        format!(
            "Beaucoup de liens ont été demandés depuis votre connexion{NBSP}: réessayez dans {}.",
            french::in_about(wait.num_seconds())
        )
    });
    let problem = asked.bad_mail.then_some(BAD_MAIL).or(slowed.as_deref());
    let list: Vec<Problem> = problem
        .iter()
        .map(|words| Problem { field: Some("adresse".into()), words: (*words).into() })
        .collect();
    let title = "Créer ou changer votre mot de passe";
    let mut frame = frame(town, title);
    if let Some(bar) = bar {
        dress(&mut frame, bar);
    }
    (frame.refused, frame.here) = (!list.is_empty(), HERE);
    let content = html! {
        h1 { (title) }
        (problems(&list))
        (not_open(town))
        p { "Indiquez l’adresse électronique que vous avez donnée à la mairie. Vous y recevrez un lien pour choisir votre mot de passe." }
        form.card.narrow method="post" action=(HERE) novalidate {
            (field(&Field {
                name: "adresse",
                label: "Adresse électronique",
                kind: "email",
                autocomplete: "username",
                value: asked.mail,
                problem,
            }))
            button.main { "Recevoir le lien" }
        }
        @if bar.is_none() { p { a.alone href="/connexion" { "Revenir à la connexion" } } }
    };
    layout::page(&frame, content)
}

/// The page that follows: the same for any address.
pub fn asked(town: &Identity, bar: Option<&Bar>) -> Markup {
    let title = "Regardez vos messages";
    let mut frame = frame(town, title);
    if let Some(bar) = bar {
        dress(&mut frame, bar);
    }
    frame.here = HERE;
    let content = html! {
        h1 { (title) }
        p.saved role="status" {
            "Si cette adresse est connue de la mairie, un message part dans la minute. Il contient un lien pour choisir votre mot de passe. Si vous venez déjà d’en demander un, attendez une minute avant d’en demander un autre."
        }
        ul.plainly {
            li { "Le lien vaut 24" (NBSP) "heures et ne sert qu’une fois. Si vous en demandez plusieurs, seul le dernier fonctionne." }
            li { "Rien n’arrive" (NBSP) "? Regardez aussi dans les indésirables (ou «" (NBSP) "spams" (NBSP) "»)." }
            li {
                "Toujours rien" (NBSP) "? La mairie a peut-être une autre adresse pour vous. Demandez-lui" (NBSP) ": "
                (reach(town)) "."
            }
        }
        p { a.alone href=(HERE) { "Demander un autre lien" } }
        @if bar.is_none() { p { a.alone href="/connexion" { "Revenir à la connexion" } } }
    };
    layout::page(&frame, content)
}
