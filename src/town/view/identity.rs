//! What the town says of itself, as an administrator settles it.

use chrono_tz::Tz;
use maud::{Markup, html};

use crate::{
    town::{
        Identity, Span,
        identity::{Fault, Typed, ZONES, period},
        logo::{ADDRESS, Wrong},
    },
    ui::{
        form::{Field, Problem, hinted, problems},
        french::NBSP,
        layout::{self, Frame},
    },
};

/// What is to be shown of what was done or sent.
#[derive(Default)]
pub struct Shown<'a> {
    /// What was typed and refused.
    pub typed: Option<&'a Typed>,
    /// Why.
    pub faults: &'a [Fault],
    /// Why a file is no logo.
    pub no_logo: Option<NoLogo>,
    /// What was just done.
    pub done: Option<&'a str>,
}

/// Why there is no logo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoLogo {
    /// No file was chosen.
    NoFile,
    /// It is too large.
    TooLarge,
    /// It is none.
    Wrong(Wrong),
}

/// The page.
pub fn page(mut frame: Frame, town: &Identity, typed: &Typed, shown: &Shown) -> Markup {
    frame.title = "Commune";
    (frame.here, frame.help) = ("/mairie/reglages", "/mairie/reglages/commune");
    frame.refused = !shown.faults.is_empty() || shown.no_logo.is_some();
    let mut list: Vec<Problem> = shown
        .faults
        .iter()
        .map(|fault| {
            let (field, words) = words(*fault);
            Problem { field: Some(field.into()), words: words.into() }
        })
        .collect();
    let no_logo = shown.no_logo.map(no_logo);
    list.extend(no_logo.map(|words| Problem { field: Some("fichier".into()), words: words.into() }));
    let said = |name: &str| {
        let all = shown.faults.iter().map(|fault| words(*fault));
        all.filter(|(field, _)| *field == name).map(|(_, words)| words).next()
    };
    let text = |name, label, kind, value, hint, required| {
        let problem = said(name);
        hinted(&Field { name, label, kind, autocomplete: "off", value, problem }, hint, required)
    };
    let content = html! {
        h1 { "Commune" }
        @if let Some(words) = shown.done.and_then(done) { p.saved role="status" { (words) } }
        (problems(&list))
        form.card method="post" action="/mairie/reglages/commune" novalidate {
            input type="hidden" name="vu" value=(typed.seen);
            (text("nom", "Nom de la commune", "text", &typed.name, "Comme sur les papiers, par exemple Valpréau.", true))
            @let message = said("accueil");
            div.field {
                label for="accueil" { "Mot d’accueil (facultatif)" }
                p #accueil-exemple { "Une phrase que chacun lit sur la première page, par exemple" (NBSP) ": Réservez la cantine et la garderie de vos enfants." }
                @if let Some(words) = message { p.problem #accueil-aide { (words) } }
                textarea #accueil name="accueil" rows="3" aria-invalid=[message.map(|_| "true")]
                    aria-describedby={ @if message.is_some() { "accueil-aide " } "accueil-exemple" } { (typed.message) }
            }
            h2 { "À qui les familles s’adressent" }
            (text("service", "Service", "text", &typed.service, "Par exemple Service enfance de la mairie.", true))
            (text("adresse", "Adresse postale (facultatif)", "text", &typed.address, "Par exemple 1 place de la Mairie, 44999 Valpréau.", false))
            (text("telephone", "Téléphone", "tel", &typed.telephone, "Par exemple 02 40 00 00 00.", true))
            (text("horaires", "Horaires (facultatif)", "text", &typed.hours, "Quand on peut venir ou appeler, par exemple du lundi au vendredi, de 9 h à 12 h.", false))
            (text("courriel", "Adresse électronique", "email", &typed.mail, "Les familles la lisent, et leurs messages y arrivent. Par exemple enfance@valpreau.fr.", true))
            h2 { "Heure et périodes" }
            (zone(typed, said("fuseau")))
            (periods(typed, said("periode")))
            button.main { "Enregistrer" }
        }
        (logo(town, no_logo))
        p { a.alone href="/mairie/reglages" { "Revenir aux réglages" } }
    };
    layout::page(&frame, content)
}

/// The zones, in words; one that came with a file stays.
fn zone(typed: &Typed, problem: Option<&str>) -> Markup {
    let other = (!ZONES.iter().any(|zone| zone.name() == typed.zone)).then_some(&typed.zone);
    html! {
        div.field {
            label for="fuseau" { "Heure de la commune" }
            p #fuseau-exemple { "Les dates butoirs se comptent à cette heure." }
            @if let Some(words) = problem { p.problem #fuseau-aide { (words) } }
            select #fuseau name="fuseau" aria-invalid=[problem.map(|_| "true")]
                aria-describedby={ @if problem.is_some() { "fuseau-aide " } "fuseau-exemple" } {
                @if let Some(other) = other { option value=(other) selected { (other) } }
                @for zone in ZONES { option value=(zone.name()) selected[zone.name() == typed.zone] { (called(zone)) } }
            }
        }
    }
}

/// A zone, as people say where they live.
pub fn called(zone: Tz) -> &'static str {
    match zone {
        Tz::Europe__Paris => "France métropolitaine",
        Tz::America__Guadeloupe => "Guadeloupe",
        Tz::America__Cayenne => "Guyane",
        Tz::America__Martinique => "Martinique",
        Tz::Indian__Mayotte => "Mayotte",
        Tz::Pacific__Noumea => "Nouvelle-Calédonie",
        Tz::Pacific__Tahiti => "Polynésie française, Tahiti et la plupart des îles",
        Tz::Pacific__Marquesas => "Polynésie française, Marquises",
        Tz::Pacific__Gambier => "Polynésie française, Gambier",
        Tz::Pacific__Wallis => "Wallis-et-Futuna",
        Tz::Indian__Reunion => "La Réunion",
        Tz::America__St_Barthelemy => "Saint-Barthélemy",
        Tz::America__Marigot => "Saint-Martin",
        Tz::America__Miquelon => "Saint-Pierre-et-Miquelon",
        other => other.name(),
    }
}

fn periods(typed: &Typed, problem: Option<&str>) -> Markup {
    html! {
        div.field {
            label for="periode" { "Ce que les familles voient à la fois" }
            @if let Some(words) = problem { p.problem #periode-aide { (words) } }
            select #periode name="periode" aria-invalid=[problem.map(|_| "true")] aria-describedby=[problem.map(|_| "periode-aide")] {
                @for (span, words) in [(Span::Week, "Une semaine"), (Span::Month, "Un mois")] {
                    option value=(period(span)) selected[typed.period == period(span)] { (words) }
                }
            }
        }
    }
}

fn logo(town: &Identity, problem: Option<&str>) -> Markup {
    html! {
        form.card method="post" action="/mairie/reglages/commune/logo" enctype="multipart/form-data" novalidate {
            h2 { "Logo" }
            @match &town.logo {
                Some(logo) => p { img.logo src={ (ADDRESS) (logo.hash) } alt="Le logo en place" width=(logo.width) height=(logo.height); },
                None => p { "Sans logo, le nom de la commune suffit." },
            }
            div.field {
                label for="fichier" { @if town.logo.is_some() { "Le remplacer par un fichier" } @else { "Fichier du logo" } }
                p #fichier-exemple { "PNG ou JPEG, 100" (NBSP) "ko au plus. Il est montré en haut de chaque page." }
                @if let Some(words) = problem { p.problem #fichier-aide { (words) } }
                input #fichier name="fichier" type="file" accept="image/png,image/jpeg" required
                    aria-invalid=[problem.map(|_| "true")]
                    aria-describedby={ @if problem.is_some() { "fichier-aide " } "fichier-exemple" };
            }
            button.plain { "Envoyer le logo" }
        }
        @if town.logo.is_some() {
            form method="post" action="/mairie/reglages/commune/logo/retirer" { p { button.plain { "Retirer le logo" } } }
        }
    }
}

fn done(what: &str) -> Option<&'static str> {
    Some(match what {
        "enregistrer" => "C’est enregistré. Les pages le disent dès maintenant.",
        "logo" => "Le logo est enregistré. Il est en haut de chaque page.",
        "sans-logo" => "Le logo est retiré.",
        _ => return None,
    })
}

/// Which field a fault is about, and what to do.
fn words(fault: Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::Name => ("nom", "Indiquez le nom de la commune, en 80\u{a0}lettres au plus."),
        Fault::Message => ("accueil", "Raccourcissez le mot d’accueil\u{a0}: 400\u{a0}lettres au plus."),
        Fault::Service => ("service", "Indiquez le service à qui les familles s’adressent."),
        Fault::Address => ("adresse", "Raccourcissez l’adresse\u{a0}: 400\u{a0}lettres au plus."),
        Fault::Telephone => ("telephone", "Indiquez un numéro de téléphone, par exemple 02 40 00 00 00."),
        Fault::Mail => ("courriel", "Indiquez une adresse électronique, par exemple enfance@valpreau.fr."),
        Fault::Hours => ("horaires", "Raccourcissez les horaires\u{a0}: 400\u{a0}lettres au plus."),
        Fault::Zone => ("fuseau", "Choisissez où est la commune."),
        Fault::Period => ("periode", "Choisissez une semaine ou un mois."),
        Fault::Changed => (
            "nom",
            "Quelqu’un d’autre vient de changer ces réglages. Rien n’a été enregistré de votre saisie\u{a0}: vérifiez-la, puis enregistrez de nouveau.",
        ),
    }
}

fn no_logo(why: NoLogo) -> &'static str {
    match why {
        NoLogo::NoFile => "Choisissez d’abord un fichier.",
        NoLogo::TooLarge => {
            "Ce fichier est trop lourd\u{a0}: 100\u{a0}ko au plus. Demandez une image plus petite, de 400\u{a0}points de large par exemple."
        }
        NoLogo::Wrong(Wrong::NotAPicture) => {
            "Ce fichier n’est pas une image PNG ou JPEG que l’on puisse lire."
        }
        NoLogo::Wrong(Wrong::TooWide) => {
            "Cette image est trop grande\u{a0}: 4\u{a0}000\u{a0}points de côté au plus."
        }
    }
}
