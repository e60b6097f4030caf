//! Each code of the service has its own treatment and its own words.

use std::collections::BTreeSet;

use super::*;
use crate::payment::{
    answer::{Difference, Means},
    fault::Treatment,
    operation::{Doubt, Payment, State},
    view::words,
};

/// As it is read: spaces that do not break are spaces.
fn read(words: impl AsRef<str>) -> String {
    words.as_ref().replace('\u{a0}', " ")
}

#[test]
fn each_code_is_read_back_treated_and_said() {
    use Treatment::{Later, Mail, TooLarge, TooSmall, Town};
    let table = [
        ("A1", Mail, "il manque l’adresse électronique du payeur"),
        ("A2", Mail, "l’adresse électronique du payeur n’est pas acceptée"),
        ("R3", Town, "la référence n’est pas acceptée"),
        ("S1", Town, "le mode n’est pas accepté"),
        ("T1", Town, "le numéro client n’est pas accepté"),
        ("T2", Town, "ce numéro client n’existe pas"),
        ("T4", Town, "ce numéro client n’a pas accès au paiement sécurisé : demandez-le à la DGFiP"),
        ("M1", Town, "le montant n’est pas accepté"),
        ("M3", TooSmall, "le montant est inférieur à 1 €"),
        ("M5", TooLarge, "le montant dépasse le plafond"),
        ("N1", Town, "l’adresse de notification n’est pas acceptée : faites-la autoriser par la DGFiP"),
        ("D1", Town, "l’adresse de retour n’est pas acceptée : faites-la autoriser par la DGFiP"),
        ("P1", Later, "l’opération n’existe pas, ou plus"),
        ("P3", Later, "l’opération a déjà servi"),
        ("P4", Later, "l’opération a plus de 15 minutes"),
        ("P5", Later, "le résultat n’est pas encore connu"),
    ];
    assert_eq!(table.map(|(text, ..)| text), Code::ALL.map(|(text, _)| text));
    for (text, treatment, said) in table {
        let code = Code::of(text);
        assert_eq!(code.text(), text);
        assert_eq!(fault(code.clone()).treatment(), treatment, "{text}");
        let words = read(words::trouble(&fault(code)));
        assert_eq!(words, format!("Réponse de PayFiP : {said} (code {text})."));
    }
    assert_eq!(Code::of("Z9"), Code::Other("Z9".into()));
    assert_eq!(fault(Code::of("Z9")).treatment(), Town);
    let words = read(words::trouble(&fault(Code::of("Z9"))));
    assert_eq!(words, "Réponse de PayFiP : PayFiP donne une raison que le portail ne connaît pas (code Z9).");
}

#[test]
fn each_technical_trouble_is_treated_and_said() {
    let technical = |kind| Trouble::Fault(Fault { kind, code: Code::of(""), label: "SQL".into() });
    for (trouble, treatment, said) in [
        (
            technical(Kind::Dysfunction),
            Treatment::Later,
            "PayFiP est en panne. Réessayez dans une demi-heure.",
        ),
        (
            technical(Kind::Unavailable),
            Treatment::Later,
            "PayFiP est fermé pour le moment. Réessayez dans une demi-heure.",
        ),
        (
            technical(Kind::Protocol),
            Treatment::Town,
            "PayFiP n’a pas compris la demande. Signalez-le à qui tient le portail.",
        ),
        (
            Trouble::Unreachable("timeout".into()),
            Treatment::Later,
            "PayFiP ne répond pas. Réessayez dans quelques minutes.",
        ),
        (
            Trouble::Garbled("html".into()),
            Treatment::Town,
            "PayFiP a répondu quelque chose d’inattendu. Signalez-le à qui tient le portail.",
        ),
    ] {
        assert_eq!((trouble.treatment(), words::trouble(&trouble).as_str()), (treatment, said));
    }
}

#[test]
fn who_pays_reads_what_becomes_of_a_payment_that_does_not_begin() {
    for (treatment, said) in [
        (
            Treatment::Mail,
            "Le service de paiement n’accepte pas votre adresse électronique. Corrigez-la dans votre fiche, puis recommencez.",
        ),
        (Treatment::TooSmall, "Le paiement en ligne commence à 1 €. Réglez cette somme à la mairie."),
        (
            Treatment::TooLarge,
            "Cette somme dépasse ce qui peut être payé en ligne en une fois. Adressez-vous à la mairie.",
        ),
        (
            Treatment::Town,
            "Le paiement en ligne n’est pas possible pour le moment. Rien n’a été prélevé. La mairie doit corriger un réglage.",
        ),
        (
            Treatment::Later,
            "Le service de paiement ne répond pas. Rien n’a été prélevé. Réessayez un peu plus tard.",
        ),
    ] {
        assert_eq!(read(words::treatment(treatment)), said);
    }
}

#[test]
fn each_end_is_said_to_who_pays_and_to_the_town() {
    let paid = |means| State::Paid(Payment { means, at: None, authorisation: None });
    let table = [
        (State::Created, "Paiement en attente de confirmation", "commencé"),
        (State::Redirected, "Paiement en attente de confirmation", "sur la page de paiement"),
        (State::Waiting, "Paiement en attente de confirmation", "en attente du résultat"),
        (State::Leaving, "Paiement abandonné", "abandonné par le payeur, à confirmer"),
        (State::Failed, "Paiement non commencé", "non commencé"),
        (State::Expired, "Paiement non effectué", "expiré, rien n’a été payé"),
        (State::Abandoned, "Paiement abandonné", "abandonné par le payeur"),
        (State::Refused(Means::Card), "Paiement refusé", "carte refusée"),
        (State::Refused(Means::Debit), "Prélèvement refusé", "prélèvement refusé"),
        (paid(Means::Card), "Paiement accepté", "payé par carte"),
        (paid(Means::Debit), "Prélèvement enregistré", "payé par prélèvement"),
        (
            State::Doubtful(Doubt::Silent),
            "Paiement à vérifier",
            "à vérifier : PayFiP n’a donné aucun résultat en sept jours",
        ),
        (
            State::Doubtful(Doubt::Withheld(Code::T2)),
            "Paiement à vérifier",
            "à vérifier : PayFiP ne donne pas le résultat (code T2)",
        ),
        (
            State::Doubtful(Doubt::Unknown("Q".into())),
            "Paiement à vérifier",
            "à vérifier : PayFiP répond un résultat inconnu, « Q »",
        ),
        (
            State::Doubtful(Doubt::Differs(vec![
                Difference::Id,
                Difference::Client,
                Difference::Reference,
                Difference::Amount,
                Difference::Mode,
            ])),
            "Paiement à vérifier",
            "à vérifier : la réponse de PayFiP ne concorde pas (le numéro d’opération, le numéro client, la référence, le montant et le mode)",
        ),
    ];
    let mut sentences = BTreeSet::new();
    for (state, title, town) in table {
        let known = Operation { state, ..redirected(Mode::Production) };
        let (said, sentence, good) = words::parent(&known);
        assert_eq!((said, read(words::state(&known)).as_str()), (title, town));
        assert_eq!(good, matches!(known.state, State::Paid(_)), "{title}");
        assert_eq!(
            words::needs_town(&known),
            matches!(known.state, State::Doubtful(_) | State::Failed),
            "{title}"
        );
        // Who does not know yet whether it is paid is not told that nothing was taken, and is told not to pay again.
        let unsure = known.under_way() && known.state != State::Leaving || known.doubtful();
        assert_eq!(
            unsure,
            sentence.contains("Ne payez pas une seconde fois") || sentence.contains("ne recommencez pas"),
            "{sentence}"
        );
        assert_eq!(unsure || good, !sentence.contains("n’a été p"), "{sentence}");
        sentences.insert(sentence);
    }
    // Those that are not known yet share theirs, so do those to be looked at; the others have their own.
    assert_eq!(sentences.len(), 10);
}

#[test]
fn who_comes_back_reads_how_it_ended() {
    let end = |told: Answer, mode: Mode| {
        let mut known = redirected(mode);
        known.hear(&Ok(told), after(60));
        words::parent(&known).0
    };
    for (result, title) in [
        ("P", "Paiement accepté"),
        ("V", "Prélèvement enregistré"),
        ("R", "Paiement refusé"),
        ("Z", "Prélèvement refusé"),
        ("A", "Paiement abandonné"),
        ("Q", "Paiement à vérifier"),
    ] {
        assert_eq!(end(answer(result), Mode::Production), title);
    }
    let trial = Answer { mode: "T".into(), ..answer("P") };
    assert_eq!(end(trial, Mode::Test), "Essai réussi");
}
