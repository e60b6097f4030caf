//! Every operation of the script fails, or is the last before the power goes; then every one of a recovery.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::{
    disk::{Disk, EIO, ENOSPC, Fault, LOSSES},
    proof::{Digest, Proof, Told, digest, each, unborn},
    script::{Ran, open, run},
};

#[test]
fn whatever_fails_what_was_acknowledged_is_there_and_the_rest_whole_or_absent() {
    let proof = Proof::new();
    each(proof.operations.len(), |at| {
        for error in [ENOSPC, EIO] {
            for lasting in [false, true] {
                fail(&proof, Fault { at, error, lasting });
            }
        }
    });
    println!("{} operations, {} disks found after them", proof.operations.len(), proof.disks());
}

/// One run of the script, and every disk that it may leave.
fn fail(proof: &Proof, fault: Fault) {
    let _told = Told(format!("{fault:?}: {:?}", proof.operations[fault.at]));
    let (disk, ran) = failed(proof, fault);
    // The process ends, the machine stays on.
    proof.holds(&disk.left(), ran.acknowledged..=ran.asked);
    if !fault.lasting {
        return;
    }
    for loss in LOSSES {
        let _told = Told(format!("{loss:?}"));
        let left = disk.after(loss, seed(fault.at));
        proof.holds(&left, ran.acknowledged..=ran.asked);
    }
    let again = open(&disk, Box::new(|_| panic!("who opens is told, nobody else")));
    assert!(again.is_err(), "a disk that is dead does not open");
}

fn failed(proof: &Proof, fault: Fault) -> (Disk, Ran) {
    let disk = Disk::with(&[], Some(fault), seed(fault.at));
    let ran = run(&disk);
    assert!(disk.failed(), "the script comes this far");
    proof.read(&ran);
    (disk, ran)
}

fn seed(number: usize) -> u64 {
    0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(number as u64 + 1)
}

#[test]
fn a_recovery_that_is_cut_short_anywhere_recovers_again() {
    let proof = Proof::new();
    let (recoveries, lasting) = (AtomicUsize::new(0), true);
    let recovered = Mutex::<BTreeSet<Digest>>::default();
    each(proof.operations.len(), |at| {
        let error = EIO;
        let (disk, ran) = failed(&proof, Fault { at, error, lasting });
        let _told = Told(format!("{at}: {:?}", proof.operations[at]));
        let left = disk.after(LOSSES[at % 3], seed(at));
        let commits = proof.holds(&left, ran.acknowledged..=ran.asked);
        let other = recovered.lock().expect("nobody panics with it").insert(digest(&left));
        if other && !unborn(&left) {
            recoveries.fetch_add(recover(&proof, &left, commits, at), Ordering::SeqCst);
        }
    });
    println!("{} recoveries cut short, {} disks found after them", recoveries.into_inner(), proof.disks());
}

/// Cuts the opening of a disk short at each of its operations. Gives how many there are.
fn recover(proof: &Proof, bytes: &[u8], commits: usize, number: usize) -> usize {
    for at in 0.. {
        let _told = Told(format!("recovery, {at}"));
        let fault = Fault { at, error: EIO, lasting: true };
        let disk = Disk::with(bytes, Some(fault), seed(at));
        drop(open(&disk, Box::new(|_| panic!("nothing is written"))));
        if !disk.failed() {
            return at;
        }
        // Another manner for the same operation of another recovery.
        let left = disk.after(LOSSES[(number + at) % 3], seed(number + at));
        proof.holds(&left, commits..=commits);
    }
    unreachable!("an opening ends")
}
