//! The list of families and its search.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::{
    family::{
        FamilyId,
        entry::Entry,
        find::{Asked, Which},
    },
    town::{ClassId, Town},
    ui::{
        fragment::Region,
        french::{NBSP, count},
        layout::{self, Frame, Script},
        table::table,
    },
};

const HERE: &str = "/mairie/familles";

/// A page of the list.
pub struct List<'a> {
    /// What was asked.
    pub asked: &'a Asked,
    /// The town.
    pub town: &'a Town,
    /// The day that classes and addresses are those of.
    pub today: NaiveDate,
    /// How many families there are on all pages.
    pub total: usize,
    /// The number of this page, from 1 on.
    pub page: usize,
    /// The number of the last one.
    pub pages: usize,
    /// Whether the reader keeps the files: may create one, and import some.
    pub creates: bool,
    /// The families of this page.
    pub lines: Vec<(FamilyId, &'a Entry)>,
}

/// The page.
pub fn families(frame: Frame, list: &List) -> Markup {
    let title = list.title();
    let mut frame = frame;
    frame.title = &title;
    frame.here = HERE;
    frame.script = Script::Live;
    let content = html! {
        h1 { "Familles" }
        @if list.creates { p { a.alone href={ (HERE) "/nouvelle" } { "Créer une famille" } } }
        (search(list))
        div #refus role="alert" data-panne={ "Le réseau ne répond pas" (NBSP) ": la liste n’est pas à jour." } {}
        p #compte role="status" { (counted(list)) }
        div #familles { (results(list)) }
        @if list.creates { p { a.alone href="/mairie/import" { "Importer des familles depuis un fichier" } } }
    };
    layout::page(&frame, content)
}

/// What changes while somebody types.
pub fn regions(list: &List) -> [Region; 2] {
    [Region::of("compte", counted(list)), Region::of("familles", results(list))]
}

fn search(list: &List) -> Markup {
    let asked = list.asked;
    html! {
        form.card #recherche role="search" method="get" action=(HERE) autocomplete="off"
            hx-get=(HERE) hx-trigger="input delay:200ms" hx-swap="none" hx-sync="this:replace" {
            div.field {
                label for="q" { "Chercher une famille" }
                p #q-aide { "Nom, prénom, enfant, école, classe, adresse, courriel, téléphone ou numéro." }
                input #q type="search" name="q" value=(asked.text) enterkeyhint="search" spellcheck="false" aria-describedby="q-aide";
            }
            details open[list.is_filtered()] {
                summary { "Filtrer" }
                div.filters { (filters(list)) }
            }
            button.plain { "Chercher" }
        }
    }
}

fn filters(list: &List) -> Markup {
    let Asked { school, class, which, known, .. } = list.asked;
    html! {
        div.field {
            label for="ecole" { "École" }
            select #ecole name="ecole" {
                option value="" { "Toutes les écoles" }
                @for (id, one) in &list.town.schools { option value=(id) selected[*school == Some(*id)] { (one.name) } }
            }
        }
        div.field {
            label for="classe" { "Classe" }
            select #classe name="classe" {
                option value="" { "Toutes les classes" }
                @for (id, one) in &list.town.schools {
                    optgroup label=(one.short) {
                        @for (id, one) in list.town.classes.iter().filter(|(_, class)| class.school == *id) {
                            option value=(id) selected[*class == Some(*id)] { (one.name) }
                        }
                    }
                }
            }
        }
        div.field {
            label for="dossiers" { "Dossiers" }
            select #dossiers name="etat" {
                @for (value, words) in [(Which::Current, "En cours"), (Which::Archived, "Archivés"), (Which::All, "Tous")] {
                    option value=(value.key()) selected[*which == value] { (words) }
                }
            }
        }
        div.field {
            label for="quotient" { "Quotient familial" }
            select #quotient name="quotient" {
                @for (value, sent, words) in [(None, "", "Connu ou non"), (Some(true), "true", "Connu"), (Some(false), "false", "Inconnu")] {
                    option value=(sent) selected[*known == value] { (words) }
                }
            }
        }
    }
}

/// "327 familles, page 2 sur 7".
fn counted(list: &List) -> Markup {
    html! {
        @match list.total {
            0 => "Aucune famille trouvée.",
            total => {
                (count(total, "famille", "familles"))
                @if list.pages > 1 { ", page" (NBSP) (list.page) " sur " (list.pages) }
            },
        }
    }
}

fn results(list: &List) -> Markup {
    let rows: Vec<Vec<Markup>> = list.lines.iter().map(|(id, entry)| row(list, *id, entry)).collect();
    html! {
        @if rows.is_empty() {
            @if *list.asked != Asked::default() { p { a.alone href=(HERE) { "Voir toutes les familles" } } }
        } @else {
            (table("Familles", &["Famille", "Responsables", "Enfants", "Commune"], &rows))
        }
        @if list.pages > 1 {
            div.period role="group" aria-label="Pages de la liste" {
                @if list.page > 1 { a.plain href=(list.address(list.page - 1)) rel="prev" { "Page précédente" } } @else { span {} }
                @if list.page < list.pages { a.plain href=(list.address(list.page + 1)) rel="next" { "Page suivante" } }
            }
        }
    }
}

fn row(list: &List, id: FamilyId, entry: &Entry) -> Vec<Markup> {
    vec![
        html! {
            a href={ (HERE) "/" (id) } { (entry.name) " " small { "nº" (NBSP) (id) } }
            @if entry.archived { " " small { "dossier archivé" } }
        },
        html! { @for (first, last) in &entry.people { div { (first) " " (last) } } },
        html! {
            @for (child, class) in entry.pupils(list.today) {
                div { (child.first) " " (child.last) @if let Some(class) = class { (schooling(list.town, class)) } }
            }
        },
        html! { (entry.city(list.today)) },
    ]
}

/// ", CE1, Jules-Ferry".
fn schooling(town: &Town, class: ClassId) -> Markup {
    let class = town.classes.get(&class);
    let school = class.and_then(|class| town.schools.get(&class.school));
    html! {
        @if let Some(class) = class { ", " (class.name) }
        @if let Some(school) = school { small { ", " (school.short) } }
    }
}

impl List<'_> {
    fn is_filtered(&self) -> bool {
        Asked { text: String::new(), ..self.asked.clone() } != Asked::default()
    }

    fn title(&self) -> String {
        let mut title = "Familles".to_owned();
        if !self.asked.text.is_empty() {
            title += &format!("{NBSP}: «{NBSP}{}{NBSP}»", self.asked.text);
        }
        if self.is_filtered() {
            title += ", liste filtrée";
        }
        if self.page > 1 {
            title += &format!(", page{NBSP}{}", self.page);
        }
        title
    }

    /// Where another page of the same search is.
    fn address(&self, page: usize) -> String {
        let asked = self.asked;
        let number = |id: Option<u32>| id.map(|id| id.to_string()).unwrap_or_default();
        let pairs = [
            ("q", asked.text.clone()),
            ("ecole", number(asked.school.map(|id| id.0))),
            ("classe", number(asked.class.map(|id| id.0))),
            ("etat", asked.which.key().to_owned()),
            ("quotient", asked.known.map(|known| known.to_string()).unwrap_or_default()),
            ("page", page.to_string()),
        ];
        let mut address = form_urlencoded::Serializer::new(format!("{HERE}?"));
        address.extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty())).finish()
    }
}
