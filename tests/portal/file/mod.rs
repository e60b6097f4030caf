//! The files of families, as parents keep them.

mod adults;
mod follows;
mod modes;
mod requests;
mod together;

use preau::family::{
    ChildId, FamilyId, GuardianId, Subject,
    field::Page as Part,
    file::File,
    office::desk,
    request::{Request, RequestId, State},
    rights::Mode,
    store,
};
use scraper::Selector;

use crate::{
    browser::{Browser, Page, form},
    world::World,
};

/// The ALAIN family, of Paul, Lucie, Théo and Anna.
const ALAIN: FamilyId = FamilyId(1);
const LUCIE: Subject = Subject::Guardian(ALAIN, GuardianId(2));
const ANNA: Subject = Subject::Child(ALAIN, ChildId(2));

/// Lets parents do this with a page of their files.
fn open(world: &World, page: Part, mode: Mode) {
    world.change(move |w| {
        let mut rights = (*store::rights(w)?).clone();
        rights.pages.insert(page, mode);
        Ok(store::set_rights(w, &rights)?)
    });
}

/// A file as it stands.
fn file(world: &World, about: Subject) -> File {
    let today = "2026-11-24".parse().unwrap();
    world.parts.store.read(|r| desk::file(r, about, today)).expect("files").expect("a file")
}

/// What a family has asked, the latest first.
fn asked(world: &World, family: FamilyId) -> Vec<(RequestId, Request)> {
    world.parts.store.read(|r| store::requests_of(r, family)).expect("requests")
}

/// Answers a request as the town does, in the store.
fn answer(world: &World, id: RequestId, state: State) {
    world.change(move |w| {
        let known = store::request(w, id)?.expect("a request");
        store::set_request(w, Some(id), &Request { state, ..known })?;
        Ok(())
    });
}

/// The names and values that the form of a file would send.
fn filled(page: &Page) -> Vec<(String, String)> {
    let dom = page.dom();
    let fields = Selector::parse("form.file input, form.file select, form.file textarea").unwrap();
    let chosen = Selector::parse("option[selected]").unwrap();
    let mut sent = Vec::new();
    for field in dom.select(&fields) {
        let chosen = || field.select(&chosen).next().and_then(|option| option.attr("value"));
        let value = match field.value().name() {
            "select" => chosen().unwrap_or_default().to_owned(),
            "textarea" => field.text().collect(),
            _ => field.attr("value").unwrap_or_default().to_owned(),
        };
        let ticked = field.attr("type") != Some("checkbox") || field.attr("checked").is_some();
        if let Some(name) = field.attr("name").filter(|_| ticked) {
            sent.push((name.to_owned(), value));
        }
    }
    sent
}

/// Sends the form on the screen with other words in some fields; none unticks a box.
fn send(browser: &mut Browser, address: &str, typed: &[(&str, &str)]) {
    let mut sent = filled(&browser.page);
    sent.retain(|(name, _)| typed.iter().all(|(other, _)| other != name));
    sent.extend(typed.iter().filter(|(_, words)| !words.is_empty()).map(|(n, w)| ((*n).into(), (*w).into())));
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    browser.post(address, &form(&sent));
}

/// Opens a file, changes some fields, saves.
fn change(browser: &mut Browser, address: &str, typed: &[(&str, &str)]) {
    browser.get(address);
    send(browser, address, typed);
}
