//! Préau: a town's family portal in one program.
//!
//! Parents tick the days their children eat at the canteen, stay for garderie or come on Wednesdays,
//! and see what it costs as they tick.
//!
//! # The house
//!
//! A slice is a noun of the town's life. Inside each, the same file names: `mod` (what it is), `store` (its
//! rows), `portal` (the families' door), `office` (the town's door), `view` (all the French), `mail`. **Any other file in a slice is
//! a pure rule, named after its concept.**
//!
//! | slice | |
//! |---|---|
//! | [`town`] | its name, schools, classes, calendar |
//! | [`activity`] | services, opening days, deadlines, places |
//! | [`tariff`] | prices by quotient, residence, siblings, span; penalties; absences |
//! | [`family`] | families, guardians, children: their files, requests, import; whose day it is |
//! | [`registration`] | which child may use which service, at which tariff |
//! | [`account`] | sign-in, sessions; the town hall's people and their roles |
//! | [`reservation`] | the grid, the ticks, the totals |
//! | [`attendance`] | roll calls: who came; how many, for the kitchen; absences told before, certificates |
//! | [`invoice`] | bills, credit notes, what is owed |
//! | [`payment`] | paying online: the contract, the service, operations until their end |
//! | [`document`] | papers that the town publishes |
//! | [`message`] | what families write to the town, and its answers |
//! | [`home`] | the first page, help, errors |
//! | [`office`] | the town's side: its frame, its home, its mail; its settings as one file |
//! | [`ui`] | the frame of pages; the French of money and dates |
//! | [`platform`] | the store, the clock, mail, HTTP: what a boat-rental site would need too |
//!
//! Slices are ordered as above: types, stores and rules use only what stands before them; the doors may
//! use all. A rule sees no clock, no database, no French. `tests/portal/house.rs` fails when this is broken.
//!
//! # Glossary
//!
//! | French | code |
//! |---|---|
//! | famille, foyer | family: what is billed |
//! | responsable légal | guardian |
//! | établissement, classe, niveau | school, class, level |
//! | prestation | service |
//! | inscription | registration |
//! | réservation | reservation: one child, one service, one day (a *cell*) |
//! | période | period: a week or a month |
//! | date butoir | deadline |
//! | hors délai | late |
//! | pointage | roll call: a mark for each child |
//! | absence signalée | absence told: by the family, before the roll call |
//! | quotient familial | quotient |
//! | fiche, dossier | file of a guardian, another adult, a child, the household: its fields are a sheet |
//! | autre responsable | other adult |
//! | demande | request: what a family asks the town to change |
//! | garde | custody: whose each day of a child is |
//! | régime, PAI | diet, care plan: what only who needs it sees |
//! | facture, avoir, régie | invoice, credit note, cash office |
//! | agent | agent: somebody of the town hall; their duty: roles, roll calls, access |
//! | double vérification | second factor |
//! | échange | thread: the messages of one subject, of a family and of the town |
//!
//! # Two walkthroughs
//!
//! **A box is ticked.** The form is the draft; nothing is stored. The browser posts it to
//! [`reservation::portal`], guarded by [`account::Parent`]; [`reservation::sheet`] parses it into cells; one snapshot
//! gives [`reservation::open::Open`]; [`reservation::plan`] gives what is added, removed, refused, and the lines;
//! [`reservation::grid`] makes of it what the page shows, and the regions that now read otherwise are sent.
//!
//! **"Valider".** The same form, the same parsing. Inside [`platform::store::Store::write`], `Open` is read
//! again and the *same* plan runs: deadlines and places are judged at commit, where there is only one
//! writer. What can be saved is saved, the rest is named with its reason, the confirmation goes to the
//! outbox in the same transaction.

#![warn(missing_docs)]

pub mod account;
pub mod activity;
pub mod attendance;
pub mod demo;
pub mod document;
pub mod family;
pub mod home;
pub mod invoice;
pub mod message;
pub mod office;
pub mod payment;
pub mod platform;
pub mod registration;
pub mod reservation;
pub mod tariff;
pub mod town;
pub mod ui;

use std::sync::Arc;

use rocket::{Build, Rocket, figment::Figment};

use platform::{
    Parts, blob,
    compress::Compress,
    headers::Headers,
    jobs::Every,
    outbox,
    store::{Read, StoreError, TableInfo, Write, check, guarded, migrate::Step},
};

/// Every table of the database.
pub fn tables() -> Vec<TableInfo> {
    [
        town::store::TABLES.as_slice(),
        &activity::store::TABLES,
        &tariff::store::TABLES,
        &family::store::TABLES,
        &registration::store::TABLES,
        &account::store::TABLES,
        &reservation::store::TABLES,
        &attendance::store::TABLES,
        &invoice::store::TABLES,
        &payment::store::TABLES,
        &document::store::TABLES,
        &message::store::TABLES,
        &office::store::TABLES,
        &outbox::TABLES,
        &blob::TABLES,
    ]
    .concat()
}

/// What leads from the data of an older program to those of this one.
pub const STEPS: &[Step] = &[
    Step { to: 2, run: files_are_indexed },
    Step { to: 3, run: tariff::store::say_units_beside_prices },
    Step { to: 4, run: attendance::store::index_all },
];

/// Since there are files: families are found by what stands in them, accounts by whom they are in a family.
fn files_are_indexed(w: &Write) -> Result<(), StoreError> {
    family::store::index_all(w)?;
    account::store::index_all(w)
}

/// Checks the data of one moment: the indexes, the counters, the journal replayed on nothing. Gives what is
/// wrong, in the words of an engineer; `step` hears of how much of the journal was replayed.
pub fn check(r: &Read, step: &mut dyn FnMut(u64, u64)) -> Result<Vec<String>, StoreError> {
    guarded(|| {
        let mut faults = family::store::check(r)?;
        faults.extend(account::store::check(r)?);
        faults.extend(reservation::store::check(r)?);
        faults.extend(attendance::store::check(r)?);
        faults.extend(invoice::store::check(r)?);
        faults.extend(payment::store::check(r)?);
        faults.extend(message::store::check(r)?);
        faults.extend(outbox::check(r)?);
        let held = [
            attendance::store::held(r)?,
            invoice::store::held(r)?,
            document::store::held(r)?,
            message::store::held(r)?,
        ]
        .concat();
        faults.extend(blob::check(r, &held)?);
        faults.extend(check::replay(r, &tables(), step)?);
        Ok(faults)
    })
}

/// The portal made of these parts, ready to be launched.
pub fn portal(parts: Arc<Parts>, figment: Figment) -> Rocket<Build> {
    let tls = parts.config.tls();
    rocket::custom(figment)
        .manage(parts)
        .attach(Compress)
        .attach(Headers { tls })
        .attach(outbox::Worker)
        .attach(Every { name: "links", run: |parts| Box::pin(account::job::answer_asks(parts)) })
        .attach(Every { name: "payments", run: |parts| Box::pin(payment::job::poll(parts)) })
        .attach(Every { name: "bills", run: |parts| Box::pin(invoice::job::run(parts)) })
        .attach(Every { name: "certificates", run: |parts| Box::pin(attendance::job::erase(parts)) })
        .attach(Every { name: "messages", run: |parts| Box::pin(message::job::erase(parts)) })
        .attach(Every { name: "imports", run: |parts| Box::pin(family::import::run::run(parts)) })
        .mount("/", home::portal::routes())
        .mount("/", account::portal::routes())
        .mount("/", account::office::routes())
        .mount("/", activity::office::routes())
        .mount("/", family::office::routes())
        .mount("/", tariff::office::routes())
        .mount("/", office::portal::routes())
        .mount("/", town::office::routes())
        .mount("/", town::portal::routes())
        .mount("/", family::portal::routes())
        .mount("/", reservation::portal::routes())
        .mount("/", reservation::office::routes())
        .mount("/", attendance::portal::routes())
        .mount("/", attendance::office::routes())
        .mount("/", invoice::portal::routes())
        .mount("/", invoice::office::routes())
        .mount("/", payment::portal::routes())
        .mount("/", payment::office::routes())
        .mount("/", document::portal::routes())
        .mount("/", document::office::routes())
        .mount("/", message::portal::routes())
        .mount("/", message::office::routes())
        .mount("/", platform::assets::routes())
        .register("/", home::portal::catchers())
}
