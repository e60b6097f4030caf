//! Help, in French: a short page for each screen, as data, and the two pages that show it.

mod account;
mod desk;
mod files;
mod parents;
mod settings;

use maud::{Markup, html};

use crate::{
    account::{Bar, role::Duty, view::dress},
    office,
    town::{
        Identity,
        view::{frame, reach},
    },
    ui::{
        french::NBSP,
        layout::{self, Frame},
    },
};

/// The help of the home page, whose own address is bare.
pub const HOME: &str = "/accueil";

/// What is said of a screen. Between « » stands what the screen itself says, word for word.
pub struct Help {
    /// Where it is, after `/aide`: the screen's address.
    pub address: &'static str,
    /// What the screen is called.
    title: &'static str,
    /// The way back to it: where, and the words of the link.
    back: (&'static str, &'static str),
    /// What it is for.
    purpose: &'static str,
    /// What one comes to do there, step by step.
    tasks: &'static [(&'static str, &'static [&'static str])],
    /// What happens then.
    then: &'static [&'static str],
    /// What may be in the way, and what to do.
    troubles: &'static [&'static str],
}

/// Pages of help that stand together.
struct Group {
    title: &'static str,
    /// Whether they are for who works at the town hall.
    town: bool,
    all: &'static [Help],
}

const GROUPS: [Group; 5] = [
    Group { title: "Réserver, suivre, payer", town: false, all: parents::ALL },
    Group { title: "Se connecter", town: false, all: account::ALL },
    Group { title: "À la mairie, chaque jour", town: true, all: desk::ALL },
    Group { title: "À la mairie, les familles", town: true, all: files::ALL },
    Group { title: "À la mairie, les réglages", town: true, all: settings::ALL },
];

/// The help of a screen, by its address.
pub fn find(address: &str) -> Option<&'static Help> {
    GROUPS.iter().flat_map(|group| group.all).find(|help| help.address == address)
}

/// Who reads: what the bar shows, and what they do for the town hall.
pub type Reader<'a> = Option<(&'a Bar, Option<&'a Duty>)>;

/// The frame: that of the town's side for who works there and reads of it, or has no other.
fn framed<'a>(town: &'a Identity, reader: Reader<'a>, of_town: bool) -> Frame<'a> {
    match reader {
        Some((bar, Some(duty))) if bar.office && (of_town || !bar.family) => {
            office::view::frame(town, bar, duty)
        }
        Some((bar, _)) => {
            let mut frame = frame(town, "Aide");
            dress(&mut frame, bar);
            frame
        }
        None => frame(town, "Aide"),
    }
}

/// The help of a screen.
pub fn page(town: &Identity, help: &Help, reader: Reader) -> Markup {
    let title = format!("Aide{NBSP}: {}", help.title);
    let mut frame = framed(town, reader, help.address.starts_with("/mairie"));
    frame.title = &title;
    let content = html! {
        h1 { (title) }
        p { (said(help.purpose)) }
        @for (what, steps) in help.tasks {
            h2 { (what) }
            div.card { ol { @for step in *steps { li { (said(step)) } } } }
        }
        @if !help.then.is_empty() { h2 { "Et ensuite" } }
        @for words in help.then { p { (said(words)) } }
        @if !help.troubles.is_empty() {
            h2 { "Si quelque chose ne va pas" }
            ul.plainly { @for words in help.troubles { li { (said(words)) } } }
        }
        p { a.main href=(help.back.0) { (help.back.1) } }
        p { a.alone href="/aide" { "Toutes les pages d’aide" } }
        p { "Une question" (NBSP) "? " (reach(town)) "." }
    };
    layout::page(&frame, content)
}

/// All of them: the town's first for who works there, and a family's.
pub fn index(town: &Identity, reader: Reader) -> Markup {
    let office = reader.is_some_and(|(bar, _)| bar.office);
    let mut frame = framed(town, reader, false);
    frame.title = "Aide";
    let of = |town: bool| GROUPS.iter().filter(move |group| group.town == town);
    let content = html! {
        h1 { "Aide" }
        p { "Une page courte pour chaque écran. Au bas de chaque écran, le lien «" (NBSP) "Aide" (NBSP) "» mène à la sienne." }
        @for group in of(true).filter(|_| office).chain(of(false)) {
            h2 { (group.title) }
            ul.links { @for help in group.all { li { a.alone href={ "/aide" (help.address) } { span.away { "Aide" (NBSP) ": " } (help.title) } } } }
        }
        p { "Une question" (NBSP) "? " (reach(town)) "." }
    };
    layout::page(&frame, content)
}

/// A sentence as it is printed: spaces that do not break, what the screen says in bold.
fn said(words: &str) -> Markup {
    let spaced = [" :", " ;", " ?", " !", " %", " €", " Mo", " »"]
        .iter()
        .fold(words.replace("« ", "«\u{a0}"), |words, mark| {
            words.replace(mark, &mark.replace(' ', "\u{a0}"))
        });
    html! {
        @for part in spaced.split_inclusive("\u{a0}»") {
            @match part.split_once("«\u{a0}").and_then(|(before, rest)| Some((before, rest.strip_suffix("\u{a0}»")?))) {
                Some((before, name)) => { (before) "«\u{a0}" strong { (name) } "\u{a0}»" }
                None => (part),
            }
        }
    }
}
