//! What a family's children cost on a day, and why.

use std::{collections::BTreeSet, sync::Arc};

use rocket::{State, get, http::Status};

use crate::{
    account::{Agent, role::Reader},
    activity::period::Period,
    family::{self, FamilyId},
    office::view::frame,
    platform::{
        Parts,
        error::{Error, Page},
    },
    reservation::{Booking, Cell, plan::plan, sheet::Asked, store, view, why::explain},
    town::{self, Span},
};

#[get("/mairie/familles/<id>/prix?<jour>")]
pub async fn page(
    agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    id: u32,
    jour: Option<&str>,
) -> Result<Page, Error> {
    let (now, id) = (parts.clock.now(), FamilyId(id));
    parts.store.read(|r| {
        family::store::family(r, id)?.ok_or(Error::Missing)?;
        let town = town::store::town(r)?;
        let day = jour.and_then(|jour| jour.parse().ok()).unwrap_or_else(|| town.date(now));
        let open = store::open(r, id, Period::of(Span::Month, day), &BTreeSet::new())?;
        let plan = plan(&open, &Asked::default(), now);
        let mut rows = Vec::new();
        for child in &open.children {
            for service in &open.services.list {
                let cell = Cell { child: child.id, service: service.id, day };
                rows.extend(explain(&open, &plan, [day].into_iter(), &cell, Booking::OnTime));
            }
        }
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        let back = format!("/mairie/familles/{id}");
        Ok((Status::Ok, view::of_family(frame, &open, day, &rows, &back)))
    })
}
