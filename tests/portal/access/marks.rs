//! Two families of a shared child, with a mark in every field of every file of theirs.

use preau::{
    account::AccountId,
    attendance::{
        self,
        told::{Reason, Told},
    },
    family::{
        AdultId, ChildId, FamilyId, GuardianId, Source, Subject,
        field::{Field, Key},
        file::Certificate,
        import::{
            line::Choices,
            waiting::{self, Import, ImportId, Report},
        },
        request::{Act, Request, State},
        sheet::{Change, Sheet},
        store,
        value::Shape,
    },
    message,
    platform::{
        blob::{Hash, Kind},
        error::Error,
        store::Write,
    },
    registration,
};

use crate::world::{World, at};

/// The MARTEL family, its guardian, the number that only it gives to another adult.
pub(super) const MARTEL: (FamilyId, GuardianId, AdultId) = (FamilyId(3), GuardianId(4), AdultId(7));
/// The NOGUES family, the same.
pub(super) const NOGUES: (FamilyId, GuardianId, AdultId) = (FamilyId(4), GuardianId(5), AdultId(8));
/// Their child.
const LEA: ChildId = ChildId(4);

/// What stands in what both see of the child.
pub(super) const SHARED: &str = "Mqlea";

/// The fixture town, where these two families have something in every field.
pub(super) fn marked() -> World {
    let world = World::new();
    world.change(|w| mark(w, "Mqmartel", MARTEL).and_then(|()| mark(w, "Mqnogues", NOGUES)));
    world.change(|w| set(w, Subject::Child(MARTEL.0, LEA), SHARED, &[Field::Remarks]));
    world.change(|w| {
        let change = |field: Field, before: &str, after: &str| Change {
            key: field.into(),
            before: before.into(),
            after: after.into(),
        };
        let changes =
            vec![change(Field::BornAt, "", "Mqmartelborn"), change(Field::Doctor, "Mqleadoctor", CARED)];
        let about = Subject::Child(MARTEL.0, LEA);
        let request = Request::new(about, Act::Change, changes, 1, "Mqmartelasks", at(ASKED));
        let id = store::set_request(w, None, &request)?;
        assert_eq!(id.0, 17, "the table names it");
        let import = Import {
            name: "Mqmartel.csv".into(),
            by: "Odile RENAUD".into(),
            at: at("2026-11-24 07:30"),
            lines: 5,
            choices: Choices::default(),
            state: waiting::State::Preview,
            report: Report::default(),
        };
        let pupils = include_str!("../../../fixtures/import/eleves.csv");
        store::add_import(w, ImportId(1), &import, &pupils.replacen("12, rue", "12, rue Mqmartelstreet", 1))?;
        Ok(())
    });
    world
}

/// When the MARTEL family asked for something of Léa's health, in request 17, and what.
pub(super) const ASKED: &str = "2026-11-20 11:00";
pub(super) const CARED: &str = "Mqmartelcare";

/// Marks everything that is one family's: its people, its household, its remarks, its requests, its certificates.
pub(super) fn mark(
    w: &Write,
    mark: &str,
    (family, guardian, adult): (FamilyId, GuardianId, AdultId),
) -> Result<(), Error> {
    let (mother, other) = (Subject::Guardian(family, guardian), Subject::Adult(family, adult));
    let (home, child) = (Subject::Household(family), Subject::Child(family, LEA));
    set(w, mother, mark, &[Field::FirstName, Field::LastName])?;
    set(w, other, mark, &[])?;
    set(w, home, mark, &[])?;
    let mut sheet = store::sheet(w, child, today())?.expect("Léa");
    sheet.set(Field::Remarks, format!("{mark}remarks"));
    store::set_sheet(w, child, &sheet, today(), Source::Town)?;
    let mut known = store::family(w, family)?.expect("the family");
    known.name = format!("{mark}name");
    store::set_family(w, family, &known)?;
    for about in [mother, other, home, child] {
        store::certify(
            w,
            about,
            &Certificate { on: "2026-01-05".parse().unwrap(), by: format!("{mark}by") },
        )?;
        for state in [State::Waiting, refused(mark)] {
            store::set_request(w, None, &asked(about, mark, state))?;
        }
    }
    let mut registrations = registration::store::registrations(w, family, LEA)?;
    registrations.retain(|known| (known.service.0 + family.0) % 2 == 0);
    registration::store::set_registrations(w, family, LEA, &registrations)?;
    attendance::store::add_told(w, LEA, &told(mark, family))?;
    write(w, mark, family)
}

/// A message of a family to the town, with a file.
fn write(w: &Write, mark: &str, family: FamilyId) -> Result<(), Error> {
    let (bytes, at) = (format!("%PDF-{mark}file").into_bytes(), at(ASKED));
    let thread = message::Thread {
        family,
        subject: format!("{mark}subject"),
        messages: 1,
        at,
        state: message::State::Waiting(at),
    };
    let file = message::Attached { hash: Hash::of(&bytes), kind: Kind::Pdf, bytes: bytes.len() as u64 };
    let message = message::Message {
        side: message::Side::Family,
        by: AccountId(0),
        name: format!("{mark}writes"),
        at,
        words: format!("{mark}words"),
        file: Some(file),
    };
    Ok(message::store::write(w, message::store::next_id(w)?, &thread, &message, Some(&bytes))?)
}

/// An absence of Léa's that a family has told. Whose the days are is looked at when it is told.
fn told(mark: &str, family: FamilyId) -> Told {
    Told {
        family,
        first: "2026-12-03".parse().unwrap(),
        last: "2026-12-04".parse().unwrap(),
        reason: Reason::Other,
        words: format!("{mark}absence"),
        at: at(ASKED),
        by: AccountId(0),
        form: mark.into(),
        certificate: None,
        withdrawn: None,
    }
}

/// Puts a mark into each field of a file, but for some.
fn set(w: &Write, about: Subject, mark: &str, but: &[Field]) -> Result<(), Error> {
    let mut sheet: Sheet = store::sheet(w, about, today())?.unwrap_or_default();
    let fields = about.kind().pages().iter().flat_map(|(_, fields)| fields.iter());
    for field in fields.filter(|field| !but.contains(field)) {
        let of = if matches!(field, Field::Emergency | Field::Pickup) { LEA.0 } else { 0 };
        let key = Key { field: *field, of };
        if let Some(value) = value(mark, key) {
            sheet.set(key, value);
        }
    }
    Ok(store::set_sheet(w, about, &sheet, today(), Source::Town)?)
}

/// What stands in a field: text holds the mark, a date its own month, choices are among few.
fn value(mark: &str, key: Key) -> Option<String> {
    let name: &'static str = key.field.into();
    match key.field.shape() {
        Shape::Name | Shape::Text(_) | Shape::Lines(_) | Shape::Postcode | Shape::Telephone | Shape::Mail => {
            Some(format!("{mark}{name}"))
        }
        Shape::Listed if key.field == Field::Diet => Some(format!("{mark}{name}")),
        Shape::Past | Shape::Date if mark == "Mqmartel" => Some("1971-05-01".into()),
        Shape::Past | Shape::Date if mark == "Mqnogues" => Some("1972-07-01".into()),
        Shape::Flag => Some("yes".into()),
        _ => None,
    }
}

/// The words and values of those dates, and the marks.
pub(super) fn of(mark: &'static str) -> [&'static str; 3] {
    if mark == "Mqmartel" { [mark, "1971-05", "mai 1971"] } else { [mark, "1972-07", "juillet 1972"] }
}

fn refused(mark: &str) -> State {
    State::Refused { by: 1, at: at("2026-11-23 10:00"), reason: format!("{mark}reason") }
}

fn asked(about: Subject, mark: &str, state: State) -> Request {
    let field = if matches!(about, Subject::Household(_)) { Field::Allowance } else { Field::LastName };
    let changes =
        vec![Change { key: field.into(), before: format!("{mark}before"), after: format!("{mark}after") }];
    let asked = Request::new(about, Act::Change, changes, 1, &format!("{mark}asks"), at("2026-11-20 10:00"));
    Request { state, ..asked }
}

fn today() -> chrono::NaiveDate {
    at("2026-11-24 08:00").date_naive()
}
