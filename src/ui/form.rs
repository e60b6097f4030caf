//! Fields, and what is said when a form is refused: in a summary first, then beside each field.

use maud::{Markup, html};

/// A problem: the id of what it is about, and the words.
pub struct Problem {
    /// Where the link leads; none when it is about the whole form.
    pub field: Option<String>,
    /// One sentence that says what to do.
    pub words: String,
}

/// The summary of a refused form, which takes the focus.
pub fn problems(problems: &[Problem]) -> Markup {
    html! {
        @if !problems.is_empty() {
            div.refused #problemes tabindex="-1" autofocus role="group" aria-labelledby="problemes-titre" {
                h2 #problemes-titre { "Il y a un problème" }
                ul {
                    @for problem in problems {
                        li {
                            @match &problem.field {
                                Some(field) => a href={ "#" (field) } { (problem.words) },
                                None => (problem.words),
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A text field with its label.
pub struct Field<'a> {
    /// Its id and its name in the form.
    pub name: &'a str,
    /// What it is called.
    pub label: &'a str,
    /// `email`, `password`, `text`.
    pub kind: &'a str,
    /// Token of the standard: `username`, `current-password`.
    pub autocomplete: &'a str,
    /// What was typed; never of a password.
    pub value: &'a str,
    /// What is wrong with it.
    pub problem: Option<&'a str>,
}

/// Shows a field, with the words of its problem beside it.
pub fn field(field: &Field) -> Markup {
    typed(field, None)
}

/// The same for figures only: a telephone shows its keys of digits.
pub fn digits(field: &Field) -> Markup {
    typed(field, Some("numeric"))
}

/// A field with an example, or what it is for, under its label.
pub fn hinted(field: &Field, hint: &str, required: bool) -> Markup {
    let (help, problem) = (format!("{}-exemple", field.name), format!("{}-aide", field.name));
    let described = if field.problem.is_some() { format!("{problem} {help}") } else { help.clone() };
    html! {
        div.field {
            label for=(field.name) { (field.label) }
            p id=(help) { (hint) }
            @if let Some(words) = field.problem { p.problem id=(problem) { (words) } }
            input id=(field.name) name=(field.name) type=(field.kind) autocomplete=(field.autocomplete)
                value=[(!field.value.is_empty()).then_some(field.value)] required[required]
                aria-invalid=[field.problem.map(|_| "true")] aria-describedby=(described);
        }
    }
}

fn typed(field: &Field, mode: Option<&str>) -> Markup {
    let help = format!("{}-aide", field.name);
    html! {
        div.field {
            label for=(field.name) { (field.label) }
            @if let Some(problem) = field.problem { p.problem id=(help) { (problem) } }
            input id=(field.name) name=(field.name) type=(field.kind) autocomplete=(field.autocomplete) inputmode=[mode]
                value=[(!field.value.is_empty()).then_some(field.value)] required
                aria-invalid=[field.problem.map(|_| "true")] aria-describedby=[field.problem.map(|_| &help)];
        }
    }
}
