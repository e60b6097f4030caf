//! What the law wants a portal to say, as an administrator types it.

use maud::{Markup, html};

use crate::{
    town::legal::{Fault, Typed},
    ui::{
        form::{Field, Problem, hinted, problems},
        french::NBSP,
        layout::{self, Frame},
    },
};

const LONG: &str = "Raccourcissez ce texte\u{a0}: 600\u{a0}lettres au plus.";

/// The page.
pub fn page(mut frame: Frame, typed: &Typed, faults: &[Fault], done: bool) -> Markup {
    (frame.title, frame.here) = ("Mentions obligatoires", "/mairie/reglages");
    frame.help = "/mairie/reglages/mentions";
    frame.refused = !faults.is_empty();
    let all: Vec<(&str, &str)> = faults.iter().map(|fault| words(*fault)).collect();
    let list: Vec<Problem> = all
        .iter()
        .map(|(field, words)| Problem { field: Some((*field).into()), words: (*words).into() })
        .collect();
    let said = |name: &str| all.iter().find(|(field, _)| *field == name).map(|(_, words)| *words);
    let text = |name: &str, label: &str, kind: &str, value: &str, hint: &str| {
        hinted(&Field { name, label, kind, autocomplete: "off", value, problem: said(name) }, hint, false)
    };
    let content = html! {
        h1 { "Mentions obligatoires" }
        @if done {
            p.saved role="status" {
                "C’est enregistré. Relisez les pages " a href="/mentions-legales" { "Mentions légales" } ", " a href="/confidentialite" { "Confidentialité" } " et " a href="/accessibilite" { "Accessibilité" } "."
            }
        }
        (problems(&list))
        form.card method="post" action="/mairie/reglages/mentions" novalidate {
            h2 { "Mentions légales" }
            (text("directeur", "Directeur ou directrice de la publication", "text", &typed.director, "Prénom, nom et qualité, par exemple Anne Durand, maire."))
            (text("hebergeur", "Hébergeur", "text", &typed.host, "Nom, adresse et téléphone de qui héberge le portail. Vide si la mairie l’héberge elle-même."))
            h2 { "Données personnelles" }
            (text("delegue", "Délégué à la protection des données", "text", &typed.officer, "Comment lui écrire, par exemple dpo@departement.fr. Toute commune doit en désigner un."))
            (text("annees", "Années de conservation d’un dossier", "text", &typed.years, "Après le départ du dernier enfant, de 1 à 10."))
            h2 { "Accessibilité" }
            (text("declaration", "Date de la déclaration (facultatif)", "date", &typed.declared, "Le jour où la commune l’a établie ou mise à jour. Elle vaut trois ans."))
            (text("schema", "Schéma pluriannuel d’accessibilité (facultatif)", "text", &typed.scheme, "Où on le lit, par exemple https://www.valpreau.fr/schema-accessibilite."))
            (text("plan", "Plan d’action de l’année (facultatif)", "text", &typed.plan, "Où on le lit."))
            p { "Sans audit, le portail doit se dire non conforme. Après un audit, indiquez ce qu’il a trouvé" (NBSP) ": la déclaration le dit." }
            (text("audit", "Date du rapport d’audit (facultatif)", "date", &typed.audited, "Le jour du rapport, aujourd’hui ou avant."))
            (text("taux", "Critères respectés, en % (facultatif)", "text", &typed.percent, "De 0 à 100, par exemple 72."))
            (text("auditeur", "Qui a fait l’audit (facultatif)", "text", &typed.auditor, "Une société, ou la commune elle-même."))
            (lines("manques", "Non-conformités (facultatif)", &typed.gaps, "Ce que l’audit a relevé.", said("manques")))
            (lines("derogations", "Dérogations pour charge disproportionnée (facultatif)", &typed.burdens, "Ce qu’il serait trop lourd de rendre accessible, et pourquoi.", said("derogations")))
            (lines("exemptes", "Contenus non soumis à l’obligation (facultatif)", &typed.exempt, "Par exemple des documents publiés avant le 23 septembre 2018.", said("exemptes")))
            button.main { "Enregistrer" }
        }
        p { a.alone href="/mairie/reglages" { "Revenir aux réglages" } }
    };
    layout::page(&frame, content)
}

/// A text of several lines.
fn lines(name: &str, label: &str, value: &str, hint: &str, problem: Option<&str>) -> Markup {
    let (example, help) = (format!("{name}-exemple"), format!("{name}-aide"));
    html! {
        div.field {
            label for=(name) { (label) }
            p id=(example) { (hint) }
            @if let Some(words) = problem { p.problem id=(help) { (words) } }
            textarea id=(name) name=(name) rows="3" aria-invalid=[problem.map(|_| "true")]
                aria-describedby={ @if problem.is_some() { (help) " " } (example) } { (value) }
        }
    }
}

/// Which field a fault is about, and what to do.
fn words(fault: Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::Director => ("directeur", "Raccourcissez ce nom\u{a0}: 600\u{a0}lettres au plus."),
        Fault::Host => ("hebergeur", LONG),
        Fault::Officer => ("delegue", LONG),
        Fault::Years => ("annees", "Indiquez un nombre d’années, de 1 à 10."),
        Fault::Audited => ("audit", "Indiquez le jour du rapport d’audit, aujourd’hui ou avant."),
        Fault::Percent => ("taux", "Indiquez un taux, de 0 à 100."),
        Fault::Declared => ("declaration", "Indiquez le jour de la déclaration, aujourd’hui ou avant."),
        Fault::Scheme => ("schema", LONG),
        Fault::Plan => ("plan", LONG),
        Fault::Auditor => ("auditeur", LONG),
        Fault::Gaps => ("manques", LONG),
        Fault::Burdens => ("derogations", LONG),
        Fault::Exempt => ("exemptes", LONG),
    }
}
