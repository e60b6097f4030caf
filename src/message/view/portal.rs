//! "Contact", as parents read it.

use chrono_tz::Tz;
use maud::{Markup, html};

use super::{Form, Wrong, address, choose_again, form, messages, problems_of};
use crate::{
    message::{Message, State, Thread, ThreadId, draft::Typed},
    town::Identity,
    ui::{
        form::{Problem, problems},
        french::{NBSP, day_month_year, moment, telephone},
        layout::{self, Frame},
    },
};

const HERE: &str = "/contact";
const HINT: &str = "La mairie le reçoit par courriel. Rien de médical, s’il vous plaît.";

/// How the town is reached, for who cannot write from here.
pub fn reached(mut frame: Frame, town: &Identity, inside: bool) -> Markup {
    (frame.title, frame.here) = ("Contact", HERE);
    let content = html! {
        h1 { "Contact" }
        (ways(town))
        @if !inside {
            p { "Les familles écrivent à la mairie depuis cette page, une fois connectées." }
            p { a.plain href="/connexion?retour=%2Fcontact" { "Se connecter pour écrire" } }
        }
    };
    layout::page(&frame, content)
}

/// By post, by telephone, at its counter, by mail.
fn ways(town: &Identity) -> Markup {
    let contact = &town.contact;
    let dial: String =
        contact.telephone.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect();
    html! {
        div.card {
            h2 { @if contact.service.is_empty() { "La mairie" } @else { (contact.service) } }
            dl.reading {
                @if !contact.address.is_empty() { div { dt { "Adresse" } dd { (contact.address) } } }
                @if !contact.telephone.is_empty() {
                    div { dt { "Téléphone" } dd { a.alone href={ "tel:" (dial) } { (telephone(&contact.telephone)) } } }
                }
                @if !contact.hours.is_empty() { div { dt { "Horaires" } dd { (contact.hours) } } }
                @if !contact.mail.is_empty() {
                    div { dt { "Courriel" } dd { a.alone href={ "mailto:" (contact.mail) } { (contact.mail) } } }
                }
            }
        }
    }
}

/// The page of a family: how the town is reached, a form, what was written before.
pub fn contact(
    mut frame: Frame,
    town: &Identity,
    threads: &[(ThreadId, Thread)],
    typed: &Typed,
    wrong: &[Wrong],
) -> Markup {
    (frame.title, frame.here) = ("Contact", HERE);
    frame.refused = !wrong.is_empty();
    let list = problems_of(wrong, town.timezone);
    let content = html! {
        h1 { "Contact" }
        (problems(&list))
        (ways(town))
        h2 { "Écrire à la mairie" }
        p { "Pour un enfant malade ou absent, " a href="/absences" { "signalez plutôt une absence" } (NBSP) ": le certificat s’y joint aussi." }
        (form(&Form {
            action: HERE,
            first: true,
            label: "Message",
            hint: HINT,
            button: "Envoyer",
            typed,
            problems: &list,
            again: choose_again(wrong),
        }))
        @if !threads.is_empty() {
            h2 { "Vos échanges avec la mairie" }
            p.hint { "Tous les responsables de votre famille lisent ces échanges." }
            ul.links {
                @for (id, thread) in threads {
                    li {
                        a.alone href=(address(HERE, *id)) { (thread.subject) }
                        br;
                        @match thread.state {
                            State::Waiting(_) => "envoyé",
                            State::Answered => "la mairie a répondu",
                            State::PutAway => "lu par la mairie, envoyé",
                        }
                        " le " (day_month_year(thread.at.with_timezone(&town.timezone).date_naive()))
                    }
                }
            }
        }
    };
    layout::page(&frame, content)
}

/// What the page of a thread shows.
pub struct Shown<'a> {
    /// Its number.
    pub id: ThreadId,
    /// The thread.
    pub thread: &'a Thread,
    /// Its messages.
    pub messages: &'a [Message],
    /// The town's.
    pub zone: Tz,
    /// Where the parent is told of an answer.
    pub mail: &'a str,
    /// What is typed.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub wrong: &'a [Wrong],
    /// Whether one was just sent.
    pub sent: bool,
}

/// A thread, and the form that goes on with it.
pub fn thread(frame: Frame, shown: &Shown) -> Markup {
    let refused = !shown.wrong.is_empty();
    let frame = Frame { title: &shown.thread.subject, here: HERE, refused, ..frame };
    let (here, list) = (address(HERE, shown.id), problems_of(shown.wrong, shown.zone));
    let content = html! {
        h1 { (shown.thread.subject) }
        @if shown.sent {
            p.saved role="status" {
                "Votre message est envoyé, le " (moment(shown.thread.at, shown.zone)) ". La réponse de la mairie sera ici, et un courriel vous préviendra à l’adresse "
                (shown.mail) "."
            }
        }
        (problems(&list))
        (messages(shown.messages, &here, shown.zone))
        @if shown.thread.state == State::PutAway { p { "La mairie a lu ce message. Si vous attendez une réponse, écrivez-le ci-dessous." } }
        h2 { "Ajouter un message" }
        (form(&Form {
            action: &here,
            first: false,
            label: "Message",
            hint: HINT,
            button: "Envoyer",
            typed: shown.typed,
            problems: &list,
            again: choose_again(shown.wrong),
        }))
        p { a.alone href=(HERE) { "Revenir à la page Contact" } }
    };
    layout::page(&frame, content)
}

/// Why a message is kept on a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The session has ended.
    SignedOut,
    /// No family is chosen.
    NoFamily,
    /// Another family was chosen since the form was shown.
    OtherFamily,
}

/// What was typed and could not be sent now: nothing of any family is shown, and nothing typed is lost.
pub fn kept(frame: Frame, why: Kept, typed: &Typed, thread: Option<ThreadId>) -> Markup {
    let (title, first, (to, link)) = match why {
        Kept::SignedOut => (
            "Votre session est terminée",
            "Connectez-vous dans un nouvel onglet",
            ("/connexion", "Se connecter dans un nouvel onglet"),
        ),
        Kept::NoFamily => (
            "Aucune famille n’est choisie",
            "Choisissez votre famille dans un nouvel onglet",
            ("/familles", "Choisir la famille dans un nouvel onglet"),
        ),
        Kept::OtherFamily => (
            "Vous avez changé de famille",
            "Ce message était écrit pour une autre de vos familles. Revenez à elle dans un nouvel onglet",
            ("/familles", "Changer de famille dans un nouvel onglet"),
        ),
    };
    let words = format!(
        "Votre message n’est pas parti. {first}, puis revenez ici et appuyez sur «{NBSP}Envoyer{NBSP}»{NBSP}: ce que vous avez écrit est \
         gardé ci-dessous."
    );
    let frame = Frame { title, here: HERE, refused: true, ..frame };
    let list = [Problem { field: Some("message".into()), words }];
    let action = thread.map_or(HERE.into(), |id| address(HERE, id));
    let content = html! {
        h1 { (title) }
        (problems(&list))
        p { a.plain href=(to) target="_blank" { (link) } }
        (form(&Form {
            action: &action,
            first: thread.is_none(),
            label: "Message",
            hint: HINT,
            button: "Envoyer",
            typed,
            problems: &list,
            again: true,
        }))
    };
    layout::page(&frame, content)
}
