//! How long a file of families takes to come in, and how long a parent who saves meanwhile waits.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{NaiveDate, TimeDelta};
use preau::{
    family::{
        import::{
            line::Choices,
            record::read,
            run,
            waiting::{Import, ImportId, Report, State},
        },
        store,
    },
    platform::{Parts, outbox, store::Write},
};
use rocket::tokio::{runtime::Runtime, time::sleep};

use super::town::{Town, tuesday};

/// Prints the times of files of so many lines, among so many families.
pub fn run(server: &Runtime, folder: &Path) {
    println!(
        "| import | lu | montré | fait, visé 5 s pour 2 000 lignes | attente la plus longue d’un parent |"
    );
    println!("|---|---|---|---|---|");
    for (families, lines) in [(50, 2_000), (5_000, 2_000), (50, 50_000)] {
        let town = Town::new(tuesday(), families);
        let parts = town.parts(&folder.join(format!("{families}-{lines}.redb")));
        server.block_on(town.fill(&parts));
        for (what, text) in
            [("nouvelles", pupils(lines)), ("les mêmes", pupils(lines)), ("responsables", people(lines))]
        {
            let [read, shown, done, waited] = server.block_on(measure(&parts, &text, lines));
            println!(
                "| {lines} lignes {what}, {families} familles | {:.2} s | {:.2} s | {:.2} s | {:.0} ms |",
                read.as_secs_f64(),
                shown.as_secs_f64(),
                done.as_secs_f64(),
                waited.as_secs_f64() * 1000.0
            );
        }
    }
}

async fn measure(parts: &Arc<Parts>, text: &str, lines: u32) -> [Duration; 4] {
    let now = parts.clock.now();
    let today = now.date_naive();
    let begun = Instant::now();
    let file = read(text.as_bytes(), today).expect("a file");
    let read = begun.elapsed();
    let shown = parts.store.read(|r| run::preview(r, &file, &Choices::default(), today)).expect("a preview");
    assert_eq!(shown.lines.len(), lines as usize);
    let shown = begun.elapsed() - read;
    let import = Import {
        name: "bench.csv".into(),
        by: String::new(),
        at: now,
        lines,
        choices: Choices::default(),
        state: State::Running { who: "bench".into() },
        report: Report::default(),
    };
    let text = text.to_owned();
    let add = move |w: &Write| store::add_import(w, ImportId(1), &import, &text);
    parts.store.write("bench", add).await.expect("a file that waits");
    let over = Arc::new(AtomicBool::new(false));
    let parent = rocket::tokio::spawn(parent(parts.clone(), over.clone()));
    let begun = Instant::now();
    run::run(parts).await.expect("the import");
    let done = begun.elapsed();
    over.store(true, Ordering::SeqCst);
    let import = parts.store.read(|r| store::import(r, ImportId(1))).expect("a row").expect("the import");
    assert!(matches!(import.state, State::Done { .. }) && import.report.wrong == 0, "{:?}", import.report);
    [read, shown, done, parent.await.expect("a parent")]
}

/// Asks for its turn on the writer again and again; gives the longest wait.
async fn parent(parts: Arc<Parts>, over: Arc<AtomicBool>) -> Duration {
    let mut longest = Duration::ZERO;
    while !over.load(Ordering::SeqCst) {
        let begun = Instant::now();
        let small = |w: &Write| outbox::retry_all(w, chrono::DateTime::UNIX_EPOCH);
        parts.store.write("bench", small).await.expect("a write");
        longest = longest.max(begun.elapsed());
        sleep(Duration::from_millis(5)).await;
    }
    longest
}

/// A name for each number.
fn letters(mut number: u32) -> String {
    let letter = |_| {
        let letter = char::from(b'a' + (number % 26) as u8);
        number /= 26;
        letter
    };
    (0..5).map(letter).collect()
}

/// Two children a family.
fn pupils(lines: u32) -> String {
    let mut text =
        String::from("Nom élève;Prénom élève;Date naissance;Sexe;Adresse1;Cp1;Commune1;Libellé classe\n");
    for number in 0..lines {
        let born = NaiveDate::default() + TimeDelta::days(17_000 + i64::from(number % 3_600));
        let family = number / 2;
        text += &format!(
            "{};{};{};F;{} rue Neuve;44999;Valpréau;\n",
            letters(family),
            letters(number * 11),
            born.format("%d/%m/%Y"),
            family % 900
        );
    }
    text
}

/// Two guardians a family.
fn people(lines: u32) -> String {
    let mut text = String::from(
        "Civilité Responsable;Nom responsable;Prénom responsable;Adresse responsable;CP responsable;Commune responsable;Courriel;Téléphone portable;Nom d'usage enfant;Nom de famille enfant;Prénom enfant;Classes enfants\n",
    );
    for number in 0..lines {
        let family = number / 2;
        text += &format!(
            "MME;{0};{1};{2} rue Neuve;44999;Valpréau;p{number}@famille.example;06{number:08};;{0};{3};;;{0};{4};\n",
            letters(family),
            letters(number * 7 + 1),
            family % 900,
            letters(family * 2 * 11),
            letters((family * 2 + 1) * 11)
        );
    }
    text
}
