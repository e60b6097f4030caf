//! Backups made while the town books, brought back on an empty machine; the marker; a file that fails.

use std::{fs, sync::OnceLock, thread, time::Duration};

use chrono::DateTime;
use preau::platform::store::backup::{self, Header};
use rand::RngExt;

use crate::{
    family::{self, Family},
    kills::{back_up, restores_to_one_moment},
    program::Desk,
    town::fixture,
};

/// Twenty families book on this desk while `work` is done; the portal stays open.
pub fn under_load<T>(desk: &Desk, work: impl FnOnce() -> T) -> (T, Vec<Family>) {
    let mut families = family::all(desk.port, rand::random::<u32>().into());
    let done = family::book_while(&mut families, desk.port, work);
    let unsure = families.iter().filter(|family| family.unsure.is_some());
    assert_eq!(unsure.count(), 0, "the portal answers everybody");
    (done, families)
}

/// A backup of a town that has booked; made when it is first asked for.
pub fn sample() -> &'static [u8] {
    static MADE: OnceLock<Vec<u8>> = OnceLock::new();
    MADE.get_or_init(|| {
        let desk = Desk::with(&fixture().database);
        let serve = desk.serve("data");
        under_load(&desk, || back_up(&desk, "early.preau").expect("a backup"));
        // After the first: it holds every form, and the mails that wait.
        back_up(&desk, "sample.preau").expect("a backup");
        serve.stop();
        desk.read("sample.preau")
    })
}

#[test]
fn a_backup_under_load_restores_to_one_moment_and_to_the_same_rows() {
    let desk = Desk::with(&fixture().database);
    let serve = desk.serve("data");
    let names = ["1.preau", "2.preau", "3.preau"];
    let (copies, families) = under_load(&desk, || names.map(|name| back_up(&desk, name).expect("a backup")));
    serve.stop();
    let forms: usize = families.iter().map(|known| known.history.len() - 1).sum();
    let mut moments = Vec::new();
    for copy in copies {
        let took = restores_to_one_moment(&desk, &families, &copy);
        let (header, rows) = opened(&desk.read(&copy.file));
        println!("{forms} forms; a backup of {} rows, restored in {took:?}", header.rows);
        moments.push(header.last);

        desk.restore(&copy.file, "again");
        assert!(back_up_of(&desk, "again", "again.preau"));
        assert!(opened(&desk.read("again.preau")) == (header, rows), "the same rows, to the byte");
        desk.remove("again");
    }
    assert!(moments[0] < moments[2], "the town booked meanwhile");
}

fn back_up_of(desk: &Desk, data: &str, file: &str) -> bool {
    let ended = desk.run(data, &["backup", file]);
    ended.code == Some(0) && ended.out.starts_with("Sauvegarde faite")
}

/// A whole backup: what it says of itself, but for the moment, and the bytes of its rows.
fn opened(file: &[u8]) -> (Header, Vec<u8>) {
    let header = backup::read(&mut &file[..], &mut |_, _, _, _| Ok(())).expect("a backup");
    let lines = file.splitn(3, |byte| *byte == b'\n').nth(2);
    let mut rows = lines.expect("rows").to_vec();
    rows.truncate(rows.len() - 32);
    let at = DateTime::UNIX_EPOCH;
    (Header { at, ..header }, rows)
}

#[test]
fn data_that_are_not_where_they_were_are_missed_and_brought_back() {
    let desk = Desk::new();
    desk.write("sample.preau", sample());
    desk.restore("sample.preau", "data");
    desk.serve("data").stop();
    fs::remove_file(desk.path("data/preau.redb")).expect("the disk is another one");
    let left = desk.list("data");
    assert_eq!(left, ["preau.repere"], "nothing else is kept there");

    let words = "Il devrait y avoir des données";
    desk.run("data", &["serve"]).refused(words);
    desk.run("data", &["backup", "new.preau"]).refused(words);
    assert_eq!(desk.list("data"), left, "no new database was begun");

    desk.restore("sample.preau", "data");
    let serve = desk.serve("data");
    desk.in_order("data");
    serve.stop();
}

#[test]
fn a_restoration_that_is_killed_leaves_nothing_and_is_done_again() {
    let desk = Desk::new();
    desk.write("sample.preau", sample());
    for _ in 0..5 {
        let restoring = desk.start_restoring("sample.preau", "data");
        thread::sleep(Duration::from_millis(rand::rng().random_range(0..200)));
        restoring.kill();
        if desk.path("data/preau.redb").exists() {
            desk.in_order("data");
            desk.remove("data");
        }
    }
    if !desk.path("data/preau.redb").exists() {
        desk.restore("sample.preau", "data");
    }
    desk.in_order("data");
    assert_eq!(desk.list("data"), ["preau.redb", "preau.repere"]);
}

#[test]
fn a_backup_that_fails_says_so_and_leaves_what_was_there() {
    let desk = Desk::with(&fixture().database);
    desk.write("nowhere/file", b"");
    desk.write("kept.preau", sample());
    for name in ["missing/new", "nowhere/file/new"] {
        desk.run("data", &["backup", &format!("{name}.preau")]).refused(name);
    }
    let serve = desk.serve("data");
    desk.back_up_within(64, "kept.preau").refused("kept");
    desk.back_up_within(64, "new.preau").refused("new");
    desk.in_order("data");
    serve.stop();

    assert!(desk.read("kept.preau") == sample(), "the old one is kept");
    let left = ["data", "kept.preau", "nowhere", "tmp"];
    assert_eq!(desk.list(""), left, "nothing partial is left");
    assert!(back_up_of(&desk, "data", "kept.preau"), "there is room again");
    assert!(desk.read("kept.preau") != sample());
    desk.restore("kept.preau", "restored");
}

#[test]
fn a_backup_named_like_a_folder_leaves_nothing() {
    let desk = Desk::with(&fixture().database);
    desk.write("folder.preau/file", b"");
    desk.run("data", &["backup", "folder.preau"]).refused("folder.preau");
    assert_eq!(desk.list(""), ["data", "folder.preau", "tmp"]);
}

#[test]
fn a_backup_touches_no_other_file() {
    let desk = Desk::with(&fixture().database);
    desk.write("week.partiel", b"somebody's");
    assert!(back_up_of(&desk, "data", "week.preau"));
    assert_eq!(desk.read("week.partiel"), b"somebody's");
    let serve = desk.serve("data");
    thread::scope(|scope| {
        for file in ["town.monday", "town.tuesday"] {
            let desk = &desk;
            scope.spawn(move || assert!(back_up_of(desk, "data", file), "two at once"));
        }
    });
    serve.stop();
    desk.restore("town.monday", "monday");
    desk.restore("town.tuesday", "tuesday");
}

#[test]
fn a_backup_takes_the_place_of_a_backup_only() {
    let desk = Desk::with(&fixture().database);
    desk.write("letter.odt", b"somebody's");
    for file in ["data/preau.redb", "letter.odt"] {
        desk.run("data", &["backup", file]).refused(file);
    }
    assert_eq!(desk.read("letter.odt"), b"somebody's");
    desk.in_order("data");
}

#[test]
fn where_there_are_no_data_nothing_is_begun() {
    let desk = Desk::new();
    desk.write("kept.preau", sample());
    desk.run("data", &["backup", "kept.preau"]).refused("pas de données");
    assert!(desk.read("kept.preau") == sample(), "the good one is kept");
    desk.run("data", &["check"]).refused("Aucune commune");
    assert_eq!(desk.list("data"), Vec::<String>::new());
    desk.restore("kept.preau", "data");
    desk.serve("data").stop();
}

/// Between the moment that a portal has the data and the one that it answers for them, and when it ends, a
/// check and a backup wait for it.
#[test]
fn a_portal_that_starts_or_ends_keeps_nobody_from_checking() {
    let desk = Desk::with(&fixture().database);
    let both = || {
        desk.in_order("data");
        assert!(back_up_of(&desk, "data", "copy.preau"), "a backup");
    };
    for _ in 0..3 {
        let mut serve = desk.start_serving("data");
        both();
        serve.answers(desk.port);
        thread::scope(|scope| {
            let stopping = scope.spawn(|| serve.stop());
            while !stopping.is_finished() {
                both();
            }
        });
    }
}

/// Redb's own mark that a file was not closed: a bit of the byte behind its nine letters.
#[test]
fn the_database_is_closed_when_the_portal_is_asked_to_end() {
    let closed = |desk: &Desk| desk.read("data/preau.redb")[9] & 2 == 0;
    let desk = Desk::with(&fixture().database);
    desk.serve("data").stop();
    assert!(closed(&desk), "asked to end, it closes");
    desk.serve("data").kill();
    assert!(!closed(&desk), "killed, it cannot");
}
