//! Data that an older program wrote.

use std::path::Path;

use preau::{family, platform::store::migrate};
use redb::{Database, ReadableTable, TableDefinition};
use serde_json::value::RawValue;

use crate::{
    program::Desk,
    town::{fixture, open},
};

type Bytes = TableDefinition<'static, &'static [u8], &'static [u8]>;

/// Indexes that the first schema did not have.
const NEW: [&str; 2] = ["family-search-1", "account-by-place-1"];

/// Makes a database what the first schema wrote.
fn age(file: &Path) {
    let db = Database::open(file).expect("a database");
    let tx = db.begin_write().expect("a transaction");
    for name in NEW {
        let mut table = tx.open_table(Bytes::new(name)).expect("a table");
        table.retain(|_, _| false).expect("an empty table");
    }
    let mut journal = tx.open_table(Bytes::new("journal-1")).expect("a table");
    let entries = journal
        .iter()
        .expect("rows")
        .map(|row| row.map(|(key, value)| (key.value().to_vec(), without(value.value()))));
    for (key, value) in entries.collect::<Result<Vec<_>, _>>().expect("rows") {
        journal.insert(key.as_slice(), value.as_slice()).expect("a row");
    }
    drop(journal);
    let mut schema = tx.open_table(Bytes::new("schema-1")).expect("a table");
    schema.insert([].as_slice(), b"11".as_slice()).expect("a row");
    drop(schema);
    tx.commit().expect("a commit");
}

/// An entry of the journal, to the byte what it was but for what it says of those indexes.
fn without(document: &[u8]) -> Vec<u8> {
    #[derive(serde::Serialize, serde::Deserialize)]
    struct Entry {
        at: Box<RawValue>,
        who: Box<RawValue>,
        changes: Vec<Box<RawValue>>,
    }
    let mut entry: Entry = serde_json::from_slice(&document[1..]).expect("an entry");
    let of_new =
        |change: &RawValue| NEW.iter().any(|name| change.get().contains(&format!("\"table\":\"{name}\"")));
    entry.changes.retain(|change| !of_new(change));
    [&document[..1], &serde_json::to_vec(&entry).expect("JSON")].concat()
}

fn rows(file: &Path, name: &'static str) -> usize {
    let db = Database::open(file).expect("a database");
    let tx = db.begin_write().expect("a transaction");
    let table = tx.open_table(Bytes::new(name)).expect("a table");
    table.iter().expect("rows").count()
}

#[test]
fn data_of_the_first_schema_are_kept_aside_and_brought_up_once() {
    let desk = Desk::with(&fixture().database);
    let file = desk.path("data/preau.redb");
    let before = NEW.map(|name| rows(&file, name));
    age(&file);
    assert_eq!(NEW.map(|name| rows(&file, name)), [0, 0]);
    let serve = desk.serve("data");
    serve.stop();
    assert_eq!(NEW.map(|name| rows(&file, name)), before);
    let store = open(&file);
    assert_eq!(store.read(migrate::schema).expect("a schema"), migrate::KNOWN);
    let found = store.read(family::store::entries).expect("entries").iter().count();
    assert_eq!(found, before[0], "each family is found");
    drop(store);
    assert!(desk.list("data").contains(&"avant-schema-4.sauvegarde".to_owned()), "{:?}", desk.list("data"));
    desk.in_order("data");
    // The copy is what there was: restored, it is brought up in its turn.
    desk.restore("data/avant-schema-4.sauvegarde", "again");
    let ended = desk.run("again", &["check"]);
    assert!(ended.err.contains("version plus ancienne"), "{}", ended.err);
    assert!(ended.out.starts_with("Tout est en ordre"), "{}", ended.out);
    assert_eq!(desk.run("again", &["check"]).err, "", "once is enough");
}
