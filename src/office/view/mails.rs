//! The mail, as the town sees it: never its words.

use maud::{Markup, html};

use crate::{
    platform::{
        mail::{Reason, Trouble},
        outbox::{Overview, Queued, State},
    },
    town::Identity,
    ui::{
        french::{self, NBSP, count},
        layout::{self, Frame},
        table::table,
    },
};

/// What was just done.
pub enum Said {
    /// So many mails are due at once.
    Due(usize),
    /// The test has left for this address.
    TestSent(String),
    /// It has not.
    TestFailed(Reason),
}

/// The page. `acts`: whether the reader may do something about it.
pub fn mails(mut frame: Frame, town: &Identity, mails: &Overview, acts: bool, said: Option<&Said>) -> Markup {
    frame.title = "Courriels";
    frame.here = "/mairie/courriels";
    let content = html! {
        h1 { "Courriels" }
        @if let Some(said) = said { (answer(said)) }
        p {
            (count(mails.sent, "courriel parti", "courriels partis")) " aujourd’hui, "
            (count(mails.waits, "attend", "attendent")) ", "
            (count(mails.failures, "n’est pas parti", "ne sont pas partis")) "."
        }
        @if acts { (acting(mails.waits + mails.failures > 0)) }
        @if !mails.waiting.is_empty() { (list("Courriels qui attendent", town, &mails.waiting, acts)) }
        @if !mails.failed.is_empty() { (list("Courriels qui ne sont pas partis", town, &mails.failed, acts)) }
        @if mails.waits > mails.waiting.len() || mails.failures > mails.failed.len() {
            p { "Seuls les cent premiers de chaque liste sont montrés." }
        }
    };
    layout::page(&frame, content)
}

fn acting(any: bool) -> Markup {
    html! {
        @if any {
            form method="post" action="/mairie/courriels/tous" { p { button.plain { "Réessayer tous les courriels maintenant" } } }
        }
        form method="post" action="/mairie/courriels/essai" { p { button.plain { "M’envoyer un courriel d’essai" } } }
    }
}

fn answer(said: &Said) -> Markup {
    html! {
        @match said {
            Said::Due(0) => p.notice role="status" { "Aucun courriel à renvoyer." },
            Said::Due(number) => p.saved role="status" { (count(*number, "courriel va être réessayé", "courriels vont être réessayés")) ", dans quelques secondes." },
            Said::TestSent(to) => p.saved role="status" { "Le courriel d’essai est parti vers " (to) ". Vérifiez qu’il arrive." },
            Said::TestFailed(why) => p.notice role="status" { strong { "Le courriel d’essai n’est pas parti." } " " (reason(why)) },
        }
    }
}

fn list(caption: &str, town: &Identity, mails: &[(u64, Queued)], acts: bool) -> Markup {
    let mut columns = vec!["Pour", "Objet", "Depuis", "Pourquoi"];
    if acts {
        columns.push("Que faire");
    }
    let row = |(number, queued): &(u64, Queued)| {
        let mut cells = vec![
            html! { (queued.mail.to) },
            html! { (queued.mail.subject) },
            html! { (french::moment(queued.at, town.timezone)) },
            html! { (standing(town, &queued.state)) },
        ];
        if acts {
            cells.push(button(*number, queued));
        }
        cells
    };
    table(caption, &columns, &mails.iter().map(row).collect::<Vec<_>>())
}

/// Another try, unless the words are gone.
fn button(number: u64, queued: &Queued) -> Markup {
    let lost = queued.mail.secret && matches!(queued.state, State::Failed { .. });
    let name = format!("Réessayer le courriel nº{NBSP}{number} pour {}", queued.mail.to);
    html! {
        @if lost {
            "Il contenait un lien, qui n’est plus gardé" (NBSP) ": il faut en envoyer un autre."
        } @else {
            form method="post" action="/mairie/courriels" {
                input type="hidden" name="numero" value=(number);
                button.plain aria-label=(name) { "Réessayer" }
            }
        }
    }
}

/// Tries so far, the next one, and why the last failed.
fn standing(town: &Identity, state: &State) -> Markup {
    html! {
        @match state {
            State::Waiting { tries: 0, .. } => "Il va partir.",
            State::Waiting { tries, due, why } => {
                (count(*tries as usize, "essai", "essais")) ", le prochain le " (french::moment(*due, town.timezone)) ". "
                @if let Some(why) = why { (reason(why)) }
            }
            State::Failed { why } => (reason(why)),
            State::Sent { .. } => {}
        }
    }
}

/// A sentence, and what the server said.
fn reason(why: &Reason) -> Markup {
    let words = match why.trouble {
        Trouble::Unreachable => "Le serveur de courrier ne répond pas ou n’existe pas à cette adresse.",
        Trouble::Slow => "Le serveur de courrier n’a pas répondu à temps.",
        Trouble::Tls => "La connexion sécurisée avec le serveur de courrier n’a pas pu se faire.",
        Trouble::Credentials => "Le serveur de courrier refuse l’identifiant ou le mot de passe du portail.",
        Trouble::Address => "L’adresse est refusée.",
        Trouble::Busy => "Le serveur de courrier demande de réessayer plus tard.",
        Trouble::Refused => "Le serveur de courrier refuse ce courriel.",
        Trouble::Other => "L’envoi n’a pas marché.",
    };
    html! { (words) " " small { "(" (why.said) ")" } }
}
