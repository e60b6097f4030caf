//! What the ways to the service of online payment and back answer.

use rocket::http::Method;

use super::table::{NOT_AGENTS, NOTHING, Rule, rule};

/// What the service calls, or sends a payer back to by a form: it is no page of the portal. What is told proves
/// nothing, and changes nothing but when the service is asked.
pub(super) const EXEMPT: [&str; 2] = ["/paiements/notification?<query..>", "/paiements/retour?<query..>"];

const SETTINGS: &str = "/mairie/reglages/paiement";
const ADMINISTRATOR: [u16; 6] = [422, 403, 403, 403, 403, 303];

fn again() -> String {
    "geste=redemander".into()
}

/// An operation that there is not.
fn stranger() -> String {
    "idop=cc0cb210-1cd4-11ea-8cca-0213ad91a103".into()
}

pub(super) const PAYMENTS: &[Rule] = &[
    rule(
        Method::Get,
        "/mairie/reglages/paiement?<fait>",
        SETTINGS,
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    // No number.
    rule(Method::Post, SETTINGS, SETTINGS, NOTHING, NOT_AGENTS, ADMINISTRATOR),
    // No contract.
    rule(
        Method::Post,
        "/mairie/reglages/paiement/essai",
        "/mairie/reglages/paiement/essai",
        NOTHING,
        NOT_AGENTS,
        ADMINISTRATOR,
    ),
    rule(
        Method::Get,
        "/mairie/paiements?<fait>",
        "/mairie/paiements",
        NOTHING,
        NOT_AGENTS,
        [403, 200, 200, 403, 200, 303],
    ),
    rule(
        Method::Post,
        "/mairie/paiements/<id>",
        "/mairie/paiements/1",
        again,
        NOT_AGENTS,
        [403, 404, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/paiements/retour?<told..>",
        "/paiements/retour?idop=cc0cb210-1cd4-11ea-8cca-0213ad91a103",
        NOTHING,
        [200; 6],
        [200; 6],
    ),
    rule(Method::Post, EXEMPT[1], "/paiements/retour", stranger, [303; 6], [303; 6]),
    rule(Method::Post, EXEMPT[0], "/paiements/notification", stranger, [200; 6], [200; 6]),
];
