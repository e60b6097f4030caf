//! Rules that real towns publish, made into the town's settings, and their worked answers.
//!
//! `CORPUS=path cargo test --test corpus -- --nocapture` reads another file of the same format.

mod ask;
mod settings;

use serde_json::Value;

/// The facts of 57 towns: see each one's source.
const TOWNS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/towns.json");

#[test]
fn real_towns_get_their_own_answers() {
    let path = std::env::var("CORPUS").unwrap_or_else(|_| TOWNS.into());
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let towns: Vec<Value> = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for town in &towns {
        for example in town["examples"].as_array().into_iter().flatten() {
            all += 1;
            match ask::answer(town, example) {
                Ok(()) => right += 1,
                Err(why) => wrong.push(format!("{}: {example}\n    {why}", town["name"])),
            }
        }
    }
    println!("{right} of {all}");
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    assert!(all > 0, "{path} holds worked answers");
}
