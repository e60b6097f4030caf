//! Until when absences are told and certificates sent, as an administrator reads it.

use maud::{Markup, html};

use crate::{
    attendance::limits::{Fault, Typed},
    ui::{
        form::{Field, Problem, hinted, problems},
        french::NBSP,
        layout::{self, Frame},
    },
};

/// The page.
pub fn page(mut frame: Frame, typed: &Typed, faults: &[Fault], saved: bool) -> Markup {
    (frame.title, frame.here) = ("Délais des absences signalées", "/mairie/reglages");
    frame.help = "/mairie/reglages/presences";
    frame.refused = !faults.is_empty();
    let said: Vec<(&str, &str)> = faults.iter().map(|fault| words(*fault)).collect();
    let list: Vec<Problem> = said
        .iter()
        .map(|(field, words)| Problem { field: Some((*field).into()), words: (*words).into() })
        .collect();
    let field = |name, label, kind, value, hint| {
        let problem = said.iter().find(|(field, _)| *field == name).map(|(_, words)| *words);
        hinted(&Field { name, label, kind, autocomplete: "off", value, problem }, hint, true)
    };
    let content = html! {
        h1 { "Délais des absences signalées" }
        @if saved { p.saved role="status" { "C’est enregistré. Les familles le lisent dès maintenant." } }
        (problems(&list))
        p {
            "Les parents signalent sur le portail que leur enfant ne viendra pas. Ce qu’ils doivent alors se décide dans "
            a href="/mairie/reglages/absences" { "les règles des absences" } "."
        }
        form.card.narrow method="post" action="/mairie/reglages/presences" novalidate {
            (field("heure", "Heure limite pour le jour même", "time", &typed.hour, "À l’heure de la commune, par exemple 09:00. Pour les jours à venir, il n’y a pas de limite."))
            (field("jours", "Jours pour envoyer un certificat médical", "text", &typed.days, "Après le dernier jour de l’absence, 90 au plus. La mairie peut toujours noter un certificat remis sur papier."))
            (field("mois", "Mois de conservation des certificats envoyés", "text", &typed.months, "De 1 à 60. Ensuite le fichier est effacé, la date de sa réception reste."))
            button.main { "Enregistrer" }
        }
        p { a.alone href="/mairie/reglages" { "Revenir aux réglages" } }
    };
    layout::page(&frame, content)
}

fn words(fault: Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::Hour => ("heure", "Indiquez une heure, par exemple 09:00."),
        Fault::Days => ("jours", "Indiquez un nombre de jours, de 0 à 90."),
        Fault::Months => ("mois", "Indiquez un nombre de mois, de 1 à 60."),
    }
}

/// What is decided, in one line.
pub fn line(limits: &crate::attendance::limits::Limits) -> String {
    format!(
        "pour le jour même jusqu’à {}, certificat dans les {}{NBSP}jours.",
        crate::ui::french::hour(limits.today_until),
        limits.certificate_days
    )
}
