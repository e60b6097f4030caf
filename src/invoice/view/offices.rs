//! The cash offices, as an administrator settles them.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use crate::{
    activity::{ServiceId, Services},
    invoice::{
        OfficeId,
        cash::{CashOffice, Fault, Typed},
    },
    ui::{
        form::{Field, Problem, hinted, problems},
        french::{self, NBSP},
        layout::{self, Frame},
    },
};

/// What a new one begins with.
pub fn fresh(services: BTreeSet<ServiceId>) -> Typed {
    let office = CashOffice {
        name: "Régie enfance".into(),
        services,
        means: "par carte bancaire sur le portail quand il le propose, sinon par chèque, en espèces ou par carte à la mairie.".into(),
        after: "Après cette date, ce qui reste dû est transmis au comptable public, qui le recouvre.".into(),
        remedies: "Vous pouvez contester cette facture dans les deux mois qui suivent sa réception, auprès de la mairie puis du tribunal compétent.".into(),
        ..CashOffice::default()
    };
    Typed { office, days: "30".into() }
}

/// All of them.
pub fn list(
    mut frame: Frame,
    services: &Services,
    offices: &BTreeMap<OfficeId, CashOffice>,
    done: bool,
) -> Markup {
    (frame.title, frame.here) = ("Régies", "/mairie/reglages");
    frame.help = "/mairie/reglages/regies";
    let names = |office: &CashOffice| {
        let own = services.list.iter().filter(|service| office.services.contains(&service.id));
        french::list(own.map(|service| service.name.clone()))
    };
    let content = html! {
        h1 { "Régies" }
        @if done { p.saved role="status" { "La régie est enregistrée. Ses prochaines factures le diront." } }
        p { "Une régie émet les factures de certaines prestations et reçoit leurs paiements. La plupart des communes en ont une seule." }
        @for (id, office) in offices {
            div.card {
                h2 { a.alone href={ "/mairie/reglages/regies/" (id) } { (office.name) } }
                p { (names(office)) ". À payer en " (office.days) " jours." }
            }
        }
        p { a.plain href="/mairie/reglages/regies/0" { "Ajouter une régie" } }
        p { a.alone href="/mairie/reglages" { "Revenir aux réglages" } }
    };
    layout::page(&frame, content)
}

/// One of them.
pub fn one(mut frame: Frame, services: &Services, id: u32, typed: &Typed, faults: &[Fault]) -> Markup {
    let title = if id == 0 { "Nouvelle régie" } else { "Régie" };
    (frame.title, frame.here) = (title, "/mairie/reglages");
    frame.help = "/mairie/reglages/regies";
    frame.refused = !faults.is_empty();
    let all: Vec<(&str, &str)> = faults.iter().map(|fault| words(*fault)).collect();
    let list: Vec<Problem> = all
        .iter()
        .map(|(field, words)| Problem { field: Some((*field).into()), words: (*words).into() })
        .collect();
    let said = |name: &str| all.iter().find(|(field, _)| *field == name).map(|(_, words)| *words);
    let office = &typed.office;
    let text = |name: &str, label: &str, value: &str, hint: &str, required: bool| {
        hinted(
            &Field { name, label, kind: "text", autocomplete: "off", value, problem: said(name) },
            hint,
            required,
        )
    };
    let area = |name: &str, label: &str, value: &str, hint: &str| {
        let problem = said(name);
        let (example, help) = (format!("{name}-exemple"), format!("{name}-aide"));
        let described = if problem.is_some() { format!("{help} {example}") } else { example.clone() };
        html! {
            div.field {
                label for=(name) { (label) }
                p id=(example) { (hint) }
                @if let Some(words) = problem { p.problem id=(help) { (words) } }
                textarea id=(name) name=(name) rows="3" aria-invalid=[problem.map(|_| "true")] aria-describedby=(described) { (value) }
            }
        }
    };
    let content = html! {
        h1 { (title) }
        (problems(&list))
        form.card method="post" action={ "/mairie/reglages/regies/" (id) } novalidate {
            (text("nom", "Nom de la régie", &office.name, "Comme sur les factures, par exemple Régie enfance.", true))
            (text("emetteur", "Qui émet ses factures", &office.issuer, "Prénom, nom et qualité, par exemple Marc Petit, régisseur.", true))
            (text("siret", "SIRET (facultatif)", &office.siret, "14 chiffres.", false))
            (text("delai", "Jours pour payer", &typed.days, "À partir du jour de l’émission, par exemple 30.", true))
            fieldset #prestations tabindex="-1" {
                legend { "Prestations qu’elle facture" }
                @if let Some(words) = said("prestations") { p.problem { (words) } }
                @for service in &services.list {
                    label.choice { input type="checkbox" name="prestation" value=(service.id) checked[office.services.contains(&service.id)]; span { (service.name) } }
                }
            }
            (area("moyens", "Comment payer", &office.means, "Après les mots «\u{a0}Pour payer\u{a0}:\u{a0}»."))
            (area("apres", "Après la date limite", &office.after, "Ce qui se passe quand une facture n’est pas payée."))
            (area("recours", "Contester", &office.remedies, "Comment et jusqu’à quand une facture se conteste, et auprès de qui."))
            button.main { "Enregistrer" }
        }
        p { a.alone href="/mairie/reglages/regies" { "Revenir aux régies" } }
        @if id != 0 { p.hint { "Les factures déjà émises ne changent pas" (NBSP) ": elles gardent ce qu’elles disaient." } }
    };
    layout::page(&frame, content)
}

/// Which field a fault is about, and what to do.
fn words(fault: Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::Name => ("nom", "Indiquez le nom de la régie, en 120\u{a0}lettres au plus."),
        Fault::Siret => ("siret", "Le SIRET a 14\u{a0}chiffres. Vous pouvez le laisser vide."),
        Fault::Issuer => ("emetteur", "Indiquez qui émet les factures\u{a0}: prénom, nom et qualité."),
        Fault::Days => ("delai", "Indiquez un nombre de jours, de 1 à 120."),
        Fault::NoService => ("prestations", "Choisissez au moins une prestation."),
        Fault::Taken => ("prestations", "Une autre régie facture déjà l’une de ces prestations."),
        Fault::Means => ("moyens", "Raccourcissez ce texte\u{a0}: 800\u{a0}lettres au plus."),
        Fault::After => ("apres", "Raccourcissez ce texte\u{a0}: 800\u{a0}lettres au plus."),
        Fault::Remedies => (
            "recours",
            "Dites comment une facture se conteste\u{a0}: la loi le demande, en 800\u{a0}lettres au plus.",
        ),
    }
}
