//! The files as parents see them: tabs, one form a tab.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::file::{Form, carried, certification, page as part};
use crate::{
    family::{
        field::{Field, Kind},
        file::File,
    },
    town::Contact,
    ui::{
        form::problems,
        french::{self, NBSP, telephone},
        layout::{self, Frame},
    },
};

/// A tab: a plain link.
pub struct Tab {
    /// Where it leads.
    pub address: String,
    /// "Lucie ALAIN".
    pub name: String,
}

/// The tabs of what belongs to no guardian: where they lead, and their names.
pub const OTHERS: [(&str, &str); 3] = [
    ("/famille/autres", "Autres responsables"),
    ("/famille/foyer", "Foyer"),
    ("/famille/demandes", "Demandes"),
];

/// A file, in the tabs beside it. `done`: what was just saved.
pub fn page(
    frame: Frame,
    contact: &Contact,
    tabs: &[Tab],
    form: &Form,
    done: Option<&str>,
    today: NaiveDate,
) -> Markup {
    let kind = form.file.about.kind();
    let (title, here, address) = (title(form.file), menu(kind), address(form.file));
    let mut frame = frame;
    (frame.title, frame.here, frame.refused) = (&title, here, form.refused.is_some());
    let tab = if kind == Kind::Adult { OTHERS[0].0 } else { &address };
    let content = html! {
        h1 { (title) }
        (tabs_of(tabs, tab, kind))
        (done_words(done))
        (problems(&form.problems()))
        @if form.is_booked() { p { a.alone href="/reservations" { "Aller à mes réservations" } } }
        @if form.file.shared {
            p.notice { "Cet enfant a deux foyers. Son identité, sa classe, son régime, sa santé et ses papiers sont les mêmes pour les deux. Vos inscriptions, vos jours habituels, vos demandes et vos remarques ne sont lus que par votre foyer et par la mairie." }
        }
        @if form.file.asked.is_some() { p.notice { "Une demande attend la réponse de la mairie. " a.alone href="/famille/demandes" { "Voir mes demandes" } } }
        @if form.is_open() {
            form.card.file method="post" action=(address) novalidate {
                (carried(form))
                @for (page, _) in kind.pages() { (part(form, *page, &whom(contact))) }
                @if kind != Kind::Adult { (certification(form, today)) }
                button.main { "Enregistrer" }
            }
        } @else {
            p.notice { "Vous pouvez lire ces informations. Pour les faire changer" (NBSP) ": " (whom(contact)) "." }
            div.card.file { @for (page, _) in kind.pages() { (part(form, *page, "")) } }
        }
        @if kind == Kind::Adult && form.is_open() { p { a.alone href={ (address) "/retirer" } { "Retirer " (form.file.name()) " de mon dossier" } } }
    };
    layout::page(&frame, content)
}

/// What a file is called: "Fiche d’Anna", "Lucie ALAIN".
pub fn title(file: &File) -> String {
    match file.about.kind() {
        Kind::Household => "Votre foyer".into(),
        Kind::Child => format!("Fiche {}", french::of(file.sheet.get(Field::FirstName))),
        Kind::Guardian | Kind::Adult => file.name(),
    }
}

/// The entry of the menu under which such a file stands.
pub fn menu(kind: Kind) -> &'static str {
    if kind == Kind::Child { "/enfants" } else { "/famille" }
}

fn address(file: &File) -> String {
    match file.about.kind() {
        Kind::Household => OTHERS[1].0.into(),
        Kind::Adult => format!("{}/{}", OTHERS[0].0, file.about.number()),
        kind => format!("{}/{}", menu(kind), file.about.number()),
    }
}

/// The tabs: links that a keyboard and a phone without JavaScript follow.
pub fn tabs_of(tabs: &[Tab], here: &str, kind: Kind) -> Markup {
    html! {
        div.tabs {
            ul aria-label=(if kind == Kind::Child { "Enfants" } else { "Famille" }) {
                @for tab in tabs {
                    li { a href=(tab.address) aria-current=[(tab.address == here).then_some("page")] { (tab.name) } }
                }
            }
        }
    }
}

/// Whom to ask for what parents may not change.
pub fn whom(contact: &Contact) -> String {
    format!("{}, {}, {}", contact.service, telephone(&contact.telephone), contact.mail)
}

/// What was just done, by letters: saved, asked, certified, added, taken out, withdrawn, answered already.
pub fn done_words(code: Option<&str>) -> Markup {
    let sentences = [
        ('m', "Vos modifications sont enregistrées."),
        ('d', "Votre demande est envoyée à la mairie. Vous recevrez sa réponse par courriel."),
        ('c', "Merci d’avoir certifié cette fiche."),
        ('a', "Cette personne est ajoutée."),
        ('r', "Cette personne est retirée de votre dossier."),
        ('w', "Votre demande est retirée."),
        ('t', "La mairie avait déjà répondu à cette demande."),
    ];
    let said: Vec<&str> = match code {
        Some("") => vec!["Rien n’a changé."],
        code => {
            let code = code.unwrap_or_default();
            sentences
                .into_iter()
                .filter_map(|(letter, words)| code.contains(letter).then_some(words))
                .collect()
        }
    };
    html! { @if !said.is_empty() { p.saved role="status" { (said.join(" ")) } } }
}

/// For a family without a child.
pub fn no_child(frame: Frame, contact: &Contact) -> Markup {
    let mut frame = frame;
    (frame.title, frame.here) = ("Enfants", "/enfants");
    layout::page(
        &frame,
        html! {
            h1 { "Enfants" }
            p { "Aucun enfant n’est inscrit dans votre dossier. Pour en inscrire un" (NBSP) ": " (whom(contact)) "." }
        },
    )
}
