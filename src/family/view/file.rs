//! A file as fields to fill in, or to read, page by page.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{control::controls, registrations::registrations, words};
use crate::{
    family::{
        field::{Field, Key, Page},
        file::{File, mode},
        rights::{Mode, Rights},
        sheet::{Change, Seen, Sheet},
        typed::Refused,
        value::{Fault, Why, YES},
    },
    ui::{
        form::Problem,
        french::{self, NBSP},
    },
};

/// A file in a form: what stands in its fields, and what is said of them.
pub struct Form<'a> {
    /// The file as it stands.
    pub file: &'a File,
    /// What the town lets parents do.
    pub rights: &'a Rights,
    /// Whether an agent fills it in.
    pub town: bool,
    /// Whether its fields are those of whoever fills it in: the browser may offer what it knows.
    pub own: bool,
    /// What stands in the fields.
    pub shown: Sheet,
    /// What they said when the form was shown first.
    pub seen: Seen,
    /// Whether the box that certifies is ticked.
    pub certified: bool,
    /// Why it was refused.
    pub refused: Option<Refused>,
}

impl<'a> Form<'a> {
    /// A form that nobody has sent.
    pub fn new(file: &'a File, rights: &'a Rights, town: bool) -> Self {
        let seen = Seen::of(&file.sheet, file.open_keys(rights, town).into_iter().map(|(key, _)| key));
        Self {
            file,
            rights,
            town,
            own: false,
            shown: file.sheet.clone(),
            seen,
            certified: false,
            refused: None,
        }
    }

    /// What parents, or agents, may do with a page.
    pub fn mode(&self, page: Page) -> Mode {
        mode(self.rights, page, self.town)
    }

    /// The problems of a refused form, for the summary.
    pub fn problems(&self) -> Vec<Problem> {
        let at = |key: Key| Some(input_id(key));
        match &self.refused {
            None => Vec::new(),
            Some(Refused::Faults(faults)) => faults
                .iter()
                .map(|fault| Problem {
                    // What is closed has no field any more: what was typed there is said.
                    field: at(fault.key).filter(|_| fault.why != Why::Closed),
                    words: format!("{}{}", words::why(self.file, fault.key, &fault.why), self.typed(fault)),
                })
                .collect(),
            Some(Refused::Meanwhile(changes)) => changes
                .iter()
                .map(|change| Problem { field: at(change.key), words: self.meanwhile(change) })
                .collect(),
        }
    }

    /// " Vous aviez écrit « 3 rue Neuve »."
    fn typed(&self, fault: &Fault) -> String {
        let typed = self.shown.get(fault.key);
        match fault.why {
            Why::Closed if !typed.is_empty() => format!(" Vous aviez écrit «{NBSP}{typed}{NBSP}»."),
            _ => String::new(),
        }
    }

    /// "Ville : entre-temps, une autre personne a enregistré « Saint-Aubin »." Who it was is not said: of a shared
    /// child it may be the other family.
    fn meanwhile(&self, change: &Change) -> String {
        let name = words::key(self.file.about.kind(), &self.file.choices, change.key);
        let now = words::value(&self.file.choices, change.key, &change.after);
        let here = if self.shown.get(change.key) == change.after {
            "C’est ce qui est affiché maintenant. Enregistrez de nouveau pour garder le reste de votre saisie.".to_owned()
        } else {
            format!("Votre saisie est gardée{NBSP}: vérifiez-la, puis enregistrez de nouveau.")
        };
        format!("{name}{NBSP}: entre-temps, une autre personne a enregistré «{NBSP}{now}{NBSP}». {here}")
    }

    /// What is said beside a field.
    pub(super) fn problem(&self, key: Key) -> Option<String> {
        match self.refused.as_ref()? {
            Refused::Faults(faults) => faults
                .iter()
                .find(|fault| fault.key == key)
                .map(|fault| words::why(self.file, key, &fault.why)),
            Refused::Meanwhile(changes) => {
                changes.iter().find(|change| change.key == key).map(|change| self.meanwhile(change))
            }
        }
    }

    /// Whether any of its pages can be changed, or a change asked for.
    pub fn is_open(&self) -> bool {
        self.file.about.kind().pages().iter().any(|(page, _)| self.mode(*page) != Mode::Nothing)
    }

    /// The town refuses to end a registration: the page that lets one cancel stands beside the words.
    pub fn is_booked(&self) -> bool {
        matches!(&self.refused, Some(Refused::Faults(faults)) if faults.iter().any(|fault| fault.why == Why::Booked))
    }
}

/// The id of a field's control. Names of forms and ids are the same.
pub(super) fn input_id(key: Key) -> String {
    key.to_string()
}

/// What every form of a file carries beside its fields.
pub fn carried(form: &Form) -> Markup {
    html! { input type="hidden" name="vu" value=(form.seen.encode()); }
}

/// A page of a file: fields to fill in where they are open, to read where they are not. `whom`: whom to ask
/// then.
pub fn page(form: &Form, page: Page, whom: &str) -> Markup {
    let mode = form.mode(page);
    let keys = form.file.keys(page);
    html! {
        section.part aria-labelledby={ "page-" (page_id(page)) } {
            h2 #{ "page-" (page_id(page)) } { (words::page(page)) }
            @match mode {
                Mode::Nothing => {
                    // Where nothing at all can be changed, it is said once, above.
                    @if form.is_open() { p.hint { "Vous pouvez lire ces informations. Pour les faire changer" (NBSP) ": " (whom) "." } }
                    (reading(form, &keys))
                }
                Mode::Ask | Mode::AtOnce => {
                    @if mode == Mode::Ask { p.hint { "Vos changements seront envoyés à la mairie, qui vous répondra par courriel." } }
                    @if page == Page::Registrations { (registrations(form)) }
                    @else { (controls(form, &keys)) }
                }
            }
        }
    }
}

fn page_id(page: Page) -> &'static str {
    page.into()
}

/// Fields to read.
pub fn reading(form: &Form, keys: &[Key]) -> Markup {
    let kind = form.file.about.kind();
    html! {
        dl.reading {
            @for key in keys {
                // What a child is not registered for, and what belongs to it, is not listed.
                @if !is_idle(&form.file.sheet, *key) {
                    div {
                        dt { (words::key(kind, &form.file.choices, *key)) }
                        dd { (words::value(&form.file.choices, *key, form.file.sheet.get(*key))) }
                    }
                }
            }
        }
    }
}

/// The tariff and usual days of a service for which the child is not registered.
fn is_idle(sheet: &Sheet, key: Key) -> bool {
    matches!(key.field, Field::Service | Field::Tariff | Field::Usual)
        && sheet.get(Key { field: Field::Service, of: key.of }) != YES
}

/// What the family has asked for and the town has not answered.
pub(super) fn waiting(form: &Form, key: Key) -> Markup {
    let asked = form
        .file
        .asked
        .as_ref()
        .and_then(|(_, request)| request.changes.iter().find(|change| change.key == key));
    html! {
        @if let Some(change) = asked {
            p.asked {
                "Demandé à la mairie" (NBSP) ": "
                @match (key.field, change.after.is_empty()) {
                    (Field::Service, false) => "l’inscription.",
                    (Field::Service, true) => "la fin de l’inscription.",
                    (Field::Usual, true) => "aucun jour habituel.",
                    _ => { "«" (NBSP) (words::value(&form.file.choices, key, &change.after)) (NBSP) "»." }
                }
            }
        }
    }
}

/// The box that certifies, and when that was last done.
pub fn certification(form: &Form, today: NaiveDate) -> Markup {
    let certified = form.file.certificate.as_ref();
    html! {
        section.part aria-labelledby="page-certifie" {
            h2 #page-certifie { "Certification" }
            @if let Some(last) = certified {
                p { "Fiche certifiée à jour le " (french::day_month_year(last.on)) " par " (last.by) "." }
            }
            @if form.rights.is_due(certified.map(|last| last.on), today) {
                p.due { "Relisez cette fiche, puis cochez la case ci-dessous" @if certified.is_some() { (NBSP) ": la mairie vous le demande de nouveau" } "." }
            }
            label.choice {
                input type="checkbox" name="certifie" value=(YES) checked[form.certified];
                span { "Je certifie que ces informations sont à jour." }
            }
        }
    }
}
