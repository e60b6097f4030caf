//! The pages of imports, in French.

mod preview;
mod progress;
mod words;

pub use preview::{Preview, preview};
pub use progress::progress;
pub use words::template;

use maud::{Markup, html};

use crate::{
    family::import::{
        record::Refused,
        waiting::{Import, ImportId, State},
    },
    platform::upload::NotSent,
    town::Identity,
    ui::{
        form::{Problem, problems},
        french::{self, NBSP},
        layout::{self, Frame},
        table::table,
    },
};

/// Why a file that was sent is not kept.
pub enum Unkept {
    /// It did not come.
    NotSent(NotSent),
    /// It cannot be used.
    Refused(Refused),
    /// Too many wait.
    Full,
}

/// The first page: what is taken, how to send it, what waits.
pub fn begin(
    mut frame: Frame,
    town: &Identity,
    waiting: &[(ImportId, Import)],
    unkept: Option<&Unkept>,
    done: Option<&str>,
) -> Markup {
    frame.title = "Importer des familles";
    (frame.here, frame.help) = ("/mairie/familles", "/mairie/import");
    frame.refused = unkept.is_some();
    let problem = unkept.map(why);
    let summary: Vec<Problem> =
        problem.iter().map(|words| Problem { field: Some("fichier".into()), words: words.clone() }).collect();
    let content = html! {
        h1 { "Importer des familles" }
        @if done == Some("abandonner") { p.saved role="status" { "L’import est abandonné. Rien n’a été enregistré." } }
        (problems(&summary))
        p { "Un fichier crée les familles, les responsables et les enfants qui ne sont pas encore dans le portail, et met à jour les autres. Avant d’enregistrer, une page montre ce que fait chaque ligne. Personne n’est jamais supprimé." }
        form.card.narrow method="post" action="/mairie/import" enctype="multipart/form-data" novalidate {
            div.field {
                label for="fichier" { "Fichier CSV, 20" (NBSP) "Mo et 50" (NBSP) "000" (NBSP) "lignes au plus" }
                @if let Some(words) = &problem { p.problem #fichier-probleme { (words) } }
                input #fichier name="fichier" type="file" accept=".csv,.txt,text/csv" required
                    aria-invalid=[problem.as_ref().map(|_| "true")]
                    aria-describedby=[problem.as_ref().map(|_| "fichier-probleme")];
            }
            button.main { "Envoyer le fichier" }
        }
        (files())
        @if !waiting.is_empty() { (list(town, waiting)) }
    };
    layout::page(&frame, content)
}

fn why(unkept: &Unkept) -> String {
    match unkept {
        Unkept::NotSent(NotSent::TooLarge) => format!(
            "Ce fichier dépasse 20{NBSP}Mo. Coupez-le en plusieurs fichiers, chacun avec la ligne des titres."
        ),
        Unkept::NotSent(NotSent::NoFile) => "Choisissez un fichier.".into(),
        Unkept::Refused(why) => words::refused(why),
        Unkept::Full => "Dix fichiers attendent déjà. Importez ou abandonnez-en un d’abord.".into(),
    }
}

/// Which files are taken.
fn files() -> Markup {
    html! {
        div.card {
            h2 { "Quels fichiers" }
            ul.plainly {
                li { strong { "Les élèves, puis leurs responsables, exportés d’ONDE" } " (" em { "Listes et extractions" } ")" (NBSP) ": d’abord le fichier des élèves, ensuite celui des responsables, tels quels." }
                li { strong { "Le modèle du portail" } (NBSP) ": une ligne par enfant, avec sa famille. " a.alone href="/mairie/import/modele.csv" { "Télécharger le modèle (CSV)" } }
            }
            h2 { "Ce qu’il faut savoir" }
            ul.plainly {
                li { "L’identifiant national des élèves (INE) n’est pas enregistré." }
                li { "Frères et sœurs sont réunis quand ils ont le même responsable, ou, dans le fichier des élèves, le même nom et la même adresse." }
                li { "Une adresse électronique n’ouvre aucun accès" (NBSP) ": vous invitez les parents ensuite." }
                li { "Une case vide ne change rien. Le même fichier envoyé deux fois ne change rien la seconde fois." }
            }
        }
    }
}

fn list(town: &Identity, waiting: &[(ImportId, Import)]) -> Markup {
    let row = |(id, import): &(ImportId, Import)| {
        vec![
            html! { a href={ "/mairie/import/" (id) } { (import.name) } },
            html! { (words::lines(import.lines as usize)) },
            html! { (import.by) ", le " (french::moment(import.at, town.timezone)) },
            html! { (state(&import.state)) },
        ]
    };
    let rows: Vec<_> = waiting.iter().map(row).collect();
    html! {
        (table("Fichiers envoyés", &["Fichier", "Lignes", "Envoyé par", "État"], &rows))
        p { "Un fichier est effacé quand il est importé ou abandonné, et au plus tard au bout d’un jour." }
    }
}

fn state(state: &State) -> &'static str {
    match state {
        State::Preview => "à vérifier",
        State::Running { .. } => "en cours",
        State::Stopped => "arrêté",
        State::Done { .. } => "importé",
    }
}
