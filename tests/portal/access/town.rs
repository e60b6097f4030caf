//! What the town's pages answer that bring families in, answer them, and decide what they may do.

use rocket::http::Method;

use super::{
    marks::ASKED,
    table::{NOT_AGENTS, NOTHING, Rule, booking, rule},
};
use crate::{browser::form, world::at};

/// A request of the MARTEL family, of Léa's health, as it stands.
fn accepted() -> String {
    form(&[("geste", "accepter"), ("vu", &at(ASKED).timestamp_micros().to_string())])
}

/// Claire, at no address.
fn invited_nowhere() -> String {
    form(&[("geste", "inviter"), ("responsable", "4"), ("adresse", "claire")])
}

fn quotient() -> String {
    form(&[("geste", "enregistrer"), ("quotient", "5"), ("effet", "2026-12-01"), ("source", "letter")])
}

/// The file that waits is not wanted.
fn abandon() -> String {
    form(&[("geste", "abandonner")])
}

/// A day of Léa's closed.
fn closed() -> String {
    let fields = [("du", "2026-12-10"), ("motif", "works"), ("n", "ab"), ("vus", ""), ("geste", "fermer")];
    form(&fields)
}

fn undone() -> String {
    form(&[("geste", "annuler")])
}

pub(super) const TOWN: &[Rule] = &[
    rule(
        Method::Get,
        "/mairie/import?<fait>",
        "/mairie/import",
        NOTHING,
        NOT_AGENTS,
        [403, 403, 200, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/import",
        "/mairie/import",
        NOTHING,
        NOT_AGENTS,
        [403, 403, 422, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/import/modele.csv",
        "/mairie/import/modele.csv",
        NOTHING,
        NOT_AGENTS,
        [403, 403, 200, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/import/<id>?<voir>&<page>&<fait>",
        "/mairie/import/1",
        NOTHING,
        NOT_AGENTS,
        [403, 403, 200, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/import/<id>",
        "/mairie/import/1",
        abandon,
        NOT_AGENTS,
        [403, 403, 303, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/demandes?<page>&<fait>",
        "/mairie/demandes",
        NOTHING,
        NOT_AGENTS,
        [403, 200, 200, 403, 200, 303],
    ),
    // None is ticked.
    rule(
        Method::Post,
        "/mairie/demandes",
        "/mairie/demandes",
        NOTHING,
        NOT_AGENTS,
        [403, 403, 422, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/demandes/<id>",
        "/mairie/demandes/17",
        NOTHING,
        NOT_AGENTS,
        [403, 200, 200, 403, 200, 303],
    ),
    rule(
        Method::Post,
        "/mairie/demandes/<id>",
        "/mairie/demandes/17",
        accepted,
        NOT_AGENTS,
        [403, 403, 303, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/familles/<id>/enfants/<child>/garde?<q>&<avec>&<fait>",
        "/mairie/familles/3/enfants/4/garde",
        NOTHING,
        NOT_AGENTS,
        [403, 403, 200, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/familles/<id>/prix?<jour>",
        "/mairie/familles/3/prix",
        NOTHING,
        NOT_AGENTS,
        [403, 200, 200, 403, 200, 303],
    ),
    // The page was never shown.
    rule(
        Method::Post,
        "/mairie/familles/<id>/enfants/<child>/garde",
        "/mairie/familles/3/enfants/4/garde",
        NOTHING,
        NOT_AGENTS,
        [403, 403, 422, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/familles/<id>/acces?<q>&<fait>",
        "/mairie/familles/3/acces",
        NOTHING,
        NOT_AGENTS,
        [403, 403, 200, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/familles/<id>/acces",
        "/mairie/familles/3/acces",
        invited_nowhere,
        NOT_AGENTS,
        [403, 403, 422, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/familles/<id>/quotient?<ligne>&<fait>",
        "/mairie/familles/3/quotient",
        NOTHING,
        NOT_AGENTS,
        [403, 403, 200, 403, 403, 303],
    ),
    // The page was never shown.
    rule(
        Method::Post,
        "/mairie/familles/<id>/quotient",
        "/mairie/familles/3/quotient",
        quotient,
        NOT_AGENTS,
        [403, 403, 422, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/familles/<id>/reservations",
        "/mairie/familles/3/reservations",
        NOTHING,
        NOT_AGENTS,
        [403, 303, 303, 403, 303, 303],
    ),
    rule(
        Method::Get,
        "/mairie/familles/<id>/reservations/<period>?<p>&<motif>&<normal>&<depasser>&<fait>",
        "/mairie/familles/3/reservations/2026-12-07",
        NOTHING,
        NOT_AGENTS,
        [403, 200, 200, 403, 200, 303],
    ),
    rule(
        Method::Post,
        "/mairie/familles/<id>/reservations/<period>",
        "/mairie/familles/3/reservations/2026-12-07",
        booking,
        NOT_AGENTS,
        [403, 403, 303, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/familles/<id>/reservations/<period>/valider",
        "/mairie/familles/3/reservations/2026-12-07/valider",
        booking,
        NOT_AGENTS,
        [403, 403, 303, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/familles/<id>/reservations/<period>/valider",
        "/mairie/familles/3/reservations/2026-12-07/valider",
        NOTHING,
        NOT_AGENTS,
        [403, 303, 303, 403, 303, 303],
    ),
    rule(
        Method::Get,
        "/mairie/fiches?<fait>",
        "/mairie/fiches",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    // Nothing is said of any page.
    rule(
        Method::Post,
        "/mairie/fiches",
        "/mairie/fiches",
        NOTHING,
        NOT_AGENTS,
        [422, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/fermetures?<fait>",
        "/mairie/fermetures",
        NOTHING,
        NOT_AGENTS,
        [403, 403, 200, 403, 403, 303],
    ),
    // Nothing was closed yet.
    rule(
        Method::Get,
        "/mairie/fermetures/<id>?<fait>",
        "/mairie/fermetures/1",
        NOTHING,
        NOT_AGENTS,
        [403, 403, 404, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/fermetures/<id>",
        "/mairie/fermetures/1",
        undone,
        NOT_AGENTS,
        [403, 403, 404, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/fermetures/nouvelle",
        "/mairie/fermetures/nouvelle",
        NOTHING,
        NOT_AGENTS,
        [403, 403, 200, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/fermetures/nouvelle",
        "/mairie/fermetures/nouvelle",
        closed,
        NOT_AGENTS,
        [403, 403, 303, 403, 403, 303],
    ),
    // Not a closure.
    rule(
        Method::Post,
        "/mairie/fermetures/retirer",
        "/mairie/fermetures/retirer",
        NOTHING,
        NOT_AGENTS,
        [403, 403, 422, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/reglages/calendrier?<fait>",
        "/mairie/reglages/calendrier",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    // No button of the page.
    rule(
        Method::Post,
        "/mairie/reglages/calendrier",
        "/mairie/reglages/calendrier",
        NOTHING,
        NOT_AGENTS,
        [422, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/reglages",
        "/mairie/reglages",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/reglages/ouverture?<fait>",
        "/mairie/reglages/ouverture",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/reglages/ouverture",
        "/mairie/reglages/ouverture",
        NOTHING,
        NOT_AGENTS,
        [422, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/reglages/fichier?<fait>",
        "/mairie/reglages/fichier",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/reglages/fichier",
        "/mairie/reglages/fichier",
        NOTHING,
        NOT_AGENTS,
        [422, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/reglages/fichier/reglages.toml",
        "/mairie/reglages/fichier/reglages.toml",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/reglages/fichier/apercu?<commune>",
        "/mairie/reglages/fichier/apercu",
        NOTHING,
        NOT_AGENTS,
        [303, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/reglages/fichier/apercu",
        "/mairie/reglages/fichier/apercu",
        NOTHING,
        NOT_AGENTS,
        [422, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/reglages/commune?<fait>",
        "/mairie/reglages/commune",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/reglages/commune",
        "/mairie/reglages/commune",
        NOTHING,
        NOT_AGENTS,
        [422, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/reglages/commune/logo",
        "/mairie/reglages/commune/logo",
        NOTHING,
        NOT_AGENTS,
        [422, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/reglages/commune/logo/retirer",
        "/mairie/reglages/commune/logo/retirer",
        NOTHING,
        NOT_AGENTS,
        [303, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/reglages/ecoles?<fait>",
        "/mairie/reglages/ecoles",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/reglages/ecoles/<id>?<fait>",
        "/mairie/reglages/ecoles/1",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/reglages/ecoles/<id>",
        "/mairie/reglages/ecoles/1",
        NOTHING,
        NOT_AGENTS,
        [422, 403, 403, 403, 403, 303],
    ),
    rule(Method::Get, "/logo/<hash>", "/logo/0123", NOTHING, [404; 6], [404; 6]),
];
