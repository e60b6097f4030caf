//! The pages of one agent: the invitation, and the sheet.

use maud::{Markup, html};

use super::{role, roles};
use crate::{
    account::{
        Account, AccountId,
        agent::{Sheet, Wrong, seen},
        role::{Duty, Role},
    },
    activity::Services,
    town::Town,
    ui::{
        form::{Field, Problem, field, problems},
        french::{self, NBSP},
        layout::{self, Frame},
    },
};

/// What a form shows: what was typed and is wrong, or what was done.
#[derive(Default)]
pub struct Form<'a> {
    /// What was typed, when it was refused.
    pub sheet: Option<&'a Sheet>,
    /// Why.
    pub wrong: &'a [Wrong],
    /// The agent who has the address that was typed.
    pub other: Option<&'a Duty>,
    /// What was just done: a name of [`done`].
    pub done: Option<&'a str>,
}

/// The page of an invitation.
pub fn invitation(mut frame: Frame, town: &Town, services: &Services, shown: &Form) -> Markup {
    frame.title = "Inviter un agent";
    frame.here = "/mairie/agents";
    frame.refused = !shown.wrong.is_empty();
    let mail = shown.sheet.map_or("", |sheet| sheet.mail.as_str());
    let content = html! {
        h1 { "Inviter un agent" }
        (problems(&list(shown)))
        p { "Un courriel lui sera envoyé avec un lien, valable 24" (NBSP) "heures, pour choisir son mot de passe. Un parent qui a déjà un compte garde le même." }
        form.card method="post" action="/mairie/agents" novalidate {
            (names(shown.sheet.map(|sheet| &sheet.duty), shown.wrong))
            (field(&Field {
                name: "adresse",
                label: "Adresse électronique",
                kind: "email",
                autocomplete: "off",
                value: mail,
                problem: problem(shown, "adresse").as_deref(),
            }))
            (duties(town, services, shown.sheet.map(|sheet| &sheet.duty), shown.wrong))
            button.main { "Envoyer l’invitation" }
        }
        p { a.alone href="/mairie/agents" { "Revenir à la liste des agents" } }
    };
    layout::page(&frame, content)
}

/// The page of an agent; none for an account that is not one.
pub fn agent(
    frame: Frame,
    town: &Town,
    services: &Services,
    id: AccountId,
    account: &Account,
    shown: &Form,
) -> Option<Markup> {
    let mut frame = frame;
    let duty = account.duty.as_ref()?;
    let name = format!("{} {}", duty.first_name, duty.last_name);
    let title = format!("Agent {name}");
    frame.title = &title;
    frame.here = "/mairie/agents";
    frame.refused = !shown.wrong.is_empty();
    let address = format!("/mairie/agents/{id}");
    let content = html! {
        h1 { (name) }
        @if let Some(words) = shown.done.and_then(|what| done(what, &account.mail)) { p.saved role="status" { (words) } }
        (problems(&list(shown)))
        @if shown.wrong.contains(&Wrong::Changed) {
            p.notice { "Ce qui est enregistré maintenant" (NBSP) ": " (name) ", " (roles(&duty.roles)) ". Votre saisie est gardée ci-dessous" (NBSP) ": corrigez-la si besoin, puis enregistrez." }
        }
        p { (account.mail) @if !duty.access { " – accès terminé" } @else if account.password.is_none() { " – invitation envoyée, pas encore de mot de passe" } }
        form.card method="post" action=(address) novalidate {
            h2 { "Nom et rôles" }
            input type="hidden" name="vu" value=(seen(duty));
            @let typed = shown.sheet.map_or(duty, |sheet| &sheet.duty);
            (names(Some(typed), shown.wrong))
            (duties(town, services, Some(typed), if shown.sheet.is_some() { shown.wrong } else { &[] }))
            button.main name="geste" value="enregistrer" { "Enregistrer" }
        }
        @if duty.access { (links(&address, account)) }
        (access(&address, duty, &name, shown.sheet.is_none() && !shown.wrong.is_empty()))
        p { a.alone href={ "/mairie/journal?personne=" (id) } { "Voir dans le journal ce qui concerne " (name) } }
        p { a.alone href="/mairie/agents" { "Revenir à la liste des agents" } }
    };
    Some(layout::page(&frame, content))
}

/// A new link, with or without the second factor.
fn links(address: &str, account: &Account) -> Markup {
    html! {
        form.card method="post" action=(address) {
            h2 { "Mot de passe" }
            p { "Un courriel est envoyé à " (account.mail) " avec un lien valable 24" (NBSP) "heures. Vous ne verrez jamais le mot de passe." }
            p { button.plain name="geste" value="lien" { "Envoyer un lien pour le mot de passe" } }
            @if account.factor.is_some() {
                h2 { "Double vérification" }
                p { "En cas de téléphone perdu ou changé" (NBSP) ": le lien permet aussi de régler la double vérification de nouveau." }
                p { button.plain name="geste" value="code" { "Envoyer un lien qui retire la double vérification" } }
            }
        }
    }
}

/// The access; `last`: it was asked to end, and is the last administrator's.
fn access(address: &str, duty: &Duty, name: &str, last: bool) -> Markup {
    html! {
        form.card method="post" action=(address) {
            h2 { "Accès" }
            @if last { p.problem #acces-aide { (LAST) } }
            @if duty.access {
                p { "Si " (name) " ne travaille plus sur le portail, terminez son accès" (NBSP) ": l’effet est immédiat. Vous pourrez le rendre." }
                p { button.plain #acces name="geste" value="terminer" aria-describedby=[last.then_some("acces-aide")] { "Terminer l’accès" } }
            } @else {
                p { (name) " n’a plus accès au côté mairie du portail." }
                p { button.plain name="geste" value="rendre" { "Rendre l’accès" } }
            }
        }
    }
}

/// What was just done.
fn done(what: &str, mail: &str) -> Option<String> {
    Some(match what {
        "invitation" => format!("L’accès est créé. Un courriel part vers {mail}."),
        "enregistrer" => "Les modifications sont enregistrées.".into(),
        "terminer" => "L’accès est terminé. Ses connexions en cours sont coupées.".into(),
        "rendre" => "L’accès est rendu.".into(),
        "lien" => format!("Un lien part vers {mail}."),
        "code" => format!("Un lien part vers {mail}. La double vérification sera retirée quand il servira."),
        _ => return None,
    })
}

/// First and last name.
fn names(duty: Option<&Duty>, wrong: &[Wrong]) -> Markup {
    let text = |name, label, value, fault| {
        let problem = wrong.contains(fault).then(|| words(fault, None).1);
        let field_of =
            Field { name, label, kind: "text", autocomplete: "off", value, problem: problem.as_deref() };
        field(&field_of)
    };
    html! {
        (text("prenom", "Prénom", duty.map_or("", |duty| &duty.first_name), &Wrong::FirstName))
        (text("nom", "Nom", duty.map_or("", |duty| &duty.last_name), &Wrong::LastName))
    }
}

/// The roles, and the roll calls.
fn duties(town: &Town, services: &Services, duty: Option<&Duty>, wrong: &[Wrong]) -> Markup {
    let has = |role: &Role| duty.is_some_and(|duty| duty.roles.contains(role));
    let about_roles = wrong.iter().filter(|wrong| matches!(wrong, Wrong::NoRole | Wrong::LastAdministrator));
    let calls = duty.map(|duty| duty.roll_call.clone()).unwrap_or_default();
    html! {
        fieldset #roles tabindex="-1" {
            legend { "Rôles" }
            @for wrong in about_roles { p.problem { (words(wrong, None).1) } }
            @for each in &Role::ALL {
                label.choice {
                    input type="checkbox" name="role" value=(each.key()) checked[has(each)];
                    span { strong { (role(*each).0) } (NBSP) ": " (role(*each).1) }
                }
            }
        }
        p { "L’administration et la facturation demandent une double vérification à la connexion." }
        fieldset {
            legend { "Pointage" (NBSP) ": quelles écoles, quels services" }
            p { "Pour le rôle Pointage seulement. Sans rien cocher" (NBSP) ": toutes les écoles, tous les services." }
            @for (id, school) in &town.schools {
                label.choice { input type="checkbox" name="ecole" value=(id) checked[calls.schools.contains(id)]; (school.name) }
            }
            @for service in &services.list {
                label.choice { input type="checkbox" name="service" value=(service.id) checked[calls.services.contains(&service.id)]; (service.name) }
            }
        }
    }
}

/// The problems of a refused form.
pub(super) fn list(shown: &Form) -> Vec<Problem> {
    let problem = |wrong: &Wrong| {
        let (mut field, words) = words(wrong, shown.other);
        if *wrong == Wrong::LastAdministrator && shown.sheet.is_none() {
            field = "acces";
        }
        Problem { field: Some(field.into()), words }
    };
    shown.wrong.iter().map(problem).collect()
}

/// The words of the problem of a field, if it has one.
pub(super) fn problem(shown: &Form, name: &str) -> Option<String> {
    shown
        .wrong
        .iter()
        .map(|wrong| words(wrong, shown.other))
        .find(|(field, _)| *field == name)
        .map(|(_, words)| words)
}

const LAST: &str = "Il faut au moins une personne à l’administration, qui ait déjà son mot de passe. Donnez d’abord ce rôle à quelqu’un d’autre.";

/// Which field a fault is about, and what to do.
fn words(wrong: &Wrong, other: Option<&Duty>) -> (&'static str, String) {
    match wrong {
        Wrong::FirstName => ("prenom", "Indiquez le prénom, en lettres.".into()),
        Wrong::LastName => ("nom", "Indiquez le nom, en lettres.".into()),
        Wrong::Mail => {
            ("adresse", "Indiquez une adresse électronique, par exemple prenom@exemple.fr.".into())
        }
        Wrong::Taken(_) => {
            let who =
                other.map(|duty| format!(", {} {}", duty.first_name, duty.last_name)).unwrap_or_default();
            ("adresse", format!("Cette adresse est déjà celle d’un agent{who}."))
        }
        Wrong::NoRole => ("roles", "Cochez au moins un rôle.".into()),
        Wrong::LastAdministrator => ("roles", LAST.into()),
        Wrong::Changed => (
            "prenom",
            "Quelqu’un d’autre vient de modifier cet agent. Rien n’a été enregistré de votre saisie.".into(),
        ),
    }
}

/// "le rôle Facturation", "les rôles Familles et Pointage".
pub(super) fn named<'a>(roles: impl IntoIterator<Item = &'a Role>) -> String {
    let names: Vec<&str> = roles.into_iter().map(|each| role(*each).0).collect();
    let article = if names.len() > 1 { "les rôles" } else { "le rôle" };
    format!("{article} {}", french::list(names))
}
