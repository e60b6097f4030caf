//! The page of a family: its people, what they are registered for, what was booked and asked.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use maud::{Markup, html};

use super::{
    address, family_address,
    history::{self, Past},
};
use crate::{
    family::{
        AdultId, Child, ChildId, Family, FamilyId, Guardian, GuardianId, Source, Subject,
        custody::Home,
        field::Field,
        request::{Act, Request, RequestId, State},
        sheet::Sheet,
        view::words,
    },
    ui::{
        french::{self, NBSP, count, of, telephone},
        layout::{self, Frame},
        table::table,
    },
};

/// Everything that the page shows.
pub struct Overview {
    /// The family's number.
    pub id: FamilyId,
    /// The family.
    pub family: Family,
    /// The day.
    pub today: NaiveDate,
    /// The town's.
    pub zone: Tz,
    /// Whether the reader may change something.
    pub changes: bool,
    /// Guardians, with their files and whether they sign in.
    pub guardians: Vec<(GuardianId, Guardian, Sheet, Access)>,
    /// Other adults.
    pub adults: Vec<(AdultId, Sheet)>,
    /// The children, the eldest first.
    pub children: Vec<Pupil>,
    /// Other families of its children, by number.
    pub families: BTreeMap<FamilyId, String>,
    /// This week and the next.
    pub weeks: Vec<Week>,
    /// What the family asked for, the latest first.
    pub requests: Vec<(RequestId, Request, String)>,
    /// The latest of its history.
    pub past: Past,
}

/// Whether a guardian signs in.
pub enum Access {
    /// Never invited.
    Never,
    /// Invited, at an address, and has not come yet.
    Invited(String),
    /// Signs in with an address.
    Open(String),
    /// No longer.
    Ended,
}

/// A child of the family.
pub struct Pupil {
    /// Its number.
    pub id: ChildId,
    /// The child.
    pub child: Child,
    /// Its class, with the school.
    pub class: Option<String>,
    /// Service, tariff, usual weekdays.
    pub registrations: Vec<(String, String, Vec<u8>)>,
}

/// What is booked in a week.
pub struct Week {
    /// "Cette semaine".
    pub title: &'static str,
    /// By child: the first name, and a line for each service.
    pub children: Vec<(String, Vec<String>)>,
    /// What it costs, in cents.
    pub total: i64,
}

/// "Cette semaine" and the next one.
pub const WEEKS: [&str; 2] = ["Cette semaine", "La semaine prochaine"];

/// The page. `done`: what was just done.
pub fn page(frame: Frame, shown: &Overview, done: Option<&str>) -> Markup {
    let title = format!("Famille {}", shown.family.name);
    let mut frame = frame;
    frame.title = &title;
    let here = family_address(shown.id);
    let content = html! {
        h1 { (title) }
        @if let Some(words) = done.and_then(done_words) { p.saved role="status" { (words) } }
        p { "Dossier nº" (NBSP) (shown.id) @if shown.family.archived.is_none() { ", en cours." } @else { "." } }
        @if let Some(on) = shown.family.archived {
            p.notice { "Ce dossier a été archivé le " (french::day_month_year(on)) ". On peut le lire" @if shown.changes { ", et le reprendre pour le modifier" } "." }
        }
        (household(shown))
        (guardians(shown))
        (adults(shown))
        (children(shown))
        (weeks(shown))
        (requests(shown))
        h2 { "Historique" }
        (history::list(&shown.past))
        @if shown.past.next.is_some() { p { a.alone href={ (here) "/historique" } { "Voir tout l’historique" } } }
        @if shown.changes {
            p { a.alone href={ (here) "/archivage" } { @if shown.family.archived.is_some() { "Reprendre ce dossier" } @else { "Archiver ce dossier" } } }
        }
        p { a.alone href="/mairie/familles" { "Revenir aux familles" } }
    };
    layout::page(&frame, content)
}

/// What was just done.
fn done_words(code: &str) -> Option<&'static str> {
    Some(match code {
        "cree" => "Le dossier est créé. Vous pouvez maintenant y ajouter les enfants.",
        "archive" => "La fiche est archivée.",
        "repris" => "La fiche est reprise.",
        "retire" => "Cette personne est retirée.",
        _ => return None,
    })
}

impl Overview {
    /// Whether what the page shows can be changed by its reader now.
    fn open(&self) -> bool {
        self.changes && self.family.archived.is_none()
    }
}

fn household(shown: &Overview) -> Markup {
    let here = family_address(shown.id);
    let address = shown.family.address.on(shown.today);
    let quotient = shown.family.quotient.on(shown.today);
    html! {
        h2 { "Foyer" }
        div.card {
            dl.reading {
                div {
                    dt { "Adresse" }
                    dd {
                        @if let Some(known) = address {
                            (known.value.street) ", " (known.value.postcode) " " (known.value.city)
                            " " br; small { "Depuis le " (french::day_month_year(known.from)) ". " @if known.value.resident { "Habite la commune." } @else { "Hors commune." } }
                        } @else { "Non renseignée" }
                    }
                }
                div {
                    dt { "Quotient familial" }
                    dd {
                        @match quotient.and_then(|known| Some((known, known.value.quotient?))) {
                            Some((known, quotient)) => {
                                (words::quotient(quotient))
                                " " br; small { "Depuis le " (french::day_month_year(known.from)) ", " (source(known.value.source)) "." }
                            }
                            None => "Inconnu",
                        }
                    }
                }
            }
            p.beside-each {
                a.alone href={ (here) "/foyer" } { @if shown.open() { "Modifier le foyer" } @else { "Voir le foyer" } }
                a.alone href={ (here) "/quotient" } { "Quotients et dates d’effet" }
                a.alone href={ (here) "/prix" } { "Prix de la famille" }
            }
        }
    }
}

/// Who said what the quotient is.
fn source(source: Source) -> &'static str {
    match source {
        Source::Letter => "d’après une attestation",
        Source::Family => "déclaré par la famille",
        Source::Town => "saisi par la mairie",
        Source::Import => "importé",
    }
}

fn guardians(shown: &Overview) -> Markup {
    let here = family_address(shown.id);
    html! {
        h2 { "Responsables" }
        div.cards {
            @for (id, known, sheet, access) in &shown.guardians {
                div.card {
                    h3 { a href=(address(Subject::Guardian(shown.id, *id))) { (known.first_name) " " (known.last_name) } }
                    @let role = sheet.get(Field::Role);
                    @if !role.is_empty() { p { (words::choice(Field::Role, role)) } }
                    (reached(sheet))
                    p {
                        @if let Some(on) = known.archived { "Archivé(e) le " (french::day_month_year(on)) "." }
                        @else { (access_words(access, sheet.get(Field::Mail))) }
                    }
                }
            }
        }
        p.beside-each {
            @if shown.open() { a.alone href={ (here) "/responsables/nouveau" } { "Ajouter un responsable" } }
            a.alone href={ (here) "/acces" } { "Accès au portail" }
        }
    }
}

/// Telephones and mail.
fn reached(sheet: &Sheet) -> Markup {
    let numbers = [Field::MobilePhone, Field::HomePhone, Field::OfficePhone, Field::EmployerPhone];
    let numbers: Vec<String> = numbers
        .into_iter()
        .map(|field| sheet.get(field))
        .filter(|number| !number.is_empty())
        .map(telephone)
        .collect();
    let mail = sheet.get(Field::Mail);
    html! {
        @if !numbers.is_empty() { p { (numbers.join(", ")) } }
        @if !mail.is_empty() { p { (mail) } }
    }
}

/// `known`: the address that stands just above.
fn access_words(access: &Access, known: &str) -> String {
    match access {
        Access::Never => "N’a pas été invité(e) sur le portail.".into(),
        Access::Invited(mail) => format!("Invité(e) sur le portail à l’adresse {mail}, pas encore venu(e)."),
        Access::Open(mail) if mail == known => "Se connecte au portail avec cette adresse.".into(),
        Access::Open(mail) => format!("Se connecte au portail avec {mail}."),
        Access::Ended => "N’a plus accès au portail.".into(),
    }
}

fn adults(shown: &Overview) -> Markup {
    html! {
        h2 { "Autres responsables" }
        @if shown.adults.is_empty() { p { "Aucune autre personne." } }
        div.cards {
            @for (id, sheet) in &shown.adults {
                div.card {
                    h3 { a href=(address(Subject::Adult(shown.id, *id))) { (sheet.get(Field::FirstName)) " " (sheet.get(Field::LastName)) } }
                    @let relation = sheet.get(Field::Relation);
                    @if !relation.is_empty() { p { (relation) } }
                    (reached(sheet))
                }
            }
        }
        @if shown.open() { p { a.alone href={ (family_address(shown.id)) "/autres/nouveau" } { "Ajouter une autre personne" } } }
    }
}

fn children(shown: &Overview) -> Markup {
    html! {
        h2 { "Enfants" }
        @if shown.children.is_empty() { p { "Aucun enfant." } }
        @for pupil in &shown.children { (child(shown, pupil)) }
        @if shown.open() { p { a.alone href={ (family_address(shown.id)) "/enfants/nouveau" } { "Ajouter un enfant" } } }
        @if shown.open() && !shown.children.is_empty() { p { a.alone href={ (family_address(shown.id)) "/absence" } { "Signaler une absence" } } }
    }
}

fn child(shown: &Overview, pupil: &Pupil) -> Markup {
    let known = &pupil.child;
    let here = address(Subject::Child(shown.id, pupil.id));
    let home = known.home.on(shown.today).map(|home| &home.value);
    html! {
        div.card {
            h3 { a href=(here) { (known.first_name) " " (known.last_name) } }
            p { "Né(e) le " (french::day_month_year(known.born)) @if let Some(class) = &pupil.class { ", " (class) } @else { ", sans classe" } "." }
            @if let Some(on) = known.archived { p { "Archivé(e) le " (french::day_month_year(on)) "." } }
            p { (days_of(home, shown.id, &shown.families)) }
            @for other in known.families().into_iter().filter(|other| *other != shown.id) {
                p { a.alone href=(family_address(other)) { "Famille " (named(&shown.families, other)) " de " (known.first_name) } }
            }
            @if pupil.registrations.is_empty() { p { "Aucune inscription." } }
            @else {
                ul.links.columns {
                    @for (service, tariff, usual) in &pupil.registrations {
                        li {
                            (service)
                            @if tariff != service { " (tarif " (tariff) ")" }
                            @if !usual.is_empty() { (NBSP) ": " (french::list(usual.iter().map(|day| french::weekday(*day)))) }
                        }
                    }
                }
            }
            p { a.alone href={ (here) "/garde" } { "Jours de garde " (of(&known.first_name)) } }
        }
    }
}

/// Whose days a child's are, in a sentence.
fn days_of(home: Option<&Home>, family: FamilyId, families: &BTreeMap<FamilyId, String>) -> String {
    let name = |other: &FamilyId| format!("la famille {}", named(families, *other));
    let but = |number: usize| match number {
        0 => String::new(),
        number => format!(", sauf {}", count(number, "jour", "jours")),
    };
    match home {
        None => "Aucun foyer n’est connu aujourd’hui.".into(),
        Some(home) if !home.families().contains(&family) => "N’est plus dans cette famille.".into(),
        Some(Home::One { family: payer, also }) => match also {
            Some(other) if *payer == family => {
                format!("Tous ses jours sont à cette famille{NBSP}; {} voit sa fiche.", name(other))
            }
            Some(_) => format!("Tous ses jours sont à {}{NBSP}; cette famille voit sa fiche.", name(payer)),
            None => "Tous ses jours sont à cette famille.".into(),
        },
        Some(Home::Alternating { even, odd, exceptions }) => {
            let (own, other) = if *even == family { ("paires", odd) } else { ("impaires", even) };
            format!(
                "Dans cette famille les semaines {own}, avec {} les autres{}.",
                name(other),
                but(exceptions.len())
            )
        }
        Some(Home::Calendar { usual, other, exceptions, .. }) if *usual == family => format!(
            "Dans cette famille, sauf les jours du calendrier, avec {}{}.",
            name(other),
            but(exceptions.len())
        ),
        Some(Home::Calendar { usual, exceptions, .. }) => format!(
            "Dans cette famille les jours du calendrier, avec {} les autres{}.",
            name(usual),
            but(exceptions.len())
        ),
    }
}

fn named(families: &BTreeMap<FamilyId, String>, id: FamilyId) -> &str {
    families.get(&id).map_or("inconnue", String::as_str)
}

fn weeks(shown: &Overview) -> Markup {
    html! {
        h2 { "Réservations" }
        div.cards {
            @for week in &shown.weeks {
                div.card {
                    h3 { (week.title) }
                    @if week.children.iter().all(|(_, booked)| booked.is_empty()) { p { "Rien n’est réservé." } }
                    @for (child, booked) in week.children.iter().filter(|(_, booked)| !booked.is_empty()) {
                        p { strong { (child) } }
                        ul.links { @for line in booked { li { (line) } } }
                    }
                    @if week.total > 0 { p { "Total" (NBSP) ": " strong { (french::money(week.total)) } } }
                }
            }
        }
        p { a.alone href={ (family_address(shown.id)) "/compte" } { "Factures et paiements de la famille" } }
        p { a.alone href={ "/mairie/messages?famille=" (shown.id) } { "Messages de la famille" } }
        p { a.alone href={ (family_address(shown.id)) "/reservations" } { @if shown.open() { "Réserver ou annuler pour la famille" } @else { "Voir les réservations" } } }
        @if shown.open() { p { a.alone href={ (family_address(shown.id)) "/annee" } { "Réserver les jours habituels" } } }
    }
}

fn requests(shown: &Overview) -> Markup {
    let row = |(id, request, name): &(RequestId, Request, String)| {
        // Whether it is about health stands on the request's own page.
        let told = request.pages().into_iter().filter(|page| !page.is_sensitive());
        let mut pages: Vec<&str> = told.map(words::page).collect();
        if request.is_sensitive() {
            pages.push("informations réservées");
        }
        vec![
            html! { "Nº" (NBSP) (id) ", " (french::moment(request.at, shown.zone)) },
            html! { (request.name) },
            html! { (asked(request.act, request.about, name)) @if request.act == Act::Change && !pages.is_empty() { (NBSP) ": " (french::list(pages)) } },
            html! { (state(request, shown.zone)) },
        ]
    };
    let rows: Vec<Vec<Markup>> = shown.requests.iter().map(row).collect();
    let waits = shown.requests.iter().any(|(_, request, _)| request.state == State::Waiting);
    html! {
        h2 { "Demandes" }
        @if rows.is_empty() { p { "La famille n’a rien demandé." } }
        @else { (table("Demandes de la famille", &["Demande", "De", "Quoi", "État"], &rows)) }
        @if waits && shown.changes { p { a.alone href="/mairie/demandes" { "Répondre aux demandes qui attendent" } } }
    }
}

/// What is asked, without a word of what the fields say.
fn asked(act: Act, about: Subject, name: &str) -> String {
    match (act, about) {
        (Act::Change, Subject::Household(_)) => "Modifier le foyer".into(),
        (Act::Change, _) => format!("Modifier la fiche {}", of(name)),
        (Act::Add, _) => "Ajouter une personne".into(),
        (Act::Remove, _) => format!("Retirer {name}"),
    }
}

fn state(request: &Request, zone: Tz) -> String {
    match &request.state {
        State::Waiting => "En attente".into(),
        State::Accepted { at, .. } => format!("Acceptée le {}", french::moment(*at, zone)),
        State::Refused { at, reason, .. } => {
            format!("Refusée le {}{NBSP}: {reason}", french::moment(*at, zone))
        }
        State::Withdrawn { at } => format!("Annulée par la famille le {}", french::moment(*at, zone)),
    }
}
