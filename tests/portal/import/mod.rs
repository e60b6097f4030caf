//! Files of families come in: looked at first, then done, and never twice.

mod files;
mod lines;

use preau::{
    family::{
        ChildId, FamilyId, GuardianId, Subject,
        field::Field,
        import::{known::Known, run::run},
        store,
    },
    platform::store::{StoreError, journal},
};

use crate::{
    browser::{Browser, form},
    world::World,
};

const PUPILS: &str = include_str!("../../../fixtures/import/eleves.csv");
const PEOPLE: &str = include_str!("../../../fixtures/import/responsables.csv");

/// In the encoding of ONDE.
fn western(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}

/// Sends a file and sees what it would do.
#[track_caller]
fn send<'w>(odile: &mut Browser<'w>, bytes: &[u8]) -> String {
    odile.upload("/mairie/import", "fichier.csv", bytes);
    assert_eq!(odile.page.status.code, 200, "{}", odile.page.text());
    odile.address.clone()
}

/// Presses a button of the preview with the boxes as they are.
fn press<'b, 'w>(odile: &'b mut Browser<'w>, address: &str, act: &str) -> &'b mut Browser<'w> {
    odile.post(address, &form(&[("geste", act)]))
}

/// Does all that was asked for, as the portal does beside the requests.
fn done(world: &World) {
    world.runtime.block_on(run(&world.parts)).expect("the imports");
}

/// Sends a file and imports it; gives the report.
fn import(world: &World, bytes: &[u8]) -> String {
    let mut odile = world.agent("odile");
    let address = send(&mut odile, bytes);
    press(&mut odile, &address, "importer").sees("Lignes faites : 0 sur");
    done(world);
    odile.get(&address).sees("L’import est terminé");
    odile.page.text()
}

fn last(world: &World) -> u64 {
    world.parts.store.read(journal::last).expect("the journal")
}

fn known(world: &World) -> Known {
    world.parts.store.read(|r| store::known(r, "2026-11-24".parse().unwrap())).expect("families")
}

fn count(world: &World) -> (usize, usize) {
    let families = world.parts.store.read(store::families).expect("families").len();
    (families, known(world).children().count())
}

/// A child by its first name, and one of its families.
fn child(world: &World, first: &str) -> (ChildId, FamilyId) {
    let known = known(world);
    let found = known.children().find(|(_, pupil)| pupil.sheet.get(Field::FirstName) == first);
    let (id, pupil) = found.unwrap_or_else(|| panic!("{first} is not there"));
    (id, *pupil.families.first().expect("a family"))
}

/// A field of somebody's file.
fn field(world: &World, about: Subject, field: Field) -> String {
    let sheet = world.parts.store.read(|r| store::sheet(r, about, "2026-11-24".parse().unwrap()));
    sheet.expect("a file").map(|sheet| sheet.get(field).to_owned()).unwrap_or_default()
}

/// The first names of a family's guardians.
fn guardians(world: &World, family: FamilyId) -> Vec<(GuardianId, String)> {
    let known = world.parts.store.read(|r| store::guardians(r, family)).expect("guardians");
    known.into_iter().map(|(id, guardian)| (id, guardian.first_name)).collect()
}

/// Nothing of the database contradicts itself.
fn is_whole(world: &World) {
    let faults = world.parts.store.read(|r| preau::check(r, &mut |_, _| ()));
    assert_eq!(faults.expect("a check"), Vec::<String>::new());
}

/// The files that wait.
fn waiting(world: &World) -> usize {
    world.parts.store.read(|r| Ok::<_, StoreError>(store::imports(r)?.len())).expect("imports")
}
