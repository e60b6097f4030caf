//! The settings step by step, what each says and what is missing.

use chrono::{DateTime, NaiveDate, Utc};
use maud::{Markup, html};

use crate::{
    activity::{Service, Services},
    attendance::{limits::Limits, view::presences},
    family::rights::Rights,
    office::ready::{Missing, Step},
    payment::contract::Contract,
    tariff::{Tariffs, absence::Absences},
    town::{Span, Town},
    ui::{
        french::{self, NBSP, count},
        layout::{self, Frame},
    },
};

/// All that the page tells of.
pub struct Hub<'a> {
    /// The town.
    pub town: &'a Town,
    /// Its services.
    pub services: &'a Services,
    /// Its tariffs.
    pub tariffs: &'a Tariffs,
    /// What is owed of absences.
    pub absences: &'a Absences,
    /// Until when absences are told.
    pub presences: &'a Limits,
    /// What parents may do.
    pub rights: &'a Rights,
    /// The contract with the service of online payment.
    pub payment: Option<&'a Contract>,
    /// When a test mail left.
    pub mailed: Option<DateTime<Utc>>,
    /// What is missing.
    pub missing: &'a [Missing],
    /// The day.
    pub today: NaiveDate,
}

/// The page.
pub fn hub(mut frame: Frame, shown: &Hub) -> Markup {
    (frame.title, frame.here) = ("Réglages", "/mairie/reglages");
    let left = shown.missing.iter().filter(|what| !what.is_minor()).count();
    let content = html! {
        h1 { "Réglages de la commune" }
        @if shown.town.identity.opened {
            p { "Le portail est ouvert aux familles. Chaque étape se change à tout moment." }
        } @else if left == 0 {
            p.saved { "Tout est réglé. Vous pouvez " a href="/mairie/reglages/ouverture" { "ouvrir le portail aux familles" } "." }
        } @else {
            p.notice {
                "Le portail n’est pas encore ouvert aux familles. Suivez les étapes dans l’ordre, la décision du conseil et le règlement sous les yeux" (NBSP) ": "
                (count(left, "point reste à régler", "points restent à régler")) "."
            }
        }
        p {
            @if shown.services.list.is_empty() { "Une commune voisine se sert déjà de ce portail" (NBSP) "? " a.alone href="/mairie/reglages/fichier" { "Partir de ses réglages" } }
            @else { a.alone href="/mairie/reglages/fichier" { "Tous les réglages en un fichier" } }
        }
        ol.steps {
            @for step in Step::ALL { (one(shown, step)) }
        }
        p { a.alone href="/mairie/reglages/regies" { "Régies" } (NBSP) ": qui émet les factures, en combien de jours elles se paient, ce qu’elles disent." }
        p { a.alone href="/mairie/reglages/mentions" { "Mentions obligatoires" } (NBSP) ": qui publie et héberge le portail, les données personnelles, l’accessibilité." }
        p { a.alone href="/mairie/essai" { "Essayer" span.away { " les réglages" } } " ce que répondent ces réglages pour un enfant, une prestation et un jour." }
    };
    layout::page(&frame, content)
}

fn one(shown: &Hub, step: Step) -> Markup {
    let lacks: Vec<&Missing> = shown.missing.iter().filter(|what| what.step() == step).collect();
    let (name, address) = named(step);
    let lacking = lacks.iter().any(|what| !what.is_minor());
    html! {
        li.card {
            h2 { a.alone href=(address) { (name) } }
            p { strong { (state(shown, step, lacking)) } (NBSP) ": " (said(shown, step)) }
            @if !lacks.is_empty() { ul.plainly { @for what in lacks { (lack(what)) } } }
        }
    }
}

/// What a step is called, and its page.
fn named(step: Step) -> (&'static str, &'static str) {
    match step {
        Step::Identity => ("Commune", "/mairie/reglages/commune"),
        Step::Schools => ("Écoles et classes", "/mairie/reglages/ecoles"),
        Step::Calendar => ("Calendrier", "/mairie/reglages/calendrier"),
        Step::Services => ("Prestations", "/mairie/reglages/prestations"),
        Step::Tariffs => ("Tarifs", "/mairie/reglages/tarifs"),
        Step::Deadlines => ("Dates butoirs", "/mairie/reglages/prestations"),
        Step::Absences => ("Absences", "/mairie/reglages/absences"),
        Step::Presences => ("Délais des absences signalées", "/mairie/reglages/presences"),
        Step::Files => ("Fiches des familles", "/mairie/fiches"),
        Step::Payment => ("Paiement en ligne", "/mairie/reglages/paiement"),
        Step::Mail => ("Courriels", "/mairie/courriels"),
        Step::Opening => ("Ouverture", "/mairie/reglages/ouverture"),
    }
}

fn state(shown: &Hub, step: Step, lacking: bool) -> &'static str {
    match step {
        Step::Opening if shown.town.identity.opened => "Ouvert",
        Step::Opening => "Fermé",
        // What is not decided is careful already.
        Step::Absences | Step::Presences | Step::Files | Step::Payment => "Facultatif",
        _ if lacking => "À compléter",
        // Nothing is settled where there is nothing yet to settle.
        Step::Tariffs | Step::Deadlines if shown.services.list.is_empty() => "Ensuite",
        _ => "Réglé",
    }
}

/// What is settled, in one line.
fn said(shown: &Hub, step: Step) -> String {
    let Hub { town, services, tariffs, .. } = shown;
    let identity = &town.identity;
    let nothing = |text: &str, otherwise: &str| match text {
        "" => otherwise.to_owned(),
        text => text.to_owned(),
    };
    match step {
        Step::Identity => {
            let span = match identity.period {
                Span::Week => "une semaine à la fois",
                Span::Month => "un mois à la fois",
            };
            let name = nothing(&identity.name, "sans nom");
            let zone = crate::town::view::identity::called(identity.timezone);
            let contact = nothing(&identity.contact.service, "aucun service à joindre");
            format!("{name}, {contact}, heure{NBSP}: {zone}, {span}.")
        }
        Step::Schools => format!(
            "{}, {}.",
            count(town.schools.len(), "école", "écoles"),
            count(town.classes.len(), "classe", "classes")
        ),
        Step::Calendar => {
            let years = town.calendar.years.iter().filter(|year| year.last >= shown.today);
            let names: Vec<&str> = years.map(|year| year.name.as_str()).collect();
            let holidays = town.calendar.holidays.iter().filter(|span| span.last >= shown.today).count();
            match names[..] {
                [] => "aucune année scolaire en cours ou à venir.".into(),
                _ => format!(
                    "{}, {} à venir.",
                    french::list(names),
                    count(holidays, "période de vacances", "périodes de vacances")
                ),
            }
        }
        Step::Services => {
            let names: Vec<&str> = open(shown).map(|service| service.name.as_str()).collect();
            match names[..] {
                [] => "aucune prestation.".into(),
                _ => format!("{}.", french::list(names)),
            }
        }
        Step::Tariffs | Step::Deadlines if services.list.is_empty() => {
            "quand les prestations seront enregistrées.".into()
        }
        Step::Tariffs => {
            let names: Vec<&str> = tariffs.0.values().map(|tariff| tariff.name.as_str()).collect();
            match names[..] {
                [] => "aucun tarif.".into(),
                _ => format!("{}.", french::list(names)),
            }
        }
        Step::Deadlines => {
            let ruled = open(shown).filter(|service| service.deadlines.iter().next().is_some()).count();
            let all = services.list.iter().filter(|service| goes_on(service, shown.today)).count();
            format!("{} sur {all}.", count(ruled, "prestation réglée", "prestations réglées"))
        }
        Step::Absences => {
            let decided =
                open(shown).filter(|service| shown.absences.on(service.id, shown.today).is_some()).count();
            match decided {
                0 => "rien n’est décidé\u{a0}: la maladie est due, une grève ou une sortie ne l’est pas."
                    .into(),
                _ => format!(
                    "{} sur {}.",
                    count(decided, "prestation réglée", "prestations réglées"),
                    open(shown).count()
                ),
            }
        }
        Step::Presences => presences::line(shown.presences),
        Step::Files => match shown.rights.pages.len() {
            0 => "les choix prudents du portail\u{a0}: les parents demandent, la mairie répond.".into(),
            _ => "ce que les parents peuvent voir et changer est choisi.".into(),
        },
        Step::Payment => match shown.payment {
            None => "aucun contrat avec PayFiP, rien n’est proposé.".into(),
            Some(contract) if contract.offers() => {
                "le contrat avec le service de paiement est enregistré.".into()
            }
            Some(_) => "un contrat avec PayFiP, à l’essai ou à vérifier\u{a0}: rien n’est proposé.".into(),
        },
        Step::Mail => match shown.mailed {
            Some(at) => {
                format!("un courriel d’essai est parti le {}.", french::moment(at, identity.timezone))
            }
            None => "aucun courriel d’essai n’est parti.".into(),
        },
        Step::Opening if identity.opened => "les parents peuvent se connecter.".into(),
        Step::Opening => "les parents ne peuvent pas encore se connecter.".into(),
    }
}

fn open<'a>(shown: &'a Hub) -> impl Iterator<Item = &'a Service> {
    shown.services.list.iter().filter(|service| goes_on(service, shown.today))
}

fn goes_on(service: &Service, today: NaiveDate) -> bool {
    service.until.is_none_or(|last| last >= today)
}

/// What is missing, and the way to mend it.
pub fn lack(what: &Missing) -> Markup {
    let quoted = |name: &str| format!("«{NBSP}{name}{NBSP}»");
    let words = match what {
        Missing::Name => "Il manque le nom de la commune.".into(),
        Missing::Contact => "Il manque l’adresse électronique à laquelle les familles écrivent.".into(),
        Missing::School => "Aucune école n’est enregistrée.".into(),
        Missing::Class(school) => format!("{} n’a aucune classe.", quoted(school)),
        Missing::Year => "Aucune année scolaire n’est en cours ou à venir.".into(),
        Missing::Service => "Aucune prestation n’est enregistrée.".into(),
        Missing::Offer(service) => format!("La prestation {} n’a pas de tarif.", quoted(service)),
        Missing::Version(tariff) => {
            format!("Le tarif {} n’a pas de prix en vigueur.", quoted(tariff))
        }
        Missing::Later(tariff, from) => format!(
            "Le tarif {} ne vaut qu’à partir du {}{NBSP}: rien n’est proposé à ce tarif avant.",
            quoted(tariff),
            french::day_month_year(*from)
        ),
        Missing::Level(tariff, service, levels) => {
            let levels: Vec<String> = levels.iter().map(|level| format!("{level:?}")).collect();
            format!(
                "Le tarif {} ne dit aucun prix pour {} ({}).",
                quoted(tariff),
                french::list(levels),
                quoted(service)
            )
        }
        Missing::Deadline(service) => format!("La prestation {} n’a pas de date butoir.", quoted(service)),
        Missing::Mail => {
            "Aucun courriel d’essai n’est parti\u{a0}: envoyez-vous-en un pour voir s’il arrive.".into()
        }
    };
    let (name, address) = named(what.step());
    html! { li { (words) " " a.alone href=(address) { "Régler" span.away { " (" (name) "\u{a0}: " (words) ")" } } } }
}
