//! "Pourquoi ce prix ?", of a row of the grid with what is ticked there.

use std::sync::Arc;

use rocket::{State, get, http::Status};

use super::{
    form::{address, malformed},
    seen::Seen,
};
use crate::{
    account::{NotSignedIn, Parent},
    activity::{ServiceId, period::Period},
    family::ChildId,
    platform::{
        Parts,
        error::{Answer, Error, Page},
    },
    reservation::{Booking, Cell, sheet::Asked, ticks::Draft},
    town,
};

/// Where a row is explained: the page of any of its days. `p`: changes carried along.
pub fn why_address(cell: &Cell, booking: Booking, p: &str) -> String {
    let late = if booking == Booking::Late { "&tard=oui" } else { "" };
    let draft = if p.is_empty() { String::new() } else { format!("&p={p}") };
    let Cell { child, service, day } = cell;
    format!("/reservations/prix?enfant={child}&prestation={service}&jour={day}{late}{draft}")
}

/// Where the total of a child is told, of the period that is shown.
pub fn total_address(child: ChildId, period: Period, p: &str) -> String {
    let draft = if p.is_empty() { String::new() } else { format!("&p={p}") };
    format!("/reservations/total?enfant={child}&periode={period}{draft}")
}

#[get("/reservations/total?<enfant>&<periode>&<p>")]
pub async fn total(
    parent: Result<Parent, NotSignedIn>,
    parts: &State<Arc<Parts>>,
    enfant: Option<u32>,
    periode: Option<&str>,
    p: Option<&str>,
) -> Result<Answer<Page>, Error> {
    let (Some(child), Some(period)) = (enfant.map(ChildId), periode) else { return Err(Error::Missing) };
    let (period, draft) = (super::named(period)?, p.unwrap_or_default());
    let parent = match parent {
        Ok(parent) => parent,
        Err(why) => return why.then(&total_address(child, period, draft)).map(Answer::SeeOther),
    };
    let now = parts.clock.now();
    let asked = Draft::decode(draft).map(|draft| Asked::of(&draft)).map_err(malformed)?;
    parts.store.read(|r| {
        let seen = Seen::read(r, super::whose(&parent), period, asked, now)?;
        let page = seen.total(&parent, child, &address(period, draft)).ok_or(Error::Missing)?;
        Ok(Answer::Page((Status::Ok, page)))
    })
}

#[get("/reservations/prix?<enfant>&<prestation>&<jour>&<tard>&<p>")]
pub async fn why(
    parent: Result<Parent, NotSignedIn>,
    parts: &State<Arc<Parts>>,
    enfant: Option<u32>,
    prestation: Option<u32>,
    jour: Option<&str>,
    tard: Option<&str>,
    p: Option<&str>,
) -> Result<Answer<Page>, Error> {
    let day = jour.and_then(|jour| jour.parse().ok());
    let (Some(child), Some(service), Some(day)) = (enfant, prestation, day) else {
        return Err(Error::Missing);
    };
    let cell = Cell { child: ChildId(child), service: ServiceId(service), day };
    let booking = if tard.is_some() { Booking::Late } else { Booking::OnTime };
    let draft = p.unwrap_or_default();
    let parent = match parent {
        Ok(parent) => parent,
        Err(why) => return why.then(&why_address(&cell, booking, draft)).map(Answer::SeeOther),
    };
    let now = parts.clock.now();
    let asked = Draft::decode(draft).map(|draft| Asked::of(&draft)).map_err(malformed)?;
    parts.store.read(|r| {
        let period = Period::of(town::store::town(r)?.identity.period, day);
        let seen = Seen::read(r, super::whose(&parent), period, asked, now)?;
        let page = seen.why(&parent, &cell, booking, &address(period, draft)).ok_or(Error::Missing)?;
        Ok(Answer::Page((Status::Ok, page)))
    })
}
