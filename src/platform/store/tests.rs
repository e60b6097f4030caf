//! The door's promises, on a database in memory.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use super::*;

const NOTES: Table<u32, String> = Table::new("notes-1");
const RULES: Table<(), u32> = Table::new("rules-1").kept();
const PASSING: Table<u32, u32> = Table::new("passing-1").not_journalled();

fn tables() -> [TableInfo; 3] {
    [NOTES.info(), RULES.info(), PASSING.info()]
}

fn store() -> Store {
    Store::in_memory(&tables(), Clock::real(), Box::new(|| None)).unwrap()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

fn notes(store: &Store) -> Vec<(u32, String)> {
    store.read(|r| r.all(&NOTES)).unwrap()
}

fn journal(store: &Store) -> Vec<(u64, journal::Entry)> {
    store.read(|r| journal::entries(r, 1, usize::MAX)).unwrap()
}

#[test]
fn what_is_acknowledged_is_read_back() {
    let store = store();
    runtime().block_on(async {
        store.write("test", |w| w.put(&NOTES, &1, &"un".to_owned())).await.unwrap();
    });
    assert_eq!(notes(&store), [(1, "un".to_owned())]);
}

#[test]
fn an_error_leaves_nothing_behind_and_does_not_touch_its_neighbours() {
    let store = store();
    runtime().block_on(async {
        store.write("test", |w| w.put(&NOTES, &1, &"before".to_owned())).await.unwrap();
        let good = store.write("test", |w| w.put(&NOTES, &2, &"good".to_owned()));
        let bad = store.write("test", |w| {
            w.put(&NOTES, &1, &"changed".to_owned())?;
            w.delete(&NOTES, &2)?;
            w.put(&NOTES, &3, &"new".to_owned())?;
            Err::<(), _>(StoreError::Full)
        });
        let last = store.write("test", |w| w.put(&NOTES, &4, &"last".to_owned()));
        let (good, bad, last) = rocket::tokio::join!(good, bad, last);
        assert!(good.is_ok() && last.is_ok());
        assert!(matches!(bad, Err(StoreError::Full)));
    });
    let texts: Vec<_> = notes(&store).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["before", "good", "last"]);
    assert_eq!(journal(&store).len(), 3, "the failed write is not in the journal");
}

#[test]
fn a_panic_is_undone_and_the_writer_goes_on() {
    let store = store();
    runtime().block_on(async {
        let broken = store.write("test", |w| {
            w.put(&NOTES, &1, &"half".to_owned())?;
            if notes_are_there(w)? {
                panic!("planted");
            }
            Ok::<_, StoreError>(())
        });
        assert!(matches!(broken.await, Err(StoreError::Interrupted)));
        store.write("test", |w| w.put(&NOTES, &2, &"whole".to_owned())).await.unwrap();
    });
    assert_eq!(notes(&store), [(2, "whole".to_owned())]);
}

fn notes_are_there(r: &impl Reading) -> Result<bool, StoreError> {
    Ok(!r.all(&NOTES)?.is_empty())
}

#[test]
fn a_damaged_row_can_still_be_replaced() {
    let store = store();
    runtime().block_on(async {
        for damaged in [&b""[..], b"1", b"1{", b"\xff\xfe"] {
            let key = 7u32.bytes();
            store.write("test", move |w| w.change(NOTES.info(), key, Some(damaged.to_vec()))).await.unwrap();
            assert!(store.read(|r| r.get(&NOTES, &7)).is_err(), "it cannot be read");
            store.write("test", |w| w.put(&NOTES, &7, &"whole".to_owned())).await.unwrap();
            assert_eq!(notes(&store), [(7, "whole".to_owned())]);
        }
    });
}

#[test]
fn every_write_is_journalled_with_who_before_and_after() {
    let store = store();
    runtime().block_on(async {
        store.write("alice", |w| w.put(&NOTES, &7, &"a".to_owned())).await.unwrap();
        store
            .write("bob", |w| {
                w.put(&NOTES, &7, &"b".to_owned())?;
                w.put(&PASSING, &1, &1)
            })
            .await
            .unwrap();
        store.write("carol", |w| w.put(&PASSING, &1, &2)).await.unwrap();
        store.write("dave", |w| w.delete(&NOTES, &7)).await.unwrap();
    });
    let told: Vec<_> = journal(&store)
        .into_iter()
        .map(|(number, entry)| {
            let text =
                |raw: &Option<Box<serde_json::value::RawValue>>| raw.as_ref().map(|r| r.get().to_owned());
            let changes: Vec<_> = entry
                .changes
                .iter()
                .map(|c| (c.table.clone(), c.key.clone(), text(&c.before), text(&c.after)))
                .collect();
            (number, entry.who, changes)
        })
        .collect();
    let row = |before: Option<&str>, after: Option<&str>| {
        vec![("notes-1".to_owned(), "00000007".to_owned(), before.map(String::from), after.map(String::from))]
    };
    assert_eq!(
        told,
        [
            (1, "alice".to_owned(), row(None, Some("\"a\""))),
            (2, "bob".to_owned(), row(Some("\"a\""), Some("\"b\""))),
            (3, "dave".to_owned(), row(Some("\"b\""), None)),
        ]
    );
}

#[test]
fn the_journal_replayed_gives_the_same_data_rows_of_indexes_too() {
    const INDEX: Table<(u32, u32), ()> = Table::new("index-1");
    let tables = [NOTES.info(), INDEX.info()];
    let store = Store::in_memory(&tables, Clock::real(), Box::new(|| None)).unwrap();
    runtime().block_on(async {
        store
            .write("test", |w| {
                w.put(&NOTES, &1, &"a".to_owned())?;
                w.put(&INDEX, &(1, 2), &())
            })
            .await
            .unwrap();
        store.write("test", |w| w.put(&NOTES, &1, &"b".to_owned())).await.unwrap();
        store.write("test", |w| w.delete(&INDEX, &(1, 2))).await.unwrap();
        store.write("test", |w| w.put(&INDEX, &(3, 4), &())).await.unwrap();
    });
    let faults = |tables: &[TableInfo]| store.read(|r| check::replay(r, tables, &mut |_, _| ())).unwrap();
    assert_eq!(faults(&tables), Vec::<String>::new());
    // A table that the journal speaks of and the check does not know is missing: a fault is seen.
    assert_eq!(faults(&tables[..1]), ["index-1 0000000300000004: missing"]);
}

#[test]
fn a_disk_without_room_refuses_writes_reads_on_and_recovers() {
    let free = Arc::new(AtomicU64::new(u64::MAX));
    let seen = free.clone();
    let room: Room = Box::new(move || Some(seen.load(Ordering::SeqCst)));
    let store = Store::in_memory(&tables(), Clock::real(), room).unwrap();
    runtime().block_on(async {
        store.write("test", |w| w.put(&NOTES, &1, &"kept".to_owned())).await.unwrap();
        free.store(1024, Ordering::SeqCst);
        let refused = store.write("test", |w| w.put(&NOTES, &2, &"lost".to_owned())).await;
        assert!(matches!(refused, Err(StoreError::Full)));
        assert_eq!(notes(&store).len(), 1);
        free.store(u64::MAX, Ordering::SeqCst);
        store.write("test", |w| w.put(&NOTES, &2, &"again".to_owned())).await.unwrap();
    });
    assert_eq!(notes(&store).len(), 2);
}

#[test]
fn settings_are_loaded_once_and_again_after_a_change() {
    let store = store();
    let loads = AtomicU64::new(0);
    let read = || {
        store.read(|r| {
            r.settings(|r| {
                loads.fetch_add(1, Ordering::SeqCst);
                Ok(r.get(&RULES, &())?.unwrap_or(0))
            })
        })
    };
    runtime().block_on(async {
        assert_eq!(*read().unwrap() + *read().unwrap(), 0);
        store.write("test", |w| w.put(&RULES, &(), &5)).await.unwrap();
        assert_eq!((*read().unwrap(), *read().unwrap()), (5, 5));
        let seen = store.write("test", |w| {
            w.put(&RULES, &(), &6)?;
            let seen: Arc<u32> = w.settings(|r| Ok(r.get(&RULES, &())?.unwrap_or(0)))?;
            Ok::<_, StoreError>(*seen)
        });
        assert_eq!(seen.await.unwrap(), 6, "a write sees the settings that it changes");
        assert_eq!(*read().unwrap(), 6);
    });
    assert_eq!(loads.load(Ordering::SeqCst), 3);
}

#[test]
fn a_file_is_found_again_and_a_newer_one_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("town.redb");
    let open = || Store::open(&file, &tables(), Clock::real());
    runtime().block_on(async {
        let store = open().unwrap();
        store.write("test", |w| w.put(&NOTES, &1, &"kept".to_owned())).await.unwrap();
        assert!(matches!(open(), Err(StoreError::Held)), "one process at a time");
    });
    let store = open().unwrap();
    assert_eq!(notes(&store).len(), 1);
    assert_eq!(store.read(journal::last).unwrap(), 1);
    runtime().block_on(async {
        store.write("test", |w| w.put(&migrate::SCHEMA, &(), &99)).await.unwrap();
    });
    drop(store);
    assert!(matches!(open(), Err(StoreError::Newer { found: 99, .. })));
}

#[test]
fn a_store_closes_while_a_panic_goes_by() {
    let goes_by = std::thread::spawn(|| {
        let _store = store();
        std::panic::resume_unwind(Box::new("on purpose"));
    });
    assert!(goes_by.join().is_err(), "the panic arrives, and the program goes on");
}

#[test]
fn what_is_as_it_was_is_not_decoded_again_and_what_changed_is() {
    let (store, runtime) = (store(), runtime());
    let mut before = Vec::new();
    for (changes, same) in [
        (&[(1, Some("un")), (3, Some("trois"))][..], &[][..]),
        (&[], &[1, 3]),
        (&[(2, Some("deux")), (3, Some("tres"))], &[1]),
        (&[(1, None), (4, Some("quatre"))], &[2, 3]),
    ] {
        for (key, text) in changes.iter().copied() {
            let change = move |w: &Write| match text {
                Some(text) => w.put(&NOTES, &key, &text.to_owned()),
                None => w.delete(&NOTES, &key),
            };
            runtime.block_on(store.write("test", change)).unwrap();
        }
        let after = store.read(|r| r.all_again(&NOTES, &before)).unwrap();
        let rows: Vec<(u32, String)> = after.iter().map(|row| (row.key, row.value.clone())).collect();
        assert_eq!(rows, notes(&store));
        let kept = after.iter().filter(|row| before.iter().any(|known| std::sync::Arc::ptr_eq(known, row)));
        assert_eq!(kept.map(|row| row.key).collect::<Vec<_>>(), same);
        before = after;
    }
}
