//! A roll call: the children, a button for each answer.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use maud::{Markup, html};
use strum::VariantArray;

use super::{state, told_before};
use crate::{
    account::AccountId,
    attendance::{
        Mark, State,
        roll::{Line, tally},
    },
    ui::{
        form::{Problem, problems},
        french::{self, NBSP, count, hour},
        layout::{self, Frame, Script},
    },
};

/// What a page says first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Said {
    /// All were marked here, at this instant in milliseconds.
    All(i64),
    /// Somebody else had touched the child meanwhile.
    Meanwhile,
}

/// What the page is made of.
pub struct Shown<'a> {
    /// Where it stands.
    pub address: &'a str,
    /// Who calls the roll: touches that wait on a device are theirs alone.
    pub account: AccountId,
    /// The day.
    pub day: NaiveDate,
    /// Today: later days are only read.
    pub today: NaiveDate,
    /// Name of the service.
    pub service: &'a str,
    /// Names of the schools.
    pub schools: &'a [&'a str],
    /// Zone of the town's clocks.
    pub zone: Tz,
    /// The children.
    pub lines: &'a [Line],
    /// Whether arrival and leaving are asked.
    pub timed: bool,
    /// Who called the roll.
    pub callers: &'a BTreeMap<AccountId, String>,
    /// Whom one looks for.
    pub q: &'a str,
    /// Who was found.
    pub found: &'a [Line],
    /// What is said first.
    pub said: Option<Said>,
}

/// The page.
pub fn page(frame: Frame, shown: &Shown) -> Markup {
    let title = format!("{}, {}", shown.service, french::date(shown.day));
    let mut frame = frame;
    (frame.title, frame.here, frame.script) = (&title, "/mairie/pointage", Script::Roll);
    frame.refused = shown.said == Some(Said::Meanwhile);
    let meanwhile = (shown.said == Some(Said::Meanwhile)).then(|| Problem {
        field: Some("liste".into()),
        words: "Quelqu’un d’autre vient de pointer cet enfant. La liste est à jour : vérifiez, puis recommencez s’il le faut.".into(),
    });
    let open = shown.day <= shown.today;
    let content = html! {
        h1 { (shown.service) }
        p { span.cap { (french::date(shown.day)) } ", " (french::list(shown.schools.iter().copied())) "." }
        (problems(&Vec::from_iter(meanwhile)))
        @if let Some(Said::All(instant)) = shown.said {
            form.saved method="post" action=(shown.address) {
                p role="status" {
                    "Tous ceux qui restaient à appeler sont notés présents."
                    @if shown.lines.iter().any(|line| line.told.is_some() && line.mark.is_none()) { " Ceux dont l’absence est signalée restent à pointer." }
                }
                button.plain name="defaire" value=(instant) { "Annuler «" (NBSP) "Tous présents" (NBSP) "»" }
            }
        }
        p #envoi role="status" {}
        div #liste data-compte=(shown.account) data-liste={ (shown.address) "/liste" } { (lines(shown)) }
        @if open {
            form.unprinted method="post" action=(shown.address) { button.main name="tous" value="oui" { "Tous présents" } }
            (search(shown))
        } @else { p.notice { "Ce jour n’est pas encore arrivé : la liste se lit et s’imprime, le pointage s’ouvre le jour même." } }
        p.unprinted { a.alone href={ "/mairie/pointage?jour=" (shown.day) } { "Revenir aux listes du jour" } }
    };
    layout::page(&frame, content)
}

/// How the roll call stands, and the children.
pub fn lines(shown: &Shown) -> Markup {
    let tally = tally(shown.lines);
    html! {
        p {
            strong { (count(tally.expected, "enfant attendu", "enfants attendus")) }
            @if tally.told > 0 { ", " (count(tally.told, "absence signalée", "absences signalées")) }
            ", " (count(tally.here, "présent", "présents")) @if tally.unbooked > 0 { ", dont " (tally.unbooked) " sans réservation" }
            ", " (count(tally.absent, "absent", "absents"))
            @if tally.uncalled > 0 { ", reste à appeler" (NBSP) ": " (tally.uncalled) }
            "."
        }
        ul.roll { @for line in shown.lines { (child(shown, line)) } }
    }
}

fn child(shown: &Shown, line: &Line) -> Markup {
    let name = format!("{} {}", line.first_name, line.last_name);
    html! {
        li id={ "e" (line.child) } data-etat=[line.state().map(key)] data-signale[line.told.is_some()] {
            div {
                strong { (line.last_name) " " (line.first_name) } @if !line.class.is_empty() { " " span.hint { (line.class) } }
                @if !line.booked { " " b.late { "sans réservation" } }
                @if let Some(reason) = line.told { " " b.late { (told_before(reason)) } }
                @if !line.diet.is_empty() { " " b { (line.diet) } }
                @if line.care_plan { " " b { "PAI" } }
            }
            p.hint data-note { (note(shown, line)) }
            @if shown.day <= shown.today { (form(shown, line, &name)) }
            @if !line.fetched_by.is_empty() { p.printed { (fetched_by(line)) } }
            @if !line.fetched_by.is_empty() || line.care_plan {
                details {
                    summary { "Qui vient le chercher" span.away { ", " (name) } }
                    ul {
                        @for (who, telephone) in &line.fetched_by {
                            li { (who) @if !telephone.is_empty() { ", " a href={ "tel:" (telephone) } { (french::telephone(telephone)) } } }
                        }
                    }
                    @if line.care_plan {
                        form method="post" action={ "/mairie/familles/" (line.family) "/enfants/" (line.child) "/sante" } {
                            button.plain { "Lire santé et régime" span.away { ", " (name) } }
                        }
                    }
                }
            }
        }
    }
}

/// "Qui vient le chercher : Paul ALAIN, 06 11 22 33 44 ; Monique ALAIN": on paper nothing opens.
fn fetched_by(line: &Line) -> String {
    let of = |(who, telephone): &(String, String)| match telephone.as_str() {
        "" => who.clone(),
        telephone => format!("{who}, {}", french::telephone(telephone)),
    };
    let all: Vec<String> = line.fetched_by.iter().map(of).collect();
    format!("Qui vient le chercher{NBSP}: {}", all.join(&format!("{NBSP}; ")))
}

/// "Présent, noté à 11 h 52 par Karim HADDAD".
fn note(shown: &Shown, line: &Line) -> String {
    let Some(mark) = &line.mark else { return String::new() };
    let at = hour(mark.at.with_timezone(&shown.zone).time());
    let by = shown.callers.get(&mark.by).map(|name| format!(" par {name}")).unwrap_or_default();
    let times = [("arrivé à ", mark.arrived), ("parti à ", mark.left)];
    let times: String =
        times.iter().filter_map(|(words, time)| Some(format!(", {words}{}", hour((*time)?)))).collect();
    format!("{}{times}, noté à {at}{by}", state(mark.state))
}

fn key(state: State) -> &'static str {
    state.into()
}

fn form(shown: &Shown, line: &Line, name: &str) -> Markup {
    let now = line.state();
    let button = |wanted: State| {
        let pressed = now == Some(wanted);
        // Touched again, what was said is taken back.
        let value = if pressed { "" } else { key(wanted) };
        html! {
            button.plain name="vers" value=(value) data-vers=(key(wanted)) aria-pressed=(pressed) { (state(wanted)) span.away { ", " (name) } }
        }
    };
    let reasons = &State::VARIANTS[2..];
    html! {
        form.touch method="post" action=(shown.address) autocomplete="off" {
            input type="hidden" name="enfant" value=(line.child);
            input type="hidden" name="de" value=(now.map_or("", key));
            (button(State::Here)) (button(State::Absent))
            details open[now.is_some_and(|now| reasons.contains(&now))] {
                summary { "Motif" span.away { " de l’absence, " (name) } }
                @for reason in reasons { (button(*reason)) }
            }
            @if shown.timed { (times(line.mark.as_ref(), line, name)) }
        }
    }
}

/// When it came and left.
fn times(mark: Option<&Mark>, line: &Line, name: &str) -> Markup {
    let field = |what: &str, label: &str, time: Option<NaiveTime>| {
        let id = format!("{what}{}", line.child);
        html! {
            span.field {
                label for=(id) { (label) span.away { ", " (name) } }
                input id=(id) name=(what) type="time" value=[time.map(|time| time.format("%H:%M").to_string())];
            }
        }
    };
    html! {
        div.tier {
            (field("arrivee", "Arrivée", mark.and_then(|mark| mark.arrived)))
            (field("depart", "Départ", mark.and_then(|mark| mark.left)))
            button.plain name="vers" value=(key(State::Here)) data-heures { "Noter les heures" span.away { ", " (name) } }
        }
    }
}

/// A child who came without a booking: found, then added.
fn search(shown: &Shown) -> Markup {
    html! {
        form.card.unprinted method="get" action=(shown.address) {
            h2 { "Un enfant est venu sans réservation" }
            div.field {
                label for="q" { "Nom de l’enfant ou de la famille" }
                input #q name="q" type="search" value=[(!shown.q.is_empty()).then_some(shown.q)];
            }
            button.plain { "Chercher" }
        }
        @if !shown.q.is_empty() {
            @if shown.found.is_empty() { p role="status" { "Aucun autre enfant de ces écoles ne correspond." } }
            ul.roll.found.unprinted {
                @for line in shown.found {
                    li {
                        div { strong { (line.last_name) " " (line.first_name) } " " span.hint { (line.class) } }
                        p.hint data-note {}
                        form.touch method="post" action=(shown.address) {
                            input type="hidden" name="enfant" value=(line.child);
                            input type="hidden" name="de" value="";
                            button.plain name="vers" value=(key(State::Here)) { "Ajouter, présent" span.away { ", " (line.first_name) " " (line.last_name) } }
                        }
                    }
                }
            }
        }
    }
}
