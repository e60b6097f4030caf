//! What stands below a table: the reasons of its words.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use maud::{Markup, html};

use super::reasons::{sentence, word};
use crate::{
    reservation::{
        grid::{Face, GridBox, Row, Week},
        judge::Reason,
        open::Open,
    },
    ui::french::{self, NBSP, date},
};

/// The reasons of the words in a table, one line each, then what the town hall has done and why.
pub fn remarks(week: &Week, open: &Open) -> Markup {
    let mut lines: Vec<(NaiveDate, String)> = Vec::new();
    for each in week.rows.iter().flat_map(|row| &row.boxes) {
        if let Face::Word(reason @ (Reason::Closed(_) | Reason::NotYet(_) | Reason::NoPrice(_))) = &each.face
            && word(reason) != "–"
        {
            let line = (each.cell.day, sentence(reason, open));
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines.sort();
    let acts = acts(week, open);
    html! {
        @if !lines.is_empty() || !acts.is_empty() {
            ul.remarks {
                @for (day, words) in lines { li { (date(day)) (NBSP) ": " (words) "." } }
                @for words in acts { li { (words) } }
            }
        }
    }
}

/// "Cantine 1er service, jeudi 3 décembre : réservé par la mairie. Motif : ..."
fn acts(week: &Week, open: &Open) -> Vec<String> {
    let stored = |each: &GridBox| {
        let child = open.child(each.cell.child).map(|(_, child)| &child.booked);
        child.is_some_and(|booked| booked.contains_key(&(each.cell.service, each.cell.day)))
    };
    let mut acts: BTreeMap<(u64, &str, bool), Vec<NaiveDate>> = BTreeMap::new();
    let boxes = week.rows.iter().flat_map(|row: &Row| row.boxes.iter().map(|each| (row.name.as_str(), each)));
    for (name, each) in boxes {
        if let Some(act) = each.mark {
            acts.entry((act, name, stored(each))).or_default().push(each.cell.day);
        }
    }
    let words = |((act, name, booked), mut days): ((u64, &str, bool), Vec<NaiveDate>)| {
        days.sort();
        let days = match days.as_slice() {
            [day] => date(*day),
            days => french::days(days),
        };
        let what = if booked { "réservé" } else { "annulé" };
        let why = match open.acts.get(&act).map(String::as_str) {
            None | Some("") => String::new(),
            Some(reason) => format!(" Motif{NBSP}: {reason}"),
        };
        format!("{name}, {days}{NBSP}: {what} par la mairie.{why}")
    };
    acts.into_iter().map(words).collect()
}
