//! How long a day takes to be closed, and opened again, for 300 children who are booked.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use chrono::NaiveDate;
use preau::{
    account::{self, Session},
    activity::ServiceId,
    family::{ChildId, FamilyId},
    platform::{outbox, store::Write},
    portal,
    reservation::{Booking, Cell, store},
};
use rocket::{
    http::{ContentType, Header},
    local::asynchronous::Client,
    tokio::runtime::Runtime,
};

use super::town::{FIRST, Town, tuesday};

/// Two children each, booked for two services.
const FAMILIES: u32 = 150;
const WHO: &str = "odile.renaud@valpreau.example";

/// Prints the times.
pub fn run(server: &Runtime, folder: &Path) {
    let [shown, closed, undone] = server.block_on(measure(folder));
    println!("| fermeture, 300 enfants, 600 réservations | montrée | fermée, visé 2 s | annulée |");
    println!("|---|---|---|---|");
    let seconds = |time: Duration| format!("{:.3} s", time.as_secs_f64());
    println!("| | {} | {} | {} |", seconds(shown), seconds(closed), seconds(undone));
}

async fn measure(folder: &Path) -> [Duration; 3] {
    let town = Town::new(tuesday(), FAMILIES);
    let parts = town.parts(&folder.join("closure.redb"));
    town.fill(&parts).await;
    let day: NaiveDate = "2026-12-03".parse().expect("a date");
    let booked = move |w: &Write| {
        let children = (FIRST..FIRST + FAMILIES).flat_map(|n| [(n, n * 2), (n, n * 2 + 1)]);
        let cells = children.flat_map(|(family, child)| {
            [3, 6].map(|service| {
                let cell = Cell { child: ChildId(child), service: ServiceId(service), day };
                (FamilyId(family), cell, Some(Booking::OnTime))
            })
        });
        store::set(w, cells, |_| None, |_| None)
    };
    parts.store.write("bench", booked).await.expect("bookings");
    let token = parts.random.token();
    let key = account::store::keyed(&parts.config, account::store::Kind::Session, &token);
    let now = parts.clock.now();
    let sign_in = move |w: &Write| {
        let (id, _) = account::store::account(w, WHO)?.expect("an agent");
        account::store::begin(w, &key, &Session::new(id, None, now))
    };
    parts.store.write("bench", sign_in).await.expect("a session");
    let figment = rocket::figment::Figment::from(rocket::Config {
        log_level: rocket::config::LogLevel::Off,
        ..rocket::Config::debug_default()
    });
    let client = Client::untracked(portal(parts.clone(), figment)).await.expect("a portal");
    client.rocket().shutdown().notify();
    let post = async |address: &'static str, body: String| {
        let begun = Instant::now();
        let request = client.post(address).header(ContentType::Form).body(body);
        let request =
            request.header(Header::new("Sec-Fetch-Site", "same-origin")).cookie(("preau", token.clone()));
        let page = request.dispatch().await.into_string().await.unwrap_or_default();
        (begun.elapsed(), page)
    };
    let fields = "du=2026-12-03&motif=greve";
    let new = "/mairie/fermetures/nouvelle";
    let (shown, page) = post(new, format!("{fields}&geste=voir")).await;
    let hidden = |name: &str| {
        let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("a field");
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    let form = format!("{fields}&n={}&vus={}&geste=fermer", hidden("n"), hidden("vus"));
    let (closed, _) = post(new, form).await;
    let queued = parts.store.read(outbox::mails).expect("mails").len();
    assert_eq!(queued as u32, FAMILIES, "a mail for each family");
    assert_eq!(parts.store.read(|r| store::month_of_all(r, day)).expect("bookings"), []);
    let (undone, _) = post("/mairie/fermetures/1", "geste=annuler".into()).await;
    let back = parts.store.read(|r| store::month_of_all(r, day)).expect("bookings").len();
    println!("{back} bookings came back");
    [shown, closed, undone]
}
