//! The fields of a file to fill in.

use maud::{Markup, html};

use super::{
    file::{Form, input_id, waiting},
    words,
};
use crate::family::{
    field::{Field, Key, Kind},
    value::{Shape, YES},
};

/// Fields to fill in; those of each child in a group of its own.
pub(super) fn controls(form: &Form, keys: &[Key]) -> Markup {
    let alone = keys.iter().filter(|key| key.of == 0);
    let mut groups: Vec<u32> = keys.iter().map(|key| key.of).filter(|of| *of != 0).collect();
    groups.sort_unstable();
    groups.dedup();
    html! {
        div.fields {
            @for key in alone { (control(form, *key)) }
            @for of in groups {
                @let child = form.file.choices.children.iter().find(|(id, _)| id.0 == of);
                fieldset.whole {
                    legend { (child.map_or("", |(_, name)| name)) }
                    div.fields { @for key in keys.iter().filter(|key| key.of == of) { (control(form, *key)) } }
                }
            }
        }
    }
}

/// A field with its label and what is said of it.
pub(super) fn control(form: &Form, key: Key) -> Markup {
    let kind = form.file.about.kind();
    let shape = key.field.shape();
    let (id, value) = (input_id(key), form.shown.get(key));
    let label = words::field(kind, key.field);
    let problem = form.problem(key);
    let help = format!("{id}-aide");
    let (invalid, described) = (problem.as_ref().map(|_| "true"), problem.as_ref().map(|_| help.as_str()));
    let said = html! { @if let Some(problem) = &problem { p.problem #(help) { (problem) } } };
    let required = kind.requires(key.field);
    let needed = html! { @if required { " " span.needed { "(nécessaire)" } } };
    let hint = hint(form, key.field);
    let waits = waiting(form, key);
    match shape {
        Shape::Flag => html! {
            div {
                (said)
                label.choice {
                    input type="checkbox" #(id) name=(id) value=(YES) checked[value == YES] aria-describedby=[described];
                    span { (label) @if key.of != 0 { span.away { " – " (of(form, key)) } } }
                }
                (waits)
            }
        },
        Shape::Choice(known) => html! {
            div.field {
                label for=(id) { (label) (needed) }
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
            div.field.whole {
                label for=(id) { (label) }
                (said)
                @if let Some(hint) = hint { p { (hint) } }
                textarea #(id) name=(id) rows="3" aria-invalid=[invalid] aria-describedby=[described] { (value) }
                (waits)
            }
        },
        _ => html! {
            div.field {
                label for=(id) { (label) (needed) }
                (said)
                input #(id) name=(id) type=(input_type(shape)) value=[(!value.is_empty()).then_some(value)] required[required]
                    autocomplete=(autocomplete(form, key.field)) inputmode=[input_mode(shape)]
                    aria-invalid=[invalid] aria-describedby=[described];
                @if let Some(hint) = hint { p { (hint) } }
                (waits)
            }
        },
    }
}

/// What helps to fill in a field.
fn hint(form: &Form, field: Field) -> Option<&'static str> {
    match (form.file.about.kind(), field) {
        _ if form.town => None,
        (Kind::Child | Kind::Guardian, Field::Remarks) => {
            Some("Les responsables de votre dossier et la mairie lisent ces remarques.")
        }
        (Kind::Guardian, Field::Mail) if form.own => Some(
            "Pour vous joindre. L’adresse de votre connexion se change sur la page «\u{a0}Compte\u{a0}».",
        ),
        _ => None,
    }
}

/// Of which child or service.
fn of(form: &Form, key: Key) -> String {
    form.file.choices.of(key).unwrap_or_default().to_owned()
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
        Field::Street => "address-line1",
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
