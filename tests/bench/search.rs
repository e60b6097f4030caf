//! How long the town hall waits for a search among 5,000 families: as one types, and right after a write, when
//! what is kept in memory is read again.

use std::{path::Path, sync::Arc, time::Duration};

use preau::{
    account::{self, Session},
    family::{FamilyId, store},
    platform::{Parts, error::Error, store::Write},
};
use rocket::tokio::runtime::Runtime;

use super::{
    EACH,
    client::{Load, drive, get},
    figment, launch,
    town::{FIRST, Town, tuesday},
};

const FAMILIES: u32 = 5_000;
const AGENT: &str = "odile.renaud@valpreau.example";
const TOKEN: &str = "token-of-an-agent";

/// What is typed, letter by letter: many are found, few, none; by a class, by a number.
const TYPED: [&str; 9] =
    ["f", "fa", "famille+49", "zo", "ce1+camille", "jules+ferry+le", "06+12+34", "rue+b+1+4", "personne"];

/// Prints the times of an answer.
pub fn run(server: &Runtime, folder: &Path) {
    let town = Town::new(tuesday(), FAMILIES);
    let parts = town.parts(&folder.join("preau.redb"));
    server.block_on(town.fill(&parts));
    server.block_on(sign_in(&parts));
    let address = launch(server, preau::portal(parts.clone(), figment()));
    println!("| recherche, {FAMILIES} familles | p50 ms | p99 ms, visé 20 | octets |");
    println!("|---|---|---|---|");
    let (handle, before) = (server.handle().clone(), parts.clone());
    let rename = move |turn: usize| {
        let (handle, parts) = (handle.clone(), before.clone());
        let written = std::thread::spawn(move || handle.block_on(write(&parts, turn)));
        written.join().expect("a thread");
    };
    let loads: [(&str, Load); 3] = [
        ("à chaque lettre", Arc::new(|_, turn| typed(turn))),
        ("une page entière", Arc::new(|_, _| get("/mairie/familles", &cookie()))),
        (
            "juste après une écriture",
            Arc::new(move |_, turn| {
                rename(turn);
                typed(turn)
            }),
        ),
    ];
    for (what, load) in loads {
        drive(address, 1, Duration::from_millis(300), load.clone());
        let sample = drive(address, 1, EACH, load);
        println!(
            "| {what} | {:.2} | {:.2} | {} |",
            sample.percentile(50),
            sample.percentile(99),
            sample.bytes_each()
        );
    }
}

fn typed(turn: usize) -> Vec<u8> {
    let path = format!("/mairie/familles?q={}&ecole=&classe=&etat=&quotient=", TYPED[turn % TYPED.len()]);
    get(&path, &format!("{}\r\nHX-Request: true", cookie()))
}

fn cookie() -> String {
    format!("preau={TOKEN}")
}

async fn sign_in(parts: &Parts) {
    let key = account::store::keyed(&parts.config, account::store::Kind::Session, TOKEN);
    let now = parts.clock.now();
    let change = move |w: &Write| {
        let (id, _) = account::store::account(w, AGENT)?.expect("an agent");
        Ok::<_, Error>(account::store::begin(w, &key, &Session::new(id, None, now))?)
    };
    parts.store.write("bench", change).await.expect("a session");
}

/// A family is called otherwise.
async fn write(parts: &Parts, turn: usize) {
    let id = FamilyId(FIRST + turn as u32 % FAMILIES);
    let change = move |w: &Write| {
        let mut family = store::family(w, id)?.expect("a family");
        family.name = format!("FAMILLE {} {turn}", id.0);
        Ok::<_, Error>(store::set_family(w, id, &family)?)
    };
    parts.store.write("bench", change).await.expect("a write");
}
