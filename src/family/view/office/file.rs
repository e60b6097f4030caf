//! A file as the town reads and changes it.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{address, back, family_address};
use crate::{
    family::{
        FamilyId, Subject,
        field::{Kind, Page},
        file::File,
        rights::Rights,
        value::Why,
        view::{
            file::{Form, carried, page as part, reading},
            words,
        },
    },
    ui::{
        form::{Field, Problem, field, problems},
        french::{self, NBSP, of},
        layout::{self, Frame},
    },
};

/// A file, and what its reader may do with it.
pub struct Shown<'a> {
    /// The fields.
    pub form: Form<'a>,
    /// What the town calls the family through which it was opened.
    pub family: String,
    /// The other families of a child.
    pub others: Vec<(FamilyId, String)>,
    /// Whether the reader changes it.
    pub changes: bool,
    /// The day on which it, or its family, was put away.
    pub archived: Option<NaiveDate>,
    /// Whether the reader may take it up again.
    pub restores: bool,
    /// Health and diet.
    pub care: Care,
    /// What was just done.
    pub done: Option<&'a str>,
    /// The family's name, when it was refused.
    pub name: Option<Name>,
}

/// Whether health and diet of a child are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// Not to this reader.
    Kept,
    /// When the reader asks.
    Closed,
    /// They are, and that is written down.
    Open,
}

/// A family's name as it was typed.
#[derive(Clone)]
pub struct Name {
    /// What was typed.
    pub typed: String,
    /// What is wrong with it.
    pub fault: NameFault,
}

/// What is wrong with a family's name.
#[derive(Clone)]
pub enum NameFault {
    /// It cannot stand there.
    Why(Why),
    /// Somebody else changed it.
    Meanwhile,
}

/// The page.
pub fn page(frame: Frame, shown: &Shown) -> Markup {
    let about = shown.form.file.about;
    let (title, here) = (title(shown), address(about));
    let mut frame = frame;
    frame.title = &title;
    frame.refused = shown.form.refused.is_some() || shown.name.is_some();
    let content = html! {
        h1 { (title) }
        @if let Some(words) = shown.done.and_then(done_words) { p.saved role="status" { (words) } }
        (problems(&all_problems(shown)))
        @if let Some(on) = shown.archived {
            p.notice { "Archivé le " (french::day_month_year(on)) (NBSP) ": cette fiche peut être lue, pas modifiée." }
        }
        (shared(shown))
        @if shown.changes { (fields(shown, &here)) } @else { (read_only(shown, &here)) }
        @if about.kind() == Kind::Household && shown.changes { (naming(shown)) }
        (leaving(shown, &here))
        (back(about.family(), &shown.family))
    };
    layout::page(&frame, content)
}

fn title(shown: &Shown) -> String {
    match shown.form.file.about.kind() {
        Kind::Household => format!("Foyer {}", shown.family),
        _ => format!("Fiche {}", of(&shown.form.file.name())),
    }
}

fn done_words(code: &str) -> Option<&'static str> {
    Some(match code {
        "enregistre" => "Les modifications sont enregistrées.",
        "rien" => "Rien n’a changé.",
        "cree" => "La fiche est créée.",
        _ => return None,
    })
}

/// What a child of two families has of each.
fn shared(shown: &Shown) -> Markup {
    let Subject::Child(_, id) = shown.form.file.about else { return html! {} };
    html! {
        @for (other, name) in &shown.others {
            div.notice {
                p { "Cet enfant est aussi dans la famille " (name) ". Les inscriptions, les jours habituels et la rubrique Divers de cette page sont ceux de la famille " (shown.family) "." }
                p { a.alone href=(address(Subject::Child(*other, id))) { "Ouvrir la fiche par la famille " (name) } }
            }
        }
    }
}

/// The pages of the file that are shown, and whether health is among them.
fn pages<'s>(shown: &'s Shown) -> impl Iterator<Item = Page> + 's {
    let pages = shown.form.file.about.kind().pages().iter().map(|(page, _)| *page);
    pages.filter(|page| shown.care == Care::Open || !page.is_sensitive())
}

fn fields(shown: &Shown, here: &str) -> Markup {
    let form = &shown.form;
    html! {
        form.card.file method="post" action=(here) novalidate {
            (carried(form))
            @for page in pages(shown) { (part(form, page, "")) }
            (certified(form.file))
            button.main { "Enregistrer" }
            (closed(shown, here))
        }
    }
}

/// The button that shows health and diet: in the form, whose fields it sends along, so that nothing typed is lost.
fn closed(shown: &Shown, here: &str) -> Markup {
    html! {
        @if shown.form.file.about.kind() == Kind::Child && shown.care == Care::Closed {
            section.part.under aria-labelledby="page-sante" {
                h2 #page-sante { "Santé et régime alimentaire" }
                p { "Ces informations ne sont montrées qu’à qui en a besoin. Votre lecture sera inscrite dans l’historique de la famille." }
                button.plain formaction={ (here) "/sante" } { "Afficher la santé et le régime" }
            }
        }
    }
}

fn read_only(shown: &Shown, here: &str) -> Markup {
    let form = &shown.form;
    html! {
        div.card.file {
            @for page in pages(shown) { (section(form, page)) }
            (certified(form.file))
            form method="post" action={ (here) "/sante" } { (closed(shown, here)) }
        }
    }
}

fn section(form: &Form, page: Page) -> Markup {
    let id: &'static str = page.into();
    html! {
        section.part aria-labelledby={ "page-" (id) } {
            h2 #{ "page-" (id) } { (words::page(page)) }
            (reading(form, &form.file.keys(page)))
        }
    }
}

fn certified(file: &File) -> Markup {
    html! {
        @match &file.certificate {
            Some(last) => p { "Fiche certifiée à jour le " (french::day_month_year(last.on)) " par " (last.by) "." },
            None => p.hint { "La famille n’a pas encore certifié cette fiche." },
        }
    }
}

/// The family's name, in a form of its own.
fn naming(shown: &Shown) -> Markup {
    let family = shown.form.file.about.family();
    let (typed, problem) = match &shown.name {
        Some(name) => (name.typed.as_str(), Some(name_words(name, &shown.family))),
        None => (shown.family.as_str(), None),
    };
    html! {
        form.card.file method="post" action={ (family_address(family)) "/nom" } novalidate {
            h2 { "Nom de la famille" }
            input type="hidden" name="avant" value=(shown.family);
            (field(&Field {
                name: "famille",
                label: "Comment la mairie appelle cette famille",
                kind: "text",
                autocomplete: "off",
                value: typed,
                problem: problem.as_deref(),
            }))
            button.plain { "Changer le nom" }
        }
    }
}

/// What is wrong with a family's name, and what to do.
pub(super) fn name_words(name: &Name, now: &str) -> String {
    match &name.fault {
        NameFault::Why(Why::TooLong(most)) => format!("Nom de la famille{NBSP}: {most} caractères au plus."),
        NameFault::Why(Why::Missing) => {
            format!("Nom de la famille{NBSP}: indiquez une réponse, elle est nécessaire.")
        }
        NameFault::Why(_) => format!("Nom de la famille{NBSP}: écrivez-le en lettres."),
        NameFault::Meanwhile => format!(
            "Nom de la famille{NBSP}: entre-temps, une autre personne a enregistré «{NBSP}{now}{NBSP}». Votre saisie est gardée{NBSP}: vérifiez-la, puis enregistrez de nouveau."
        ),
    }
}

fn all_problems(shown: &Shown) -> Vec<Problem> {
    let mut all = shown.form.problems();
    all.extend(
        shown
            .name
            .as_ref()
            .map(|name| Problem { field: Some("famille".into()), words: name_words(name, &shown.family) }),
    );
    all
}

/// How its subject leaves: to the archive, or for good.
fn leaving(shown: &Shown, here: &str) -> Markup {
    let name = shown.form.file.name();
    html! {
        @match shown.form.file.about {
            Subject::Adult(..) if shown.changes => p { a.alone href={ (here) "/retrait" } { "Retirer " (name) } },
            Subject::Guardian(..) | Subject::Child(..) if shown.changes => p { a.alone href={ (here) "/archivage" } { "Archiver la fiche " (of(&name)) } },
            _ if shown.restores => p { a.alone href={ (here) "/archivage" } { "Reprendre la fiche " (of(&name)) } },
            _ => {}
        }
    }
}

/// Health and diet of a child, to be read by who takes the roll.
pub fn care(frame: Frame, file: &File, rights: &Rights) -> Markup {
    let title = format!("Santé et régime {}", of(&file.name()));
    let mut frame = frame;
    frame.title = &title;
    let form = Form::new(file, rights, true);
    let pages = file.about.kind().pages().iter().map(|(page, _)| *page).filter(|page| page.is_sensitive());
    let content = html! {
        h1 { (title) }
        p { "Votre lecture est inscrite dans l’historique de la famille." }
        div.card.file { @for page in pages { (section(&form, page)) } }
        p { a.alone href="/mairie" { "Revenir à l’accueil de la mairie" } }
    };
    layout::page(&frame, content)
}
