//! A bill, its document, its payment.

use std::sync::Arc;

use rocket::{Either, State, get, http::Status, post};

use super::{
    list::{due, online, show},
    sent,
};
use crate::{
    account::{Parent, view::dress},
    invoice::{
        Invoice,
        ledger::{Entry, standings},
        number::Number,
        store,
        view::{bill as view, receipt as paper},
    },
    payment::{
        portal::{Away, begin},
        view::{away, contract::why},
    },
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Error, Page},
        file::File,
        store::Reading,
    },
    town,
};

/// A bill of the parent's family; another's is not there.
fn own(r: &impl Reading, parent: &Parent, number: &str) -> Result<Invoice, Error> {
    let number: Number = number.parse().map_err(|()| Error::Missing)?;
    store::invoice(r, &number)?.filter(|known| known.family == parent.family).ok_or(Error::Missing)
}

#[get("/factures/<numero>")]
pub async fn page(parent: Parent, parts: &State<Arc<Parts>>, numero: &str) -> Result<Page, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let invoice = own(r, &parent, numero)?;
        let ledger = store::ledger(r, parent.family, invoice.number.office)?;
        let standing = standings(&ledger).into_iter().find(|known| known.number == invoice.number);
        let online = online(r, &parent, &invoice.number, standing.as_ref(), now)?;
        let shown = view::Shown {
            invoice: &invoice,
            standing,
            online,
            today: town.date(now),
            document: format!("/factures/{numero}/facture.pdf"),
            acts: maud::Markup::default(),
            back: ("/factures".into(), "Revenir aux factures"),
        };
        let mut frame = town::view::frame(&town.identity, "");
        dress(&mut frame, &parent.bar);
        (frame.here, frame.help) = ("/factures", "/facture");
        Ok((Status::Ok, view::page(frame, &shown)))
    })
}

#[get("/factures/<numero>/facture.pdf", rank = 3)]
pub async fn document(parent: Parent, parts: &State<Arc<Parts>>, numero: &str) -> Result<File, Error> {
    let invoice = parts.store.read(|r| own(r, &parent, numero))?;
    sent::document(parts, &invoice)
}

/// What is left of a bill is paid online: the form opens a new tab, and this leads it to the service.
#[post("/factures/<numero>/payer")]
pub async fn pay(
    parent: Parent,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    numero: &str,
) -> Result<Either<Away, Page>, Error> {
    let (town, due) = parts.store.read(|r| {
        let invoice = own(r, &parent, numero)?;
        let ledger = store::ledger(r, parent.family, invoice.number.office)?;
        let known = standings(&ledger).into_iter().find(|known| known.number == invoice.number);
        let left = known.ok_or(Error::Missing)?.left();
        Ok::<_, Error>((town::store::town(r)?, due(&parent, &invoice.number, left)))
    })?;
    match begin(parts, format!("account {}", parent.account), due, false).await? {
        Ok(to) => {
            let mut frame = town::view::frame(&town.identity, "");
            dress(&mut frame, &parent.bar);
            let page = away(frame, &to);
            Ok(Either::Left(Away { to, page }))
        }
        Err(reason) => {
            let words = why(&reason, town.identity.timezone);
            Ok(Either::Right((Status::UnprocessableEntity, show(&parent, parts, Some(&words))?)))
        }
    }
}

#[get("/factures/recus/<numero>")]
pub async fn receipt(parent: Parent, parts: &State<Arc<Parts>>, numero: &str) -> Result<Page, Error> {
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let mut frame = town::view::frame(&town.identity, "");
        dress(&mut frame, &parent.bar);
        frame.here = "/factures";
        Ok((Status::Ok, receipt_page(r, frame, parent.family, numero, "/factures")?))
    })
}

/// The receipt of a family's payment.
pub(in crate::invoice) fn receipt_page(
    r: &impl Reading,
    frame: crate::ui::layout::Frame,
    family: crate::family::FamilyId,
    number: &str,
    back: &str,
) -> Result<maud::Markup, Error> {
    let number: Number = number.parse().map_err(|()| Error::Missing)?;
    let town = town::store::town(r)?;
    let ledger = store::ledger(r, family, number.office)?;
    let office = store::office(r, number.office)?.ok_or(Error::Missing)?;
    let known = crate::family::store::family(r, family)?.ok_or(Error::Missing)?;
    let returned =
        ledger.iter().any(|entry| matches!(entry, Entry::Returned { number: of, .. } if *of == number));
    for entry in &ledger {
        if let Entry::Payment { number: of, amount, of: bills, means, on, note, .. } = entry
            && *of == number
        {
            let shown = paper::Receipt {
                town: &town.identity.name,
                office: (&office.name, &office.issuer),
                family: &known.name,
                number,
                amount: *amount,
                means: *means,
                on: *on,
                note,
                of: bills,
                returned,
                back,
            };
            return Ok(paper::page(frame, &shown));
        }
    }
    Err(Error::Missing)
}
