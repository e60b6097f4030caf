//! What a family owes: its bills, its payments, the sum.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use rocket::{State, get, http::Status};

use crate::{
    account::{Parent, view::dress},
    family::FamilyId,
    invoice::{
        ledger::{Entry, Standing, balance, standings},
        number::Number,
        store,
        view::list::{self as view, Account, Online},
    },
    payment::{self, Due, contract::LEAST, order::RETURN},
    platform::{
        Parts,
        error::{Error, Page},
        store::{Reading, StoreError},
    },
    town,
};

/// What a family owes, cash office by cash office.
///
/// # Errors
/// The database's.
pub fn accounts(r: &impl Reading, family: FamilyId) -> Result<Vec<Account>, StoreError> {
    let offices = store::offices(r)?;
    let mut bills = store::of_family(r, family)?;
    bills.sort_by_key(|bill| std::cmp::Reverse(bill.sequence));
    let account = |(office, ledger): (_, Vec<Entry>)| {
        let standings = standings(&ledger);
        let own = bills.iter().filter(|bill| bill.number.office == office);
        let standing = |number: &Number| standings.iter().find(|known| known.number == *number).cloned();
        Account {
            office: offices.get(&office).map(|office| office.name.clone()).unwrap_or_default(),
            balance: balance(&ledger),
            bills: own.map(|bill| (bill.clone(), standing(&bill.number))).collect(),
            payments: ledger
                .into_iter()
                .filter(|entry| matches!(entry, Entry::Payment { .. } | Entry::Returned { .. }))
                .collect(),
        }
    };
    Ok(store::ledgers(r, family)?.into_iter().map(account).collect())
}

#[get("/factures")]
pub async fn page(parent: Parent, parts: &State<Arc<Parts>>) -> Result<Page, Error> {
    Ok((Status::Ok, show(&parent, parts, None)?))
}

/// The page; `said`: why a bill cannot be paid online now.
pub(super) fn show(parent: &Parent, parts: &Parts, said: Option<&str>) -> Result<maud::Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let accounts = accounts(r, parent.family)?;
        let mut of = BTreeMap::new();
        for (bill, standing) in accounts.iter().flat_map(|account| &account.bills) {
            of.insert(bill.number, online(r, parent, &bill.number, standing.as_ref(), now)?);
        }
        let of = |number: &Number| of.get(number).cloned().unwrap_or(Online::Nothing);
        let mut frame = town::view::frame(&town.identity, "");
        dress(&mut frame, &parent.bar);
        Ok(view::page(frame, &accounts, town.date(now), &of, said))
    })
}

/// What a parent may do online about a bill.
///
/// # Errors
/// The database's.
pub(super) fn online(
    r: &impl Reading,
    parent: &Parent,
    number: &Number,
    standing: Option<&Standing>,
    now: DateTime<Utc>,
) -> Result<Online, StoreError> {
    let Some(left) = standing.map(Standing::left).filter(|left| left.0 > 0) else {
        return Ok(Online::Nothing);
    };
    let contract = payment::store::contract(r)?;
    let due = due(parent, number, left);
    let pays = contract.as_ref().is_some_and(|contract| contract.takes(&due));
    let attempts = payment::store::of_reference(r, &number.reference())?;
    if attempts.iter().any(|(_, known)| known.doubtful() && known.open()) {
        return Ok(Online::Checked);
    }
    let under_way = attempts.iter().rev().find(|(_, known)| known.under_way());
    let follow = under_way.and_then(|(_, known)| Some((known, known.service.as_ref()?)));
    Ok(match follow {
        Some((known, service)) => {
            Online::UnderWay(format!("{RETURN}?idop={service}"), pays && known.blocks(now).is_none())
        }
        None if pays => Online::Pays,
        None if left < LEAST && contract.is_some_and(|contract| contract.offers()) => Online::TooSmall,
        None => Online::Nothing,
    })
}

/// What a parent pays of a bill.
pub(super) fn due(parent: &Parent, number: &Number, left: crate::platform::money::Cents) -> Due {
    Due {
        family: Some(parent.family),
        reference: number.reference(),
        amount: left,
        object: crate::invoice::view::bill::object(number),
        mail: parent.mail.clone(),
        year: number.year,
    }
}
