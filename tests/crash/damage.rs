//! Damage planted behind the program's back, which `check` must find.

use redb::{Database, ReadableDatabase, ReadableTable, ReadableTableMetadata, TableDefinition, TableHandle};

use crate::{keep::sample, program::Desk};

type Open<'t> = redb::Table<'t, &'static [u8], &'static [u8]>;

const fn table(name: &str) -> TableDefinition<'_, &'static [u8], &'static [u8]> {
    TableDefinition::new(name)
}

/// A desk with the sample restored, of which one table was changed.
fn damaged(name: &str, change: impl FnOnce(&mut Open)) -> Desk {
    let desk = Desk::new();
    desk.write("sample.preau", sample());
    desk.restore("sample.preau", "data");
    let db = Database::open(desk.path("data/preau.redb")).expect("a database");
    let tx = db.begin_write().expect("a transaction");
    let mut open = tx.open_table(table(name)).expect("a table");
    let before = open.len().expect("a length");
    assert!(before > 0, "{name} has rows");
    change(&mut open);
    drop(open);
    tx.commit().expect("a commit");
    desk
}

/// `check` ends with 1 and says each of these, of the closed data and of the portal that runs on them.
#[track_caller]
fn found(desk: &Desk, words: &[&str]) {
    let closed = desk.run("data", &["check"]);
    let serve = desk.serve("data");
    let running = desk.run("data", &["check"]);
    serve.stop();
    for ended in [closed, running] {
        assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
        assert!(ended.err.contains("défaut"), "{}", ended.err);
        for words in words {
            assert!(ended.err.contains(words), "{words:?} is not in {}", ended.err);
        }
    }
}

/// The key and the document of a row: the first that is as asked.
fn row(open: &Open, wanted: impl Fn(&str) -> bool) -> (Vec<u8>, String) {
    let rows = open.iter().expect("rows").map(|row| {
        let (key, value) = row.expect("a row");
        let text = String::from_utf8(value.value().to_vec()).expect("a document");
        (key.value().to_vec(), text)
    });
    let mut rows = rows.filter(|(_, text)| wanted(text));
    rows.next().expect("a row")
}

fn remove_first(open: &mut Open) {
    let (key, _) = row(open, |_| true);
    let removed = open.remove(&key[..]).expect("a row").is_some();
    assert!(removed);
}

fn set(open: &mut Open, key: &[u8], text: &str) {
    open.insert(key, text.as_bytes()).expect("a row");
}

#[test]
fn an_index_that_has_lost_a_row_is_found() {
    let desk = damaged("family-children-1", remove_first);
    found(&desk, &["is not in the index of family", ": missing"]);
    let desk = damaged("account-by-mail-1", remove_first);
    found(&desk, &["is not found by its address"]);
    let desk = damaged("outbox-due-1", remove_first);
    // Of the closed data only: the portal that runs would try its mails meanwhile.
    let ended = desk.run("data", &["check"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains("waits and is not in the queue"), "{}", ended.err);
}

#[test]
fn a_count_of_places_that_is_off_by_one_is_found() {
    for (number, words) in [(1, "places counted"), (-1, "booked")] {
        let desk = damaged("places-1", |open| {
            let (key, text) = row(open, |_| true);
            // A document is the byte `1` and JSON.
            let taken: i64 = text[1..].parse().expect("a count");
            set(open, &key, &format!("1{}", taken + number));
        });
        found(&desk, &[words, "places-1", "not what the journal says"]);
    }
    let desk = damaged("places-1", remove_first);
    found(&desk, &["none counted"]);
}

#[test]
fn an_entry_that_the_journal_has_lost_is_found() {
    let desk = damaged("journal-1", |open| {
        open.remove(&3u64.to_be_bytes()[..]).expect("a row");
    });
    found(&desk, &["entry 3 is missing"]);
    let desk = damaged("journal-1", |open| drop(open.pop_last().expect("a row")));
    // Whatever the last entry told of: a booking, a sign-in.
    found(&desk, &["the journal"]);
    let desk = damaged("journal-1", |open| drop(open.pop_first().expect("a row")));
    found(&desk, &["entry 1 is missing", "the journal does not know it"]);
}

#[test]
fn a_row_that_was_changed_behind_the_journal_is_found() {
    let desk = damaged("child-months-1", |open| {
        let (key, text) = row(open, |text| text.contains("b."));
        set(open, &key, &text.replacen("b.", "..", 1));
    });
    found(&desk, &["child-months-1", "not what the journal says"]);
    let desk = damaged("families-1", |open| {
        let (key, text) = row(open, |text| text.contains("ALAIN"));
        set(open, &key, &text.replacen("ALAIN", "ALAIM", 1));
    });
    found(&desk, &["families-1", "not what the journal says"]);
    let desk = damaged("guardians-1", remove_first);
    found(&desk, &["guardians-1", ": missing"]);
    let desk = damaged("household-sheets-1", |open| set(open, &9999u32.to_be_bytes(), "1{}"));
    found(&desk, &["household-sheets-1 0000270f: the journal does not know it"]);
}

#[test]
fn a_row_that_cannot_be_read_is_named() {
    let desk = damaged("child-months-1", |open| {
        let (key, _) = row(open, |_| true);
        set(open, &key, "1{");
    });
    desk.run("data", &["check"]).refused("child-months-1");
}

#[test]
fn a_page_that_has_changed_on_the_disk_is_found() {
    let desk = Desk::new();
    desk.write("sample.preau", sample());
    desk.restore("sample.preau", "data");
    let mut file = desk.read("data/preau.redb");
    let name = b"ALAIN";
    let at: Vec<usize> = (0..file.len()).filter(|at| file[*at..].starts_with(name)).collect();
    assert!(!at.is_empty(), "the name is in the file");
    for at in at {
        file[at] = b'O';
    }
    desk.write("data/preau.redb", &file);
    let ended = desk.run("data", &["check"]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{}", ended.err);
}

const PAGE: usize = 4096;

fn page_of(file: &[u8], page: usize) -> &[u8] {
    file.get(page * PAGE..(page + 1) * PAGE).unwrap_or_default()
}

/// The whole program says of a damage on which redb panics what it says of any other.
#[test]
fn a_page_on_which_redb_panics_is_refused_in_a_sentence() {
    let desk = Desk::new();
    desk.write("sample.preau", sample());
    desk.restore("sample.preau", "data");
    let whole = desk.read("data/preau.redb");
    // Whatever the page, a command ends in words: some panics come while another goes by, which nothing can catch.
    let said = |page: usize, command: &[&str]| {
        let mut bytes = whole.clone();
        bytes.copy_within(PAGE..2 * PAGE, page * PAGE);
        desk.write("data/preau.redb", &bytes);
        let ended = desk.run("data", command);
        assert!(matches!(ended.code, Some(0 | 1)), "page {page}, {command:?}: {ended:?}");
        assert!(!ended.err.contains("panicked"), "page {page}, {command:?}: {ended:?}");
        ended
    };
    let panics = |page: &usize| said(*page, &["check"]).err.contains("damaged, at");
    // It does on the list of the tables and pages near it, old ones and the one in use; those are tried first.
    let name = b"places-1";
    let pages = whole.len() / PAGE;
    let lists: Vec<usize> =
        (2..pages).filter(|page| page_of(&whole, *page).windows(name.len()).any(|at| at == name)).collect();
    let far = |page: &usize| lists.iter().map(|list| list.abs_diff(*page)).min();
    let mut near: Vec<usize> = (2..pages).collect();
    near.sort_by_key(far);
    let found: Vec<usize> = near.into_iter().filter(panics).take(1).collect();
    assert!(!found.is_empty(), "redb panics no more: this test says nothing");
    for page in found {
        for command in [&["serve"][..], &["backup", "new.preau"], &["check"]] {
            said(page, command).refused("La base de données ne peut pas être ouverte");
        }
    }
    assert_eq!(desk.list(""), ["data", "sample.preau", "tmp"], "no backup of it");
}

/// The sample, of a schema that is not known here, in which a table was done away with.
fn newer() -> Desk {
    // The document of the next number.
    let newer = format!("1{}", preau::platform::store::migrate::KNOWN + 1);
    let desk = damaged("schema-1", |open| set(open, &[], &newer));
    let db = Database::open(desk.path("data/preau.redb")).expect("a database");
    let tx = db.begin_write().expect("a transaction");
    tx.delete_table(table("places-1")).expect("a table");
    tx.commit().expect("a commit");
    desk
}

#[test]
fn data_of_a_newer_schema_are_refused() {
    let desk = newer();
    for command in [&["serve"][..], &["check"], &["backup", "new.preau"]] {
        desk.run("data", command).refused("version plus récente");
    }
    assert_eq!(desk.list(""), ["data", "sample.preau", "tmp"]);
}

#[test]
fn data_of_a_newer_schema_are_left_as_they_are() {
    let desk = newer();
    desk.run("data", &["serve"]).refused("version plus récente");
    let db = Database::open(desk.path("data/preau.redb")).expect("a database");
    let snapshot = db.begin_read().expect("a snapshot");
    let mut known = snapshot.list_tables().expect("tables");
    assert!(!known.any(|known| known.name() == "places-1"), "a table was added");
}
