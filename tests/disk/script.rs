//! The store used from the first day on, on a disk that may fail: what was said, and what was read.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
    mpsc,
};

use preau::{
    platform::{
        clock::Clock,
        store::{Fatal, Store, StoreError, backup::NotRestored},
    },
    tables,
};
use rocket::{
    futures::future::{join, join_all},
    tokio::runtime::{Builder, Runtime},
};

use crate::{
    disk::Disk,
    town::{self, Job, REFUSED},
};

/// Every row of every table: a backup.
pub type Data = Vec<u8>;

/// What came of a script.
#[derive(Default)]
pub struct Ran {
    /// Commits that were asked for.
    pub asked: usize,
    /// Of these, the first ones, which were acknowledged.
    pub acknowledged: usize,
    /// What was read, after so many commits were acknowledged.
    pub read: Vec<(usize, Data)>,
}

/// Uses the store until the script or the disk ends, and verifies what it says of a failure.
pub fn run(disk: &Disk) -> Ran {
    let mut ran = Ran::default();
    for life in town::lives() {
        live(disk, life, &mut ran);
        if disk.failed() {
            break;
        }
    }
    ran
}

/// One life of the program.
fn live(disk: &Disk, steps: Vec<Vec<Job>>, ran: &mut Ran) {
    let heard = Arc::new(AtomicUsize::new(0));
    let count = heard.clone();
    let fatal = Box::new(move |_: &StoreError| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let Ok(store) = open(disk, fatal) else {
        assert!(disk.failed(), "a good disk opens");
        assert_eq!(heard.load(Ordering::SeqCst), 0, "who opens is told, nobody else");
        return;
    };
    let runtime = runtime();
    let mut unread = look(disk, &store, ran);
    let mut interrupted = false;
    for step in steps {
        let failed = disk.failed();
        ran.asked += 1;
        let answers = runtime.block_on(together(&store, step));
        let ended = answers.iter().any(|answer| matches!(answer, Err(StoreError::Interrupted)));
        judge(&answers, ended);
        assert!(ended || !failed, "nothing is acknowledged after a failure");
        assert!(ended || !interrupted, "nothing is acknowledged after an interruption");
        assert!(disk.failed() || !ended, "a good disk does not interrupt");
        interrupted |= ended;
        if !ended {
            ran.acknowledged += 1;
            unread |= look(disk, &store, ran);
        }
    }
    drop(store);
    assert_eq!(heard.load(Ordering::SeqCst), usize::from(interrupted || unread), "the end is told once");
}

/// Opens the store of a disk.
pub fn open(disk: &Disk, fatal: Fatal) -> Result<Store, StoreError> {
    Store::on(disk.clone(), &tables(), Clock::at(town::now()), Box::new(|| None), fatal)
}

pub fn runtime() -> Runtime {
    Builder::new_current_thread().build().expect("a runtime")
}

/// Several writes in one commit: the first holds the writer until the others wait behind it.
async fn together(store: &Store, mut jobs: Vec<Job>) -> Vec<Result<(), StoreError>> {
    let (open, gate) = mpsc::channel();
    let first = jobs.remove(0);
    let held: Job = Box::new(move |w| {
        let _ = gate.recv();
        first(w)
    });
    let writes = std::iter::once(held).chain(jobs).map(|job| store.write("script", job));
    let opened = async {
        let _ = open.send(());
    };
    join(join_all(writes), opened).await.0
}

/// A commit is acknowledged to all who share it, or to none.
fn judge(answers: &[Result<(), StoreError>], ended: bool) {
    for answer in answers {
        match answer {
            Ok(()) => assert!(!ended, "half a commit is acknowledged"),
            Err(StoreError::Interrupted) => assert!(ended),
            Err(StoreError::Database(why)) if why == REFUSED => assert!(!ended),
            Err(other) => panic!("{other}"),
        }
    }
}

/// Reads everything: from a good disk what is there, from a failing one that or an error. Gives whether it
/// is one that the process must end on.
fn look(disk: &Disk, store: &Store, ran: &mut Ran) -> bool {
    match data(store) {
        Ok(data) => {
            ran.read.push((ran.acknowledged, data));
            false
        }
        Err(error) => {
            assert!(disk.failed(), "{error}");
            matches!(error, NotRestored::Store(StoreError::Disk(_)))
        }
    }
}

/// Every row there is.
pub fn data(store: &Store) -> Result<Data, NotRestored> {
    let mut data = Data::new();
    store.back_up(&tables(), town::now(), &mut data, &mut |_, _| ())?;
    Ok(data)
}
