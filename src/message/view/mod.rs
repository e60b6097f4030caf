//! Messages, in French: what both sides read of a thread, and the form of the next message.

pub mod office;
pub mod portal;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::{
    Attached, Message, Side, ThreadId,
    draft::{Fault, MOST_SUBJECT, MOST_WORDS, Typed},
};
use crate::ui::{
    form::{Field, Problem, hinted},
    french::{NBSP, moment, size},
};

/// What the file of a message is called, whatever its sender calls it, without its ending.
pub const FILE: &str = "piece-jointe";

/// The same with its ending, in its address.
pub fn file_name(file: &Attached) -> String {
    format!("{FILE}.{}", file.kind.ending())
}

/// Why a message was not sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wrong {
    /// What was typed.
    Draft(Fault),
    /// The file is too large.
    TooLarge,
    /// It is none of the three types.
    Type,
    /// Too many were sent: none before this instant.
    TooMany(DateTime<Utc>),
    /// Somebody wrote in the thread meanwhile.
    Changed,
}

/// Which field it is about, and what to do.
fn problem(wrong: Wrong, zone: Tz) -> Problem {
    let (field, words) = match wrong {
        Wrong::Draft(Fault::NoSubject) => {
            ("objet", "Indiquez l’objet de votre message, en quelques mots.".into())
        }
        Wrong::Draft(Fault::LongSubject) => {
            ("objet", format!("Raccourcissez l’objet{NBSP}: {MOST_SUBJECT} lettres au plus."))
        }
        Wrong::Draft(Fault::NoWords) => ("message", "Écrivez votre message.".into()),
        Wrong::Draft(Fault::LongWords) => {
            ("message", format!("Raccourcissez votre message{NBSP}: {} lettres au plus.", thousands(MOST_WORDS)))
        }
        Wrong::TooLarge => (
            "fichier",
            format!("Ce fichier est trop lourd{NBSP}: 5{NBSP}Mo au plus. Réduisez-le, ou envoyez-le en plusieurs messages."),
        ),
        Wrong::Type => {
            ("fichier", "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG, quel que soit son nom.".into())
        }
        Wrong::TooMany(until) => (
            "message",
            format!(
                "Vous avez envoyé beaucoup de messages en peu de temps. Celui-ci n’est pas parti{NBSP}: gardez cette page ouverte, et \
                 envoyez-le à partir du {}.",
                moment(until, zone)
            ),
        ),
        Wrong::Changed => (
            "message",
            "Un autre message est arrivé pendant que vous écriviez. Lisez-le, corrigez votre réponse s’il le faut, puis envoyez-la.".into(),
        ),
    };
    Problem { field: Some(field.into()), words }
}

/// "5 000".
fn thousands(number: usize) -> String {
    format!("{}{NBSP}{:03}", number / 1000, number % 1000)
}

fn problems_of(wrong: &[Wrong], zone: Tz) -> Vec<Problem> {
    wrong.iter().map(|wrong| problem(*wrong, zone)).collect()
}

/// Whether a file that was chosen must be chosen again: a browser does not keep it.
fn choose_again(wrong: &[Wrong]) -> bool {
    wrong.iter().any(|wrong| !matches!(wrong, Wrong::TooLarge | Wrong::Type))
}

/// A form that writes a message.
struct Form<'a> {
    /// Where it is sent.
    action: &'a str,
    /// Whether it begins a thread: with a subject.
    first: bool,
    /// What the message is called.
    label: &'a str,
    /// What is said beside it.
    hint: &'a str,
    /// The words of its button.
    button: &'a str,
    /// What is typed.
    typed: &'a Typed,
    /// What is wrong with it.
    problems: &'a [Problem],
    /// Whether a file must be chosen again.
    again: bool,
}

fn form(form: &Form) -> Markup {
    let said = |name: &str| {
        let mut own = form.problems.iter().filter(|problem| problem.field.as_deref() == Some(name));
        own.next().map(|problem| problem.words.as_str())
    };
    let (words, file) = (said("message"), said("fichier"));
    html! {
        form.card method="post" action=(form.action) enctype="multipart/form-data" novalidate {
            input type="hidden" name="n" value=(form.typed.form);
            @if !form.typed.family.is_empty() { input type="hidden" name="famille" value=(form.typed.family); }
            @if !form.typed.seen.is_empty() { input type="hidden" name="vu" value=(form.typed.seen); }
            @if form.first {
                (hinted(
                    &Field { name: "objet", label: "Objet", kind: "text", autocomplete: "off", value: &form.typed.subject, problem: said("objet") },
                    "En quelques mots, par exemple\u{a0}: facture de novembre.",
                    true,
                ))
            }
            div.field {
                label for="message" { (form.label) }
                p #message-exemple { (form.hint) }
                @if let Some(words) = words { p.problem #message-aide { (words) } }
                textarea #message name="message" rows="8" required aria-invalid=[words.map(|_| "true")]
                    aria-describedby={ @if words.is_some() { "message-aide " } "message-exemple" } { (form.typed.words) }
            }
            div.field {
                label for="fichier" { "Fichier joint (facultatif)" }
                p #fichier-exemple { "PDF, JPEG ou PNG, 5" (NBSP) "Mo au plus." }
                @if let Some(words) = file { p.problem #fichier-aide { (words) } }
                input #fichier name="fichier" type="file" accept="application/pdf,image/jpeg,image/png"
                    aria-invalid=[file.map(|_| "true")]
                    aria-describedby={ @if file.is_some() { "fichier-aide " } "fichier-exemple" };
            }
            @if form.again { p { "Si vous aviez joint un fichier, choisissez-le de nouveau." } }
            button.main { (form.button) }
        }
    }
}

/// The messages of a thread, the first one first. `address`: of the thread, on the reader's side.
fn messages(list: &[Message], address: &str, zone: Tz) -> Markup {
    html! {
        @for (message, number) in list.iter().zip(1..) {
            article.card.letter aria-labelledby={ "message-" (number) } {
                h2 #{ "message-" (number) } { (message.name) @if message.side == Side::Town { ", pour la mairie" } }
                p.hint { "Le " (moment(message.at, zone)) }
                p.lines { (message.words) }
                @if let Some(file) = &message.file {
                    p {
                        a.alone href={ (address) "/" (number) "/" (file_name(file)) } target="_blank" {
                            "Fichier joint au message " (number) " (" (file.kind.word()) ", " (size(file.bytes)) ", nouvel onglet)"
                        }
                    }
                }
            }
        }
    }
}

/// The address of a thread on a side: "/contact", "/mairie/messages".
fn address(side: &str, id: ThreadId) -> String {
    format!("{side}/{id}")
}
