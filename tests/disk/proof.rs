//! What must be found on a disk after a failure: a state that the script has known, whole.

use std::{
    collections::HashMap,
    ops::RangeInclusive,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use preau::platform::store::Store;
use redb::Database;
use sha2::{Digest as _, Sha256};

use crate::{
    disk::{Disk, Op},
    script::{Data, Ran, data, open, run, runtime},
    town,
};

/// What every database begins with, once its first header is written and synced.
const MAGIC: &[u8] = b"redb\x1a\x0a\xa9\x0d\x0a";

/// Tells one disk from another.
pub type Digest = [u8; 32];

pub fn digest(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

/// What the script does on a good disk.
pub struct Proof {
    /// The data after so many commits.
    states: Vec<Data>,
    /// What is asked of the disk.
    pub operations: Vec<Op>,
    /// Disks that were looked at, by digest, and how many commits are on them: many failures leave the same.
    known: Mutex<HashMap<Digest, usize>>,
}

impl Proof {
    pub fn new() -> Self {
        let disk = Disk::default();
        let ran = run(&disk);
        assert_eq!(ran.acknowledged, ran.asked);
        let mut states: Vec<Data> = Vec::new();
        for (commits, data) in ran.read {
            match states.get(commits) {
                Some(known) => assert!(*known == data, "found again by the next life"),
                None => states.push(data),
            }
        }
        assert_eq!(states.len(), ran.asked + 1);
        Self { states, operations: disk.done(), known: Mutex::default() }
    }

    /// What was read while the disk failed was what had been acknowledged.
    pub fn read(&self, ran: &Ran) {
        for (commits, data) in &ran.read {
            assert!(self.states[*commits] == *data, "read after {commits} commits");
        }
    }

    /// What is on a disk is whole, and one of these numbers of commits. Gives it.
    pub fn holds(&self, bytes: &[u8], commits: RangeInclusive<usize>) -> usize {
        if unborn(bytes) {
            assert_eq!(commits, 0..=0, "a database in which nobody wrote");
            return 0;
        }
        let digest = digest(bytes);
        let known = self.known().get(&digest).copied();
        let found = known.unwrap_or_else(|| self.look(bytes));
        self.known().insert(digest, found);
        // A commit of which a rule refused all leaves the data as they were.
        let same = |number: usize| self.states[number] == self.states[found];
        let (from, to) = (*commits.start(), *commits.end());
        assert!((from..=to).any(same), "{found} commits, not {from} to {to}");
        found
    }

    /// How many disks were looked at, each other than the others.
    pub fn disks(&self) -> usize {
        self.known().len()
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<Digest, usize>> {
        self.known.lock().expect("nobody panics with it")
    }

    /// Opens a disk: its data agree with themselves and with the script's, and it goes on.
    fn look(&self, bytes: &[u8]) -> usize {
        let disk = Disk::with(bytes, None, 0);
        let store = reopened(&disk);
        let there = data(&store).expect("data");
        let found = self.states.iter().position(|state| *state == there);
        let found = found.expect("a state that the script has known, whole");
        let faults = store.read(|r| preau::check(r, &mut |_, _| ()));
        assert_eq!(faults.expect("a check").first(), None);
        let [mut first, _] = town::lives();
        let again = runtime().block_on(store.write("again", first.remove(0).remove(0)));
        again.expect("it goes on");
        drop(store);
        let mut database = Database::builder().create_with_backend(disk).expect("a database");
        assert!(database.check_integrity().expect("a verification"), "every page is whole");
        found
    }
}

/// Whether the first opening was cut short before the database had a name: redb then opens it no more.
/// In a file, it is made aside and takes its name last.
pub fn unborn(bytes: &[u8]) -> bool {
    !bytes.is_empty() && !bytes.starts_with(MAGIC)
}

fn reopened(disk: &Disk) -> Store {
    open(disk, Box::new(|error| panic!("{error}"))).expect("it opens again")
}

/// Does something for each number below `end`, on two threads.
pub fn each(end: usize, act: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            if number >= end {
                break;
            }
            act(number);
        }
    };
    thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
}

/// Says what was under way when a test fails.
pub struct Told(pub String);

impl Drop for Told {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("{}", self.0);
        }
    }
}
