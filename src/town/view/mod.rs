//! What every page says of the town.

pub mod calendar;
pub mod identity;
pub mod legal;
pub mod schools;

use maud::{Markup, html};

use super::{Identity, feast::Feast};
use crate::ui::{
    french,
    layout::{Frame, Logo, Script, UNNAMED},
};

/// The frame of a page of this town, which its caller completes.
pub fn frame<'a>(town: &'a Identity, title: &'a str) -> Frame<'a> {
    Frame {
        town: self::title(town),
        logo: town.logo.as_ref().map(|logo| Logo {
            address: format!("{}{}", super::logo::ADDRESS, logo.hash),
            width: logo.width,
            height: logo.height,
        }),
        accessibility: accessibility(town),
        script: Script::None,
        office: false,
        title,
        refused: false,
        person: None,
        menu: Vec::new(),
        ends: None,
        here: "",
        help: "",
    }
}

/// What stands at the head of its pages and under its mails.
pub fn title(town: &Identity) -> &str {
    if town.name.is_empty() { UNNAMED } else { &town.name }
}

/// What it is called in a sentence.
pub fn name(town: &Identity) -> &str {
    if town.name.is_empty() { "votre commune" } else { &town.name }
}

/// Whom to ask, at the end of a sentence.
pub fn reach(town: &Identity) -> Markup {
    let contact = &town.contact;
    html! {
        @if contact.service.is_empty() { "la mairie" } @else { (contact.service) }
        @if !contact.telephone.is_empty() { ", " (french::telephone(&contact.telephone)) }
    }
}

/// Where the portal's accessibility stands: until an audit says otherwise, the law says "non conforme".
pub fn accessibility(town: &Identity) -> &'static str {
    match town.audit.as_ref().map(|audit| audit.percent) {
        Some(100..) => "totalement conforme",
        Some(50..) => "partiellement conforme",
        _ => "non conforme",
    }
}

/// The name of a public holiday.
pub fn feast(feast: Feast) -> &'static str {
    match feast {
        Feast::NewYear => "jour de l’An",
        Feast::EasterMonday => "lundi de Pâques",
        Feast::Labour => "fête du Travail",
        Feast::Victory1945 => "8 mai 1945",
        Feast::Ascension => "Ascension",
        Feast::WhitMonday => "lundi de Pentecôte",
        Feast::National => "fête nationale",
        Feast::Assumption => "Assomption",
        Feast::AllSaints => "Toussaint",
        Feast::Armistice1918 => "armistice de 1918",
        Feast::Christmas => "Noël",
        Feast::GoodFriday => "Vendredi saint",
        Feast::SaintStephen => "Saint-Étienne",
        Feast::AbolitionMayotte => "abolition de l’esclavage à Mayotte",
        Feast::AbolitionMartinique => "abolition de l’esclavage en Martinique",
        Feast::AbolitionGuadeloupe => "abolition de l’esclavage en Guadeloupe",
        Feast::AbolitionSaintMartin => "abolition de l’esclavage à Saint-Martin",
        Feast::AbolitionGuyane => "abolition de l’esclavage en Guyane",
        Feast::AbolitionSaintBarthelemy => "abolition de l’esclavage à Saint-Barthélemy",
        Feast::AbolitionReunion => "abolition de l’esclavage à La Réunion",
    }
}
