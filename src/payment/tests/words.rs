//! Each code of the service has words of its own.

use std::collections::BTreeSet;

use super::*;
use crate::payment::{
    fault::Treatment,
    operation::{Doubt, State},
    view::words,
};

#[test]
fn each_code_is_read_back_treated_and_said() {
    let mut said = BTreeSet::new();
    for (text, code) in Code::ALL {
        assert_eq!(Code::of(text), code);
        assert_eq!(code.text(), text);
        let words = words::trouble(&fault(code.clone()));
        assert!(words.contains(&format!("(code {text})")), "{words}");
        assert!(said.insert(words));
        let treatment = match text {
            "A1" | "A2" => Treatment::Mail,
            "M3" => Treatment::TooSmall,
            "M5" => Treatment::TooLarge,
            text if text.starts_with('P') => Treatment::Later,
            _ => Treatment::Town,
        };
        assert_eq!(fault(code).treatment(), treatment, "{text}");
    }
    assert_eq!(Code::of("Z9"), Code::Other("Z9".into()));
    for (kind, _) in Kind::ALL {
        let words =
            words::trouble(&Trouble::Fault(Fault { kind, code: Code::of("Z9"), label: String::new() }));
        assert!(said.insert(words));
    }
    assert_eq!(Trouble::Unreachable("timeout".into()).treatment(), Treatment::Later);
    assert_eq!(Trouble::Garbled("html".into()).treatment(), Treatment::Town);
}

#[test]
fn who_comes_back_reads_how_it_ended() {
    let end = |told: Answer, mode: Mode| {
        let mut known = redirected(mode);
        known.hear(&Ok(told), after(60));
        words::parent(&known).0
    };
    for (result, title) in [
        ("P", "Paiement accept\u{e9}"),
        ("V", "Pr\u{e9}l\u{e8}vement enregistr\u{e9}"),
        ("R", "Paiement refus\u{e9}"),
        ("Z", "Pr\u{e9}l\u{e8}vement refus\u{e9}"),
        ("A", "Paiement abandonn\u{e9}"),
        ("Q", "Paiement \u{e0} v\u{e9}rifier"),
    ] {
        assert_eq!(end(answer(result), Mode::Production), title);
    }
    let trial = Answer { mode: "T".into(), ..answer("P") };
    assert_eq!(end(trial, Mode::Test), "Essai r\u{e9}ussi");
    let mut known = redirected(Mode::Production);
    assert_eq!(words::parent(&known).0, "Paiement en attente de confirmation");
    known.state = State::Doubtful(Doubt::Silent);
    assert!(words::needs_town(&known));
}
