//! "Présences": what became of each booking.

use std::sync::Arc;

use chrono::{Datelike, Months, NaiveDate};
use rocket::{State, get, http::Status};

use crate::{
    account::{Parent, view::dress},
    activity::period::Period,
    attendance::{
        store,
        view::days::{self as view, Shown},
    },
    platform::{
        Parts,
        error::{Error, Page},
    },
    town,
};

/// A period; `jour`: any day of it, else today.
#[get("/presences?<jour>")]
pub async fn page(parent: Parent, parts: &State<Arc<Parts>>, jour: Option<&str>) -> Result<Page, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let today = town.date(now);
        let day = jour
            .and_then(|text| text.parse().ok())
            .filter(|day: &NaiveDate| (2000..2200).contains(&day.year()));
        let period = Period::of(town.identity.period, day.unwrap_or(today));
        // Whole months: what a month's ceiling takes off depends on all of its days.
        let (first, last) = (month_begins(period.first()), month_ends(period.last()));
        let month = store::month(r, parent.family, first, last)?;
        let mut frame = town::view::frame(&town.identity, "");
        dress(&mut frame, &parent.bar);
        let shown = Shown { period, today, month: &month };
        Ok((Status::Ok, view::page(frame, &shown)))
    })
}

fn month_begins(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn month_ends(day: NaiveDate) -> NaiveDate {
    month_begins(day).checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(day)
}
