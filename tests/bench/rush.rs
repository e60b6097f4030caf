//! Opening day: 2,500 sessions at once, of which 1,000 sign in first.

use std::{
    net::SocketAddr,
    path::Path,
    time::{Duration, Instant},
};

use preau::platform::clock::Clock;
use rocket::{futures::future::join_all, tokio::runtime::Runtime};

use super::{
    client::{self, Connection},
    program::Program,
    stats::Sample,
    town::{self, Town, cookie},
};

const SESSIONS: usize = 2_500;
const SIGN_IN: usize = 1_000;
/// Grids and ticks of each parent once inside.
const TURNS: usize = 6;

/// What one parent lived through.
#[derive(Default)]
struct Visit {
    /// From the rush's beginning until inside.
    inside: Duration,
    grid_and_tick: Vec<Duration>,
    /// Refused, cut or lost.
    failed: usize,
}

pub fn run(server: &Runtime, folder: &Path) {
    let town = Town::new(Clock::real(), SESSIONS as u32);
    let parts = town.parts(&folder.join("preau.redb"));
    server.block_on(town.fill(&parts));
    drop(parts);
    let program = Program::serve(folder);
    let address = program.address;
    let (rest, _) = program.memory();
    let clients =
        rocket::tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let begun = Instant::now();
    let visits = clients.block_on(join_all((0..SESSIONS).map(|n| visit(&town, address, n, begun))));
    let lasted = begun.elapsed();
    let (_, highest) = program.memory();
    drop(program);

    let failed: usize = visits.iter().map(|visit| visit.failed).sum();
    let inside: Vec<Duration> = visits.iter().take(SIGN_IN).map(|visit| visit.inside).collect();
    let signed = Sample::new(inside, lasted, 0);
    let sample = Sample::new(visits.into_iter().flat_map(|visit| visit.grid_and_tick).collect(), lasted, 0);
    println!("| la ruée | mesuré | visé |");
    println!("|---|---|---|");
    println!("| le dernier est entré après | {:.1} s | 60 s |", signed.percentile(100) / 1e3);
    println!("| grille et case, p50 | {:.0} ms | |", sample.percentile(50));
    println!("| grille et case, p99 | {:.0} ms | 500 ms |", sample.percentile(99));
    println!("| grilles et cases servies | {} en {:.1} s | |", sample.count(), lasted.as_secs_f64());
    println!("| demandes sans réponse ou refusées | {failed} | 0 |");
    println!("| mémoire au repos, puis au plus haut | {rest} puis {highest} Mo | 50, 150 Mo |");
    let parts = town.parts(&folder.join("preau.redb"));
    let faults = parts.store.read(|r| preau::check(r, &mut |_, _| ())).expect("a check");
    println!("| défauts trouvés par la vérification | {} | 0 |", faults.len());
}

async fn visit(town: &Town, address: SocketAddr, n: usize, begun: Instant) -> Visit {
    let mut visit = Visit::default();
    let Ok(mut connection) = Connection::open(address).await else {
        visit.failed += 1;
        return visit;
    };
    let cookie = match n < SIGN_IN {
        true => sign_in(&mut connection, n, &mut visit).await,
        false => cookie(n),
    };
    visit.inside = begun.elapsed();
    for turn in 0..TURNS {
        let request = if turn % 2 == 0 { town.grid(n, turn) } else { town.tick(n, turn) };
        let request = String::from_utf8_lossy(&request).replace(&self::cookie(n), &cookie).into_bytes();
        let sent = Instant::now();
        match connection.send(&request).await {
            Ok(answer) if answer.status == 200 => visit.grid_and_tick.push(sent.elapsed()),
            _ => visit.failed += 1,
        }
        // A parent reads what is shown before the next tap.
        rocket::tokio::time::sleep(Duration::from_millis(500 + (n as u64 * 7) % 1000)).await;
    }
    visit
}

async fn sign_in(connection: &mut Connection, n: usize, visit: &mut Visit) -> String {
    let mail = town::mail(n as u32).replace('@', "%40");
    let body = format!("adresse={mail}&mot-de-passe={}", preau::demo::PASSWORD.replace('!', "%21"));
    match connection.send(&client::post("/connexion", "", &body, false)).await {
        Ok(client::Answer { status: 303, cookie: Some(cookie), .. }) => cookie,
        _ => {
            visit.failed += 1;
            String::new()
        }
    }
}
