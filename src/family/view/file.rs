//! A file as fields to fill in, or to read, page by page.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::words;
use crate::{
    family::{
        field::{Field, Key, Kind, Page},
        file::{File, mode},
        rights::{Mode, Rights},
        sheet::{Change, Seen, Sheet},
        typed::Refused,
        value::{Shape, Why, YES},
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
    /// Why it was refused.
    pub refused: Option<Refused>,
}

impl<'a> Form<'a> {
    /// A form that nobody has sent.
    pub fn new(file: &'a File, rights: &'a Rights, town: bool) -> Self {
        let seen = Seen::of(&file.sheet, file.open_keys(rights, town).into_iter().map(|(key, _)| key));
        Self { file, rights, town, own: false, shown: file.sheet.clone(), seen, refused: None }
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
                    field: at(fault.key),
                    words: words::why(self.file, fault.key, &fault.why),
                })
                .collect(),
            Some(Refused::Meanwhile(changes)) => changes
                .iter()
                .map(|change| Problem { field: at(change.key), words: self.meanwhile(change) })
                .collect(),
        }
    }

    /// "Ville : quelqu’un d’autre vient d’enregistrer « Saint-Aubin »."
    fn meanwhile(&self, change: &Change) -> String {
        let name = words::key(self.file.about.kind(), &self.file.choices, change.key);
        let now = words::value(&self.file.choices, change.key, &change.after);
        format!(
            "{name}{NBSP}: entre-temps, quelqu’un a enregistré «{NBSP}{now}{NBSP}». Votre saisie est gardée{NBSP}: vérifiez-la, puis enregistrez de nouveau."
        )
    }

    /// What is said beside a field.
    fn problem(&self, key: Key) -> Option<String> {
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

    /// The town refuses to end a registration: the page that lets one cancel stands beside the words.
    pub fn is_booked(&self) -> bool {
        matches!(&self.refused, Some(Refused::Faults(faults)) if faults.iter().any(|fault| fault.why == Why::Booked))
    }
}

/// The id of a field's control. Names of forms and ids are the same.
fn input_id(key: Key) -> String {
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
                    p.hint { "Vous pouvez lire ces informations. Pour les faire changer" (NBSP) ": " (whom) "." }
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

/// Fields to fill in; those of each child in a group of its own.
fn controls(form: &Form, keys: &[Key]) -> Markup {
    let alone = keys.iter().filter(|key| key.of == 0);
    let mut groups: Vec<u32> = keys.iter().map(|key| key.of).filter(|of| *of != 0).collect();
    groups.sort_unstable();
    groups.dedup();
    html! {
        @for key in alone { (control(form, *key)) }
        @for of in groups {
            @let child = form.file.choices.children.iter().find(|(id, _)| id.0 == of);
            fieldset {
                legend { (child.map_or("", |(_, name)| name)) }
                @for key in keys.iter().filter(|key| key.of == of) { (control(form, *key)) }
            }
        }
    }
}

/// A field with its label and what is said of it.
fn control(form: &Form, key: Key) -> Markup {
    let kind = form.file.about.kind();
    let shape = key.field.shape();
    let (id, value) = (input_id(key), form.shown.get(key));
    let label = words::field(kind, key.field);
    let problem = form.problem(key);
    let help = format!("{id}-aide");
    let (invalid, described) = (problem.as_ref().map(|_| "true"), problem.as_ref().map(|_| help.as_str()));
    let said = html! { @if let Some(problem) = &problem { p.problem #(help) { (problem) } } };
    let required = kind.requires(key.field);
    let waits = waiting(form, key);
    match shape {
        Shape::Flag => html! {
            (said)
            label.choice {
                input type="checkbox" #(id) name=(id) value=(YES) checked[value == YES] aria-describedby=[described];
                span { (label) @if key.of != 0 { span.away { " – " (of(form, key)) } } }
            }
            (waits)
        },
        Shape::Choice(known) => html! {
            div.field {
                label for=(id) { (label) @if !required { " " span.optional { "(facultatif)" } } }
                (said)
                select #(id) name=(id) required[required] aria-invalid=[invalid] aria-describedby=[described] {
                    @if !known.contains(&"unknown") { option value="" selected[value.is_empty()] { (words::nothing(key.field)) } }
                    @for word in known.iter() {
                        option value=(if *word == "unknown" { "" } else { word }) selected[value == *word || (value.is_empty() && *word == "unknown")] { (words::choice(key.field, word)) }
                    }
                }
                (waits)
            }
        },
        Shape::Listed => html! {
            div.field {
                label for=(id) { (label) @if key.of != 0 { span.away { " – " (of(form, key)) } } }
                (said)
                select #(id) name=(id) aria-invalid=[invalid] aria-describedby=[described] { (options(form, key, value)) }
                (waits)
            }
        },
        Shape::Lines(_) => html! {
            div.field {
                label for=(id) { (label) " " span.optional { "(facultatif)" } }
                (said)
                textarea #(id) name=(id) rows="3" aria-invalid=[invalid] aria-describedby=[described] { (value) }
                (waits)
            }
        },
        _ => html! {
            div.field {
                label for=(id) { (label) @if !required { " " span.optional { "(facultatif)" } } }
                (said)
                input #(id) name=(id) type=(input_type(shape)) value=[(!value.is_empty()).then_some(value)] required[required]
                    autocomplete=(autocomplete(form, key.field)) inputmode=[input_mode(shape)]
                    aria-invalid=[invalid] aria-describedby=[described];
                (waits)
            }
        },
    }
}

/// Of which child or service.
fn of(form: &Form, key: Key) -> String {
    let choices = &form.file.choices;
    let child = choices.children.iter().find(|(id, _)| id.0 == key.of).map(|(_, name)| name.clone());
    let service = || choices.services.iter().find(|each| each.id.0 == key.of).map(|each| each.name.clone());
    child.or_else(service).unwrap_or_default()
}

fn options(form: &Form, key: Key, value: &str) -> Markup {
    let choices = &form.file.choices;
    let service = choices.services.iter().find(|service| service.id.0 == key.of);
    html! {
        @match key.field {
            Field::Class => {
                option value="" selected[value.is_empty()] { (words::nothing(key.field)) }
                @for classes in choices.classes.chunk_by(|one, other| one.2 == other.2) {
                    optgroup label=(classes[0].2) {
                        @for (id, class, _) in classes { option value=(id) selected[value == id.to_string()] { (class) } }
                    }
                }
            }
            Field::Tariff => @for (id, tariff) in service.map_or(&[][..], |service| &service.tariffs) {
                option value=(id) selected[value == id.to_string()] { (tariff) }
            },
            _ => {
                option value="" selected[value.is_empty()] { (words::nothing(key.field)) }
                @for diet in &choices.diets { option value=(diet) selected[value == diet] { (diet) } }
                // What stands there may stay, even when the town offers it no longer.
                @if !value.is_empty() && !choices.diets.iter().any(|diet| diet == value) { option value=(value) selected { (value) } }
            }
        }
    }
}

/// What a child is registered for, with its usual days.
fn registrations(form: &Form) -> Markup {
    let weekdays = |key: Key| {
        form.shown.get(key).split(',').filter_map(|day| day.parse::<u8>().ok()).collect::<Vec<_>>()
    };
    html! {
        @if form.file.choices.services.is_empty() { p { "Aucun service n’est proposé pour la classe de cet enfant." } }
        @for service in &form.file.choices.services {
            @let key = |field| Key { field, of: service.id.0 };
            @let usual = weekdays(key(Field::Usual));
            fieldset.service {
                legend { (service.name) }
                @if let Some(problem) = form.problem(key(Field::Service)) { p.problem #{ (key(Field::Service)) "-aide" } { (problem) } }
                label.choice {
                    input type="checkbox" #{ (key(Field::Service)) } name=(key(Field::Service)) value=(YES) checked[form.shown.get(key(Field::Service)) == YES]
                        aria-describedby=[form.problem(key(Field::Service)).map(|_| format!("{}-aide", key(Field::Service)))];
                    span { "Inscrire" span.away { " – " (service.name) } }
                }
                @if form.town { (control(form, key(Field::Tariff))) }
                @else if let Some((_, tariff)) = tariff(form, service.id.0) { p.hint { "Tarif" (NBSP) ": " (tariff) } }
                div.days role="group" aria-label={ "Jours habituels – " (service.name) } #{ (key(Field::Usual)) } tabindex="-1" {
                    @for day in &service.weekdays {
                        label {
                            span aria-hidden="true" { (french::weekday_short(*day)) }
                            input type="checkbox" name=(key(Field::Usual)) value=(day) checked[usual.contains(day)] aria-label={ (service.name) ", " (french::weekday(*day)) };
                        }
                    }
                }
                (waiting(form, key(Field::Service))) (waiting(form, key(Field::Usual)))
            }
        }
    }
}

/// The tariff at which a child is registered, or would be.
fn tariff<'f>(form: &'f Form, service: u32) -> Option<&'f (crate::tariff::TariffId, String)> {
    let own = form.file.sheet.get(Key { field: Field::Tariff, of: service });
    let tariffs = &form.file.choices.services.iter().find(|known| known.id.0 == service)?.tariffs;
    tariffs.iter().find(|(id, _)| id.to_string() == own).or(tariffs.first())
}

/// What the family has asked for and the town has not answered.
fn waiting(form: &Form, key: Key) -> Markup {
    let asked = form
        .file
        .asked
        .as_ref()
        .and_then(|(_, request)| request.changes.iter().find(|change| change.key == key));
    html! {
        @if let Some(change) = asked {
            p.asked { "Demandé à la mairie" (NBSP) ": «" (NBSP) (words::value(&form.file.choices, key, &change.after)) (NBSP) "»." }
        }
    }
}

fn input_type(shape: Shape) -> &'static str {
    match shape {
        Shape::Past | Shape::Date => "date",
        Shape::Telephone => "tel",
        Shape::Mail => "email",
        _ => "text",
    }
}

fn input_mode(shape: Shape) -> Option<&'static str> {
    match shape {
        Shape::Postcode => Some("numeric"),
        Shape::Quotient => Some("decimal"),
        _ => None,
    }
}

/// The token of the standard: only of one's own file does the browser know anything.
fn autocomplete(form: &Form, field: Field) -> &'static str {
    if !form.own || form.file.about.kind() != Kind::Guardian {
        return "off";
    }
    match field {
        Field::LastName => "family-name",
        Field::FirstName => "given-name",
        Field::BornOn => "bday",
        Field::Street => "street-address",
        Field::Postcode => "postal-code",
        Field::City => "address-level2",
        Field::HomePhone => "home tel",
        Field::MobilePhone => "mobile tel",
        Field::OfficePhone => "work tel",
        Field::Mail => "email",
        Field::Profession => "organization-title",
        Field::Employer => "organization",
        _ => "off",
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
                input type="checkbox" name="certifie" value=(YES);
                span { "Je certifie que ces informations sont à jour." }
            }
        }
    }
}
