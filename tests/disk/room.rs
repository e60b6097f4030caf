//! A disk without room, under many who write at once.

use std::{
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use preau::{
    family::{self, FamilyId},
    platform::{
        clock::Clock,
        store::{Room, Store, StoreError},
    },
    tables,
};

use crate::{disk::Disk, script::runtime, town};

const WRITERS: u32 = 12;

#[test]
fn without_room_writes_are_refused_reads_go_on_and_all_goes_on_when_there_is_room() {
    let free = Arc::new(AtomicU64::new(u64::MAX));
    let store = store(free.clone());
    write(&store, 1).expect("there is room");
    assert_eq!(crowd(&store, 100..104), (48, 0), "there is room");
    free.store((64 << 20) - 1, Ordering::SeqCst);
    assert_eq!(crowd(&store, 104..108), (0, 48), "there is none");
    free.store(64 << 20, Ordering::SeqCst);
    assert_eq!(crowd(&store, 108..112), (48, 0), "there is room again");
    thread::scope(|scope| {
        let crowd = scope.spawn(|| crowd(&store, 112..142));
        while !crowd.is_finished() {
            let now = free.load(Ordering::SeqCst);
            free.store((128 << 20) - now, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(3));
            free.store(if now == 0 { 128 << 20 } else { 0 }, Ordering::SeqCst);
        }
        let (kept, refused) = crowd.join().expect("nobody panics");
        assert!(kept > 0 && refused > 0, "{kept} kept, {refused} refused");
        assert_eq!(kept + refused, 12 * 30);
    });
    let faults = store.read(|r| preau::check(r, &mut |_, _| ()));
    assert_eq!(faults.expect("a check").first(), None);
}

fn store(free: Arc<AtomicU64>) -> Store {
    let room: Room = Box::new(move || Some(free.load(Ordering::SeqCst)));
    let fatal = Box::new(|error: &StoreError| panic!("{error}"));
    let clock = Clock::at(town::now());
    Store::on(Disk::default(), &tables(), clock, room, fatal).expect("a store")
}

/// Everybody writes so many families at once, and reads after each. Gives how many writes were kept, and how
/// many refused.
fn crowd(store: &Store, rounds: Range<u32>) -> (usize, usize) {
    let kept = AtomicUsize::new(0);
    let writer = |number: u32| {
        for round in rounds.clone() {
            let family = round * 100 + number;
            let written = write(store, family);
            assert!(matches!(written, Ok(()) | Err(StoreError::Full)), "{written:?}");
            kept.fetch_add(usize::from(written.is_ok()), Ordering::SeqCst);
            assert_eq!(is_there(store, family), written.is_ok(), "told and stored are the same");
            assert!(is_there(store, 1), "reading goes on");
        }
    };
    let writer = &writer;
    thread::scope(|scope| {
        for number in 0..WRITERS {
            scope.spawn(move || writer(number));
        }
    });
    let kept = kept.into_inner();
    (kept, rounds.len() * WRITERS as usize - kept)
}

fn write(store: &Store, family: u32) -> Result<(), StoreError> {
    runtime().block_on(store.write("room", town::move_in(family..=family)))
}

fn is_there(store: &Store, family: u32) -> bool {
    let there = store.read(|r| family::store::family(r, FamilyId(family)));
    there.expect("a read").is_some()
}
