//! What the pages of services and of their deadlines answer.

use rocket::http::Method;

use super::table::{NOT_AGENTS, NOTHING, Rule, rule};
use crate::browser::form;

fn moved_up() -> String {
    form(&[("geste", "monter"), ("service", "3")])
}

/// A form without anything is refused, or shown again where nothing is asked to be saved.
pub(super) const SERVICES: &[Rule] = &[
    rule(
        Method::Get,
        "/mairie/reglages/prestations?<fait>",
        "/mairie/reglages/prestations",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/reglages/prestations",
        "/mairie/reglages/prestations",
        moved_up,
        NOT_AGENTS,
        [303, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/reglages/prestations/nouvelle",
        "/mairie/reglages/prestations/nouvelle",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/reglages/prestations/nouvelle",
        "/mairie/reglages/prestations/nouvelle",
        NOTHING,
        NOT_AGENTS,
        [422, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/reglages/prestations/<id>?<fait>",
        "/mairie/reglages/prestations/3",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/reglages/prestations/<id>",
        "/mairie/reglages/prestations/3",
        NOTHING,
        NOT_AGENTS,
        [422, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/reglages/prestations/<id>/delais?<fait>",
        "/mairie/reglages/prestations/3/delais",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/reglages/prestations/<id>/delais",
        "/mairie/reglages/prestations/3/delais",
        NOTHING,
        NOT_AGENTS,
        [422, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/reglages/prestations/<id>/delais/regle?<version>",
        "/mairie/reglages/prestations/3/delais/regle",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/reglages/prestations/<id>/delais/regle",
        "/mairie/reglages/prestations/3/delais/regle",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/reglages/prestations/<id>/delais/apercu",
        "/mairie/reglages/prestations/3/delais/apercu",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
];
