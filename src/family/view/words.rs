//! The words of files: fields, what they may hold, what is wrong with them.

use chrono::NaiveDate;

use crate::{
    family::{
        field::{Field, Key, Kind, Page},
        file::{Choices, File},
        value::{Shape, Why, YES},
    },
    tariff::quotient::Quotient,
    ui::french::{self, NBSP},
};

/// What a page of a file is called.
pub fn page(page: Page) -> &'static str {
    match page {
        Page::Identity => "Identité",
        Page::Permissions => "Urgence et sortie",
        Page::Contacts => "Coordonnées",
        Page::Household => "Quotient familial",
        Page::Adults => "Autres responsables",
        Page::Child => "Identité de l’enfant",
        Page::School => "École et classe",
        Page::Registrations => "Inscriptions et jours habituels",
        Page::Diet => "Régime alimentaire",
        Page::Health => "Santé",
        Page::Papers => "Assurance et autorisations",
        Page::Remarks => "Divers",
    }
}

/// What a field is called on a file.
pub fn field(kind: Kind, field: Field) -> &'static str {
    match field {
        Field::Role => "Lien avec les enfants",
        Field::Title => "Civilité",
        Field::LastName => "Nom",
        Field::FirstName => "Prénom",
        Field::Sex => "Sexe",
        Field::BornOn if kind == Kind::Child => "Date de naissance",
        Field::BornOn => "Né(e) le",
        Field::BornAt => "Lieu de naissance",
        Field::Marital => "Situation familiale",
        Field::Authority => "Autorité parentale",
        Field::Relation => "Lien avec la famille",
        Field::Billing => "Les factures sont envoyées à cette adresse",
        Field::Street => "Adresse",
        Field::Postcode => "Code postal",
        Field::City => "Ville",
        Field::HomePhone => "Téléphone du domicile",
        Field::MobilePhone => "Téléphone portable",
        Field::OfficePhone => "Téléphone du bureau",
        Field::EmployerPhone => "Téléphone de l’employeur",
        Field::Profession => "Profession",
        Field::Employer => "Employeur",
        Field::Mail => "Adresse électronique",
        Field::Emergency => "À prévenir en cas d’urgence",
        Field::Pickup => "Peut venir chercher l’enfant",
        Field::Quotient => "Quotient familial",
        Field::Allowance => "Numéro d’allocataire CAF ou MSA",
        Field::Class => "Classe",
        Field::Service => "Inscription",
        Field::Tariff => "Tarif",
        Field::Usual => "Jours habituels",
        Field::Diet => "Régime alimentaire",
        Field::Avoid => "Aliments à éviter",
        Field::CarePlan => "L’enfant a un projet d’accueil individualisé (PAI)",
        Field::CarePlanUntil => "PAI valable jusqu’au",
        Field::OwnMeal => "Le PAI prévoit un panier-repas apporté par la famille",
        Field::BloodGroup => "Groupe sanguin",
        Field::Doctor => "Médecin traitant",
        Field::DoctorPhone => "Téléphone du médecin",
        Field::Tetanus => "Dernier vaccin contre le tétanos",
        Field::Regime => "Régime social",
        Field::Insurer => "Compagnie d’assurance",
        Field::Policy => "Numéro de police",
        Field::InsuredUntil => "Assurance valable jusqu’au",
        Field::Photo => "Autorisation de photographie",
        Field::Remarks => "Remarques",
    }
}

/// A field with what it is about: "Peut venir chercher l’enfant – Théo", "Jours habituels – Garderie matin".
pub fn key(kind: Kind, choices: &Choices, key: Key) -> String {
    match choices.of(key) {
        Some(of) => format!("{} – {of}", field(kind, key.field)),
        None => field(kind, key.field).to_owned(),
    }
}

/// A word of a choice.
pub fn choice(field: Field, word: &str) -> &'static str {
    match (field, word) {
        (Field::Role, "mother") => "Mère",
        (Field::Role, "father") => "Père",
        (Field::Role, "tutor") => "Tuteur ou tutrice",
        (Field::Title, "mrs") => "Mme",
        (Field::Title, "mr") => "M.",
        (Field::Title, "mr_and_mrs") => "M. et Mme",
        (Field::Title, "mr_or_mrs") => "M. ou Mme",
        (Field::Title, "body") => "Personne morale",
        (Field::Sex, "f") => "Fille",
        (Field::Sex, "m") => "Garçon",
        (Field::Marital, "married") => "Marié(e)",
        (Field::Marital, "civil_union") => "Pacsé(e)",
        (Field::Marital, "couple") => "Vie maritale",
        (Field::Marital, "free_union") => "Union libre",
        (Field::Marital, "single") => "Célibataire",
        (Field::Marital, "separated") => "Séparé(e)",
        (Field::Marital, "divorced") => "Divorcé(e)",
        (Field::Marital, "remarried") => "Remarié(e)",
        (Field::Marital, "widowed") => "Veuf ou veuve",
        (Field::Marital, "single_parent") => "Parent isolé",
        (Field::Regime, "general") => "Régime général",
        (Field::Regime, "agricultural") => "Régime agricole (MSA)",
        (Field::Regime, "other") => "Autre régime",
        (Field::BloodGroup, "o+") => "O+",
        (Field::BloodGroup, "o-") => "O−",
        (Field::BloodGroup, "a+") => "A+",
        (Field::BloodGroup, "a-") => "A−",
        (Field::BloodGroup, "b+") => "B+",
        (Field::BloodGroup, "b-") => "B−",
        (Field::BloodGroup, "ab+") => "AB+",
        (Field::BloodGroup, "ab-") => "AB−",
        (_, "yes") => "Oui",
        (_, "no") => "Non",
        _ => "Non renseigné",
    }
}

/// What an empty choice reads.
pub fn nothing(field: Field) -> &'static str {
    match field {
        Field::Diet => "Repas ordinaire",
        Field::Class => "Aucune classe",
        Field::BloodGroup => "Non connu",
        _ => "Non renseigné",
    }
}

/// A field's value as it is read: "12 octobre 2023", "Marié(e)", "CE1, École Jules-Ferry", "lundi et mardi".
pub fn value(choices: &Choices, key: Key, value: &str) -> String {
    let date =
        |text: &str| text.parse::<NaiveDate>().map_or_else(|_| text.to_owned(), french::day_month_year);
    match key.field.shape() {
        Shape::Flag => if value == YES { "Oui" } else { "Non" }.into(),
        _ if value.is_empty() => nothing(key.field).into(),
        Shape::Past | Shape::Date => date(value),
        Shape::Telephone => french::telephone(value),
        Shape::Choice(_) => choice(key.field, value).into(),
        Shape::Quotient => value.parse::<Quotient>().map_or_else(|_| value.to_owned(), quotient),
        Shape::Weekdays => {
            french::list(value.split(',').filter_map(|day| day.parse::<u8>().ok()).map(french::weekday))
        }
        Shape::Listed => listed(choices, key, value),
        _ => value.to_owned(),
    }
}

fn listed(choices: &Choices, key: Key, value: &str) -> String {
    let class = choices.classes.iter().find(|(id, ..)| id.to_string() == value);
    let tariffs =
        choices.services.iter().find(|service| service.id.0 == key.of).map(|service| &service.tariffs);
    let tariff = tariffs.and_then(|tariffs| tariffs.iter().find(|(id, _)| id.to_string() == value));
    match (key.field, class, tariff) {
        (Field::Class, Some((_, class, school)), _) => format!("{class}, {school}"),
        (Field::Tariff, _, Some((_, tariff))) => tariff.clone(),
        _ => value.to_owned(),
    }
}

/// "850", "700,01".
pub fn quotient(quotient: Quotient) -> String {
    match quotient.parts() {
        (euros, 0) => euros.to_string(),
        (euros, cents) => format!("{euros},{cents:02}"),
    }
}

/// What is wrong with a field, and what to do.
pub fn why(file: &File, key: Key, why: &Why) -> String {
    let name = self::key(file.about.kind(), &file.choices, key);
    match why {
        Why::Missing => format!("{name}{NBSP}: indiquez une réponse, elle est nécessaire."),
        Why::NotAName => format!("{name}{NBSP}: écrivez-le en lettres."),
        Why::Unseen => {
            format!("{name}{NBSP}: un caractère ne peut pas être lu. Écrivez de nouveau cette ligne.")
        }
        Why::TooLong(most) => format!("{name}{NBSP}: {most} caractères au plus."),
        Why::NotADate => format!("{name}{NBSP}: indiquez une date, par exemple 14/03/2019."),
        Why::Future => format!("{name}{NBSP}: cette date est dans l’avenir."),
        Why::NotATelephone => {
            format!(
                "{name}{NBSP}: indiquez dix chiffres, par exemple 06{NBSP}12{NBSP}34{NBSP}56{NBSP}78, ou commencez par + pour l’étranger."
            )
        }
        Why::NotAMail => format!("{name}{NBSP}: indiquez une adresse, par exemple prenom@exemple.fr."),
        Why::NotAPostcode => format!("{name}{NBSP}: indiquez cinq chiffres, par exemple 44000."),
        Why::NotAQuotient => {
            format!("{name}{NBSP}: indiquez le nombre de votre attestation, par exemple 850.")
        }
        Why::NotOffered => format!("{name}{NBSP}: choisissez une des réponses proposées."),
        Why::Booked => {
            format!(
                "{name}{NBSP}: des jours sont encore réservés. Annulez-les d’abord sur la page des réservations."
            )
        }
        Why::Closed => format!(
            "{name}{NBSP}: la mairie vient de fermer cette réponse, elle ne peut plus être changée ici."
        ),
        Why::BillsGoNowhere => {
            format!(
                "{name}{NBSP}: pour envoyer les factures ailleurs, cochez cette case sur la fiche de l’autre responsable."
            )
        }
    }
}
