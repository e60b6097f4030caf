//! Bills: from what was booked and called to what is paid.

mod cases;
mod clerk;
mod desk;
mod document;
mod kept;
mod model;
mod online;
mod pickup;
mod run;

use preau::{
    activity::ServiceId,
    attendance::{Mark, State, store as attendance},
    family::{ChildId, FamilyId},
    invoice::{Invoice, store},
};

use crate::{
    browser::{Browser, form, plain},
    world::World,
};

/// What happened in December: Lucie has booked Théo (1) for the canteen on three days of it, and all of them are called.
pub fn december() -> World {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    for day in ["2026-12-03", "2026-12-04"] {
        lucie.get("/reservations/2026-11-30").tick("Théo", day, "Cantine 1er service").press("Valider");
    }
    lucie.get("/reservations/2026-12-07").tick("Théo", "2026-12-10", "Cantine 1er service").press("Valider");
    lucie.sees("C’est enregistré");
    for day in ["2026-12-03", "2026-12-04", "2026-12-10"] {
        call(&world, 1, 3, day, State::Here);
    }
    world.set("2027-01-04 09:00");
    world
}

/// Writes down what a roll call says.
pub fn call(world: &World, child: u32, service: u32, day: &str, state: State) {
    let day = day.parse().expect("a day");
    let (by, _) = world.account("karim.haddad@valpreau.example");
    let mark = Mark { state, arrived: None, left: None, by, at: Default::default() };
    world.change(move |w| Ok(attendance::set(w, day, ServiceId(service), ChildId(child), Some(&mark))?));
}

/// Sends the form of a page that has this button, filled in as it stands.
#[track_caller]
pub fn submit<'b, 'w>(browser: &'b mut Browser<'w>, words: &str) -> &'b mut Browser<'w> {
    let dom = browser.page.dom();
    let any = |css: &str| scraper::Selector::parse(css).expect("a selector");
    let named = |form: &scraper::ElementRef| {
        form.select(&any("button")).any(|button| plain(&button.text().collect::<String>()).contains(words))
    };
    let found = dom.select(&any("form")).find(named).unwrap_or_else(|| panic!("no button {words:?}"));
    let pairs: Vec<(String, String)> = found
        .select(&any("input"))
        .filter(|input| input.attr("type") != Some("checkbox") || input.attr("checked").is_some())
        .filter_map(|input| {
            Some((input.attr("name")?.to_owned(), input.attr("value").unwrap_or_default().to_owned()))
        })
        .collect();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
    let action = found.attr("action").expect("an address").to_owned();
    browser.post(&action, &form(&pairs))
}

/// Issues the bills of a month, as the cash officer does; gives the page of the run, once it is done.
pub fn issue<'w>(world: &'w World, month: &str) -> Browser<'w> {
    let mut marc = world.agent("marc.petit");
    marc.get(&format!("/mairie/factures/apercu?mois={month}&regie=1"));
    submit(&mut marc, "Émettre");
    world.runtime.block_on(preau::invoice::job::run(&world.parts)).expect("bills");
    let address = marc.address.clone();
    marc.get(&address);
    marc
}

/// December worked out again for one family: shown first, then issued where something has changed.
pub fn again(world: &World, family: u32) {
    let mut marc = world.agent("marc.petit");
    marc.get(&format!("/mairie/factures/apercu?mois=2026-12&regie=1&famille={family}"));
    if !marc.page.text().contains("Rien n’est à facturer") {
        submit(&mut marc, "Émettre 1");
        world.runtime.block_on(preau::invoice::job::run(&world.parts)).expect("bills");
    }
}

/// The bills of a family, in the order of issue.
pub fn bills(world: &World, family: u32) -> Vec<Invoice> {
    let mut bills = world.parts.store.read(|r| store::of_family(r, FamilyId(family))).expect("bills");
    bills.sort_by_key(|bill| bill.sequence);
    bills
}

/// What a family owes in all.
pub fn balance(world: &World, family: u32) -> i64 {
    let ledgers = world.parts.store.read(|r| store::ledgers(r, FamilyId(family))).expect("ledgers");
    ledgers.values().map(|ledger| preau::invoice::ledger::balance(ledger).0).sum()
}

/// The form of a payment.
pub fn payment(amount: &str, means: &str, more: &[(&str, &str)]) -> String {
    let common = [("regie", "1"), ("montant", amount), ("moyen", means), ("date", "2027-01-04")];
    form(&[&common[..], more].concat())
}

#[track_caller]
pub fn is_sound(world: &World) {
    assert_eq!(world.parts.store.read(|r| preau::check(r, &mut |_, _| ())).expect("a check"), [""; 0]);
}
