//! What a family owes: its bills, its payments, the sum.

use std::sync::Arc;

use rocket::{State, get, http::Status};

use crate::{
    account::{Parent, view::dress},
    family::FamilyId,
    invoice::{
        ledger::{Entry, balance, standings},
        number::Number,
        store,
        view::list::{self as view, Account},
    },
    payment::{self, Due},
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
        let contract = payment::store::contract(r)?;
        let left = |number: &Number| {
            let bills = accounts.iter().flat_map(|account| &account.bills);
            let standing =
                bills.filter(|(bill, _)| bill.number == *number).find_map(|(_, known)| known.clone());
            standing.map(|known| due(parent, number, known.left()))
        };
        let pays = |number: &Number| {
            contract.as_ref().zip(left(number)).is_some_and(|(contract, due)| contract.takes(&due))
        };
        let mut frame = town::view::frame(&town.identity, "");
        dress(&mut frame, &parent.bar);
        Ok(view::page(frame, &accounts, town.date(now), &pays, said))
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
