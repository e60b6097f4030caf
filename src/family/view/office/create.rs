//! Somebody new: a family, a guardian, another adult, a child.

use maud::{Markup, html};

use super::{address, back, family_address, file};
use crate::{
    family::{
        FamilyId, Subject,
        field::{Field, Kind, Page},
        value::Why,
        view::file::{Form, page as part},
    },
    ui::{
        form::{Problem, problems},
        french::NBSP,
        layout::{self, Frame},
    },
};

/// A form for somebody new.
pub struct New<'a> {
    /// The family and its name; none for a new one.
    pub family: Option<(FamilyId, String)>,
    /// What is asked.
    pub pages: &'a [Page],
    /// What was typed of the new family's name.
    pub name: String,
    /// What is wrong with it.
    pub name_fault: Option<Why>,
    /// Those who are there already and are called so.
    pub twins: Vec<Twin>,
    /// Random, so that the form sent twice has one effect; none where the form carries the file's own number.
    pub number: Option<String>,
    /// The fields.
    pub form: Form<'a>,
}

/// Somebody who is there already.
pub struct Twin {
    /// Whose file.
    pub about: Subject,
    /// "Théo ALAIN".
    pub name: String,
    /// What the town calls the family.
    pub family: String,
    /// Whether it is put away.
    pub archived: bool,
}

/// The page.
pub fn page(frame: Frame, new: &New) -> Markup {
    let (title, here, button) = titles(new);
    let mut frame = frame;
    frame.title = &title;
    let problem = new.name_fault.clone().map(|why| {
        file::name_words(&file::Name { typed: String::new(), fault: file::NameFault::Why(why) }, "")
    });
    let mut all: Vec<Problem> = Vec::new();
    all.extend(problem.clone().map(|words| Problem { field: Some("famille".into()), words }));
    all.extend(new.form.problems());
    all.extend(twin_problem(new));
    frame.refused = !all.is_empty();
    if new.family.is_none() {
        frame.help = "/mairie/familles";
    }
    let content = html! {
        h1 { (title) }
        (problems(&all))
        form.card.file method="post" action=(here) novalidate {
            @if !new.twins.is_empty() { (twins(new)) }
            @if let Some(number) = &new.number { input type="hidden" name="n" value=(number); }
            @if new.form.file.about.kind() == Kind::Adult { input type="hidden" name="numero" value=(new.form.file.about.number()); }
            @if new.family.is_none() { (name(new, problem.as_deref())) }
            @for page in new.pages { (part(&new.form, *page, "")) }
            button.main { (button) }
        }
        @match &new.family {
            Some((id, name)) => (back(*id, name)),
            None => p { a.alone href="/mairie/familles" { "Revenir aux familles" } },
        }
    };
    layout::page(&frame, content)
}

/// The title, the address of the form, and its button.
fn titles(new: &New) -> (String, String, &'static str) {
    let Some((id, name)) = &new.family else {
        return ("Nouvelle famille".into(), "/mairie/familles/nouvelle".into(), "Créer la famille");
    };
    let (who, folder, button) = match new.form.file.about.kind() {
        Kind::Child => ("Nouvel enfant", "enfants", "Ajouter cet enfant"),
        Kind::Adult => ("Nouvelle personne", "autres", "Ajouter cette personne"),
        _ => ("Nouveau responsable", "responsables", "Ajouter ce responsable"),
    };
    (format!("{who}, famille {name}"), format!("{}/{folder}/nouveau", family_address(*id)), button)
}

/// The new family's name: that of the guardian, if nothing is typed.
fn name(new: &New, problem: Option<&str>) -> Markup {
    html! {
        div.field {
            label for="famille" { "Nom de la famille" }
            @if let Some(problem) = problem { p.problem #famille-aide { (problem) } }
            @else { p #famille-aide { "Sans réponse, c’est le nom du premier responsable." } }
            input #famille type="text" name="famille" autocomplete="off" value=[(!new.name.is_empty()).then_some(&new.name)]
                aria-invalid=[problem.map(|_| "true")] aria-describedby="famille-aide";
        }
    }
}

fn twin_problem(new: &New) -> Option<Problem> {
    let name = &new.twins.first()?.name;
    Some(Problem {
        field: Some("quand-meme".into()),
        words: format!(
            "{name} est peut-être déjà dans les dossiers{NBSP}: vérifiez, puis cochez «{NBSP}Créer quand même{NBSP}» s’il s’agit de quelqu’un d’autre."
        ),
    })
}

/// Those who are called so, and the box that says that this is somebody else.
fn twins(new: &New) -> Markup {
    let born = new.form.shown.get(Field::BornOn);
    html! {
        section.part aria-labelledby="homonymes" {
            h2 #homonymes { "Peut-être déjà dans les dossiers" }
            @if new.form.file.about.kind() == Kind::Child && !born.is_empty() {
                p { "Même nom, même prénom, même date de naissance. Pour un enfant de parents séparés, rattachez plutôt sa fiche à la deuxième famille." }
            }
            ul.links {
                @for twin in &new.twins {
                    li { a.alone href=(address(twin.about)) { (twin.name) ", famille " (twin.family) @if twin.archived { " (archivée)" } " nº" (NBSP) (twin.about.family()) } }
                }
            }
            @if let Some(problem) = twin_problem(new) { p.problem #quand-meme-aide { (problem.words) } }
            label.choice {
                input #quand-meme type="checkbox" name="quand-meme" value="oui" aria-describedby="quand-meme-aide";
                span { "Créer quand même" }
            }
        }
    }
}
