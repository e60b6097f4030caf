//! From the beginning to the end, whatever comes in whatever order.

use proptest::prelude::*;

use super::*;
use crate::payment::{
    answer::{Difference, Means},
    contract::{Checked, Contract},
    operation::{Doubt, Heard, State},
    order::{Order, Unfit},
    schedule,
};

fn heard(mode: Mode, heard: &Heard, minutes: i64) -> Operation {
    let mut operation = redirected(mode);
    operation.hear(heard, after(minutes));
    operation
}

#[test]
fn each_result_has_its_end() {
    let state = |result: &str, minutes| heard(Mode::Production, &Ok(answer(result)), minutes).state;
    assert!(matches!(state("P", 11), State::Paid(payment) if payment.means == Means::Card
        && payment.authorisation.as_deref() == Some("112233") && payment.at == Some(after(10))));
    assert!(matches!(state("V", 11), State::Paid(payment) if payment.means == Means::Debit));
    assert_eq!(state("R", 11), State::Refused(Means::Card));
    assert_eq!(state("Z", 11), State::Refused(Means::Debit));
    // Who gave up may still pay for two minutes, counted from the end of the minute that is said.
    assert_eq!(state("A", 11), State::Leaving);
    assert_eq!(state("A", 13), State::Abandoned);
    assert_eq!(state("Q", 11), State::Doubtful(Doubt::Unknown("Q".into())));
    assert_eq!(state("", 11), State::Doubtful(Doubt::Unknown(String::new())));
}

#[test]
fn each_fault_has_its_end() {
    let technical = |kind| Trouble::Fault(Fault { kind, code: Code::of(""), label: String::new() });
    let (closed, silent) = (technical(Kind::Unavailable), Trouble::Unreachable("timeout".into()));
    let week = 7 * 24 * 60;
    for (trouble, minutes, state, next) in [
        (fault(Code::P5), 3, State::Waiting, Some(5)),
        (fault(Code::P5), 119, State::Waiting, Some(120)),
        // Nothing was paid, as far as anybody knows; a last answer may still come.
        (fault(Code::P5), 120, State::Expired, Some(150)),
        (fault(Code::P3), 3, State::Waiting, Some(5)),
        (fault(Code::P4), 20, State::Waiting, Some(30)),
        (fault(Code::P1), 3, State::Expired, None),
        (closed.clone(), 3, State::Waiting, Some(33)),
        (technical(Kind::Dysfunction), 3, State::Waiting, Some(33)),
        (technical(Kind::Protocol), 3, State::Waiting, Some(33)),
        (silent.clone(), 31, State::Waiting, Some(61)),
        (silent.clone(), week - 1, State::Waiting, Some(week + 29)),
        (silent, week, State::Doubtful(Doubt::Silent), None),
        // What asking again cannot change is not asked again.
        (fault(Code::T2), 3, State::Doubtful(Doubt::Withheld(Code::T2)), None),
        (fault(Code::of("Z9")), 3, State::Doubtful(Doubt::Withheld(Code::of("Z9"))), None),
    ] {
        let known = heard(Mode::Production, &Err(trouble.clone()), minutes);
        assert_eq!((known.state, known.next), (state, next.map(after)), "{trouble:?} after {minutes}");
    }
}

#[test]
fn each_code_of_a_question_has_its_own_treatment() {
    for (text, code) in Code::ALL {
        let known = heard(Mode::Production, &Err(fault(code.clone())), 10);
        let (state, next) = match text {
            "P1" => (State::Expired, None),
            "P3" | "P4" | "P5" => (State::Waiting, Some(after(15))),
            _ => (State::Doubtful(Doubt::Withheld(code)), None),
        };
        assert_eq!((known.state, known.next), (state, next), "{text}");
    }
}

#[test]
fn an_answer_that_is_not_of_the_operation_settles_nothing() {
    type Change = fn(&mut Answer);
    let changes: [(Change, Difference); 5] = [
        (|answer| answer.id = "another".into(), Difference::Id),
        (|answer| answer.client = "054321".into(), Difference::Client),
        (|answer| answer.reference = "2026000043".into(), Difference::Reference),
        (|answer| answer.amount = "4551".into(), Difference::Amount),
        (|answer| answer.mode = "T".into(), Difference::Mode),
    ];
    for (change, difference) in changes {
        let mut told = answer("P");
        change(&mut told);
        let known = heard(Mode::Production, &Ok(told), 11);
        assert_eq!(known.state, State::Doubtful(Doubt::Differs(vec![difference])));
        assert_eq!(known.settles(), None);
    }
    let mut text = answer("P");
    text.amount = "45,50".into();
    assert_eq!(heard(Mode::Production, &Ok(text), 11).settles(), None);
}

#[test]
fn a_trial_never_settles_a_bill() {
    for mode in Mode::ALL {
        let told = Answer { mode: mode.letter().into(), ..answer("P") };
        let known = heard(mode, &Ok(told), 11);
        assert!(matches!(known.state, State::Paid(_)));
        assert_eq!(known.settles(), (mode == Mode::Production).then_some(Cents(4550)));
    }
}

#[test]
fn only_a_checked_contract_of_real_money_offers_anything() {
    let checked = Some(Checked { labels: vec![], at: begun() });
    for (mode, checked, offers) in [
        (Mode::Production, checked.clone(), true),
        (Mode::Production, None, false),
        (Mode::Test, checked.clone(), false),
        (Mode::Activation, checked, false),
    ] {
        let contract = Contract { checked, ..Contract::of("012345", mode) };
        assert_eq!(contract.takes(&due()), offers);
        assert_ne!(contract.on_trial().mode, Mode::Production);
        assert!(!contract.takes(&Due { amount: Cents(99), ..due() }));
        assert!(!contract.takes(&Due { amount: Cents(10_000_000), ..due() }));
    }
}

#[test]
fn what_the_service_would_refuse_is_not_asked() {
    let contract = Contract::of("012345", Mode::Production);
    type Change = fn(&mut Due);
    let changes: [(Change, Result<(), Unfit>); 10] = [
        (|_| (), Ok(())),
        (|due| due.reference = "12345".into(), Err(Unfit::Reference)),
        (|due| due.reference = "2026-00042".into(), Err(Unfit::Reference)),
        (|due| due.reference = "1".repeat(31), Err(Unfit::Reference)),
        (|due| due.mail = "a@b.f".into(), Err(Unfit::Mail)),
        (|due| due.mail = format!("{}@famille.example", "a".repeat(66)), Err(Unfit::Mail)),
        (|due| due.amount = Cents(99), Err(Unfit::TooSmall)),
        (|due| due.amount = Cents(-100), Err(Unfit::TooSmall)),
        (|due| due.amount = Cents(10_000_000), Err(Unfit::TooLarge)),
        (|due| due.year = 26, Err(Unfit::Year)),
    ];
    for (change, expected) in changes {
        let mut changed = due();
        change(&mut changed);
        let order = Order::of(&changed, &contract, "https://famille.valpreau.fr").map(drop);
        assert_eq!(order, expected, "{changed:?}");
    }
    let unset = Contract::of("12345", Mode::Production);
    assert_eq!(Order::of(&due(), &unset, "https://a.fr"), Err(Unfit::Client));
    assert_eq!(Order::of(&due(), &contract, &format!("https://{}.fr", "a".repeat(240))), Err(Unfit::Address));
}

#[test]
fn an_object_is_letters_figures_and_spaces() {
    let contract = Contract::of("012345", Mode::Production);
    let object = |text: &str| {
        let due = Due { object: text.into(), ..due() };
        Order::of(&due, &contract, "https://a.fr").unwrap().object
    };
    assert_eq!(
        object("Cantine d\u{2019}\u{c9}lo\u{ef}se & c\u{153}ur, n\u{ba} 12").as_deref(),
        Some("Cantine d Eloise c ur no 12")
    );
    assert_eq!(object("\u{20ac} \u{2014} "), None);
    assert_eq!(object(&"mot ".repeat(40)).unwrap().len(), 99);
}

#[test]
fn nothing_else_pays_the_same_for_twenty_minutes() {
    let mut known = redirected(Mode::Production);
    assert_eq!(known.blocks(after(19)), Some(after(20)));
    assert_eq!(known.blocks(after(20)), None);
    known.hear(&Ok(answer("R")), after(11));
    assert_eq!(known.blocks(after(12)), None);
}

#[test]
fn who_was_never_numbered_was_never_sent_away() {
    let mut known = Operation::begin(due(), "012345".into(), Mode::Production, begun());
    assert_eq!((known.next, known.under_way()), (Some(after(15)), true));
    known.give_up();
    assert_eq!((&known.state, known.next, known.open()), (&State::Expired, None, false));
    let mut numbered = redirected(Mode::Production);
    numbered.give_up();
    assert_eq!(numbered.state, State::Redirected);
}

#[test]
fn the_service_is_asked_by_the_schedule() {
    let mut moments = vec![];
    let mut now = begun();
    while let Some(moment) = schedule::next(begun(), now) {
        assert!(moment > now);
        moments.push((moment - begun()).num_minutes());
        now = moment;
    }
    let halves = (2..=48).map(|half| half * 30);
    let days = (2..=7).map(|day| day * 24 * 60);
    assert_eq!(moments, [2, 5, 15, 30].into_iter().chain(halves).chain(days).collect::<Vec<_>>());
}

/// All that can be heard of an operation.
fn anything() -> impl Strategy<Value = Heard> {
    let results = prop::sample::select(vec!["P", "V", "R", "Z", "A", "Q"]);
    let codes = prop::sample::select(vec![Code::P1, Code::P3, Code::P4, Code::P5, Code::T2]);
    prop_oneof![
        results.clone().prop_map(|result| Ok(answer(result))),
        results.prop_map(|result| Ok(Answer { amount: "4551".into(), ..answer(result) })),
        codes.prop_map(|code| Err(fault(code))),
        Just(Err(Trouble::Unreachable("closed".into()))),
    ]
}

proptest! {
    /// Late, twice, out of order, with anything between: once the right answer came, it is paid, as it was said first.
    #[test]
    fn paid_is_paid_whatever_else_is_heard(
        before in prop::collection::vec((anything(), 0i64..12_000), 0..8),
        at in 0i64..12_000,
        rest in prop::collection::vec((anything(), 0i64..12_000), 0..8),
    ) {
        let mut known = redirected(Mode::Production);
        for (told, minutes) in &before {
            known.hear(told, after(*minutes));
        }
        known.hear(&Ok(answer("P")), after(at));
        prop_assert_eq!(known.settles(), Some(Cents(4550)));
        prop_assert_eq!(known.next, None);
        let first = known.clone();
        for (told, minutes) in &rest {
            known.hear(told, after(*minutes));
        }
        prop_assert_eq!(known, first);
    }

    /// The same answers in another order end the same.
    #[test]
    fn the_order_of_answers_decides_nothing(
        told in prop::collection::vec(anything(), 1..6).prop_flat_map(|told| (Just(told.clone()), Just(told).prop_shuffle())),
    ) {
        let end = |told: &[Heard]| {
            let mut known = redirected(Mode::Production);
            told.iter().for_each(|told| known.hear(told, after(200)));
            let known = known;
            (std::mem::discriminant(&known.state), known.settles(), known.under_way())
        };
        prop_assert_eq!(end(&told.0), end(&told.1));
    }

    /// Nothing but an answer that this very operation was paid, with real money, settles anything.
    #[test]
    fn nothing_else_settles(told in prop::collection::vec((anything(), 0i64..12_000), 0..12)) {
        let mut known = redirected(Mode::Production);
        for (told, minutes) in &told {
            known.hear(told, after(*minutes));
            prop_assert!(known.next.is_none_or(|next| next > after(*minutes)), "it is asked again later");
            prop_assert!(known.under_way() == known.next.is_some() || known.state == State::Expired);
        }
        let paid = |told: &Heard| told.as_ref().is_ok_and(|answer| {
            ["P", "V"].contains(&answer.result.as_str()) && answer.amount == "4550"
        });
        prop_assert_eq!(known.settles().is_some(), told.iter().any(|(told, _)| paid(told)));
    }
}
