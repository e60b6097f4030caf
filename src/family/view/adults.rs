//! The adults of a family who are not guardians: who they are, what they may do.

use maud::{Markup, html};

use super::{
    file::{Form, page as part},
    parent::{OTHERS, Tab, done_words, tabs_of, whom},
    words,
};
use crate::{
    family::{
        field::{Field, Key, Kind, Page},
        file::File,
        rights::Mode,
    },
    town::Contact,
    ui::{
        form::problems,
        french::{self, NBSP},
        layout::{self, Frame},
        table::table,
    },
};

const HERE: &str = OTHERS[0].0;

/// The adults of a family, and what parents may do with the list.
pub struct Adults<'a> {
    /// Beside the list.
    pub tabs: &'a [Tab],
    /// Each with its number.
    pub files: Vec<File>,
    /// What parents may do.
    pub mode: Mode,
    /// Whether the town was asked to add or remove somebody, and has not answered.
    pub waits: bool,
}

/// The list. `done`: what was just done.
pub fn adults(frame: Frame, contact: &Contact, list: &Adults, done: Option<&str>) -> Markup {
    let mut frame = frame;
    (frame.title, frame.here) = (OTHERS[0].1, "/famille");
    let rows: Vec<Vec<Markup>> = list.files.iter().map(row).collect();
    let content = html! {
        h1 { (OTHERS[0].1) }
        (tabs_of(list.tabs, HERE, Kind::Adult))
        (done_words(done))
        @if list.waits { p.notice { "Une demande attend la réponse de la mairie. " a.alone href="/famille/demandes" { "Voir mes demandes" } } }
        p { "Les personnes qui peuvent venir chercher vos enfants, ou qu’il faut prévenir en cas d’urgence" (NBSP) ": grands-parents, voisins, amis…" }
        @if rows.is_empty() { p { "Votre dossier n’en compte aucune." } }
        @else { (table("Personnes de votre dossier", &["Personne", "Lien", "Téléphone", "Ce qu’elle peut faire"], &rows)) }
        @match list.mode {
            Mode::Nothing => p.hint { "Pour faire changer cette liste" (NBSP) ": " (whom(contact)) "." },
            mode => {
                @if mode == Mode::Ask { p.hint { "Vos changements seront envoyés à la mairie, qui vous répondra par courriel." } }
                p { a.main href={ (HERE) "/nouveau" } { "Ajouter une personne" } }
            }
        }
    };
    layout::page(&frame, content)
}

fn row(file: &File) -> Vec<Markup> {
    let sheet = &file.sheet;
    let telephones = [Field::MobilePhone, Field::HomePhone].map(|field| sheet.get(field));
    let telephones: Vec<String> =
        telephones.into_iter().filter(|number| !number.is_empty()).map(french::telephone).collect();
    vec![
        html! { a href={ (HERE) "/" (file.about.number()) } { (file.name()) } },
        html! { (words::value(&file.choices, Field::Relation.into(), sheet.get(Field::Relation))) },
        html! { @if telephones.is_empty() { "Non renseigné" } @else { (telephones.join(", ")) } },
        may(file),
    ]
}

/// "Venir chercher Théo et Anna. Être prévenue en cas d’urgence pour Anna."
fn may(file: &File) -> Markup {
    let of = |field: Field| {
        let children = file.choices.children.iter();
        let names = children.filter(move |(id, _)| !file.sheet.get(Key { field, of: id.0 }).is_empty());
        french::list(names.map(|(_, name)| name.as_str()))
    };
    let (fetch, call) = (of(Field::Pickup), of(Field::Emergency));
    html! {
        @if !fetch.is_empty() { "Venir chercher " (fetch) ". " }
        @if !call.is_empty() { "Être prévenue en cas d’urgence pour " (call) "." }
        @if fetch.is_empty() && call.is_empty() { "Rien pour le moment" }
    }
}

/// A form for somebody new.
pub fn new_adult(frame: Frame, tabs: &[Tab], form: &Form) -> Markup {
    const TITLE: &str = "Ajouter une personne";
    let mut frame = frame;
    (frame.title, frame.here, frame.refused) = (TITLE, "/famille", form.refused.is_some());
    let content = html! {
        h1 { (TITLE) }
        (tabs_of(tabs, HERE, Kind::Adult))
        (problems(&form.problems()))
        form.card.file method="post" action={ (HERE) "/nouveau" } novalidate {
            input type="hidden" name="numero" value=(form.file.about.number());
            (part(form, Page::Adults, ""))
            button.main { @if form.mode(Page::Adults) == Mode::Ask { "Envoyer ma demande" } @else { "Ajouter" } }
        }
        p { a.alone href=(HERE) { "Revenir à la liste sans ajouter" } }
    };
    layout::page(&frame, content)
}

/// Asks whether somebody is really to be taken out.
pub fn removal(frame: Frame, tabs: &[Tab], file: &File, mode: Mode) -> Markup {
    let (name, here) = (file.name(), format!("{HERE}/{}", file.about.number()));
    let title = format!("Retirer {name}");
    let mut frame = frame;
    (frame.title, frame.here) = (&title, "/famille");
    let content = html! {
        h1 { (title) }
        (tabs_of(tabs, HERE, Kind::Adult))
        form.card method="post" action={ (here) "/retirer" } {
            @if mode == Mode::Ask {
                p { "Votre demande sera envoyée à la mairie, qui vous répondra par courriel. En attendant, rien ne change." }
                button.main { "Demander à la mairie de retirer cette personne" }
            } @else {
                p { (name) " n’aura plus aucune autorisation pour vos enfants. Ses téléphones ne seront plus dans votre dossier\u{a0}; la mairie garde la trace de ce retrait." }
                button.main { "Retirer cette personne" }
            }
        }
        p { a.alone href=(here) { "Garder " (name) } }
    };
    layout::page(&frame, content)
}
