//! How long the bills of a month take for 900 children, their documents included.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use chrono::NaiveDate;
use preau::{
    activity::ServiceId,
    family::{ChildId, FamilyId},
    invoice::{
        OfficeId, job,
        run::{Issuing, Run},
        store as invoices,
    },
    platform::{money::Cents, store::Write},
    reservation::{Booking, Cell, store},
};
use rocket::tokio::runtime::Runtime;

use super::town::{FIRST, Town, tuesday};

/// Two children each.
const FAMILIES: u32 = 450;

/// Prints the times.
pub fn run(server: &Runtime, folder: &Path) {
    let (bills, documents, issued, bytes) = server.block_on(measure(folder));
    println!(
        "| factures, 900 enfants, 12 jours de cantine et de garderie | émises | documents | en tout, visé 10 s | octets par document |"
    );
    println!("|---|---|---|---|---|");
    let seconds = |time: Duration| format!("{:.2} s", time.as_secs_f64());
    println!(
        "| {issued} factures | {} | {} | {} | {bytes} |",
        seconds(bills),
        seconds(documents),
        seconds(bills + documents)
    );
}

async fn measure(folder: &Path) -> (Duration, Duration, u32, usize) {
    let town = Town::new(tuesday(), FAMILIES);
    let parts = town.parts(&folder.join("bills.redb"));
    town.fill(&parts).await;
    let days: Vec<NaiveDate> = ["01", "03", "04", "07", "10", "11", "14", "15", "16", "17", "18"]
        .iter()
        .filter_map(|day| format!("2026-12-{day}").parse().ok())
        .collect();
    let booked = move |w: &Write| {
        let children = (FIRST..FIRST + FAMILIES).flat_map(|n| [(n, n * 2), (n, n * 2 + 1)]);
        let cells = children.flat_map(|(family, child)| {
            let days = days.clone();
            [3, 6].into_iter().flat_map(move |service| {
                let cell = move |day: &NaiveDate| {
                    let cell = Cell { child: ChildId(child), service: ServiceId(service), day: *day };
                    (FamilyId(family), cell, Some(Booking::OnTime))
                };
                days.clone().iter().map(cell).collect::<Vec<_>>()
            })
        });
        store::set(w, cells, |_| None, |_| None)
    };
    parts.store.write("bench", booked).await.expect("bookings");
    let on = |text: &str| text.parse::<NaiveDate>().expect("a date");
    let run = Run {
        office: OfficeId(1),
        services: (1..=8).map(ServiceId).collect(),
        first: on("2026-12-01"),
        last: on("2026-12-31"),
        today: on("2027-01-04"),
        due: on("2027-02-03"),
        only: None,
    };
    let issuing = Issuing {
        run,
        who: "bench".into(),
        at: parts.clock.now(),
        next: FamilyId::MIN,
        done: 0,
        all: FAMILIES,
        bills: 0,
        credits: 0,
        total: Cents::ZERO,
        ended: None,
    };
    let id = parts.store.write("bench", move |w| invoices::add_run(w, &issuing)).await.expect("a run");
    let begun = Instant::now();
    let ended = || {
        let known = parts.store.read(|r| invoices::issuing(r, id)).expect("a run");
        known.filter(|known| known.ended.is_some())
    };
    while ended().is_none() {
        job::step(&parts).await.expect("a step");
    }
    let bills = begun.elapsed();
    job::run(&parts).await.expect("documents");
    let documents = begun.elapsed() - bills;
    let issued = ended().expect("it is done").bills;
    let first = parts.store.read(|r| invoices::of_family(r, FamilyId(FIRST))).expect("bills").remove(0);
    let document = parts.store.read(|r| invoices::document(r, &first.number)).expect("a read");
    (bills, documents, issued, document.expect("a document").len())
}
