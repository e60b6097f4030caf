//! What happened to a family's file, in sentences.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::{back, family_address};
use crate::{
    family::{
        FamilyId,
        field::{Field, Kind},
        file::Choices,
        history::{Booked, Deed, Line, What},
        request::Act,
        sheet::Change,
        view::words,
    },
    ui::{
        french::{self, NBSP, of},
        layout::{self, Frame},
    },
};

/// What happened, and the names that the sentences need.
pub struct Past {
    /// The latest first: number in the journal, instant, who it names, what was done.
    pub entries: Vec<(u64, DateTime<Utc>, String, Vec<Line>)>,
    /// What those are called whom the journal names: `account 12`.
    pub people: BTreeMap<String, String>,
    /// Other families.
    pub families: BTreeMap<FamilyId, String>,
    /// Names of classes, children, services and tariffs.
    pub choices: Choices,
    /// The town's.
    pub zone: Tz,
    /// The number that the next page begins before.
    pub next: Option<u64>,
}

/// The whole history, a page at a time. `before`: the number that this page begins before.
pub fn page(frame: Frame, family: FamilyId, name: &str, past: &Past, before: Option<u64>) -> Markup {
    let mut title = format!("Historique de la famille {name}");
    if let Some(before) = before {
        title += &format!(", avant le nº{NBSP}{before}");
    }
    let mut frame = frame;
    frame.title = &title;
    let address = format!("{}/historique", family_address(family));
    let content = html! {
        h1 { "Historique de la famille " (name) }
        p { "Ce qui a été fait sur ce dossier, du plus récent au plus ancien." }
        (list(past))
        @if let Some(next) = past.next { p { a.alone href={ (address) "?avant=" (next) } { "Voir ce qui précède" } } }
        @if before.is_some() { p { a.alone href=(address) { "Revenir au plus récent" } } }
        (back(family, name))
    };
    layout::page(&frame, content)
}

/// The sentences.
pub fn list(past: &Past) -> Markup {
    html! {
        @if past.entries.is_empty() { p { "Rien n’a encore été fait sur ce dossier." } }
        @else {
            ul.card.past {
                @for (_, at, who, lines) in &past.entries {
                    @for line in lines {
                        li {
                            (french::moment(*at, past.zone)) (NBSP) ": " (past.person(who)) " " (past.sentence(line))
                            @if let What::Changed(changes) = &line.what { " " (past.changes(line, changes)) }
                        }
                    }
                }
            }
        }
    }
}

impl Past {
    /// Who did it.
    fn person<'a>(&'a self, who: &'a str) -> &'a str {
        match who {
            "demo" => "La ville d’essai",
            "import" => "Un import",
            who => self.people.get(who).map_or("Le portail", String::as_str),
        }
    }

    /// "a modifié la fiche de Théo ALAIN".
    fn sentence(&self, line: &Line) -> String {
        let (file, name) = (file(line), &line.name);
        let household = line.about.kind() == Kind::Household;
        match &line.what {
            What::Created if household => format!("a créé le dossier de la famille {name}."),
            What::Created => format!("a créé {file}."),
            What::Changed(_) => format!("a modifié {file}{NBSP}:"),
            What::Certified => format!("a certifié {file}."),
            What::Asked(id, Act::Change) => {
                format!("a demandé à la mairie de modifier {file} (demande nº{NBSP}{id}).")
            }
            What::Asked(id, Act::Add) => {
                format!("a demandé à la mairie d’ajouter {name} (demande nº{NBSP}{id}).")
            }
            What::Asked(id, Act::Remove) => {
                format!("a demandé à la mairie de retirer {name} (demande nº{NBSP}{id}).")
            }
            What::Accepted(id) => format!("a accepté la demande nº{NBSP}{id} sur {file}."),
            What::Refused(id) => format!("a refusé la demande nº{NBSP}{id} sur {file}."),
            What::Withdrawn(id) => format!("a retiré sa demande nº{NBSP}{id} sur {file}."),
            What::Archived if household => format!("a archivé le dossier de la famille {name}."),
            What::Archived => format!("a archivé {file}."),
            What::Restored if household => format!("a repris le dossier de la famille {name}."),
            What::Restored => format!("a repris {file}."),
            What::Removed => format!("a retiré {name} des autres responsables."),
            What::Attached(other) => format!("a aussi rattaché {name} à la famille {}.", self.family(*other)),
            What::Custody(from) => {
                let (of, day) = (of(name), french::day_month_year(*from));
                format!("a changé les jours de garde {of} à partir du {day}.")
            }
            What::Residence(from, true) => {
                format!(
                    "a noté que la famille habite la commune à partir du {}.",
                    french::day_month_year(*from)
                )
            }
            What::Residence(from, false) => {
                let day = french::day_month_year(*from);
                format!("a noté que la famille n’habite pas la commune à partir du {day}.")
            }
            What::Invited => format!("a invité {name} à se connecter au portail."),
            What::AccessEnded => format!("a terminé l’accès {} au portail.", of(name)),
            What::AccessGiven => format!("a rendu à {name} son accès au portail."),
            What::Closed(reason, bookings) => {
                let bookings = french::count(*bookings, "réservation", "réservations");
                format!("a annulé {bookings} de la famille, par la fermeture «{NBSP}{reason}{NBSP}».")
            }
            What::Reopened(reason, back, lost) => {
                let back = french::count(*back, "réservation remise", "réservations remises");
                let lost = match lost {
                    0 => String::new(),
                    lost => format!(", {}", french::count(*lost, "non remise", "non remises")),
                };
                format!("a annulé la fermeture «{NBSP}{reason}{NBSP}»{NBSP}: {back}{lost}.")
            }
            What::Booked(booked, reason) => self.booked(name, booked, reason),
            What::CertificateRead => format!("a lu un certificat médical {}.", of(name)),
            What::Read => format!("a lu la santé et le régime alimentaire {}.", of(name)),
        }
    }

    /// "a réservé pour Anna ALAIN : Cantine 1er service (jeudi 3 décembre) (motif : ...)."
    fn booked(&self, name: &str, booked: &[Booked], reason: &str) -> String {
        let days = |booked: &Booked| {
            let known = self.choices.services.iter().find(|known| known.id == booked.service);
            let service = known.map_or("une prestation", |known| known.name.as_str());
            let late = if booked.deed == Deed::Late { " hors délai" } else { "" };
            let days = match booked.days.as_slice() {
                [day] => french::date(*day),
                days => french::days(days),
            };
            format!("{service}{late} ({days})")
        };
        let of = |cancelled: bool, what: &str| {
            let those = booked.iter().filter(|known| (known.deed == Deed::Cancelled) == cancelled).map(days);
            let those = french::list(those);
            (!those.is_empty()).then(|| format!("{what} pour {name}{NBSP}: {those}"))
        };
        let said: Vec<String> =
            [of(false, "a réservé"), of(true, "a annulé")].into_iter().flatten().collect();
        let why = match reason {
            "" => String::new(),
            reason => format!(" (motif{NBSP}: {reason})"),
        };
        format!("{}{why}.", said.join(&format!("{NBSP}; ")))
    }

    fn family(&self, id: FamilyId) -> String {
        self.families.get(&id).cloned().unwrap_or_else(|| format!("nº{NBSP}{id}"))
    }

    /// Field by field, what stood there and what stands there now; of health and diet, only that it changed.
    fn changes(&self, line: &Line, changes: &[Change]) -> Markup {
        let kind = line.about.kind();
        let (hidden, shown): (Vec<&Change>, Vec<&Change>) = changes
            .iter()
            .partition(|change| kind.page(change.key.field).is_some_and(|page| page.is_sensitive()));
        let value = |change: &Change, value: &str| words::value(&self.choices, change.key, value);
        html! {
            ul {
                // Which of them would say too much already.
                @if !hidden.is_empty() { li { "Santé ou régime alimentaire" (NBSP) ": des réponses ont changé, elles ne sont pas montrées ici." } }
                @for change in shown {
                    li {
                        @if kind == Kind::Household && change.key.field == Field::LastName { "Nom de la famille" }
                        @else { (words::key(kind, &self.choices, change.key)) }
                        (NBSP) ": "
                        "«" (NBSP) (value(change, &change.before)) (NBSP) "» → «" (NBSP) (value(change, &change.after)) (NBSP) "»"
                    }
                }
            }
        }
    }
}

/// "la fiche de Théo ALAIN", "la fiche du foyer".
fn file(line: &Line) -> String {
    match line.about.kind() {
        Kind::Household => "la fiche du foyer".into(),
        _ => format!("la fiche {}", of(&line.name)),
    }
}
