//! Whether the time of an answer tells if an address is known: at sign-in, and when a link is asked for.

use std::{net::SocketAddr, path::Path, time::Instant};

use preau::platform::clock::Clock;
use rocket::tokio::runtime::Runtime;

use super::{
    client::{Connection, post},
    program::Program,
    town::{self, Town},
};

/// Tries of each kind; each on an address of its own, so that none is slowed down.
const TRIES: u32 = 200;

/// Prints the medians for known and for unknown addresses, and how far apart they are.
pub fn run(server: &Runtime, folder: &Path) {
    let town = Town::new(Clock::real(), 2 * TRIES);
    let parts = town.parts(&folder.join("preau.redb"));
    server.block_on(town.fill(&parts));
    drop(parts);
    let program = Program::serve(folder);
    println!("| adresse connue ou non, médianes de {TRIES} essais | connue | inconnue | écart, visé 5 % |");
    println!("|---|---|---|---|");
    for (what, path, rest) in
        [("mot de passe faux", "/connexion", "&mot-de-passe=faux"), ("lien demandé", "/mot-de-passe", "")]
    {
        let [known, unknown] = server.block_on(medians(program.address, path, rest));
        let apart = 100.0 * (known - unknown).abs() / known.min(unknown);
        println!("| {what} | {known:.3} ms | {unknown:.3} ms | {apart:.1} % |");
    }
}

/// Of a known and of an unknown address, one after the other, so that the machine is as busy for both.
async fn medians(address: SocketAddr, path: &str, rest: &str) -> [f64; 2] {
    let mut connection = Connection::open(address).await.expect("a connection");
    let mut times = [Vec::new(), Vec::new()];
    for n in 0..TRIES {
        // As long as the known ones.
        let unknown = town::mail(n).replace("bench", "bunch");
        for (mail, times) in [town::mail(n), unknown].into_iter().zip(&mut times) {
            let body = format!("adresse={}{rest}", mail.replace('@', "%40"));
            let request = post(path, "", &body, false);
            let begun = Instant::now();
            let answer = connection.send(&request).await.expect("an answer");
            assert!(matches!(answer.status, 303 | 422), "{path}: status {}", answer.status);
            times.push(begun.elapsed().as_secs_f64() * 1e3);
        }
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    })
}
