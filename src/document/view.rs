//! Documents, in French: the families' list, the town's desk.

use chrono::NaiveDate;
use maud::{Markup, html};
use strum::VariantArray;

use super::{
    Audience, Document, DocumentId, Kind,
    sheet::{Fault, Typed, word},
};
use crate::ui::{
    form::{Field, Problem, hinted, problems},
    french::{self, NBSP, size},
    layout::{self, Frame},
    table::table,
};

/// What a document is called in its address: "menus-de-decembre.pdf".
pub fn name(document: &Document) -> String {
    let plain = crate::family::letters::normal(&document.title);
    let words: Vec<String> = plain
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let words = if words.is_empty() { "document".into() } else { words.join("-") };
    format!("{words}.{}", document.format.ending())
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Menu => "Menus",
        Kind::Rules => "Règlements",
        Kind::News => "Informations",
        Kind::Form => "Formulaires",
        Kind::Other => "Autres documents",
    }
}

/// The families' list, by kind.
pub fn list(mut frame: Frame, documents: &[(DocumentId, Document)]) -> Markup {
    (frame.title, frame.here) = ("Documents", "/documents");
    let content = html! {
        h1 { "Documents" }
        @if documents.is_empty() { p.card { "Aucun document pour vous en ce moment." } }
        @for one in Kind::VARIANTS {
            @let own: Vec<&(DocumentId, Document)> = documents.iter().filter(|(_, known)| known.kind == *one).collect();
            @if !own.is_empty() {
                div.card {
                    h2 { (kind(*one)) }
                    ul.links { @for (id, document) in own { li { (link("/documents", *id, document)) } } }
                }
            }
        }
    };
    layout::page(&frame, content)
}

/// "Menus de décembre (PDF, 120 ko, nouvel onglet)".
fn link(door: &str, id: DocumentId, document: &Document) -> Markup {
    html! {
        a.alone href={ (door) "/" (id) "/" (name(document)) } target="_blank" {
            (document.title) " (" (document.format.word()) ", " (size(document.bytes)) ", nouvel onglet)"
        }
    }
}

/// The town's list.
pub fn desk(
    mut frame: Frame,
    documents: &[(DocumentId, Document)],
    audiences: &[(Audience, String)],
    today: NaiveDate,
    acts: bool,
    done: Option<&str>,
) -> Markup {
    (frame.title, frame.here) = ("Documents publiés", "/mairie/documents");
    let row = |(id, document): &(DocumentId, Document)| {
        let mut row = vec![
            link("/mairie/documents", *id, document),
            html! { (kind(document.kind)) },
            html! { (audience(audiences, document.audience)) },
            html! { (when(document, today)) },
        ];
        if acts {
            row.push(html! { a href={ "/mairie/documents/" (id) } { "Modifier" span.away { " " (document.title) } } });
        }
        row
    };
    let rows: Vec<Vec<Markup>> = documents.iter().map(row).collect();
    let columns = ["Document", "Genre", "Pour", "Quand", "Geste"];
    let content = html! {
        h1 { "Documents publiés" }
        @match done {
            Some("publie") => p.saved role="status" { "Le document est publié." },
            Some("change") => p.saved role="status" { "C’est enregistré." },
            Some("retire") => p.saved role="status" { "Le document est retiré." },
            _ => {}
        }
        @if acts { p { a.plain href="/mairie/documents/nouveau" { "Publier un document" } } }
        @if rows.is_empty() { p.card { "Aucun document n’est publié." } } @else {
            (table("Documents, les derniers d’abord", &columns[..if acts { 5 } else { 4 }], &rows))
        }
    };
    layout::page(&frame, content)
}

fn audience(audiences: &[(Audience, String)], of: Audience) -> String {
    let name = audiences.iter().find(|(known, _)| *known == of).map_or("", |(_, name)| name);
    match of {
        Audience::All => "Toutes les familles".into(),
        Audience::School(_) | Audience::Class(_) => name.into(),
        Audience::Service(_) => format!("Inscrits{NBSP}: {name}"),
    }
}

fn when(document: &Document, today: NaiveDate) -> String {
    let state = match () {
        () if today < document.first => "pas encore visible",
        () if !document.is_out(today) => "plus visible",
        () => "visible",
    };
    match document.last {
        Some(last) => format!("{}, {state}", french::from_to(document.first, last)),
        None => format!("à partir du {}, {state}", french::day_month_year(document.first)),
    }
}

/// Why there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFile {
    /// None was chosen.
    None,
    /// It is too large.
    TooLarge,
    /// It is none of the three types.
    Type,
}

/// What the form shows.
pub struct Shown<'a> {
    /// The document that is changed; none: a new one.
    pub known: Option<(DocumentId, &'a Document)>,
    /// What is typed.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub faults: &'a [Fault],
    /// What is wrong with its file.
    pub no_file: Option<NoFile>,
    /// For whom it may be.
    pub audiences: &'a [(Audience, String)],
}

/// The form of a new document, or of a change.
pub fn form(mut frame: Frame, shown: &Shown) -> Markup {
    let title = if shown.known.is_some() { "Modifier un document" } else { "Publier un document" };
    (frame.title, frame.here) = (title, "/mairie/documents");
    let mut all: Vec<(&str, &str)> = shown.faults.iter().map(|fault| words(*fault)).collect();
    all.extend(shown.no_file.map(|why| ("fichier", no_file(why))));
    frame.refused = !all.is_empty();
    let list: Vec<Problem> = all
        .iter()
        .map(|(field, words)| Problem { field: Some((*field).into()), words: (*words).into() })
        .collect();
    let said = |name: &str| all.iter().find(|(field, _)| *field == name).map(|(_, words)| *words);
    let typed = shown.typed;
    let text = |name: &str, label: &str, kind: &str, value: &str, hint: &str, required: bool| {
        hinted(&Field { name, label, kind, autocomplete: "off", value, problem: said(name) }, hint, required)
    };
    let action =
        shown.known.map_or("/mairie/documents/nouveau".into(), |(id, _)| format!("/mairie/documents/{id}"));
    let content = html! {
        h1 { (title) }
        (problems(&list))
        form.card method="post" action=(action) enctype=[shown.known.is_none().then_some("multipart/form-data")] novalidate {
            (text("titre", "Titre", "text", &typed.title, "Ce que les familles lisent, par exemple Menus de décembre.", true))
            (choice("genre", "Genre", said("genre"), Kind::VARIANTS.iter().map(|one| {
                let key: &'static str = one.into();
                (key.to_owned(), kind(*one).to_owned(), typed.kind == key)
            })))
            (choice("pour", "Pour qui", said("pour"), shown.audiences.iter().map(|(one, _)| {
                let key = word(*one);
                let chosen = typed.audience == key;
                (key, audience(shown.audiences, *one), chosen)
            })))
            (text("debut", "Visible à partir du", "date", &typed.first, "Les familles le voient dès ce jour.", true))
            (text("fin", "Jusqu’au (facultatif)", "date", &typed.last, "Sans date, il reste visible jusqu’à ce que vous le retiriez.", false))
            @match shown.known {
                Some((id, document)) => p { "Le fichier" (NBSP) ": " (link("/mairie/documents", id, document)) ". Pour un autre fichier, publiez un nouveau document." },
                None => {
                    // Last in the form: what was typed before it is kept, whatever the file is.
                    (file(said("fichier")))
                }
            }
            button.main { @if shown.known.is_some() { "Enregistrer" } @else { "Publier" } }
        }
        @if let Some((id, document)) = shown.known {
            form method="post" action={ "/mairie/documents/" (id) "/retirer" } {
                p { button.plain { "Retirer «" (NBSP) (document.title) (NBSP) "»" } }
            }
        }
        p { a.alone href="/mairie/documents" { "Revenir aux documents" } }
    };
    layout::page(&frame, content)
}

fn choice(
    name: &str,
    label: &str,
    problem: Option<&str>,
    options: impl Iterator<Item = (String, String, bool)>,
) -> Markup {
    let help = format!("{name}-aide");
    html! {
        div.field {
            label for=(name) { (label) }
            @if let Some(words) = problem { p.problem id=(help) { (words) } }
            select id=(name) name=(name) aria-invalid=[problem.map(|_| "true")] aria-describedby=[problem.map(|_| help.clone())] {
                @for (value, words, chosen) in options { option value=(value) selected[chosen] { (words) } }
            }
        }
    }
}

fn file(problem: Option<&str>) -> Markup {
    html! {
        div.field {
            label for="fichier" { "Fichier" }
            p #fichier-exemple { "PDF, JPEG ou PNG, 10" (NBSP) "Mo au plus." }
            @if let Some(words) = problem { p.problem #fichier-aide { (words) } }
            input #fichier name="fichier" type="file" accept="application/pdf,image/jpeg,image/png" required
                aria-invalid=[problem.map(|_| "true")]
                aria-describedby={ @if problem.is_some() { "fichier-aide " } "fichier-exemple" };
        }
    }
}

/// Which field a fault is about, and what to do.
fn words(fault: Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::Title => ("titre", "Donnez un titre, en 120\u{a0}lettres au plus."),
        Fault::Kind => ("genre", "Choisissez le genre du document."),
        Fault::Audience => ("pour", "Choisissez pour qui est ce document."),
        Fault::First => ("debut", "Indiquez le premier jour où il est visible."),
        Fault::Last => ("fin", "Indiquez un dernier jour qui ne soit pas avant le premier, ou laissez vide."),
    }
}

fn no_file(why: NoFile) -> &'static str {
    match why {
        NoFile::None => "Choisissez d’abord un fichier.",
        NoFile::TooLarge => {
            "Ce fichier est trop lourd\u{a0}: 10\u{a0}Mo au plus. Réduisez-le, ou partagez-le en plusieurs."
        }
        NoFile::Type => "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG, quel que soit son nom.",
    }
}
