//! What `restore` refuses, touching nothing: what is cut, changed, newer, something else, in the way.

use std::{fs, path::Path};

use preau::{
    platform::store::backup::{self, NotRestored},
    tables,
};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::{keep::sample, program::Desk, town::fixture};

const NAME: &[u8] = b"PREAU-SAUVEGARDE-1\n";

/// Restores through the library, which takes no process: why not, and that nothing is there.
#[track_caller]
fn refused(content: &[u8]) -> NotRestored {
    let folder = TempDir::new().expect("a folder");
    let (file, data) = (folder.path().join("file"), folder.path().join("data"));
    fs::write(&file, content).expect("a file");
    fs::create_dir(&data).expect("a folder");
    let restored = backup::restore(&file, &data.join("preau.redb"), &tables(), &mut |_, _| ());
    assert!(is_empty(&data), "it was touched");
    restored.expect_err("it was restored")
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).expect("a folder").next().is_none()
}

/// So many numbers below an end, evenly, and the first and the last ones.
fn places(end: usize, number: usize) -> impl Iterator<Item = usize> {
    let (first, last) = (0..40, end - 80..end);
    first.chain((0..number).map(move |n| n * end / number)).chain(last)
}

#[test]
fn a_backup_that_was_cut_is_refused_at_every_length() {
    for length in places(sample().len(), 60) {
        let why = refused(&sample()[..length]);
        let named = length >= NAME.len();
        assert!(
            matches!(why, NotRestored::Damaged) && named || matches!(why, NotRestored::NotABackup) && !named,
            "{length}: {why:?}"
        );
    }
    assert!(matches!(refused(&[sample(), b"\n"].concat()), NotRestored::Damaged));
}

#[test]
fn a_backup_of_which_one_bit_has_changed_is_refused() {
    for place in places(sample().len(), 60) {
        let mut changed = sample().to_vec();
        changed[place] ^= 1 << (place % 8);
        let why = refused(&changed);
        let told = matches!(why, NotRestored::Damaged | NotRestored::NotABackup | NotRestored::Newer);
        assert!(told, "{place}: {why:?}");
    }
}

/// The sample with another header, or other rows, and a digest that agrees with them.
fn crafted(change: impl FnOnce(&mut String, &mut Vec<u8>)) -> Vec<u8> {
    let end = sample()[NAME.len()..].iter().position(|byte| *byte == b'\n');
    let (header, rows) = sample()[NAME.len()..sample().len() - 32].split_at(end.expect("a line"));
    let mut header = String::from_utf8(header.to_vec()).expect("JSON");
    let mut rows = rows.to_vec();
    change(&mut header, &mut rows);
    let mut file = [NAME, header.as_bytes(), &rows].concat();
    let digest = Sha256::digest(&file);
    file.extend_from_slice(&digest);
    file
}

/// Replaces something that is there once.
#[track_caller]
fn replace(text: &mut String, what: &str, with: &str) {
    assert_eq!(text.matches(what).count(), 1, "{what} in {text}");
    *text = text.replace(what, with);
}

fn newer_schema() -> Vec<u8> {
    let schema = |number: u32| format!("\"schema\":{number},");
    let known = preau::platform::store::migrate::KNOWN;
    crafted(|header, _| replace(header, &schema(known), &schema(known + 1)))
}

#[test]
fn what_a_newer_program_wrote_is_refused_and_so_is_what_lies() {
    assert!(matches!(refused(&newer_schema()), NotRestored::Newer));
    let other_table = crafted(|header, _| replace(header, "\"families-1\"", "\"families-9\""));
    assert!(matches!(refused(&other_table), NotRestored::Newer));
    let more_rows = crafted(|header, _| replace(header, "\"rows\":", "\"rows\":1"));
    assert!(matches!(refused(&more_rows), NotRestored::Damaged));
    let no_table = crafted(|_, rows| rows[1..3].copy_from_slice(&[0xff, 0xfe]));
    assert!(matches!(refused(&no_table), NotRestored::Damaged));
    let no_header = crafted(|header, _| header.clear());
    assert!(matches!(refused(&no_header), NotRestored::Damaged));
    // Else the refusals above would say nothing.
    assert_eq!(crafted(|_, _| ()), sample());
}

#[test]
fn each_refusal_is_a_sentence_and_nothing_is_there_afterwards() {
    let desk = Desk::new();
    let half = &sample()[..sample().len() / 2];
    let database = &fixture().database;
    for (content, words) in [
        (half, "est abîmée ou incomplète"),
        (&newer_schema(), "version plus récente"),
        (b"", "n’est pas une sauvegarde"),
        (b"Bonjour", "n’est pas une sauvegarde"),
        (database, "n’est pas une sauvegarde"),
    ] {
        desk.write("file", content);
        desk.run("data", &["restore", "file"]).refused(words);
        assert!(desk.read("file") == content, "the file is as it was");
        assert_eq!(desk.list("data"), Vec::<String>::new());
    }
    desk.run("data", &["restore", "missing"]).refused("missing");
    desk.run("data", &["restore", "data"]).refused("data");
    assert_eq!(desk.list("data"), Vec::<String>::new());
}

#[test]
fn data_that_are_there_are_not_replaced() {
    let words = "Il y a déjà des données ici";
    for there in [&fixture().database[..], b"garbage", b""] {
        let desk = Desk::with(there);
        desk.write("sample.preau", sample());
        desk.run("data", &["restore", "sample.preau"]).refused(words);
        assert!(desk.read("data/preau.redb") == there, "they are as they were");
        assert_eq!(desk.list("data"), ["preau.redb"]);
    }
    let desk = Desk::with(&fixture().database);
    desk.write("sample.preau", sample());
    let serve = desk.serve("data");
    desk.run("data", &["restore", "sample.preau"]).refused(words);
    desk.in_order("data");
    serve.stop();
}
