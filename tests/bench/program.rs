//! The program itself, as a town runs it: how large it is, how soon it opens, what memory it takes.

use std::{
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{Datelike, NaiveDate, TimeDelta};
use preau::{
    activity::period::Period,
    family::FamilyId,
    platform::{clock::Clock, error::Error, store::Write},
    reservation::{plan::plan, sheet::Asked, store as reservations, usual},
    town::Span,
};
use rocket::tokio::runtime::Runtime;

use super::{
    client::{Load, drive},
    town::{self, FIRST, Town},
};

/// The program built beside this bench, in the same profile.
const PROGRAM: &str = env!("CARGO_BIN_EXE_preau");

/// A town of 10,000 inhabitants has 890 pupils: so many families of two.
const FAMILIES: u32 = 445;

/// The program on a port of the loopback, until it is dropped.
pub struct Program {
    child: Child,
    pub address: SocketAddr,
    /// From its start until it took a connection.
    pub opened: Duration,
}

impl Program {
    /// Serves the data of a folder.
    pub fn serve(data: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        let mut command = Command::new(PROGRAM);
        command.arg("serve").stdout(Stdio::null());
        let settings = [
            ("DATA", data.display().to_string()),
            ("PORT", port.to_string()),
            ("SITE", "http://localhost".into()),
            ("SECRET_KEY", town::SECRET.into()),
            ("SMTP", "smtp://127.0.0.1:9".into()),
            ("MAIL_FROM", "mairie@valpreau.example".into()),
        ];
        command.envs(settings.map(|(name, value)| (format!("PREAU_{name}"), value)));
        let begun = Instant::now();
        let child = command.spawn().expect("the program");
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        while TcpStream::connect(address).is_err() {
            assert!(begun.elapsed().as_secs() < 30, "the program opens");
            std::thread::sleep(Duration::from_millis(2));
        }
        Self { child, address, opened: begun.elapsed() }
    }

    /// Resident memory in MB: now, and at its highest.
    pub fn memory(&self) -> (u64, u64) {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).map_or(0, |kb| kb / 1000)
        };
        (field("VmRSS:"), field("VmHWM:"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Prints the table of the program: a town of 10,000 inhabitants, three school years booked.
pub fn run(server: &Runtime, folder: &Path) {
    let town = Town::new(Clock::real(), FAMILIES);
    let parts = town.parts(&folder.join("preau.redb"));
    server.block_on(town.fill(&parts));
    server.block_on(three_years(&parts)).expect("three years of bookings");
    drop(parts);
    let data = fs::metadata(folder.join("preau.redb")).map_or(0, |file| file.len());

    let program = Program::serve(folder);
    std::thread::sleep(Duration::from_secs(2));
    let (rest, _) = program.memory();
    for load in [Town::grid, Town::tick] {
        let town = town.clone();
        let load: Load = Arc::new(move |n, turn| load(&town, n, turn));
        drive(program.address, 64, Duration::from_secs(5), load);
    }
    let (_, highest) = program.memory();
    println!("| le programme, une commune de 10 000 habitants | mesuré | visé |");
    println!("|---|---|---|");
    println!("| taille du programme | {:.1} Mo | |", size() as f64 / 1e6);
    println!("| trois années scolaires de 890 élèves | {:.1} Mo | |", data as f64 / 1e6);
    println!("| ouvert après | {:.2} s | 1 s |", program.opened.as_secs_f64());
    println!("| mémoire au repos | {rest} Mo | 50 Mo |");
    println!("| mémoire au plus haut, 64 parents | {highest} Mo | 150 Mo |");
}

fn size() -> u64 {
    fs::metadata(PROGRAM).map_or(0, |file| file.len())
}

/// Books the usual days of every family over the three school years of the fixture town's calendar.
async fn three_years(parts: &preau::platform::Parts) -> Result<(), Error> {
    let first = NaiveDate::from_ymd_opt(2025, 9, 1).expect("a date");
    let months = (0..36).map(|n| {
        let month = first.month0() + n;
        NaiveDate::from_ymd_opt(first.year() + (month / 12) as i32, month % 12 + 1, 1).expect("a date")
    });
    for month in months {
        // As if each had booked in good time.
        let then = preau::town::instant(chrono_tz::Europe::Paris, month.into()) - TimeDelta::days(21);
        let change = move |w: &Write| {
            for family in FIRST..FIRST + FAMILIES {
                let period = Period::of(Span::Month, month);
                let open = reservations::open(w, FamilyId(family), period, &Default::default())?;
                let mut asked = Asked::default();
                usual::tick(&open, period, &mut asked, None, then);
                reservations::apply(w, &open, &plan(&open, &asked, then))?;
            }
            Ok::<_, Error>(())
        };
        parts.store.write("bench", change).await?;
    }
    Ok(())
}
