//! The house as `lib.rs` draws it: which files there are, who uses whom, how long they get.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Slices in their order: types, stores and rules use only what stands before them.
const SLICES: [&str; 14] = [
    "town",
    "activity",
    "tariff",
    "family",
    "registration",
    "account",
    "reservation",
    "attendance",
    "invoice",
    "payment",
    "document",
    "message",
    "home",
    "office",
];

/// File names of a slice that are not rules.
const NAMES: [&str; 12] =
    ["mod", "store", "portal", "office", "view", "mail", "pdf", "csv", "import", "gateway", "job", "tests"];

/// The files that belong to the families' or the town's doors, which may use all.
const DOORS: [&str; 4] = ["portal", "office", "job", "import"];

struct File {
    path: PathBuf,
    /// "town", "platform", "ui", or "" for the top.
    part: String,
    /// "store", "view", "deadline"...: the file's name, or its folder's.
    name: String,
    /// Without the tests at its end.
    code: String,
    lines: usize,
}

fn files() -> Vec<File> {
    let mut files = Vec::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    walk(&source, &mut |path| {
        let text = fs::read_to_string(path).expect("a source file");
        let inside: Vec<String> = path
            .strip_prefix(&source)
            .unwrap()
            .iter()
            .map(|part| part.to_string_lossy().into_owned())
            .collect();
        if inside.iter().any(|name| name.trim_end_matches(".rs") == "tests") {
            return;
        }
        let part = if inside.len() > 1 { inside[0].clone() } else { String::new() };
        let name = inside.get(1).unwrap_or(&inside[0]).trim_end_matches(".rs").to_owned();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
        files.push(File { path: path.to_owned(), part, name, code, lines: text.lines().count() });
    });
    assert!(files.len() > 40, "the tree was read");
    files
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => walk(&path, visit),
            false if path.extension().is_some_and(|ending| ending == "rs") => visit(&path),
            false => {}
        }
    }
}

/// The parts of the crate that a text uses: `crate::tariff`, `use crate::{town::..., ui}`.
fn uses(code: &str) -> BTreeSet<String> {
    let code: String =
        code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(group) => found.extend(first_words(group)),
            None => found.extend([word(rest)]),
        }
    }
    found
}

/// The first word of each item of `a::b, c::{d, e}, f}`.
fn first_words(group: &str) -> Vec<String> {
    let (mut depth, mut begins, mut words) = (0, true, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            letter if begins && letter.is_alphabetic() => {
                begins = false;
                words.push(word(&group[at..]));
            }
            _ => {}
        }
    }
    words
}

fn word(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

fn is_rule(file: &File) -> bool {
    SLICES.contains(&file.part.as_str()) && !NAMES.contains(&file.name.as_str())
}

#[test]
fn slices_use_only_what_stands_before_them() {
    for file in files() {
        let Some(rank) = SLICES.iter().position(|slice| *slice == file.part) else {
            continue;
        };
        // Guards stand in `account/mod.rs`; the two last slices are doors themselves.
        if DOORS.contains(&file.name.as_str()) || matches!(file.part.as_str(), "home" | "office") {
            continue;
        }
        for used in uses(&file.code) {
            let other = SLICES.iter().position(|slice| *slice == used);
            assert!(other.is_none_or(|other| other <= rank), "{} uses {used}", file.path.display());
        }
    }
}

#[test]
fn rules_see_no_clock_no_database_no_page() {
    for file in files().iter().filter(|file| is_rule(file)) {
        // "platform" is allowed for money and dated values, which are plain data.
        for forbidden in [
            "rocket::",
            "maud",
            "redb",
            "std::fs",
            "Utc::now",
            "platform::store",
            "platform::clock",
            "platform::config",
            "platform::mail",
            "platform::random",
            "ui::",
        ] {
            assert!(!file.code.contains(forbidden), "{} uses {forbidden}", file.path.display());
        }
    }
}

#[test]
fn stores_decide_nothing_and_views_fetch_nothing() {
    for file in files() {
        let forbidden: &[&str] = match (file.part.as_str(), file.name.as_str()) {
            ("platform" | "ui" | "" | "demo" | "main", _) => continue,
            (_, "store") => &["rocket::", "maud", "Utc::now", "ui::"],
            (_, "view" | "mail" | "pdf") => {
                &["rocket::", "platform::store", "platform::clock", "platform::config", "Utc::now"]
            }
            _ => continue,
        };
        for words in forbidden {
            assert!(!file.code.contains(words), "{} uses {words}", file.path.display());
        }
    }
}

#[test]
fn ui_knows_only_pages_and_platform_knows_no_noun() {
    for file in files() {
        let allowed: &[&str] = match file.part.as_str() {
            "ui" => &["ui"],
            "platform" => &["platform", "id"],
            _ => continue,
        };
        for used in uses(&file.code) {
            assert!(allowed.contains(&used.as_str()), "{} uses {used}", file.path.display());
        }
    }
}

#[test]
fn french_stands_where_it_is_read() {
    let accents = |line: &&str| {
        let said = line.split("//").next().unwrap_or_default();
        said.contains('"') && said.chars().any(|letter| "éèêàçôîûùÉÀ’«»".contains(letter))
    };
    for file in files() {
        let reads = matches!(file.name.as_str(), "view" | "mail" | "pdf" | "main" | "demo");
        if reads || matches!(file.part.as_str(), "ui" | "demo" | "main") {
            continue;
        }
        let found = file.code.lines().find(accents);
        assert!(found.is_none(), "{}: {}", file.path.display(), found.unwrap_or_default());
    }
}

#[test]
fn the_time_of_day_is_read_in_one_place() {
    for file in files().iter().filter(|file| !file.path.ends_with("platform/clock.rs")) {
        for clock in ["Utc::now", "Local::now", "SystemTime::now"] {
            assert!(!file.code.contains(clock), "{} reads the clock", file.path.display());
        }
    }
}

#[test]
fn no_file_is_longer_than_five_hundred_lines() {
    for file in files() {
        assert!(file.lines <= 500, "{} has {} lines", file.path.display(), file.lines);
    }
}

#[test]
fn a_planted_breach_is_seen() {
    assert_eq!(
        uses("use crate::{town::{Town, x}, platform::store::Table};\nlet a = crate::reservation::plan();"),
        ["platform", "reservation", "town"].map(String::from).into()
    );
    assert_eq!(uses("// crate::home is not used"), BTreeSet::new());
}
