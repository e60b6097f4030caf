//! What a file would do, line by line, before anything of it is stored.

use maud::{Markup, html};

use super::words::{self, VERDICTS};
use crate::{
    family::{
        Subject,
        file::Choices as Offered,
        import::{
            line::{Line, Missing, Verdict},
            record::File,
            run::Outcome,
            waiting::{Import, ImportId},
        },
    },
    town::{ClassId, Identity},
    ui::{
        french::{self, NBSP, count},
        layout::{self, Frame},
        table::table,
    },
};

/// Lines on a page.
const LINES: usize = 200;
/// People who are not in the file, at most.
const MISSING: usize = 200;

/// What the page shows.
pub struct Preview<'a> {
    /// Which file.
    pub id: ImportId,
    /// The same.
    pub import: &'a Import,
    /// Read.
    pub file: &'a File,
    /// What it would do.
    pub outcome: &'a Outcome,
    /// The classes of the town.
    pub offered: &'a Offered,
    /// Which lines are shown, by their name in addresses; all when it is none.
    pub only: &'a str,
    /// Which page of them, from 1.
    pub page: usize,
    /// Whether choices were just kept.
    pub kept: bool,
}

/// The page.
pub fn preview(frame: Frame, town: &Identity, shown: &Preview) -> Markup {
    let mut frame = frame;
    let only = VERDICTS.into_iter().find(|verdict| words::verdict(*verdict).0 == shown.only);
    let lines: Vec<&Line> =
        shown.outcome.lines.iter().filter(|line| only.is_none_or(|only| line.verdict == only)).collect();
    let pages = lines.len().div_ceil(LINES).max(1);
    let page = shown.page.clamp(1, pages);
    let named = only.map_or("Toutes les lignes", |only| words::verdict(only).1);
    let title = format!("Import de {} – {named}, page {page} sur {pages}", shown.import.name);
    frame.title = &title;
    (frame.here, frame.help) = ("/mairie/familles", "/mairie/import");
    let address = format!("/mairie/import/{}", shown.id);
    let part: Vec<&Line> = lines.into_iter().skip((page - 1) * LINES).take(LINES).collect();
    let content = html! {
        h1 { "Import de " (shown.import.name) }
        @if shown.kept { p.saved role="status" { "Vos choix sont gardés." } }
        p {
            (words::kind(shown.file.kind)) ", " (words::lines(shown.file.records.len()))
            ", envoyé par " (shown.import.by) " le " (french::moment(shown.import.at, town.timezone)) ". "
            strong { "Rien n’est encore enregistré." }
        }
        (summary(shown, &address, only))
        @if !shown.file.ignored.is_empty() {
            p { "Colonnes qui ne sont pas lues" (NBSP) ": " (shown.file.ignored.join(", ")) ". Si l’une d’elles devait l’être, renommez-la comme dans le modèle et envoyez le fichier de nouveau." }
        }
        @if !shown.outcome.missing.is_empty() { (missing(&shown.outcome.missing)) }
        form method="post" action=(address) {
            input type="hidden" name="voir" value=(shown.only);
            input type="hidden" name="page" value=(page);
            @if !shown.outcome.classes.is_empty() || !shown.import.choices.classes.is_empty() { (classes(shown)) }
            @if part.is_empty() { p { "Aucune ligne à montrer." } } @else { (rows(named, &part, shown.offered)) }
            (turn(&address, shown.only, page, pages))
            p { "Les lignes cochées sont importées. Les choix d’une page sont gardés quand vous appuyez sur un des boutons." }
            p {
                button.main name="geste" value="importer" { "Importer" } " "
                button.plain name="geste" value="garder" { "Garder ces choix" } " "
                button.plain name="geste" value="abandonner" { "Abandonner" }
            }
        }
    };
    layout::page(&frame, content)
}

/// How many lines of each sort, each a link to them.
fn summary(shown: &Preview, address: &str, only: Option<Verdict>) -> Markup {
    let of = |verdict| shown.outcome.lines.iter().filter(|line| line.verdict == verdict).count();
    let taken = shown.outcome.lines.iter().filter(|line| line.taken).count();
    html! {
        div.card {
            ul.links {
                @for verdict in VERDICTS {
                    @let (name, words) = words::verdict(verdict);
                    li { a.alone href={ (address) "?voir=" (name) } aria-current=[(only == Some(verdict)).then_some("page")] { (words) (NBSP) ": " (of(verdict)) } }
                }
                li { a.alone href=(address) aria-current=[only.is_none().then_some("page")] { "Toutes les lignes" (NBSP) ": " (shown.outcome.lines.len()) } }
            }
        }
        p { (count(taken, "ligne sera importée", "lignes seront importées")) " en l’état. Les lignes douteuses ne le sont que si vous les cochez." }
    }
}

/// Who is in the portal and not in the file.
fn missing(missing: &[Missing]) -> Markup {
    let what = |about: &Subject| match about {
        Subject::Guardian(..) => "responsable",
        _ => "enfant",
    };
    html! {
        details.card {
            summary { h2 { (count(missing.len(), "personne du portail n’est pas", "personnes du portail ne sont pas")) " dans ce fichier" } }
            p { "Rien ne leur arrive" (NBSP) ": si elles sont parties, archivez leur fiche." }
            ul.plainly { @for one in missing.iter().take(MISSING) { li { (one.name) ", " (what(&one.about)) } } }
            @if missing.len() > MISSING { p { "Seules les 200 premières sont montrées." } }
        }
    }
}

/// The names of classes that mean nothing yet, and those that somebody has said.
fn classes(shown: &Preview) -> Markup {
    let said = shown.import.choices.classes.iter().map(|(name, class)| (name, Some(*class)));
    let names: Vec<(&String, Option<Option<ClassId>>)> =
        shown.outcome.classes.iter().map(|name| (name, None)).chain(said).collect();
    html! {
        fieldset.card {
            legend { "Classes à reconnaître" }
            p { "Indiquez quelle classe du portail porte ce nom dans le fichier, puis gardez ces choix. Ils servent aussi aux fichiers suivants." }
            @for (n, (name, class)) in names.iter().enumerate() {
                div.field {
                    label for={ "classe-" (n) } { (name) }
                    input type="hidden" name="nom" value=(name);
                    select id={ "classe-" (n) } name="classe" {
                        option value="" { "Je ne sais pas encore" }
                        option value="0" selected[*class == Some(None)] { "Aucune classe du portail" }
                        @for (id, named, school) in &shown.offered.classes { option value=(id) selected[*class == Some(Some(*id))] { (named) ", " (school) } }
                    }
                }
            }
        }
    }
}

fn rows(caption: &str, lines: &[&Line], offered: &Offered) -> Markup {
    let row = |line: &&Line| {
        vec![
            html! { (line.number) @if !line.who.is_empty() { " – " (line.who) } },
            html! { (short(line.verdict)) },
            html! {
                @for fault in &line.faults { p { (words::fault(fault)) } }
                @for doubt in &line.doubts { p { (words::doubt(doubt)) } }
                @for edit in &line.edits { @for does in words::edit(edit, offered) { p { (does) } } }
            },
            taking(line),
        ]
    };
    let rows: Vec<_> = lines.iter().map(row).collect();
    table(caption, &["Ligne", "Sorte", "Ce que fait la ligne", "Importer"], &rows)
}

fn short(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::New => "nouvelle",
        Verdict::Changed => "modifiée",
        Verdict::Same => "sans changement",
        Verdict::Doubtful => "douteuse",
        Verdict::Wrong => "inutilisable",
    }
}

/// A box, where there is something to take.
fn taking(line: &Line) -> Markup {
    let name = format!("Importer la ligne {}, {}", line.number, line.who);
    html! {
        @if line.edits.is_empty() {
            "rien à importer"
        } @else {
            input type="hidden" name="vu" value=(line.number);
            input type="checkbox" name="ligne" value=(line.number) checked[line.taken] aria-label=(name);
        }
    }
}

/// The pages before and after.
fn turn(address: &str, only: &str, page: usize, pages: usize) -> Markup {
    let to = |page: usize| format!("{address}?voir={only}&page={page}");
    html! {
        @if pages > 1 {
            p {
                @if page > 1 { a.alone href=(to(page - 1)) { "Page précédente" } " " }
                "Page " (page) " sur " (pages)
                @if page < pages { " " a.alone href=(to(page + 1)) { "Page suivante" } }
            }
        }
    }
}
