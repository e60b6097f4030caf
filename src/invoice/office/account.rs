//! The cash desk: what a family owes, and its payments.

use std::{collections::BTreeSet, sync::Arc};

use maud::Markup;
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use crate::{
    account::{
        Agent,
        role::{Billing, Permission, Reader, Role},
    },
    family::{self, FamilyId, office::still_has},
    invoice::{
        OfficeId,
        desk::{Fault, Typed},
        ledger::{Entry, payments},
        number::Number,
        portal::{accounts, receipt_page},
        store,
        view::account::{self as view, Shown},
    },
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::Write,
    },
    town,
};

fn address(family: u32) -> String {
    format!("/mairie/familles/{family}/compte")
}

#[get("/mairie/familles/<id>/compte?<fait>")]
pub async fn page(
    agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    id: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, FamilyId(id), &Typed::default(), &[], fait)?))
}

fn show<P>(
    agent: &Agent<P>,
    parts: &Parts,
    id: FamilyId,
    typed: &Typed,
    faults: &[Fault],
    done: Option<&str>,
) -> Result<Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let family = family::store::family(r, id)?.ok_or(Error::Missing)?;
        let mut frame = frame(&town.identity, &agent.bar, &agent.duty);
        frame.refused = !faults.is_empty();
        let mut typed = typed.clone();
        if typed.form.is_empty() {
            typed.form = parts.random.token();
            typed.on = town.date(now).to_string();
        }
        let shown = Shown {
            id,
            family: &family.name,
            offices: &store::offices(r)?,
            accounts: &accounts(r, id)?,
            today: town.date(now),
            acts: agent.duty.has(Billing::ROLES),
            typed: &typed,
            faults,
            done,
        };
        Ok(view::page(frame, &shown))
    })
}

/// What the form of a payment sends.
#[derive(FromForm)]
pub struct Sent<'r> {
    #[field(name = "regie", default = "")]
    office: &'r str,
    #[field(name = "montant", default = "")]
    amount: &'r str,
    #[field(name = "moyen", default = "")]
    means: &'r str,
    #[field(name = "date", default = "")]
    on: &'r str,
    #[field(name = "note", default = "")]
    note: &'r str,
    #[field(name = "facture")]
    of: Vec<String>,
    #[field(name = "formulaire", default = "")]
    form: &'r str,
}

#[post("/mairie/familles/<id>/compte", data = "<sent>")]
pub async fn pay(
    agent: Agent<Billing>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    sent: Form<Sent<'_>>,
) -> Result<Answer, Error> {
    let typed = Typed {
        office: sent.office.into(),
        amount: sent.amount.into(),
        means: sent.means.into(),
        on: sent.on.into(),
        note: sent.note.into(),
        of: sent.of.clone(),
        form: sent.form.into(),
    };
    let (family, now, asked, account) = (FamilyId(id), parts.clock.now(), typed.clone(), agent.account);
    let change = move |w: &Write| {
        still_has(w, account, Role::Billing)?;
        let today = town::store::town(w)?.date(now);
        family::store::family(w, family)?.ok_or(Error::Missing)?;
        let offices: BTreeSet<OfficeId> = store::offices(w)?.into_keys().collect();
        let (office, paid) = match asked.read(&offices, today) {
            Ok(read) => read,
            Err(faults) => return Ok(Err(faults)),
        };
        let bills = store::of_family(w, family)?;
        // A bill of another family, or another office, is none that this form shows.
        if !paid
            .of
            .iter()
            .all(|number| bills.iter().any(|bill| bill.number == *number && number.office == office))
        {
            return Err(Error::Malformed);
        }
        Ok::<_, Error>(Ok(store::pay(w, (family, office), paid, today)?))
    };
    match parts.store.write(format!("account {}", agent.account), change).await? {
        Ok(number) => Ok(Answer::SeeOther(SeeOther(format!("{}?fait={number}", address(id))))),
        Err(faults) => {
            let page = show(&agent, parts, family, &typed, &faults, None)?;
            Ok(Answer::Page((Status::UnprocessableEntity, page)))
        }
    }
}

#[get("/mairie/familles/<id>/compte/recus/<numero>")]
pub async fn receipt(
    agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    id: u32,
    numero: &str,
) -> Result<Page, Error> {
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let mut frame = frame(&town.identity, &agent.bar, &agent.duty);
        (frame.here, frame.help) = ("/mairie/familles", "/mairie/familles/compte");
        Ok((Status::Ok, receipt_page(r, frame, FamilyId(id), numero, &address(id))?))
    })
}

/// A payment that the bank took back.
#[post("/mairie/familles/<id>/compte/recus/<numero>/rejeter")]
pub async fn give_back(
    agent: Agent<Billing>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    numero: &str,
) -> Result<SeeOther, Error> {
    let number: Number = numero.parse().map_err(|()| Error::Missing)?;
    let (family, now, account) = (FamilyId(id), parts.clock.now(), agent.account);
    let change = move |w: &Write| {
        still_has(w, account, Role::Billing)?;
        let ledger = store::ledger(w, family, number.office)?;
        let known =
            ledger.iter().any(|entry| matches!(entry, Entry::Payment { number: of, .. } if *of == number));
        if !known {
            return Err(Error::Missing);
        }
        // Taken back already: once is enough.
        if payments(&ledger).contains_key(&number) {
            store::take_back(w, (family, number.office), number, town::store::town(w)?.date(now))?;
        }
        Ok(())
    };
    parts.store.write(format!("account {}", agent.account), change).await?;
    Ok(SeeOther(format!("{}?fait=rejet", address(id))))
}
