//! The page of a family's absences.

use std::sync::Arc;

use chrono::Days;
use maud::Markup;
use rocket::{State, get, http::Status};

use super::effects::shown;
use crate::{
    account::{Parent, view::dress},
    attendance::{
        slip::Typed,
        store,
        told::Told,
        view::told::{self as view, Form, Wrong},
    },
    family::{self, ChildId},
    platform::{
        Parts,
        error::{Error, Page},
    },
    town,
};

/// For how long after its last day an absence is shown.
const SHOWN: Days = Days::new(92);

/// What came before the page.
#[derive(Default)]
pub struct Turn<'a> {
    /// What was just done.
    pub done: Option<&'a str>,
    /// What was typed and is not told.
    pub typed: Option<&'a Typed>,
    /// Why.
    pub wrong: &'a [Wrong],
    /// The certificate of which absence was refused, and why.
    pub scan: Option<(ChildId, u32, Wrong)>,
}

#[get("/absences?<fait>")]
pub async fn page(parent: Parent, parts: &State<Arc<Parts>>, fait: Option<&str>) -> Result<Page, Error> {
    Ok((Status::Ok, show(&parent, parts, &Turn { done: fait, ..Turn::default() })?))
}

/// The page.
pub fn show(parent: &Parent, parts: &Parts, turn: &Turn) -> Result<Markup, Error> {
    let (now, number) = (parts.clock.now(), parts.random.token());
    parts.store.read(|r| {
        let (town, limits) = (town::store::town(r)?, store::limits(r)?);
        let today = town.date(now);
        let children = family::store::present(r, parent.family, today)?;
        let mut told = Vec::new();
        for (id, _) in &children {
            let all = store::all_told(r, *id)?;
            let known: Vec<Told> = all.iter().map(|(_, told)| told.clone()).collect();
            let own = all.iter().filter(|(_, one)| one.family == parent.family && one.withdrawn.is_none());
            for (number, one) in own.filter(|(_, one)| today <= one.last + SHOWN) {
                told.push(shown(r, &town, (*id, *number, one), &known, now)?);
            }
        }
        told.sort_by_key(|shown| std::cmp::Reverse((shown.told.at, shown.told.first)));
        let first_day = limits.first_day(town.local(now));
        let typed = turn.typed.cloned().unwrap_or_else(|| Typed {
            first: first_day.to_string(),
            form: number.clone(),
            ..Typed::default()
        });
        let names: Vec<(ChildId, &str)> =
            children.iter().map(|(id, child)| (*id, child.first_name.as_str())).collect();
        let form = Form { children: &names, typed: &typed, wrong: turn.wrong, limits: &limits, town: false };
        let mut frame = town::view::frame(&town.identity, "Absences");
        dress(&mut frame, &parent.bar);
        let page = view::Page { form, told: &told, done: turn.done, scan: turn.scan, town: &town.identity };
        Ok(view::page(frame, &page))
    })
}
