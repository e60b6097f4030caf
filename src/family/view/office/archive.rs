//! Before something is put away, or taken up again: what follows.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{address, back, family_address};
use crate::{
    family::{FamilyId, Subject},
    ui::{
        form::{Problem, problems},
        french::{self, NBSP, of},
        layout::{self, Frame},
    },
};

/// What is to be put away or taken up again.
pub struct Case {
    /// What.
    pub about: Subject,
    /// What the town calls the family.
    pub family: String,
    /// "Théo ALAIN"; the family's name for the whole of it.
    pub name: String,
    /// The day on which it was put away.
    pub archived: Option<NaiveDate>,
    /// What stands in the way.
    pub obstacles: Vec<Obstacle>,
    /// Who goes along with the family.
    pub along: Vec<(Subject, String)>,
    /// Children who stay in another family.
    pub shared: Vec<String>,
    /// Other families of the child.
    pub others: Vec<String>,
}

/// What stands in the way.
#[derive(PartialEq)]
pub enum Obstacle {
    /// A child is booked from today on.
    Booked(String),
    /// Nobody would be responsible for the family any more.
    LastGuardian,
    /// The family is put away.
    Family,
}

/// The page. `refused`: it was asked all the same.
pub fn page(frame: Frame, case: &Case, refused: bool) -> Markup {
    let title = title(case);
    let mut frame = frame;
    frame.title = &title;
    frame.refused = refused;
    let problem = |(n, each): (usize, &Obstacle)| Problem {
        field: Some(format!("obstacle-{n}")),
        words: words(each, &case.family),
    };
    let obstacles: Vec<Problem> = case.obstacles.iter().enumerate().map(problem).collect();
    let here = match case.about {
        Subject::Household(family) => family_address(family),
        about => address(about),
    };
    let content = html! {
        h1 { (title) }
        @if refused { (problems(&obstacles)) }
        @for obstacle in &obstacles { p.notice id=[&obstacle.field] tabindex="-1" { (obstacle.words) } }
        @if obstacles.is_empty() {
            form.card method="post" action={ (here) "/archivage" } {
                (effects(case))
                @if case.archived.is_some() { button.main name="geste" value="reprendre" { (title) } }
                @else { button.main name="geste" value="archiver" { (title) } }
            }
        }
        (back(case.about.family(), &case.family))
    };
    layout::page(&frame, content)
}

/// "Archiver la famille ALAIN", "Reprendre la fiche de Théo ALAIN".
fn title(case: &Case) -> String {
    let act = if case.archived.is_some() { "Reprendre" } else { "Archiver" };
    match case.about {
        Subject::Household(_) => format!("{act} la famille {}", case.name),
        _ => format!("{act} la fiche {}", of(&case.name)),
    }
}

fn words(obstacle: &Obstacle, family: &str) -> String {
    match obstacle {
        Obstacle::Booked(child) => {
            format!("{child} a des jours réservés à partir d’aujourd’hui{NBSP}: annulez-les d’abord.")
        }
        Obstacle::LastGuardian => format!(
            "C’est le dernier responsable de la famille {family}{NBSP}: archivez plutôt toute la famille, ou ajoutez d’abord un autre responsable."
        ),
        Obstacle::Family => format!("La famille {family} est archivée{NBSP}: reprenez d’abord son dossier."),
    }
}

/// What follows, for who hesitates.
fn effects(case: &Case) -> Markup {
    let along = french::list(case.along.iter().map(|(_, name)| name.as_str()));
    let away = case.archived.is_none();
    html! {
        @match case.about {
            Subject::Household(_) if away => {
                @if !along.is_empty() { p { "Seront archivés avec elle" (NBSP) ": " (along) "." } }
                @for child in &case.shared { p { (child) " reste dans son autre famille." } }
                p { "Ses responsables ne pourront plus se connecter pour elle, et leurs connexions en cours sont coupées. Rien n’est effacé" (NBSP) ": le dossier pourra être repris." }
            }
            Subject::Household(_) => {
                @if !along.is_empty() { p { "Seront repris avec elle" (NBSP) ": " (along) "." } }
                p { "Ses responsables pourront de nouveau se connecter." }
            }
            Subject::Guardian(..) if away => p {
                (case.name) " ne pourra plus se connecter pour cette famille, et ses connexions en cours sont coupées. Rien n’est effacé" (NBSP) ": la fiche pourra être reprise."
            },
            Subject::Guardian(..) => p { (case.name) " pourra de nouveau se connecter pour cette famille, si la mairie lui en a donné l’accès." },
            _ if away => {
                p { (case.name) " ne sera plus dans la grille des réservations, ni dans les pages de ses parents. Rien n’est effacé" (NBSP) ": la fiche pourra être reprise." }
                @for other in &case.others { p { "Cela vaut aussi pour la famille " (other) "." } }
            }
            _ => p { (case.name) " sera de nouveau dans la grille des réservations et dans les pages de ses parents." },
        }
    }
}

/// The page that asks before another adult is taken out.
pub fn removal(frame: Frame, family: (FamilyId, &str), about: Subject, name: &str) -> Markup {
    let title = format!("Retirer {name}");
    let mut frame = frame;
    frame.title = &title;
    let content = html! {
        h1 { (title) }
        form.card method="post" action={ (address(about)) "/retrait" } {
            p { (name) " ne sera plus dans le dossier de la famille " (family.1) ", et ne pourra plus venir chercher les enfants. L’historique garde la trace de ce retrait." }
            button.main { (title) }
        }
        (back(family.0, family.1))
    };
    layout::page(&frame, content)
}
