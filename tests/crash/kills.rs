//! Twenty families book, the program is killed at a random moment, and nothing that was said is lost.
//!
//! `KILLS=300 cargo test --test crash kills` for more rounds, `SEED=1` for the same dice.

use std::{
    env,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;

use crate::{
    family::{self, Family},
    program::{Desk, Program},
    town::{contents, fixture},
};

/// A backup that was said to be made, and the moments before and after.
pub struct Copy {
    pub file: String,
    pub between: (Instant, Instant),
}

/// What a run has seen.
#[derive(Debug, Default)]
struct Seen {
    acknowledged: usize,
    unanswered_and_there: usize,
    unanswered_and_absent: usize,
    backups: usize,
    backups_cut: usize,
}

#[test]
fn what_was_said_outlives_every_kill() {
    let rounds = number("KILLS").unwrap_or(30);
    let seed = number("SEED").unwrap_or_else(|| rand::random::<u32>().into());
    println!("SEED={seed}");
    let mut dice = ChaCha20Rng::seed_from_u64(seed);
    let (desk, mut seen) = (Desk::with(&fixture().database), Seen::default());
    let mut serve = desk.serve("data");
    let mut families = family::all(desk.port, seed);
    for round in 1..=rounds {
        let (copies, cut) = round_of(&desk, serve, &mut families, &mut dice, round);
        seen.backups_cut += cut;
        // Both ways of checking: the closed file, pages and all; the portal that runs.
        if round % 2 == 0 {
            desk.in_order("data");
        }
        if round % 5 == 0 {
            killed_while_it_starts(&desk, &mut dice);
        }
        serve = desk.serve("data");
        for family in &mut families {
            settle(family, desk.port, &mut seen);
        }
        if round % 2 == 1 {
            desk.in_order("data");
        }
        for copy in copies {
            restores_to_one_moment(&desk, &families, &copy);
            seen.backups += 1;
        }
    }
    serve.stop();
    one_mail_for_each_form(&desk, &seen);
    println!("{rounds} rounds: {seen:?}");
    assert!(seen.acknowledged > rounds as usize, "they have booked");
    assert!(rounds < 3 || seen.backups > 0, "backups were made");
}

/// A number of the environment.
fn number(name: &str) -> Option<u64> {
    let text = env::var(name).ok()?;
    let number = text.parse();
    Some(number.unwrap_or_else(|_| panic!("{name}={text} is not a number")))
}

/// Bookings until a kill. In each third round backups are made meanwhile, one at least before the kill: gives
/// those that were completed, and how many were cut.
fn round_of(
    desk: &Desk,
    serve: Program,
    families: &mut [Family],
    dice: &mut ChaCha20Rng,
    round: u64,
) -> (Vec<Copy>, usize) {
    for family in families.iter_mut() {
        family.remember(family.booked().clone());
    }
    let (copies_are_made, killed) = (round.is_multiple_of(3), AtomicBool::new(false));
    let moment = Duration::from_millis(dice.random_range(50..=400));
    let mut first = None;
    let (mut copies, cut) = family::book_while(families, desk.port, || {
        if copies_are_made {
            first = back_up(desk, &format!("{round}-first.preau"));
        }
        thread::scope(|scope| {
            let copying = scope.spawn(|| match copies_are_made {
                true => back_up_until(desk, round, &killed),
                false => (Vec::new(), 0),
            });
            thread::sleep(moment);
            killed.store(true, Ordering::SeqCst);
            serve.kill();
            copying.join().expect("backups")
        })
    });
    assert_eq!(copies_are_made, first.is_some(), "a backup under load");
    copies.extend(first);
    (copies, cut)
}

fn back_up_until(desk: &Desk, round: u64, killed: &AtomicBool) -> (Vec<Copy>, usize) {
    let (mut copies, mut cut) = (Vec::new(), 0);
    while !killed.load(Ordering::SeqCst) {
        match back_up(desk, &format!("{round}-{}.preau", copies.len())) {
            Some(copy) => copies.push(copy),
            None => cut += 1,
        }
    }
    (copies, cut)
}

/// A backup, or none: then it says why, and leaves nothing.
pub fn back_up(desk: &Desk, file: &str) -> Option<Copy> {
    let began = Instant::now();
    let ended = desk.run("data", &["backup", file]);
    if ended.code == Some(0) {
        let (file, between) = (file.to_owned(), (began, Instant::now()));
        return Some(Copy { file, between });
    }
    ended.refused("");
    let name = file.trim_end_matches(".preau");
    let left = desk.list("").into_iter().find(|left| left.starts_with(name));
    assert_eq!(left, None, "{ended:?}");
    None
}

fn killed_while_it_starts(desk: &Desk, dice: &mut ChaCha20Rng) {
    let starts = desk.start_serving("data");
    thread::sleep(Duration::from_millis(dice.random_range(0..80)));
    starts.kill();
}

/// What was acknowledged is there; a form that was not answered is there whole, or not at all.
fn settle(family: &mut Family, port: u16, seen: &mut Seen) {
    seen.acknowledged += family.history.len() - 1;
    let there = family.look(port);
    let Some(form) = family.unsure.take() else {
        assert_eq!(there, *family.booked(), "family {}", family.id);
        return;
    };
    if there == form.after {
        seen.unanswered_and_there += 1;
        family.found(&form);
    } else {
        assert_eq!(there, *family.booked(), "family {}", family.id);
        seen.unanswered_and_absent += 1;
    }
    family.send_again(port, &form);
    assert_eq!(family.look(port), form.after, "family {}", family.id);
}

/// A backup restores on an empty machine to data in order, in which every family has what it had at one
/// moment while the backup was made.
pub fn restores_to_one_moment(desk: &Desk, families: &[Family], copy: &Copy) -> Duration {
    let took = desk.restore(&copy.file, "restored");
    desk.in_order("restored");
    let (booked, _) = contents(&desk.path("restored/preau.redb"));
    for family in families {
        let cells = booked.get(&family.id).cloned().unwrap_or_default();
        let had = family.had(&cells, copy.between);
        assert!(had, "{}: family {} had never {cells:?}", copy.file, family.id);
    }
    desk.remove("restored");
    took
}

/// A confirmation is queued in the transaction of what it tells of, once.
fn one_mail_for_each_form(desk: &Desk, seen: &Seen) {
    let (_, mails) = contents(&desk.path("data/preau.redb"));
    let unanswered = seen.unanswered_and_there + seen.unanswered_and_absent;
    assert_eq!(mails, seen.acknowledged + unanswered, "{seen:?}");
}
