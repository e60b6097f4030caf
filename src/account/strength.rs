//! What a new password must be, and passwords that are.

use std::collections::BTreeSet;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// Fewest characters.
pub const SHORTEST: usize = 8;
/// Most characters.
pub const LONGEST: usize = 128;
/// Characters of one that is generated: about 98 bits.
pub const GENERATED: usize = 16;

/// What a new password lacks, in the order in which it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Fewer than [`SHORTEST`] characters.
    Short,
    /// No lower-case letter.
    NoLower,
    /// No upper-case letter.
    NoUpper,
    /// No digit.
    NoDigit,
    /// Nothing but letters and digits.
    NoSpecial,
    /// More than [`LONGEST`] characters.
    Long,
    /// Among the first that anybody would try.
    Common,
    /// Not the same when typed again.
    Different,
}

/// Words that French families use, which the lists of English programs do not know.
const FRENCH: &str = "\
    motdepasse azerty azertyuiop qwerty qwertz cantine doudou bonjour soleil chouchou loulou jetaime \
    maman papa mamie papi famille enfants enfant ecole garderie periscolaire mairie commune portail \
    parents maison vacances mercredi chocolat princesse licorne coeur amour bisous bebe choupinette \
    titeuf nounours lapin chaton minou toutou football marseille paris france bretagne nantes lyon \
    janvier fevrier avril juillet octobre novembre decembre automne printemps bienvenue secret \
";

/// What the page itself gives as an example, in lower case.
const EXAMPLE: &str = "lcdlmsg,im60cdlp30cdl";

/// Fewer guesses than this are too few. Eight characters at random take 100 million, as zxcvbn counts.
const GUESSES: u64 = 30_000_000;

/// What is wrong with a new password. `again`: the same, typed once more, if it was asked for. `words`: what
/// somebody who knows the person would try first, names and the like.
pub fn faults(password: &str, again: Option<&str>, words: &[String]) -> Vec<Fault> {
    let length = password.chars().count();
    let none = |kind: fn(char) -> bool| !password.chars().any(kind);
    let found = [
        (Fault::Short, length < SHORTEST),
        (Fault::NoLower, none(char::is_lowercase)),
        (Fault::NoUpper, none(char::is_uppercase)),
        (Fault::NoDigit, none(|c| c.is_ascii_digit())),
        (Fault::NoSpecial, none(|c| !c.is_alphanumeric())),
        (Fault::Long, length > LONGEST),
        (Fault::Different, again.is_some_and(|again| again != password)),
    ];
    let mut faults: Vec<Fault> = found.into_iter().filter_map(|(fault, is)| is.then_some(fault)).collect();
    // One thing at a time: what is too short is not called common as well.
    if faults.iter().all(|fault| *fault == Fault::Different) && is_common(password, words) {
        faults.insert(0, Fault::Common);
    }
    faults
}

/// Characters that are looked at to tell how soon it is guessed: more would take long, and change nothing.
const LOOKED_AT: usize = 40;

/// Whether somebody would guess it soon, with or without its accents.
fn is_common(password: &str, words: &[String]) -> bool {
    let password: String = password.chars().take(LOOKED_AT).collect();
    let (bare, known) = (plain(&password), known(words));
    let list: Vec<&str> = known.iter().map(String::as_str).collect();
    let few = |password: &str| zxcvbn::zxcvbn(password, &list).guesses() < GUESSES;
    few(&password) || few(&bare) || is_dressed(&bare, &known)
}

/// Whether it is one or two known words, with a date or a sign or two around them: "Cantine2026!".
fn is_dressed(bare: &str, known: &BTreeSet<String>) -> bool {
    let found: Vec<&str> = bare.split(|c: char| !c.is_alphabetic()).filter(|run| !run.is_empty()).collect();
    let around = bare.chars().filter(|c| !c.is_alphabetic()).count();
    matches!(found.len(), 1..=2) && around <= 10 && found.iter().all(|run| known.contains(*run))
}

/// Words that somebody would try first: those of everybody, and those of this person.
fn known(words: &[String]) -> BTreeSet<String> {
    let everybodys = FRENCH.split_whitespace().chain([EXAMPLE]);
    let mut known: BTreeSet<String> = everybodys.map(str::to_owned).collect();
    for word in words.iter().map(|word| plain(word)) {
        let parts = word.split(|c: char| !c.is_alphanumeric()).filter(|part| part.len() > 2);
        known.extend(parts.map(str::to_owned));
        known.insert(word);
    }
    known
}

/// Without the accents of French, in lower case.
fn plain(text: &str) -> String {
    let bare = |c: char| match c {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ÿ' => 'y',
        other => other,
    };
    text.to_lowercase().replace('œ', "oe").chars().map(bare).collect()
}

/// Characters that nobody takes for another: no 0 or O, no 1, l or I.
const READABLE: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!?@#%&*+=-";

/// A password that follows the rules, from 256 random bits.
pub fn generated(seed: [u8; 32]) -> String {
    let mut random = ChaCha20Rng::from_seed(seed);
    loop {
        let letter = |_| char::from(READABLE[random.random_range(0..READABLE.len())]);
        let password: String = (0..GENERATED).map(letter).collect();
        // One in two has all four kinds; those that have are all as likely.
        if faults(&password, None, &[]).is_empty() {
            return password;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn judged(password: &str) -> Vec<Fault> {
        let words = ["Valpréau", "lucie.alain@famille.example", "Lucie", "ALAIN", "Théo"];
        faults(password, None, &words.map(String::from))
    }

    #[test]
    fn each_rule_is_judged() {
        for (password, found) in [
            ("nS3JJ|t+", &[][..]),
            ("Lcdlv,om3mdf", &[]),
            ("été à la MER 17", &[]),
            ("nS3J|t+", &[Fault::Short]),
            ("NS3JJ|T+", &[Fault::NoLower]),
            ("ns3jj|t+", &[Fault::NoUpper]),
            ("nSxJJ|t+", &[Fault::NoDigit]),
            ("nS3JJzt9", &[Fault::NoSpecial]),
            ("", &[Fault::Short, Fault::NoLower, Fault::NoUpper, Fault::NoDigit, Fault::NoSpecial]),
        ] {
            assert_eq!(judged(password), found, "{password}");
        }
        assert_eq!(faults("nS3JJ|t+", Some("nS3JJ|t"), &[]), [Fault::Different]);
        let long = "nS3JJ|t+".repeat(16);
        assert_eq!(judged(&long), []);
        assert_eq!(judged(&format!("{long}é")), [Fault::Long]);
    }

    #[test]
    fn what_anybody_would_try_first_is_refused() {
        for password in [
            "Motdepasse1!",
            "Motdepasse2026!",
            "Théo&Lucie-14032019",
            "M0tdepasse!",
            "Azerty123!",
            "Azertyuiop1!",
            "Cantine2026!",
            "Doudou44!",
            "Password1!",
            "P@ssw0rd",
            "Bonjour123!",
            "Aa123456!",
            "Abcd1234!",
            "Valpréau2026!",
            "Valpreau44!",
            "Théo2019!",
            "Lucie.alain1",
            "Écoleécole1!",
            "Lcdlmsg,im60cdlp30cdl",
        ] {
            assert_eq!(judged(password), [Fault::Common], "{password}");
        }
    }

    #[test]
    fn a_generated_password_changes_with_its_seed() {
        assert_ne!(generated([1; 32]), generated([2; 32]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn generated_passwords_follow_the_rules_and_can_be_read(seed: [u8; 32]) {
            let password = generated(seed);
            prop_assert_eq!(judged(&password), []);
            prop_assert_eq!(password.chars().count(), GENERATED);
            prop_assert!(!password.contains(['0', 'O', '1', 'l', 'I', 'o']));
        }

        #[test]
        fn nothing_breaks_it_and_no_rule_is_forgotten(password in ".{0,140}") {
            let found = judged(&password);
            let length = password.chars().count();
            prop_assert_eq!(found.contains(&Fault::Short), length < 8);
            prop_assert_eq!(found.contains(&Fault::Long), length > 128);
            let has = |kind: fn(&char) -> bool| password.chars().any(|c| kind(&c));
            prop_assert_eq!(found.contains(&Fault::NoDigit), !has(char::is_ascii_digit));
            prop_assert!(!found.contains(&Fault::NoUpper) || !has(char::is_ascii_uppercase));
            prop_assert!(!found.contains(&Fault::NoLower) || !has(char::is_ascii_lowercase));
            prop_assert!(!found.contains(&Fault::NoSpecial) || !has(char::is_ascii_punctuation));
        }

        #[test]
        fn more_characters_never_make_a_rule_fail(password in "[ -~]{0,60}", more in "[ -~]{0,60}") {
            let (before, after) = (judged(&password), judged(&(password + &more)));
            let rules = after.iter().filter(|fault| **fault != Fault::Common);
            for fault in rules {
                prop_assert!(before.contains(fault), "{:?}", fault);
            }
        }
    }
}
