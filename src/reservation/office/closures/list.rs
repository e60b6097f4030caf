//! The list of closures, and one that came with the settings taken away.

use std::sync::Arc;

use rocket::http::Status;
use rocket::{State, form::Form, get, post};

use super::{close::find, here, new::Typed};
use crate::{
    account::{
        Agent,
        role::{Families, Role},
    },
    activity,
    family::office::still_has,
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Error, Page, SeeOther},
        store::Write,
    },
    reservation::{
        closing::{Act, ActId},
        store,
        view::closures::{self as view, ADDRESS, Line},
    },
    town,
};

#[get("/mairie/fermetures?<fait>")]
pub async fn page(
    agent: Agent<Families>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let (town, services) = (town::store::town(r)?, activity::store::services(r)?);
        let today = town.date(now);
        let mut acts = store::acts(r)?;
        let mut lines = Vec::new();
        for closure in &town.calendar.closures {
            let act = standing(&mut acts, closure);
            // What stands booked on days closed by an import.
            let looked_at = act.is_none() && closure.last >= today;
            let booked = if looked_at { find(r, &town, closure)?.bookings.len() } else { 0 };
            lines.push(Line { closure: closure.clone(), act, stands: true, booked });
        }
        let other = |(id, act): (ActId, Act)| Line {
            closure: act.closure.clone(),
            act: Some((id, act)),
            stands: false,
            booked: 0,
        };
        lines.extend(acts.into_iter().map(other));
        lines.sort_by_key(|line| (line.closure.first, line.closure.last));
        let frame = here(frame(&town.identity, &agent.bar, &agent.duty));
        Ok((Status::Ok, view::list(frame, &town, &services, &lines, today, fait == Some("retire"))))
    })
}

/// Takes out of the list the act that made a closure of the calendar.
fn standing(acts: &mut Vec<(ActId, Act)>, closure: &town::calendar::Closure) -> Option<(ActId, Act)> {
    let at = acts.iter().position(|(_, act)| act.undone.is_none() && act.closure == *closure)?;
    Some(acts.remove(at))
}

/// Takes away a closure that cancelled nothing. One that was made here is undone on its own page.
#[post("/mairie/fermetures/retirer", data = "<typed>")]
pub async fn remove(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    typed: Form<Typed<'_>>,
) -> Result<SeeOther, Error> {
    let (by, sheet, now) = (agent.account, typed.sheet(), parts.clock.now());
    let change = move |w: &Write| {
        still_has(w, by, Role::Families)?;
        let (town, services) = (town::store::town(w)?, activity::store::services(w)?);
        let closure = sheet.closure(&town, &services, town.date(now)).map_err(|_| Error::Malformed)?;
        let mut calendar = town.calendar.clone();
        let at = calendar.closures.iter().position(|known| *known == closure).ok_or(Error::Missing)?;
        if standing(&mut store::acts(w)?, &closure).is_some() {
            return Err(Error::Malformed);
        }
        calendar.closures.remove(at);
        Ok::<_, Error>(town::store::set_calendar(w, &calendar)?)
    };
    parts.store.write(format!("account {by}"), change).await?;
    Ok(SeeOther(format!("{ADDRESS}?fait=retire")))
}
