//! The town's pages of families: ALAIN is nº 1 (guardians 1 and 2, children 1 and 2), MARTEL nº 3 (guardian 4,
//! child 4, shared with NOGUES, nº 4), FAURE nº 8.

mod archive;
mod care;
mod create;
mod edit;
mod history;
mod one;
mod withdrawn;

use preau::{
    account,
    family::{
        ChildId, FamilyId, Subject,
        history::{Line, What},
        store,
    },
};
use scraper::{ElementRef, Selector};

use crate::{
    browser::{Browser, form},
    world::World,
};

fn select(selector: &str) -> Selector {
    Selector::parse(selector).expect("a selector")
}

/// What a browser would send of the form of the page that goes to an address.
#[track_caller]
pub fn fields(browser: &Browser, action: &str) -> Vec<(String, String)> {
    let dom = browser.page.dom();
    let form = dom.select(&select("form")).find(|form| form.attr("action") == Some(action));
    let form = form.unwrap_or_else(|| panic!("no form for {action}:\n{}", browser.page.text()));
    form.select(&select("input, select, textarea")).filter_map(sent).collect()
}

fn sent(control: ElementRef) -> Option<(String, String)> {
    let name = control.attr("name")?.to_owned();
    let value = match control.value().name() {
        "select" => {
            let (chosen, first) = (select("option[selected]"), select("option"));
            let option = control.select(&chosen).next().or(control.select(&first).next())?;
            option.attr("value")?.to_owned()
        }
        "textarea" => control.text().collect(),
        _ if control.attr("type") == Some("checkbox") && control.attr("checked").is_none() => return None,
        _ => control.attr("value").unwrap_or_default().to_owned(),
    };
    Some((name, value))
}

/// Fills in the form of the page that goes to an address, and sends it. A field that is given empty is not ticked.
#[track_caller]
pub fn fill<'b, 'w>(
    browser: &'b mut Browser<'w>,
    action: &str,
    typed: &[(&str, &str)],
) -> &'b mut Browser<'w> {
    let body = filled(browser, action, typed);
    browser.post(action, &body)
}

/// The body of such a form.
#[track_caller]
pub fn filled(browser: &Browser, action: &str, typed: &[(&str, &str)]) -> String {
    let mut all = fields(browser, action);
    all.retain(|(name, _)| typed.iter().all(|(other, _)| name != other));
    all.extend(typed.iter().map(|(name, value)| (name.to_string(), value.to_string())));
    let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    form(&all)
}

/// The page has a link to an address.
#[track_caller]
pub fn links_to(browser: &Browser, address: &str) {
    let dom = browser.page.dom();
    let links = select("main a");
    let found = dom.select(&links).any(|link| link.attr("href") == Some(address));
    assert!(found, "no link to {address}:\n{}", browser.page.html);
}

/// What a family's history says, the latest first: who the journal names, and what.
pub fn past(world: &World, family: u32) -> Vec<(String, Line)> {
    let entries =
        world.parts.store.read(|r| store::history(r, FamilyId(family), None, 100)).expect("history");
    entries
        .into_iter()
        .flat_map(|(_, _, who, lines)| lines.into_iter().map(move |line| (who.clone(), line)))
        .collect()
}

/// The readings of health that were written down.
pub fn readings(world: &World, family: u32) -> Vec<(String, Subject)> {
    let read = past(world, family).into_iter().filter(|(_, line)| line.what == What::Read);
    read.map(|(who, line)| (who, line.about)).collect()
}

/// "account 12", for an agent by the address.
pub fn who(world: &World, mail: &str) -> String {
    format!("account {}", world.account(mail).0)
}

/// The check of the data finds nothing.
#[track_caller]
pub fn is_sound(world: &World) {
    let faults = world.parts.store.read(|r| preau::check(r, &mut |_, _| {})).expect("a check");
    assert_eq!(faults, [""; 0]);
}

const LEA: Subject = Subject::Child(FamilyId(3), ChildId(4));
const ODILE: &str = "odile.renaud@valpreau.example";

/// Gives an agent other roles.
pub fn appoint(world: &World, mail: &'static str, roles: &'static [account::role::Role]) {
    world.change(move |w| {
        let (id, mut account) = account::store::account(w, mail)?.expect("an agent");
        account.duty.as_mut().expect("a duty").roles = roles.iter().copied().collect();
        Ok(account::store::set_account(w, id, &account)?)
    });
}
