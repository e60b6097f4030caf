//! What the process ends on: a disk that fails under a read or a write, a writer that panics. And what not.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use preau::{
    family::{self, FamilyId},
    platform::{
        clock::Clock,
        mail::Mail,
        outbox,
        store::{Fatal, Room, Store, StoreError, Table, Write},
    },
    tables,
};

use crate::{
    disk::{Disk, EIO, Fault},
    script::{data, runtime},
    town,
};

/// Counts how often the end is told.
fn counted() -> (Arc<AtomicUsize>, Fatal) {
    let heard = Arc::new(AtomicUsize::new(0));
    let count = heard.clone();
    let fatal = move |_: &StoreError| {
        count.fetch_add(1, Ordering::SeqCst);
    };
    (heard, Box::new(fatal))
}

fn on(
    backend: impl redb::StorageBackend,
    room: impl Fn() -> Option<u64> + Send + 'static,
) -> (Store, Arc<AtomicUsize>) {
    let (heard, fatal) = counted();
    let room: Room = Box::new(room);
    let store = Store::on(backend, &tables(), Clock::at(town::now()), room, fatal);
    (store.expect("a store"), heard)
}

fn write(store: &Store) -> Result<(), StoreError> {
    runtime().block_on(store.write("fatal", town::move_in(1..=1)))
}

/// More than the database keeps in memory, and how many operations opening it takes.
fn much() -> (Vec<u8>, usize) {
    let disk = Disk::default();
    let (store, _) = on(disk.clone(), || None);
    let queue = |w: &Write| {
        let mail = || Mail {
            to: "lucie.alain@famille.example".into(),
            from_name: "Valpréau".into(),
            subject: "Réservations".into(),
            text: "long ".repeat(1 << 18),
            html: String::new(),
            secret: false,
            ..Mail::default()
        };
        (0..40).try_for_each(|_| outbox::queue(w, mail(), "token", town::now()))
    };
    runtime().block_on(store.write("fatal", queue)).expect("a good disk");
    drop(store);
    let left = disk.left();
    let disk = Disk::with(&left, None, 0);
    let (store, _) = on(disk.clone(), || None);
    let opening = disk.done().len();
    drop(store);
    (left, opening)
}

#[test]
fn a_disk_that_fails_under_a_read_is_told_of_at_once_and_once() {
    let (left, at) = much();
    for lasting in [false, true] {
        let disk = Disk::with(&left, Some(Fault { at, error: EIO, lasting }), 0);
        let (store, heard) = on(disk.clone(), || None);
        assert!(!disk.failed(), "it opens");
        let read = store.read(outbox::mails).map(|mails| mails.len());
        assert!(matches!(read, Err(StoreError::Disk(_))), "{read:?}");
        assert_eq!(heard.load(Ordering::SeqCst), 1);
        data(&store).expect_err("nothing is read after it");
        assert!(matches!(write(&store), Err(StoreError::Interrupted)), "nor written");
        drop(store);
        assert_eq!(heard.load(Ordering::SeqCst), 1, "it was told already");
    }
}

#[test]
fn a_row_that_cannot_be_read_and_a_disk_without_room_are_lived_with() {
    const OTHERWISE: Table<u32, u32> = Table::new("families-1");
    let full = Arc::new(AtomicBool::new(false));
    let room = full.clone();
    let (store, heard) =
        on(Disk::default(), move || Some(if room.load(Ordering::SeqCst) { 0 } else { u64::MAX }));
    runtime().block_on(store.write("fatal", |w| w.put(&OTHERWISE, &1, &1))).expect("a write");
    let read = store.read(|r| family::store::family(r, FamilyId(1)));
    assert!(matches!(read, Err(StoreError::Unreadable { .. })));
    full.store(true, Ordering::SeqCst);
    assert!(matches!(write(&store), Err(StoreError::Full)));
    full.store(false, Ordering::SeqCst);
    write(&store).expect("it goes on");
    assert_eq!(heard.load(Ordering::SeqCst), 0);
}

/// A disk that panics when it is told to sync, once it is lit.
#[derive(Debug)]
struct Bomb {
    disk: Disk,
    lit: Arc<AtomicBool>,
}

impl redb::StorageBackend for Bomb {
    fn len(&self) -> io::Result<u64> {
        self.disk.len()
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.disk.read(offset, out)
    }
    fn set_len(&self, len: u64) -> io::Result<()> {
        self.disk.set_len(len)
    }
    fn sync_data(&self) -> io::Result<()> {
        assert!(!self.lit.load(Ordering::SeqCst), "planted");
        self.disk.sync_data()
    }
    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.disk.write(offset, data)
    }
}

#[test]
fn a_writer_that_panics_ends_seen() {
    let lit = Arc::new(AtomicBool::new(false));
    let (store, heard) = on(Bomb { disk: Disk::default(), lit: lit.clone() }, || None);
    write(&store).expect("a write");
    lit.store(true, Ordering::SeqCst);
    assert!(matches!(write(&store), Err(StoreError::Interrupted)), "in the commit");
    assert!(matches!(write(&store), Err(StoreError::Interrupted)), "and after it");
    drop(store);
    assert_eq!(heard.load(Ordering::SeqCst), 1);
}

#[test]
fn a_writer_that_panics_as_it_looks_for_room_ends_seen() {
    let lit = Arc::new(AtomicBool::new(false));
    let room = lit.clone();
    let (store, heard) = on(Disk::default(), move || {
        assert!(!room.load(Ordering::SeqCst), "planted");
        None
    });
    write(&store).expect("a write");
    lit.store(true, Ordering::SeqCst);
    assert!(matches!(write(&store), Err(StoreError::Interrupted)));
    drop(store);
    assert_eq!(heard.load(Ordering::SeqCst), 1);
}
