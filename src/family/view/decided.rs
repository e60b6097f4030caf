//! What the town lets parents do with their files, as an administrator decides it.

use maud::{Markup, html};

use super::words;
use crate::{
    family::{
        decided::{Fault, Typed},
        field::Page,
        rights::Mode,
    },
    ui::{
        form::{Problem, problems},
        french::NBSP,
        layout::{self, Frame},
    },
};

/// The pages by whose file they are on.
const GROUPS: [(&str, &[Page]); 4] = [
    ("Fiche d’un responsable légal", &[Page::Identity, Page::Permissions, Page::Contacts]),
    ("Foyer", &[Page::Household, Page::Adults]),
    (
        "Fiche d’un enfant",
        &[Page::Child, Page::School, Page::Registrations, Page::Diet, Page::Health, Page::Papers],
    ),
    ("Toutes les fiches", &[Page::Remarks]),
];

/// The page. `now`: what is decided; `typed`: what stands in the form.
pub fn page(mut frame: Frame, now: &Typed, typed: &Typed, faults: &[Fault], done: bool) -> Markup {
    frame.title = "Fiches des familles";
    frame.here = "/mairie/fiches";
    frame.refused = !faults.is_empty();
    let list = faults.iter().map(|fault| {
        let (field, words) = words(fault);
        Problem { field: Some(field), words }
    });
    let said = |field: &str| {
        let about = faults.iter().map(words).filter(|(known, _)| known == field).map(|(_, words)| words);
        about.collect::<Vec<_>>()
    };
    let content = html! {
        h1 { "Fiches des familles" }
        @if done { p.saved role="status" { "Les choix sont enregistrés. Ils valent dès maintenant." } }
        (problems(&list.collect::<Vec<_>>()))
        @if faults.contains(&Fault::Changed) { (others(now, typed)) }
        p { "Choisissez, partie par partie, ce que les parents peuvent faire de leur dossier. Les agents chargés des familles peuvent tout changer." }
        form.card method="post" action="/mairie/fiches" novalidate {
            input type="hidden" name="vu" value=(typed.seen);
            @for (group, pages) in GROUPS {
                h2 { (group) }
                @for page in pages { (choice(*page, typed.pages.get(page).copied(), &said(page.into()))) }
            }
            h2 { "Certification" }
            div.field.narrow {
                label for="mois" { "Mois avant de demander de nouveau la certification" }
                @for words in said("mois") { p.problem #mois-aide { (words) } }
                input #mois name="mois" inputmode="numeric" autocomplete="off" value=(typed.months) required
                    aria-invalid=[faults.contains(&Fault::Months).then_some("true")] aria-describedby=[faults.contains(&Fault::Months).then_some("mois-aide")];
            }
            h2 { "Régimes alimentaires" }
            div.field {
                label for="regimes" { "Régimes proposés, un par ligne" }
                p #regimes-aide { "Nommez les aliments" (NBSP) ": «\u{a0}Sans porc\u{a0}», «\u{a0}Sans viande\u{a0}». Jamais une religion ni ses règles. Le repas ordinaire est toujours proposé." }
                @for (n, words) in said("regimes").iter().enumerate() { p.problem #{ "regimes-faute-" (n) } { (words) } }
                textarea #regimes name="regimes" rows="6" aria-describedby="regimes-aide" aria-invalid=[(!said("regimes").is_empty()).then_some("true")] { (typed.diets) }
            }
            button.main { "Enregistrer" }
        }
    };
    layout::page(&frame, content)
}

/// What somebody else decided meanwhile, where it is not what was typed.
fn others(now: &Typed, typed: &Typed) -> Markup {
    let differs = now.pages.iter().filter(|(page, mode)| typed.pages.get(page) != Some(mode));
    html! {
        div.notice {
            p { "Ce qui est enregistré maintenant et diffère de votre saisie" (NBSP) ":" }
            ul {
                @for (page, mode) in differs { li { (words::page(*page)) (NBSP) ": " (called(*mode)) } }
                @if now.months != typed.months { li { "Certification" (NBSP) ": " (now.months) " mois" } }
                @if now.diets.trim() != typed.diets.replace('\r', "").trim() { li { "Régimes" (NBSP) ": " (now.diets.replace('\n', ", ")) } }
            }
            p { "Votre saisie est gardée ci-dessous" (NBSP) ": corrigez-la si besoin, puis enregistrez." }
        }
    }
}

/// A page, explained, with what parents may do.
fn choice(page: Page, chosen: Option<Mode>, said: &[String]) -> Markup {
    let id: &str = page.into();
    html! {
        div.field {
            label for=(id) { (words::page(page)) }
            p #{ (id) "-aide" } { (about(page)) }
            @for words in said { p.problem #{ (id) "-faute" } { (words) } }
            select #(id) name=(id) aria-describedby={ (id) "-aide" } aria-invalid=[(!said.is_empty()).then_some("true")] {
                @if chosen.is_none() { option value="" selected { "Choisissez" } }
                @for mode in [Mode::Nothing, Mode::Ask, Mode::AtOnce] {
                    option value=(<&str>::from(mode)) selected[chosen == Some(mode)] { (called(mode)) }
                }
            }
        }
    }
}

fn called(mode: Mode) -> &'static str {
    match mode {
        Mode::Nothing => "Lire seulement",
        Mode::Ask => "Demander un changement à la mairie",
        Mode::AtOnce => "Changer aussitôt",
    }
}

/// What a page holds, in a few words.
fn about(page: Page) -> &'static str {
    match page {
        Page::Identity => "Nom, naissance, situation familiale, autorité parentale.",
        Page::Permissions => "Qui prévenir en cas d’urgence, qui peut venir chercher l’enfant.",
        Page::Contacts => {
            "Adresse, téléphones, profession, employeur. L’adresse compte pour le prix des habitants."
        }
        Page::Household => "Quotient familial et numéro d’allocataire. Le quotient compte pour les prix.",
        Page::Adults => {
            "Les personnes qui ne sont pas responsables légaux\u{a0}: ajouts, changements, retraits."
        }
        Page::Child => "Nom, sexe, naissance.",
        Page::School => "La classe.",
        Page::Registrations => "Services auxquels l’enfant est inscrit, et ses jours habituels.",
        Page::Diet => "Ce que l’enfant mange à la cantine.",
        Page::Health => "Aliments à éviter, projet d’accueil, médecin, vaccin.",
        Page::Papers => "Régime social, assurance, autorisation de photographie.",
        Page::Remarks => "Ce que la famille veut dire de plus à la mairie.",
    }
}

/// Which field a fault is about, and what to do.
fn words(fault: &Fault) -> (String, String) {
    match fault {
        Fault::Page(page) => {
            (<&str>::from(*page).to_owned(), format!("{}{NBSP}: choisissez une réponse.", words::page(*page)))
        }
        Fault::Months => ("mois".into(), "Indiquez un nombre de mois, de 1 à 120.".into()),
        Fault::Religion(diet) => (
            "regimes".into(),
            format!(
                "«{NBSP}{diet}{NBSP}» nomme une religion. Nommez les aliments, par exemple «{NBSP}Sans porc{NBSP}»."
            ),
        ),
        Fault::Diet(diet) => (
            "regimes".into(),
            format!("«{NBSP}{diet}{NBSP}»{NBSP}: 60 lettres au plus, sans caractère caché."),
        ),
        Fault::Many => ("regimes".into(), "30 régimes au plus.".into()),
        Fault::Changed => (
            "identity".into(),
            "Quelqu’un d’autre vient de changer ces choix. Rien n’a été enregistré de votre saisie.".into(),
        ),
    }
}
