//! Absences told, in French: the families' page, and what both sides show of each.

mod card;
mod form;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use crate::{
    attendance::{
        effect::Effect,
        limits::Limits,
        slip::{Fault, Typed},
        told::Told,
    },
    family::ChildId,
    town::{Identity, view::reach},
    ui::{
        form::{Problem, problems},
        french::{self, NBSP, hour},
        layout::{self, Frame},
    },
};
pub use card::{card, certificate, reason, span};
pub use form::form;

/// Why something is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// What was typed.
    Slip(Fault),
    /// The file is too large.
    TooLarge,
    /// The file is none of those that are taken.
    NotACertificate,
    /// No file was chosen.
    NoFile,
    /// A certificate for another reason than illness.
    NotIll,
    /// It is too late for a certificate.
    Closed,
    /// There is one already.
    There,
}

/// What some days of a service become on the bill.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The child came all the same.
    Came,
    /// It is owed so.
    Owed(Effect),
}

/// Days of a service that become the same.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its name.
    pub service: String,
    /// The days, in order.
    pub days: Vec<NaiveDate>,
    /// What becomes of them.
    pub what: What,
}

/// An absence as it is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Of whom.
    pub child: ChildId,
    /// First and last name.
    pub name: (String, String),
    /// Its number among the child's.
    pub number: u32,
    /// What was told.
    pub told: Told,
    /// Who told it.
    pub by: String,
    /// What it changes.
    pub lines: Vec<Line>,
    /// Whether something is booked on each of its days.
    pub all: bool,
    /// Whether the family may still take it back.
    pub open: bool,
    /// Until when the family may send a certificate, or take one back; none: it may not.
    pub sent_until: Option<DateTime<Utc>>,
    /// Zone of the town's clocks.
    pub zone: Tz,
}

impl Shown {
    /// Where what is done with it is sent, after the address of the page.
    pub fn address(&self, page: &str) -> String {
        format!("{page}/{}/{}", self.child, self.number)
    }
}

/// The form by which an absence is told.
pub struct Form<'a> {
    /// The children.
    pub children: &'a [(ChildId, &'a str)],
    /// What it shows.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub wrong: &'a [Wrong],
    /// What the town has decided.
    pub limits: &'a Limits,
    /// Whether the town hall writes down what a family said.
    pub town: bool,
}

/// The families' page.
pub struct Page<'a> {
    /// The form.
    pub form: Form<'a>,
    /// What was told, the latest first.
    pub told: &'a [Shown],
    /// What was just done.
    pub done: Option<&'a str>,
    /// The certificate of which absence was refused, and why.
    pub scan: Option<(ChildId, u32, Wrong)>,
    /// The town.
    pub town: &'a Identity,
}

/// The families' page.
pub fn page(mut frame: Frame, page: &Page) -> Markup {
    (frame.title, frame.here) = ("Absences", "/absences");
    let limits = page.form.limits;
    let mut list: Vec<Problem> =
        page.form.wrong.iter().map(|wrong| problem(*wrong, page.form.children)).collect();
    list.extend(page.scan.map(|(child, number, wrong)| Problem {
        field: Some(format!("fichier-{child}-{number}")),
        words: problem(wrong, &[]).words,
    }));
    frame.refused = !list.is_empty();
    let content = html! {
        h1 { "Absences" }
        @if let Some(words) = page.done.and_then(done) { p.saved role="status" { (words) } }
        @if page.done == Some("commence") {
            p.notice role="status" { "L’appel est fait, ou cette absence a commencé" (NBSP) ": elle ne peut plus être retirée. Si votre enfant vient quand même, il sera noté présent." }
        }
        (problems(&list))
        @if page.form.children.is_empty() {
            p.card { "Aucun enfant n’est dans votre dossier. Adressez-vous à " (reach(page.town)) "." }
        } @else {
            p {
                "Votre enfant ne viendra pas" (NBSP) "? Dites-le ici" (NBSP) ": pour aujourd’hui jusqu’à " (hour(limits.today_until))
                ", pour les jours à venir à tout moment. L’absence vaut pour tout ce qui est réservé ces jours-là."
            }
            p.notice { "Signaler une absence n’annule pas une réservation. Pour annuler à temps, passez par " a href="/reservations" { "vos réservations" } "." }
            (form(&page.form, "/absences"))
        }
        @if !page.told.is_empty() { h2 { "Absences signalées" } }
        @for shown in page.told {
            div.card {
                (card(shown, "h3"))
                (acts(shown, limits, page.scan.filter(|(child, number, _)| (*child, *number) == (shown.child, shown.number)).map(|(.., wrong)| wrong)))
            }
        }
    };
    layout::page(&frame, content)
}

/// What a family may do with an absence.
fn acts(shown: &Shown, limits: &Limits, wrong: Option<Wrong>) -> Markup {
    let (here, of) = (shown.address("/absences"), format!(" ({}, {})", shown.name.0, span(&shown.told)));
    let scan = shown.told.certificate.as_ref().and_then(|known| known.scan.as_ref());
    html! {
        @if let Some(scan) = scan {
            p { a.alone href={ (here) "/certificat" } { "Lire le certificat (" (scan.kind.word()) ")" span.away { (of) } } }
            @if shown.sent_until.is_some() {
                form method="post" action={ (here) "/certificat/retirer" } { p { button.plain { "Retirer ce certificat" span.away { (of) } } } }
            }
        } @else if let (Some(until), None) = (shown.sent_until, &shown.told.certificate) {
            form method="post" action={ (here) "/certificat" } enctype="multipart/form-data" novalidate {
                (form::scan(
                    &format!("fichier-{}-{}", shown.child, shown.number),
                    &format!("Certificat médical{}", of),
                    &format!("PDF, JPEG ou PNG, 5{NBSP}Mo au plus, avant le {}. {}", french::deadline(until, shown.zone), form::kept(limits)),
                    wrong.map(|wrong| problem(wrong, &[]).words),
                ))
                button.plain { "Envoyer le certificat" span.away { (of) } }
            }
        }
        @if shown.open {
            form method="post" action={ (here) "/retirer" } { p { button.plain { "Retirer cette absence" span.away { (of) } } } }
        }
    }
}

fn done(what: &str) -> Option<&'static str> {
    Some(match what {
        "signale" => "L’absence est signalée. Vous lisez plus bas ce qu’elle change sur votre facture.",
        "retire" => "L’absence est retirée\u{a0}: votre enfant est de nouveau attendu.",
        "certificat" => "Le certificat est bien arrivé.",
        "efface" => "Le certificat est retiré et effacé.",
        _ => return None,
    })
}

/// Where a problem is, and what to do.
pub fn problem(wrong: Wrong, children: &[(ChildId, &str)]) -> Problem {
    let child = if let [(_, only)] = children { only } else { "votre enfant" };
    let (field, words) = match wrong {
        Wrong::Slip(Fault::Child) => ("enfant", "Choisissez l’enfant qui sera absent.".into()),
        Wrong::Slip(Fault::First) => ("du", "Indiquez le premier jour d’absence, par exemple 03/12/2026.".into()),
        Wrong::Slip(Fault::Past) => {
            ("du", "Ce jour est passé. Pour une absence passée, adressez-vous à la mairie.".into())
        }
        Wrong::Slip(Fault::TooLate(until)) => (
            "du",
            format!(
                "Il est {} passé{NBSP}: l’absence d’aujourd’hui ne peut plus être signalée ici. Appelez la mairie, ou commencez à demain.",
                hour(until)
            ),
        ),
        Wrong::Slip(Fault::Far) => ("du", "Vérifiez l’année\u{a0}: ce jour est à plus d’un an d’ici.".into()),
        Wrong::Slip(Fault::Last) => {
            ("au", "Indiquez le dernier jour d’absence, ou laissez vide pour un seul jour.".into())
        }
        Wrong::Slip(Fault::Backwards) => ("au", "Le dernier jour vient avant le premier.".into()),
        Wrong::Slip(Fault::Long) => (
            "au",
            "Une absence dure 31\u{a0}jours au plus. Signalez la suite dans une seconde absence.".into(),
        ),
        Wrong::Slip(Fault::Reason) => ("motif", "Choisissez le motif de l’absence.".into()),
        Wrong::Slip(Fault::Words) => ("precision", "Raccourcissez le motif\u{a0}: 200\u{a0}lettres au plus.".into()),
        Wrong::Slip(Fault::NotYours(day)) => (
            "du",
            format!(
                "Le {}, {child} n’est pas dans votre famille. Signalez seulement les jours qui sont les vôtres.",
                french::date(day)
            ),
        ),
        Wrong::Slip(Fault::Told(first, last)) => (
            "du",
            format!("Une absence est déjà signalée {}. Elle figure plus bas.", days(first, last)),
        ),
        Wrong::TooLarge => (
            "fichier",
            format!(
                "Ce fichier est trop lourd{NBSP}: 5{NBSP}Mo au plus. Rien n’a été enregistré. Prenez la photo en plus petit, ou signalez d’abord l’absence{NBSP}: le certificat peut venir plus tard."
            ),
        ),
        Wrong::NotACertificate => (
            "fichier",
            "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG. Rien n’a été enregistré\u{a0}: choisissez-en un autre.".into(),
        ),
        Wrong::NoFile => ("fichier", "Choisissez d’abord un fichier.".into()),
        Wrong::NotIll => (
            "fichier",
            "Le certificat ne sert que pour une maladie. Choisissez ce motif, ou n’envoyez pas de fichier.".into(),
        ),
        Wrong::Closed => (
            "fichier",
            "Il est trop tard pour envoyer le certificat de cette absence ici. Adressez-vous à la mairie.".into(),
        ),
        Wrong::There => ("fichier", "Un certificat est déjà arrivé pour cette absence.".into()),
    };
    Problem { field: Some(field.into()), words }
}

/// "le jeudi 3 décembre", "du 3 au 4 décembre 2026".
pub fn days(first: NaiveDate, last: NaiveDate) -> String {
    if first == last { format!("le {}", french::date(first)) } else { french::from_to(first, last) }
}
