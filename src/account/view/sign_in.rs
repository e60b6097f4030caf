//! The sign-in page.

use chrono::TimeDelta;
use maud::{Markup, html};

use super::{confirm::too_many, not_open};
use crate::{
    town::{
        Identity,
        view::{frame, reach},
    },
    ui::{
        form::{Field, Problem, field, problems},
        french::NBSP,
        layout,
    },
};

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub struct SignIn<'a> {
    /// Where to go then.
    pub back: &'a str,
    /// Address typed.
    pub mail: &'a str,
    /// It is not an address.
    pub bad_mail: bool,
    /// Nothing was typed.
    pub no_password: bool,
    /// They do not go together.
    pub wrong: bool,
    /// They do, and the portal is not open to parents.
    pub closed: bool,
    /// No password is looked at before so long.
    pub slowed: Option<TimeDelta>,
    /// "Rester connecté" was ticked.
    pub stays: bool,
    /// What was just done, and asks for signing in: a name of [`DONE`].
    pub done: Option<&'a str>,
}

/// What may have been done just before, by its name in the address.
const DONE: [(&str, &str); 2] = [
    ("mot-de-passe", "Votre mot de passe est enregistré. Vous pouvez maintenant vous connecter."),
    ("adresse", "Votre nouvelle adresse est enregistrée. Connectez-vous avec elle."),
];

const BAD_MAIL: &str = "Indiquez votre adresse électronique, par exemple prenom@exemple.fr.";
const NO_PASSWORD: &str = "Indiquez votre mot de passe.";
const WRONG: &str = "L’adresse ou le mot de passe ne sont pas les bons. Vérifiez-les, puis réessayez.";

const CLOSED: &str = "Votre mot de passe est le bon, mais le portail n’est pas encore ouvert aux familles. La mairie vous préviendra\u{a0}: il n’y a rien à faire d’ici là.";

/// The page.
pub fn sign_in(town: &Identity, shown: &SignIn) -> Markup {
    let about = |field: &str, words: &str| Problem { field: Some(field.into()), words: words.into() };
    let slowed = shown.slowed.map(slowed_down);
    let list = [
        slowed.as_deref().map(|words| about("mot-de-passe", words)),
        shown.bad_mail.then(|| about("adresse", BAD_MAIL)),
        shown.no_password.then(|| about("mot-de-passe", NO_PASSWORD)),
        shown.wrong.then(|| about("adresse", WRONG)),
        shown.closed.then(|| Problem { field: None, words: CLOSED.into() }),
    ];
    let list: Vec<Problem> = list.into_iter().flatten().collect();
    let mut frame = frame(town, "Se connecter");
    frame.refused = !list.is_empty();
    frame.here = "/connexion";
    let content = html! {
        h1 { "Se connecter" }
        @for (_, words) in DONE.iter().filter(|(name, _)| shown.done == Some(*name)) {
            p.saved role="status" { (words) }
        }
        @if shown.back != "/" && list.is_empty() {
            p.notice {
                "Connectez-vous pour continuer."
                @if shown.back.contains("?p=") { " Les cases que vous aviez cochées sans les valider vous attendent." }
            }
        }
        (problems(&list))
        @if list.is_empty() { (not_open(town)) }
        form.card.narrow method="post" action="/connexion" novalidate {
            (field(&Field {
                name: "adresse",
                label: "Adresse électronique",
                kind: "email",
                autocomplete: "username",
                value: shown.mail,
                problem: shown.bad_mail.then_some(BAD_MAIL).or(shown.wrong.then_some(WRONG)),
            }))
            (field(&Field {
                name: "mot-de-passe",
                label: "Mot de passe",
                kind: "password",
                autocomplete: "current-password",
                value: "",
                problem: shown.no_password.then_some(NO_PASSWORD).or(slowed.as_deref()),
            }))
            label.choice { input type="checkbox" name="rester" value="oui" checked[shown.stays]; " Rester connecté 30" (NBSP) "jours sur cet appareil" }
            @if shown.back != "/" { input type="hidden" name="retour" value=(shown.back); }
            button.main { "Se connecter" }
        }
        p { a.alone href="/mot-de-passe" { "Première connexion ou mot de passe oublié" } }
        p {
            "Un souci pour vous connecter" (NBSP) "? "
            @if town.contact.service.is_empty() { "Adressez-vous à la mairie" } @else { (reach(town)) }
            "."
        }
    };
    layout::page(&frame, content)
}

fn slowed_down(wait: TimeDelta) -> String {
    let too_many = too_many(wait);
    format!(
        "{too_many} Si vous avez oublié votre mot de passe, demandez-en un nouveau{NBSP}: vous n’aurez pas à attendre."
    )
}
