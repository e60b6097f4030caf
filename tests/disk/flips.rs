//! A file of which bits have changed, or a page stands in another's place: a sentence, never a panic.

use std::{fmt::Debug, fs, path::Path, sync::mpsc, thread, time::Duration};

use preau::{
    platform::{
        clock::Clock,
        random::Random,
        store::{Store, backup::NotRestored},
    },
    tables,
};
use tempfile::TempDir;

use crate::{
    disk::below,
    proof::Told,
    script::runtime,
    town::{self, lives},
};

/// What redb writes at once.
const PAGE: usize = 4096;

/// The bytes of a small town's file.
fn town() -> Vec<u8> {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("preau.redb");
    let store = open(&file).expect("a store");
    for job in lives().into_iter().flatten().flatten() {
        // A rule refuses some.
        let _ = runtime().block_on(store.write("script", job));
    }
    drop(store);
    fs::read(file).expect("a file")
}

fn open(file: &Path) -> Result<Store, NotRestored> {
    Ok(Store::open(file, &tables(), Clock::at(town::now()))?)
}

/// Does something on the file after each of these changes. Gives how many times it was refused.
fn refused<C: Debug>(
    town: &[u8],
    changes: &[C],
    change: impl Fn(&mut [u8], &C),
    act: impl Fn(&Path) -> Result<(), NotRestored>,
) -> usize {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("preau.redb");
    let refused = |damage: &&C| {
        let _told = Told(format!("{damage:?}"));
        let mut bytes = town.to_vec();
        change(&mut bytes, damage);
        fs::write(&file, bytes).expect("a file");
        act(&file).is_err()
    };
    changes.iter().filter(refused).count()
}

/// What `serve` and `backup` do.
fn read(file: &Path) -> Result<(), NotRestored> {
    let store = open(file)?;
    let checked = store.read(|r| preau::check(r, &mut |_, _| ()));
    store.back_up(&tables(), town::now(), &mut std::io::sink(), &mut |_, _| ())?;
    checked?;
    Ok(())
}

/// What `check` does.
fn verify(file: &Path) -> Result<(), NotRestored> {
    Store::verify(file)?;
    read(file)
}

/// Ends the test if it takes longer than anybody would wait.
fn within_a_minute<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, told) = mpsc::channel();
    let worker = thread::spawn(move || {
        let answer = work();
        let _ = done.send(());
        answer
    });
    let hangs = told.recv_timeout(Duration::from_secs(60)) == Err(mpsc::RecvTimeoutError::Timeout);
    assert!(!hangs, "it hangs");
    worker.join().expect("no panic")
}

#[test]
fn a_bit_that_has_changed_is_no_panic() {
    let town = town();
    let used: Vec<usize> = (0..town.len()).filter(|at| town[*at] != 0).collect();
    let random = Random::seeded(11);
    // The header, which is little, is hit more often than by chance.
    let place = |header| if header { below(&random, 512) } else { used[below(&random, used.len())] };
    let flips: Vec<_> = (0..400).map(|number| (place(number % 4 == 0), 1 << below(&random, 8))).collect();
    let flip = |bytes: &mut [u8], (at, bit): &(usize, u8)| bytes[*at] ^= bit;
    let (read, verified) =
        within_a_minute(move || (refused(&town, &flips, flip, read), refused(&town, &flips, flip, verify)));
    println!("{read} of 400 refused when they are read, {verified} when they are verified first");
    assert!(0 < read && read < verified, "every digest is looked at");
}

#[test]
fn a_page_in_the_place_of_another_is_no_panic() {
    let town = town();
    let used = |page: &usize| town[page * PAGE..(page + 1) * PAGE].iter().any(|byte| *byte != 0);
    let pages: Vec<usize> = (1..town.len() / PAGE).filter(used).collect();
    let random = Random::seeded(12);
    let page = || pages[below(&random, pages.len())] * PAGE;
    let swaps: Vec<_> = (0..200).map(|_| (page(), page())).collect();
    let swap = |bytes: &mut [u8], (from, to): &(usize, usize)| bytes.copy_within(*from..from + PAGE, *to);
    let refused = within_a_minute(move || refused(&town, &swaps, swap, verify));
    println!("{refused} of 200 refused");
    assert!(refused > 0, "some page matters");
}
