//! A bill, its document, and its cancelling.

use std::sync::Arc;

use rocket::{State, get, http::Status, post};

use crate::{
    account::{
        Agent,
        role::{Billing, Permission, Reader, Role},
    },
    family::office::still_has,
    invoice::{
        Invoice,
        ledger::standings,
        number::{Number, Series},
        portal,
        store::{self, NotCancelled},
        view::{bill as view, list::Online},
    },
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        file::File,
        store::{Reading, Write},
    },
    town,
};

/// The bill that an address names.
pub(super) fn named(r: &impl Reading, number: &str) -> Result<Invoice, Error> {
    let number: Number = number.parse().map_err(|()| Error::Missing)?;
    store::invoice(r, &number)?.ok_or(Error::Missing)
}

#[get("/mairie/factures/<numero>", rank = 2)]
pub async fn page(agent: Agent<Reader>, parts: &State<Arc<Parts>>, numero: &str) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, numero, None)?))
}

fn show<P>(
    agent: &Agent<P>,
    parts: &Parts,
    number: &str,
    refused: Option<NotCancelled>,
) -> Result<maud::Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let invoice = named(r, number)?;
        let ledger = store::ledger(r, invoice.family, invoice.number.office)?;
        let standing = standings(&ledger).into_iter().find(|known| known.number == invoice.number);
        let cancels = agent.duty.has(Billing::ROLES) && invoice.number.series == Series::Bill;
        let shown = view::Shown {
            invoice: &invoice,
            standing,
            online: Online::Nothing,
            today: town.date(now),
            document: format!("/mairie/factures/{number}/facture.pdf"),
            acts: view::cancelling(&invoice, cancels, refused),
            back: (format!("/mairie/familles/{}/compte", invoice.family), "Voir le compte de la famille"),
        };
        let mut frame = frame(&town.identity, &agent.bar, &agent.duty);
        (frame.here, frame.refused) = ("/mairie/factures", refused.is_some());
        Ok(view::page(frame, &shown))
    })
}

#[get("/mairie/factures/<numero>/facture.pdf", rank = 3)]
pub async fn document(_agent: Agent<Reader>, parts: &State<Arc<Parts>>, numero: &str) -> Result<File, Error> {
    let invoice = parts.store.read(|r| named(r, numero))?;
    portal::document(parts, &invoice)
}

#[post("/mairie/factures/<numero>/annuler")]
pub async fn cancel(
    agent: Agent<Billing>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    numero: &str,
) -> Result<Answer, Error> {
    let number: Number = numero.parse().map_err(|()| Error::Missing)?;
    let now = parts.clock.now();
    let account = agent.account;
    let change = move |w: &Write| {
        still_has(w, account, Role::Billing)?;
        let today = town::store::town(w)?.date(now);
        store::invoice(w, &number)?.ok_or(Error::Missing)?;
        Ok::<_, Error>(store::cancel(w, &number, today)?)
    };
    match parts.store.write(format!("account {}", agent.account), change).await? {
        Ok(credit) => Ok(Answer::SeeOther(SeeOther(format!("/mairie/factures/{}", credit.number)))),
        Err(why) => Ok(Answer::Page((Status::UnprocessableEntity, show(&agent, parts, numero, Some(why))?))),
    }
}
