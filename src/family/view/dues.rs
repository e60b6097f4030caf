//! What a family's prices hang on: quotients and residence, line by line.

use chrono::NaiveDate;
use maud::{Markup, html};
use strum::VariantArray;

use super::words;
use crate::{
    family::{
        Address, Family, FamilyId, Known, Source,
        dues::{Fault, Typed, seen},
    },
    platform::dated::From,
    ui::{
        form::{Problem, problems},
        french::{self, NBSP},
        layout::{self, Frame},
        table::table,
    },
};

/// A family, and the form.
pub struct Dues<'a> {
    /// Its number.
    pub id: FamilyId,
    /// The family.
    pub family: &'a Family,
    /// Who wrote each quotient down, in their order.
    pub authors: Vec<String>,
    /// The date in the town.
    pub today: NaiveDate,
    /// What stands in the form.
    pub typed: Typed,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// Whether that is the form of residence.
    pub residence: bool,
    /// What was just done.
    pub done: Option<&'a str>,
}

/// The page.
pub fn page(frame: Frame, dues: &Dues) -> Markup {
    let mut frame = frame;
    let title = format!("Quotient et résidence – famille {} (nº{NBSP}{})", dues.family.name, dues.id);
    frame.title = &title;
    (frame.here, frame.help) = ("/mairie/familles", "/mairie/familles/quotient");
    frame.refused = !dues.faults.is_empty();
    let address = format!("/mairie/familles/{}/quotient", dues.id);
    let list = dues
        .faults
        .iter()
        .map(|fault| Problem { field: Some(field(*fault, dues.residence).into()), words: said(*fault) });
    let content = html! {
        h1 { (title) }
        p { a.alone href={ "/mairie/familles/" (dues.id) } { "Revenir à la famille " (dues.family.name) } }
        @match dues.done {
            Some("enregistrer") => p.saved role="status" { "Le quotient est enregistré." },
            Some("retirer") => p.saved role="status" { "La ligne est retirée." },
            Some("residence") => p.saved role="status" { "La résidence est enregistrée." },
            _ => {}
        }
        (problems(&list.collect::<Vec<_>>()))
        (quotients(dues, &address))
        (quotient(dues, &address))
        (addresses(dues))
        (residence(dues, &address))
    };
    layout::page(&frame, content)
}

/// The quotients, the latest first.
fn quotients(dues: &Dues, address: &str) -> Markup {
    let row = |(known, author): (&From<Known>, &String)| {
        let from = french::day_month_year(known.from);
        vec![
            html! { (from) },
            html! { (value(&known.value)) },
            html! { (source(known.value.source)) },
            html! { @if author.is_empty() { "–" } @else { (author) } },
            html! { a.alone href={ (address) "?ligne=" (known.from) "#ligne" } { "Corriger" span.away { " la ligne du " (from) } } },
        ]
    };
    let mut rows: Vec<Vec<Markup>> = dues.family.quotient.iter().zip(&dues.authors).map(row).collect();
    rows.reverse();
    let columns = ["À partir du", "Quotient", "Source", "Enregistré par", "Corriger"];
    html! {
        @if rows.is_empty() { p { "Aucun quotient n’est enregistré." } }
        @else { (table("Quotients de la famille", &columns, &rows)) }
    }
}

fn value(known: &Known) -> String {
    known.quotient.map_or_else(|| "inconnu".into(), words::quotient)
}

/// Where a quotient comes from.
fn source(source: Source) -> &'static str {
    match source {
        Source::Letter => "Attestation de la CAF ou de la MSA",
        Source::Family => "Déclaré par la famille",
        Source::Town => "Enregistré par la mairie",
        Source::Import => "Fichier importé",
    }
}

/// The form of a new line, or of one that is corrected.
fn quotient(dues: &Dues, address: &str) -> Markup {
    let (typed, here) = (&dues.typed, !dues.residence);
    let wrong = |fault: Fault| here && dues.faults.contains(&fault);
    let line = typed.line.parse::<NaiveDate>().ok().filter(|_| here).map(french::day_month_year);
    let text = |value: &str| if here { value.to_owned() } else { String::new() };
    let day = wrong(Fault::Day) || wrong(Fault::Taken);
    html! {
        form.card method="post" action=(address) novalidate {
            h2 #ligne { @match &line { Some(from) => { "Corriger la ligne du " (from) } None => { "Ajouter un quotient" } } }
            input type="hidden" name="vu" value=(seen(dues.family));
            @if line.is_some() { input type="hidden" name="ligne" value=(typed.line); }
            div.field.narrow {
                label for="quotient" { "Quotient familial" }
                @if wrong(Fault::Value) { p.problem #quotient-aide { (said(Fault::Value)) } }
                input #quotient name="quotient" inputmode="decimal" autocomplete="off" value=(text(&typed.value).replace('.', ","))
                    aria-invalid=[wrong(Fault::Value).then_some("true")] aria-describedby=[wrong(Fault::Value).then_some("quotient-aide")];
            }
            label.choice { input type="checkbox" name="inconnu" value="true" checked[here && typed.unknown]; span { "Quotient inconnu" } }
            div.field.narrow {
                label for="effet" { "Date d’effet" }
                p #effet-mot { "Une date passée change le prix des jours qui ne sont pas encore facturés. Pas plus de deux ans en arrière." }
                @for fault in [Fault::Day, Fault::Taken] { @if wrong(fault) { p.problem #effet-aide { (said(fault)) } } }
                input #effet name="effet" type="date" required value=(if here { typed.from.clone() } else { dues.today.to_string() })
                    aria-invalid=[day.then_some("true")] aria-describedby=(if day { "effet-mot effet-aide" } else { "effet-mot" });
            }
            div.field.narrow {
                label for="source" { "Source" }
                @if wrong(Fault::Source) { p.problem #source-aide { (said(Fault::Source)) } }
                select #source name="source" aria-invalid=[wrong(Fault::Source).then_some("true")] aria-describedby=[wrong(Fault::Source).then_some("source-aide")] {
                    @for each in Source::VARIANTS { option value=(<&str>::from(*each)) selected[here && typed.source == <&str>::from(*each)] { (source(*each)) } }
                }
            }
            p {
                button.main name="geste" value="enregistrer" { "Enregistrer le quotient" }
                @if line.is_some() { button.plain.beside name="geste" value="retirer" { "Retirer cette ligne" } }
            }
            @if line.is_some() { p { a.alone href=(address) { "Ajouter plutôt un quotient" } } }
        }
    }
}

/// The addresses, the latest first.
fn addresses(dues: &Dues) -> Markup {
    let row = |known: &From<Address>| {
        let Address { street, postcode, city, resident } = &known.value;
        vec![
            html! { (french::day_month_year(known.from)) },
            html! { (street) ", " (postcode) " " (city) },
            html! { @if *resident { "oui" } @else { "non" } },
        ]
    };
    let mut rows: Vec<Vec<Markup>> = dues.family.address.iter().map(row).collect();
    rows.reverse();
    html! {
        @if rows.is_empty() { p { "Aucune adresse n’est enregistrée." } }
        @else { (table("Adresses du foyer", &["À partir du", "Adresse", "Habitant de la commune"], &rows)) }
    }
}

/// The form of residence.
fn residence(dues: &Dues, address: &str) -> Markup {
    let (typed, here) = (&dues.typed, dues.residence);
    let wrong: Vec<Fault> =
        dues.faults.iter().copied().filter(|fault| here && *fault != Fault::Changed).collect();
    let now = dues.family.address.on(dues.today).is_some_and(|known| known.value.resident);
    let resident = if here { typed.resident } else { now };
    html! {
        form.card method="post" action=(address) novalidate {
            h2 { "Résidence, pour le prix des habitants" }
            input type="hidden" name="vu" value=(seen(dues.family));
            label.choice { input type="checkbox" name="habitant" value="true" checked[resident]; span { "La famille compte parmi les habitants de la commune" } }
            div.field.narrow {
                label for="residence" { "À partir du" }
                @for fault in &wrong { p.problem #residence-aide { (said(*fault)) } }
                input #residence name="effet" type="date" required value=(if here { typed.from.clone() } else { dues.today.to_string() })
                    aria-invalid=[(!wrong.is_empty()).then_some("true")] aria-describedby=[(!wrong.is_empty()).then_some("residence-aide")];
            }
            p { button.plain name="geste" value="residence" { "Enregistrer la résidence" } }
        }
    }
}

/// Which field a fault is about.
fn field(fault: Fault, residence: bool) -> &'static str {
    match fault {
        _ if residence => "residence",
        Fault::Value | Fault::Changed => "quotient",
        Fault::Source => "source",
        Fault::Day | Fault::Taken | Fault::NoAddress => "effet",
    }
}

/// What is wrong, and what to do.
fn said(fault: Fault) -> String {
    match fault {
        Fault::Value => "Indiquez le quotient de l’attestation, par exemple 850, ou cochez «\u{a0}Quotient inconnu\u{a0}».",
        Fault::Source => "Choisissez la source.",
        Fault::Day => "Indiquez une date\u{a0}: pas plus de deux ans en arrière, ni d’un an en avant.",
        Fault::Taken => "Une ligne commence déjà ce jour-là\u{a0}: corrigez-la.",
        Fault::NoAddress => "Aucune adresse n’est connue ce jour-là\u{a0}: choisissez une date plus tardive.",
        Fault::Changed => "Quelqu’un d’autre vient de changer ces lignes. Relisez-les, puis enregistrez de nouveau.",
    }
    .into()
}
