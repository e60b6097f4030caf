//! What the service and the payer's browser bring back: a number that proves nothing, and makes the service be asked.

use std::sync::Arc;

use rocket::{FromForm, State, form::Form, get, http::Status, post};

use crate::{
    account::{Parent, Visitor},
    payment::{job, order::RETURN, store, view},
    platform::{
        Parts,
        error::{Error, Page, SeeOther},
        store::Write,
    },
    town,
};

/// The service's number of an operation, whichever way it is spelt.
#[derive(FromForm)]
pub struct Told<'r> {
    #[field(name = uncased("idop"))]
    id: Option<&'r str>,
}

/// The service says that something has happened. It hears the same of what there is and of what there is not; the
/// job asks at its next turn.
#[post("/paiements/notification?<query..>", data = "<body>")]
pub async fn notice(
    parts: &State<Arc<Parts>>,
    query: Option<Told<'_>>,
    body: Option<Form<Told<'_>>>,
) -> Result<Status, Error> {
    let told = body.as_ref().and_then(|body| body.id).or(query.as_ref().and_then(|query| query.id));
    let Some(service) = told.map(str::to_owned) else { return Ok(Status::Ok) };
    let now = parts.clock.now();
    let waits = parts.store.read(|r| store::by_service(r, &service))?;
    if let Some((id, _)) = waits.filter(|(_, known)| known.next.is_some_and(|next| now < next)) {
        let change = move |w: &Write| match store::operation(w, id)? {
            Some(mut known) if known.next.is_some_and(|next| now < next) => {
                known.next = Some(now);
                store::set(w, id, &known)
            }
            _ => Ok(()),
        };
        parts.store.write("payfip", change).await?;
    }
    Ok(Status::Ok)
}

/// The payer comes back. Who is signed in as the family reads what was paid; anybody else how it ended, no more.
#[get("/paiements/retour?<told..>")]
pub async fn back(
    parent: Option<Parent>,
    visitor: Option<&Visitor>,
    parts: &State<Arc<Parts>>,
    told: Option<Told<'_>>,
) -> Result<Page, Error> {
    let service = told.and_then(|told| told.id).unwrap_or_default();
    let known = match parts.store.read(|r| store::by_service(r, service))? {
        Some((id, known)) => Some(job::ask_soon(parts, id, &known).await?),
        None => None,
    };
    let town = parts.store.read(town::store::town)?;
    let family = parent.as_ref().map(|parent| parent.family);
    let own = known.as_ref().is_some_and(|known| match known.due.family {
        Some(payer) => family == Some(payer),
        None => visitor.is_some_and(|visitor| visitor.account.on_duty().is_some()),
    });
    let mut frame = town::view::frame(&town.identity, "Paiement");
    let bar = visitor.map(Visitor::bar);
    frame.person = bar.as_ref().map(|bar| bar.person.as_str());
    let again = format!("{RETURN}?idop={service}");
    Ok((Status::Ok, view::back(frame, &town.identity, known.as_ref(), own, &again)))
}

/// The same, when the service sends the payer back by a form: without a session, since browsers keep it to themselves.
#[post("/paiements/retour?<query..>", data = "<body>")]
pub async fn sent_back(query: Option<Told<'_>>, body: Option<Form<Told<'_>>>) -> SeeOther {
    let told = body.as_ref().and_then(|body| body.id).or(query.as_ref().and_then(|query| query.id));
    let plain = told.filter(|id| crate::payment::gateway::is_id(id)).unwrap_or_default();
    SeeOther(format!("{RETURN}?idop={plain}"))
}
