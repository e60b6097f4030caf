//! An attempt begins: written down, numbered by the service, and only then does the payer leave.

use chrono::{DateTime, Utc};
use maud::Markup;
use rocket::{
    Request, Response,
    http::Header,
    response::{self, Responder},
};

use crate::{
    payment::{
        Due, OperationId,
        fault::Trouble,
        gateway::Gateway,
        job,
        operation::{Operation, State},
        order::{NotBegun, Order},
        store,
    },
    platform::{
        Parts,
        error::Error,
        store::{Reading, StoreError, Write},
    },
};

/// The way to the service's page: a page that leads there by itself, and by its link. It is no redirection: the
/// portal's policy lets no form end on another host.
pub struct Away {
    /// The address of the service's page.
    pub to: String,
    /// What is shown meanwhile.
    pub page: Markup,
}

impl<'r> Responder<'r, 'static> for Away {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let mut response: Response = self.page.respond_to(request)?;
        response.set_header(Header::new("Refresh", format!("0;url={}", self.to)));
        Ok(response)
    }
}

/// Begins an attempt at paying this, by a family or, as a `trial`, by the town; gives the address of the service's
/// page. `who`: for the journal. Of two at the same moment, one begins.
///
/// # Errors
/// When the data cannot be read or written; inside, why nothing begins.
pub async fn begin(
    parts: &Parts,
    who: String,
    due: Due,
    trial: bool,
) -> Result<Result<String, NotBegun>, Error> {
    // An attempt before this one may have ended without anybody having asked.
    for (id, before) in parts.store.read(|r| store::of_reference(r, &due.reference))? {
        if before.under_way() {
            job::ask_soon(parts, id, &before).await?;
        }
    }
    let (now, site) = (parts.clock.now(), parts.config.site.clone());
    let write = move |w: &Write| {
        let order = match order(w, &due, trial, &site, now)? {
            Ok(order) => order,
            Err(why) => return Ok(Err(why)),
        };
        let operation = Operation::begin(due, order.client.clone(), order.mode, now);
        Ok::<_, StoreError>(Ok((store::add(w, &operation)?, order)))
    };
    let (id, order) = match parts.store.write(who.clone(), write).await? {
        Ok(begun) => begun,
        Err(why) => return Ok(Err(why)),
    };
    let gateway = Gateway::at(&parts.config.payfip);
    let created = gateway.create(&order).await;
    let write = move |w: &Write| note(w, id, created);
    Ok(parts.store.write(who, write).await?.map(|service| gateway.page(&service)))
}

/// What is asked of the service, if nothing stands against it.
fn order(
    r: &impl Reading,
    due: &Due,
    trial: bool,
    site: &str,
    now: DateTime<Utc>,
) -> Result<Result<Order, NotBegun>, StoreError> {
    let contract = match store::contract(r)? {
        Some(contract) if trial => contract.on_trial(),
        Some(contract) if contract.offers() => contract,
        _ => return Ok(Err(NotBegun::NotOffered)),
    };
    for (_, before) in store::of_reference(r, &due.reference)? {
        // What was paid on trial is not paid.
        if matches!(before.state, State::Paid(_)) && (trial || before.settles().is_some()) {
            return Ok(Err(NotBegun::Paid));
        }
        if before.doubtful() && before.open() {
            return Ok(Err(NotBegun::Doubtful));
        }
        if let Some(until) = before.blocks(now) {
            return Ok(Err(NotBegun::UnderWay(until)));
        }
    }
    Ok(Order::of(due, &contract, site).map_err(NotBegun::Unfit))
}

/// Writes down the number that the service gave, or why it gave none: on the disk before anybody leaves.
fn note(
    w: &Write,
    id: OperationId,
    created: Result<String, Trouble>,
) -> Result<Result<String, NotBegun>, StoreError> {
    let Some(mut operation) = store::operation(w, id)? else {
        return Err(StoreError::Database(format!("payment {id} has gone")));
    };
    let answer = match created {
        Ok(service) => {
            operation.redirect(service.clone());
            Ok(service)
        }
        Err(trouble) => {
            let why = NotBegun::Refused(trouble.treatment());
            operation.fail(trouble);
            Err(why)
        }
    };
    store::set(w, id, &operation)?;
    Ok(answer)
}
