//! The faults that the stand-in may answer: each code of the contract, and the three technical ones.

use crate::payment::fault::Kind;

/// Which of the four, its code, its words.
pub type Fault = (Kind, &'static str, &'static str);

/// All of them.
pub const ALL: [Fault; 19] = [
    (Kind::Functional, "A1", "Adresse mél absente"),
    (Kind::Functional, "A2", "Adresse mél incorrecte"),
    (Kind::Functional, "R3", "Format de la référence invalide"),
    (Kind::Functional, "S1", "Type de saisie invalide"),
    (Kind::Functional, "T1", "Numéro client invalide"),
    (Kind::Functional, "T2", "Client inconnu"),
    (Kind::Functional, "T4", "Client sans accès sécurisé"),
    (Kind::Functional, "M1", "Format du montant invalide"),
    (Kind::Functional, "M3", "Montant inférieur au minimum"),
    (Kind::Functional, "M5", "Montant supérieur au plafond"),
    (Kind::Functional, "N1", "Adresse de notification invalide"),
    (Kind::Functional, "D1", "Adresse de retour invalide"),
    (Kind::Functional, "P1", "Identifiant incorrect"),
    (Kind::Functional, "P3", "Identifiant déjà utilisé"),
    (Kind::Functional, "P4", "Identifiant de plus de 15 minutes"),
    (Kind::Functional, "P5", "Résultat non connu"),
    (Kind::Dysfunction, "", "Panne de l’essai"),
    (Kind::Unavailable, "", "Fermeture de l’essai"),
    (Kind::Protocol, "", "Message incompris"),
];

/// What a fault is chosen by: its code, or what the contract calls it.
pub fn key((kind, code, _): Fault) -> &'static str {
    match code {
        "" => Kind::ALL.iter().find(|(known, _)| *known == kind).map_or("", |(_, name)| name),
        code => code,
    }
}

/// The fault that is chosen so.
pub fn named(wanted: &str) -> Option<Fault> {
    ALL.into_iter().find(|fault| key(*fault) == wanted)
}
