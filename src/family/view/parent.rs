//! The files as parents see them: tabs, one form a tab.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::file::{Form, carried, certification, page as part};
use crate::{
    account::{Bar, view::dress},
    family::{
        field::{Field, Kind},
        rights::Mode,
    },
    town::{Contact, Identity, view::frame},
    ui::{
        form::problems,
        french::{NBSP, telephone},
        layout,
    },
};

/// The tab of what belongs to the whole household.
pub const HOUSEHOLD: &str = "Foyer";

/// A tab: a plain link.
pub struct Tab {
    /// Where it leads.
    pub address: String,
    /// "Lucie ALAIN".
    pub name: String,
}

/// A file, in the tabs beside it. `done`: what was just saved.
pub fn page(
    town: &Identity,
    bar: &Bar,
    tabs: &[Tab],
    form: &Form,
    done: Option<&str>,
    today: NaiveDate,
) -> Markup {
    let kind = form.file.about.kind();
    let (title, here, address) = titles(form, tabs);
    let mut frame = frame(town, &title);
    dress(&mut frame, bar);
    frame.here = here;
    frame.refused = form.refused.is_some();
    let pages = kind.pages();
    let open = pages.iter().any(|(page, _)| form.mode(*page) != Mode::Nothing);
    let content = html! {
        h1 { (title) }
        (tabs_of(tabs, &address, if kind == Kind::Child { "Enfants" } else { "Famille" }))
        @if let Some(words) = done.and_then(done_words) { p.saved role="status" { (words) } }
        (problems(&form.problems()))
        @if form.is_booked() { p { a.alone href="/reservations" { "Aller à mes réservations" } } }
        form.card.file method="post" action=(address) novalidate {
            (carried(form))
            @for (page, _) in pages { (part(form, *page, &whom(&town.contact))) }
            (certification(form, today))
            @if open { p.hint { "Les réponses sont nécessaires, sauf celles qui sont facultatives." } }
            button.main { "Enregistrer" }
        }
    };
    layout::page(&frame, content)
}

/// The title, the entry of the menu, and the address of a file.
fn titles(form: &Form, tabs: &[Tab]) -> (String, &'static str, String) {
    let (about, name) = (form.file.about, form.file.name());
    let here = if about.kind() == Kind::Child { "/enfants" } else { "/famille" };
    let address = match about.kind() {
        Kind::Household => "/famille/foyer".to_owned(),
        _ => format!("{here}/{}", about.number()),
    };
    let title = match about.kind() {
        Kind::Household => "Votre foyer".into(),
        Kind::Child => format!("Fiche de {}", form.file.sheet.get(Field::FirstName)),
        _ => tabs.iter().find(|tab| tab.address == address).map_or(name, |tab| tab.name.clone()),
    };
    (title, here, address)
}

/// The tabs: links that a keyboard and a phone without JavaScript follow.
pub fn tabs_of(tabs: &[Tab], here: &str, label: &str) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            ul {
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

/// What was just saved: letters of what was changed, asked, certified.
fn done_words(code: &str) -> Option<String> {
    let has = |letter| code.contains(letter);
    let sentences = [
        (has('m'), "Vos modifications sont enregistrées."),
        (has('d'), "Votre demande est envoyée à la mairie. Vous recevrez sa réponse par courriel."),
        (has('c'), "Merci d’avoir certifié cette fiche."),
        (code.is_empty(), "Rien n’a changé."),
    ];
    let said: Vec<&str> = sentences.into_iter().filter_map(|(said, words)| said.then_some(words)).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// For a family without a child.
pub fn no_child(town: &Identity, bar: &Bar) -> Markup {
    let mut frame = frame(town, "Enfants");
    dress(&mut frame, bar);
    frame.here = "/enfants";
    layout::page(
        &frame,
        html! {
            h1 { "Enfants" }
            p { "Aucun enfant n’est inscrit dans votre dossier. Pour en inscrire un" (NBSP) ": " (whom(&town.contact)) "." }
        },
    )
}
