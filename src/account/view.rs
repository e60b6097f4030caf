//! The sign-in page.

use maud::{Markup, html};

use crate::{
    town::{Identity, view::frame},
    ui::{
        form::{Field, Problem, field, problems},
        french::{self, NBSP},
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
}

const BAD_MAIL: &str = "Indiquez votre adresse électronique, par exemple prenom@exemple.fr.";
const NO_PASSWORD: &str = "Indiquez votre mot de passe.";
const WRONG: &str = "L’adresse ou le mot de passe ne sont pas les bons. Vérifiez-les, puis réessayez.";

/// The page.
pub fn sign_in(town: &Identity, shown: &SignIn) -> Markup {
    let about = |field: &str, words: &str| Problem { field: Some(field.into()), words: words.into() };
    let list = [
        shown.bad_mail.then(|| about("adresse", BAD_MAIL)),
        shown.no_password.then(|| about("mot-de-passe", NO_PASSWORD)),
        shown.wrong.then(|| about("adresse", WRONG)),
    ];
    let list: Vec<Problem> = list.into_iter().flatten().collect();
    let mut frame = frame(town, "Se connecter");
    frame.refused = !list.is_empty();
    frame.here = "/connexion";
    let content = html! {
        h1 { "Se connecter" }
        @if shown.back != "/" && list.is_empty() {
            p.notice {
                "Connectez-vous pour continuer."
                @if shown.back.contains("?p=") { " Les cases que vous aviez cochées sans les valider vous attendent." }
            }
        }
        (problems(&list))
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
                problem: shown.no_password.then_some(NO_PASSWORD),
            }))
            @if shown.back != "/" { input type="hidden" name="retour" value=(shown.back); }
            button.main { "Se connecter" }
        }
        p { "Un souci pour vous connecter" (NBSP) "? " (town.contact.service) ", " (french::telephone(&town.contact.telephone)) "." }
    };
    layout::page(&frame, content)
}
