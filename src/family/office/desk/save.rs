//! A file is saved: judged, merged with what others changed meanwhile, done at once or asked of the town.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    account::AccountId,
    family::{
        Source, Subject,
        field::{Field, Key, Page},
        file::{Certificate, File, mode},
        history::What,
        request::{Act, Request, RequestId, State},
        residence,
        rights::Mode,
        sheet::{Change, Sheet, merge},
        store,
        typed::{Refused, Saved, Typed},
        value::{Fault, Why, YES},
    },
    platform::{
        error::Error,
        store::{StoreError, Write},
    },
    registration,
    reservation::store as reservations,
    town,
};

/// Who changes a file, and when.
#[derive(Clone, Debug)]
pub struct Author {
    /// The account.
    pub account: AccountId,
    /// "Lucie ALAIN".
    pub name: String,
    /// Whether it is an agent who keeps the files.
    pub town: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// Saves what was typed, whole or not at all.
pub fn save(
    w: &Write,
    about: Subject,
    typed: &Typed,
    author: &Author,
) -> Result<Result<Saved, Refused>, Error> {
    let today = town::store::town(w)?.date(author.at);
    let file = super::file(w, about, today)?.ok_or(Error::Missing)?;
    if !author.town && super::is_hidden(w, about, today)? {
        return Err(Error::Missing);
    }
    let rights = store::rights(w)?;
    let open = file.open_keys(&rights, author.town);
    let keys: Vec<Key> = typed.seen.keys().filter(|key| open.iter().any(|(known, _)| known == key)).collect();
    let (sheet, mut faults) = file.read(&keys, &typed.fields, today);
    faults.extend(closed(typed, &open));
    let seen = typed.seen.only(&keys);
    let merged = merge(&seen, &sheet, &file.sheet);
    faults.extend(still_booked(w, about, &merged.changes, today)?);
    faults.extend(merged.changes.iter().filter_map(without_bills));
    if !faults.is_empty() {
        return Ok(Err(Refused::Faults(faults)));
    }
    if !merged.meanwhile.is_empty() {
        return Ok(Err(Refused::Meanwhile(merged.meanwhile)));
    }
    let page = |change: &Change| about.kind().page(change.key.field);
    let at_once =
        |change: &Change| page(change).is_some_and(|page| mode(&rights, page, author.town) == Mode::AtOnce);
    let (done, asked): (Vec<Change>, Vec<Change>) = merged.changes.into_iter().partition(at_once);
    let source = if author.town { Source::Town } else { Source::Family };
    apply(w, &file, &done, today, source, author.town)?;
    if !asked.is_empty() {
        ask(w, &file, &asked, author)?;
    }
    // Who may change nothing is not asked to certify either.
    let certified = typed.certified && !author.town && !open.is_empty();
    if certified {
        store::certify(w, about, &Certificate { on: today, by: author.name.clone() })?;
        store::note(w, about.family(), file.line(What::Certified))?;
    }
    let pages = |changes: &[Change]| {
        let mut pages: Vec<Page> = changes.iter().filter_map(page).collect();
        pages.dedup();
        pages
    };
    Ok(Ok(Saved { done: pages(&done), asked: pages(&asked), certified }))
}

/// What was typed into fields that are no longer open: it is not dropped without a word.
fn closed<'t>(typed: &'t Typed, open: &'t [(Key, Mode)]) -> impl Iterator<Item = Fault> + 't {
    let is_open = |key: &Key| open.iter().any(|(known, _)| known == key);
    let changed = |key: &Key| !typed.seen.said(*key, typed.fields.get(*key));
    let keys = typed.seen.keys().filter(move |key| !is_open(key) && changed(key));
    keys.map(|key| Fault { key, why: Why::Closed })
}

/// Where bills go is changed by ticking the box of who is to have them.
fn without_bills(change: &Change) -> Option<Fault> {
    let unticked = change.key.field == Field::Billing && change.after.is_empty();
    unticked.then_some(Fault { key: change.key, why: Why::BillsGoNowhere })
}

/// Registrations that are taken off while days are booked from today on.
pub fn still_booked(
    w: &Write,
    about: Subject,
    changes: &[Change],
    today: NaiveDate,
) -> Result<Vec<Fault>, StoreError> {
    let Subject::Child(family, child) = about else { return Ok(Vec::new()) };
    let ends = |change: &&Change| change.key.field == Field::Service && change.after != YES;
    let mut faults = Vec::new();
    for change in changes.iter().filter(ends) {
        if reservations::is_booked_from(w, family, child, crate::activity::ServiceId(change.key.of), today)? {
            faults.push(Fault { key: change.key, why: Why::Booked });
        }
    }
    Ok(faults)
}

/// Makes changes to a file from a day on, with what follows from them: registrations, the household's address.
/// `by_town`: whether the town makes them, or has accepted them.
pub fn apply(
    w: &Write,
    file: &File,
    changes: &[Change],
    today: NaiveDate,
    source: Source,
    by_town: bool,
) -> Result<(), StoreError> {
    if changes.is_empty() {
        return Ok(());
    }
    let (about, after) = (file.about, file.sheet.with(changes));
    let kept = after.only(|key| !matches!(key.field, Field::Service | Field::Tariff | Field::Usual));
    store::set_sheet(w, about, &kept, today, source)?;
    match about {
        Subject::Child(family, child) => {
            let before = registration::store::registrations(w, family, child)?;
            let offers = registration::store::offers(w)?;
            let now = registration::file::registrations(&before, &after, &offers, today);
            if now != before {
                registration::store::set_registrations(w, family, child, &now)?;
            }
        }
        Subject::Guardian(..) if after.get(Field::Billing) == YES => {
            settle(w, about, &after, today, by_town)?
        }
        _ => {}
    }
    store::note(w, about.family(), file.line(What::Changed(changes.to_vec())))
}

/// Bills go to the address of one guardian, whose file says so: it is the household's from a day on, and no
/// other's is.
pub fn settle(
    w: &Write,
    about: Subject,
    sheet: &Sheet,
    today: NaiveDate,
    by_town: bool,
) -> Result<(), StoreError> {
    let family = about.family();
    for (id, _) in store::guardians(w, family)? {
        let other = Subject::Guardian(family, id);
        if other != about
            && let Some(mut known) = store::sheet(w, other, today)?
            && known.get(Field::Billing) == YES
        {
            known.set(Field::Billing, "");
            store::set_sheet(w, other, &known, today, Source::Town)?;
        }
    }
    let Some(mut known) = store::family(w, family)? else { return Ok(()) };
    let town = town::store::town(w)?;
    let before = known.address.on(today).map(|address| address.value.clone());
    let after = residence::address(sheet, &town.identity.name, before.as_ref(), by_town);
    if before.as_ref() != Some(&after) {
        known.address.set(today, after);
        store::set_family(w, family, &known)?;
    }
    Ok(())
}

/// Asks the town for changes; those asked before of the same file and not answered stand in the same request.
fn ask(w: &Write, file: &File, changes: &[Change], author: &Author) -> Result<(), StoreError> {
    let (id, mut request) = match &file.asked {
        Some((id, request)) => (Some(*id), request.clone()),
        None => (
            None,
            Request::new(file.about, Act::Change, Vec::new(), author.account.0, &author.name, author.at),
        ),
    };
    request.also(changes, &file.sheet);
    request.joined_by(author.account.0, &author.name, author.at);
    if request.changes.is_empty() {
        request.state = State::Withdrawn { at: author.at };
    }
    let id: RequestId = store::set_request(w, id, &request)?;
    store::note(w, file.about.family(), file.line(What::Asked(id, Act::Change)))
}
