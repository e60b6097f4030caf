//! What the portal can do, each figure beside a ratio to something measured in the same run.
//!
//! `cargo bench --bench portal` prints one table. `cargo bench --bench portal -- case "64 parents"` measures only the
//! lines whose name holds all of these words ("une case, 50 familles, 64 parents"), besides the first four, which
//! the others are compared with. Tables of their own: `-- programme`, the program itself: size, start, memory;
//! `-- comptes`, whether the time of an answer betrays an address; `-- rush`, the opening day: 2,500 sessions of
//! which 1,000 sign in; `-- recherche`, the town hall's search of a family; `-- import`, files of
//! families that come in; `-- fermeture`, a day that is closed for 300 children who are booked; `-- factures`, the bills of
//! a month for 900 children.

mod accounts;
mod bills;
mod client;
mod closure;
mod import;
mod program;
mod rush;
mod search;
mod stats;
mod town;

use std::{
    fs::{self, File},
    io::{Seek, Write},
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use rocket::{Build, Rocket, figment::Figment, get, routes, tokio::runtime::Runtime};

use client::{Load, drive};
use stats::{Line, Sample};
use town::{Town, Valider, tuesday};

/// How long each line is measured.
const EACH: Duration = Duration::from_secs(3);

#[get("/plain")]
fn plain() -> &'static str {
    "Bonjour"
}

fn main() {
    let folder = tempfile::Builder::new().prefix("bench").tempdir_in("target").expect("a folder in target/");
    let server = runtime();
    let asked = |name: &str| std::env::args().any(|argument| argument == name);
    if asked("rush") {
        return rush::run(&server, folder.path());
    }
    if asked("programme") {
        return program::run(&server, folder.path());
    }
    if asked("recherche") {
        return search::run(&server, folder.path());
    }
    if asked("import") {
        return import::run(&server, folder.path());
    }
    if asked("fermeture") {
        return closure::run(&server, folder.path());
    }
    if asked("factures") {
        return bills::run(&server, folder.path());
    }
    if asked("comptes") {
        return accounts::run(&server, folder.path());
    }
    let mut lines = vec![raw_write(folder.path()), bare_commit(folder.path())];
    let address = launch(&server, rocket::custom(figment()).mount("/", routes![plain]));
    for parents in [1, 64] {
        let load: Load = Arc::new(|_, _| client::get("/plain", ""));
        lines.push(measure("texte nu (Rocket)", 0, parents, address, load));
    }
    for families in [50, 5_000] {
        let town = Town::new(tuesday(), families);
        let parts = town.parts(&folder.path().join(format!("{families}.redb")));
        server.block_on(town.fill(&parts));
        let address = launch(&server, preau::portal(parts.clone(), figment()));
        for parents in [1, 64] {
            // More parents than families: some look at the same one.
            let all = families as usize;
            let (valider, shown, ticked) = (Valider::new(&town), town.clone(), town.clone());
            let loads: [(&'static str, Load); 3] = [
                ("grille", Arc::new(move |n, turn| shown.grid(n % all, turn))),
                ("une case", Arc::new(move |n, turn| ticked.tick(n % all, turn))),
                ("Valider", Arc::new(move |n, turn| valider.request(n, turn))),
            ];
            for (what, load) in loads.into_iter().filter(|(what, _)| is_asked(what, families, parents)) {
                lines.push(measure(what, families, parents, address, load));
            }
        }
    }
    stats::print(&lines);
}

/// Whether the command line names this line, or none.
fn is_asked(what: &str, families: u32, parents: usize) -> bool {
    let line = format!("{what}, {families} familles, {parents} parents");
    // Cargo adds `--bench`.
    std::env::args().skip(1).filter(|word| !word.starts_with('-')).all(|word| line.contains(&word))
}

fn runtime() -> Runtime {
    rocket::tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime")
}

pub fn figment() -> Figment {
    Figment::from(rocket::Config::release_default())
        .merge(("log_level", "off"))
        .merge(("ident", false))
        .merge(("keep_alive", 75))
}

/// Opens a portal on a free port of the loopback.
pub fn launch(server: &Runtime, portal: Rocket<Build>) -> SocketAddr {
    let port =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").port();
    let figment = portal.figment().clone().merge(("port", port)).merge(("address", "127.0.0.1"));
    server.spawn(portal.configure(figment).launch());
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let begun = Instant::now();
    while std::net::TcpStream::connect(address).is_err() {
        assert!(begun.elapsed().as_secs() < 10, "the portal opens");
        std::thread::sleep(Duration::from_millis(5));
    }
    address
}

fn measure(what: &'static str, families: u32, parents: usize, address: SocketAddr, load: Load) -> Line {
    // A short run first: connections, caches, the allocator.
    drive(address, parents, Duration::from_millis(300), load.clone());
    let before = stats::worked();
    let sample = drive(address, parents, EACH, load).worked_since(before);
    Line { what, families, parents, sample }
}

/// What the disk itself takes: 4 kB written and synced.
fn raw_write(folder: &Path) -> Line {
    let mut file = File::create(folder.join("raw")).expect("a file");
    let page = [7u8; 4096];
    let sample = Sample::of(EACH, |_| {
        file.rewind().and_then(|()| file.write_all(&page)).and_then(|()| file.sync_data()).expect("a write");
        page.len()
    });
    let _ = fs::remove_file(folder.join("raw"));
    Line { what: "4 ko écrits et synchronisés", families: 0, parents: 1, sample }
}

/// What the database itself takes: one row, of the durability that the portal asks for.
fn bare_commit(folder: &Path) -> Line {
    const TABLE: redb::TableDefinition<u64, &[u8]> = redb::TableDefinition::new("bare");
    let db = redb::Database::create(folder.join("bare.redb")).expect("a database");
    let row = [7u8; 200];
    let sample = Sample::of(EACH, |n| {
        let mut tx = db.begin_write().expect("a transaction");
        tx.set_two_phase_commit(true);
        tx.set_quick_repair(true);
        tx.open_table(TABLE).expect("a table").insert(n % 1000, row.as_slice()).expect("a row");
        tx.commit().expect("a commit");
        row.len()
    });
    Line { what: "un commit redb nu", families: 0, parents: 1, sample }
}
