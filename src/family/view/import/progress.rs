//! An import under way, stopped or done.

use maud::{Markup, html};

use super::words;
use crate::{
    family::import::waiting::{Import, ImportId, Report, State},
    town::Identity,
    ui::{
        french::{self, NBSP, count},
        layout::{self, Frame, Script},
    },
};

/// The page. While it is under way, it asks again every second.
pub fn progress(frame: Frame, town: &Identity, id: ImportId, import: &Import) -> Markup {
    let mut frame = frame;
    let title = match import.state {
        State::Done { .. } => format!("Import terminé – {}", import.name),
        _ => format!("Import en cours – {}", import.name),
    };
    frame.title = &title;
    (frame.here, frame.help) = ("/mairie/familles", "/mairie/import");
    if matches!(import.state, State::Running { .. }) {
        frame.script = Script::Live;
    }
    let content = html! {
        h1 { "Import de " (import.name) }
        (region(town, id, import))
        // Outside of what is replaced every second: nobody loses the focus.
        @if matches!(import.state, State::Running { .. }) {
            noscript { p { a.alone href={ "/mairie/import/" (id) } { "Actualiser" } } }
        }
        p { a.alone href="/mairie/import" { "Revenir à la page des imports" } }
    };
    layout::page(&frame, content)
}

/// What changes while it is under way.
fn region(town: &Identity, id: ImportId, import: &Import) -> Markup {
    let address = format!("/mairie/import/{id}");
    let (done, all) = (import.report.lines, import.lines);
    html! {
        @match &import.state {
            State::Running { .. } => {
                div #avance hx-get=(address) hx-trigger="every 1s" hx-select="#avance" hx-target="#avance" hx-swap="outerHTML" {
                    label for="barre" { "Lignes faites" (NBSP) ": " (done) " sur " (all) }
                    p { progress #barre value=(done) max=(all) { (done) " sur " (all) } }
                    p { "Vous pouvez quitter cette page" (NBSP) ": l’import continue. S’il est interrompu, il reprend où il en était." }
                }
            }
            State::Done { at } => {
                div #avance {
                    p.saved role="status" { "L’import est terminé, le " (french::moment(*at, town.timezone)) "." }
                    (report(&import.report))
                }
            }
            State::Stopped | State::Preview => {
                div #avance {
                    p.notice role="status" { "L’import s’est arrêté" (NBSP) ": " (words::lines(done as usize)) " sur " (all) " sont faites. Ce qui est fait est enregistré." }
                    form.card method="post" action=(address) {
                        p { "Si vous reprenez, il continue où il en était. Si vous abandonnez, ce qui est fait reste." }
                        p {
                            button.main name="geste" value="importer" { "Importer" } " "
                            button.plain name="geste" value="abandonner" { "Abandonner" }
                        }
                    }
                    (report(&import.report))
                }
            }
        }
    }
}

fn report(report: &Report) -> Markup {
    let lines = [
        (report.families, "famille créée", "familles créées"),
        (report.guardians, "responsable créé", "responsables créés"),
        (report.children, "enfant créé", "enfants créés"),
        (report.changed, "ligne a mis à jour une fiche", "lignes ont mis à jour une fiche"),
        (report.same, "ligne sans changement", "lignes sans changement"),
        (report.left, "ligne laissée de côté", "lignes laissées de côté"),
        (report.wrong, "ligne inutilisable", "lignes inutilisables"),
    ];
    html! {
        div.card {
            h2 { "Bilan" }
            ul.plainly { @for (number, one, many) in lines { li { (count(number as usize, one, many)) } } }
        }
    }
}
