//! The page of the first administrator.

use maud::{Markup, html};

use super::{
    Form,
    agent::{list, problem},
};
use crate::{
    town::{
        Identity,
        view::{frame, name},
    },
    ui::{
        form::{Field, field, problems},
        french::NBSP,
        layout,
    },
};

/// The form. Whoever fills it in is the person: browsers may help.
pub fn first(town: &Identity, token: &str, shown: &Form) -> Markup {
    let mut frame = frame(town, "Premier administrateur");
    frame.refused = !shown.wrong.is_empty();
    let duty = shown.sheet.map(|sheet| &sheet.duty);
    let text = |name, label, kind, autocomplete, value| {
        let problem = problem(shown, name);
        field(&Field { name, label, kind, autocomplete, value, problem: problem.as_deref() })
    };
    let content = html! {
        h1 { "Premier administrateur du portail" }
        (problems(&list(shown)))
        p { "Bienvenue. Personne n’administre encore le portail de " (name(town)) ". Indiquez qui vous êtes" (NBSP) ": vous choisirez ensuite votre mot de passe." }
        form.card.narrow method="post" action={ "/premier/" (token) } novalidate {
            (text("prenom", "Prénom", "text", "given-name", duty.map_or("", |duty| duty.first_name.as_str())))
            (text("nom", "Nom", "text", "family-name", duty.map_or("", |duty| duty.last_name.as_str())))
            (text("adresse", "Adresse électronique", "email", "username", shown.sheet.map_or("", |sheet| sheet.mail.as_str())))
            button.main { "Continuer" }
        }
    };
    layout::page(&frame, content)
}

/// The link is not good, or no longer.
pub fn first_gone(town: &Identity) -> Markup {
    let content = html! {
        h1 { "Ce lien n’est plus valable" }
        p { "Il a déjà servi, il date de plus d’une heure, ou le portail a déjà un administrateur." }
        p { "Si personne n’administre encore le portail, redémarrez-le" (NBSP) ": il affichera un nouveau lien. Sinon, demandez un accès à l’administrateur." }
        p { "Vous étiez en train de vous inscrire, sans avoir encore choisi de mot de passe" (NBSP) "? La commande " code { "preau agent reset VOTRE-ADRESSE" } " donne un autre lien." }
        p { a.alone href="/connexion" { "Aller à la page de connexion" } }
    };
    layout::page(&frame(town, "Lien plus valable"), content)
}
