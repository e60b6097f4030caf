//! What the pages of absences and of trials answer: they are the administrator's.

use rocket::http::Method;

use super::table::{NOT_AGENTS, NOTHING, Rule, rule};
use crate::browser::form;

const READ: [u16; 6] = [200, 403, 403, 403, 403, 303];
const RULE: &str = "/mairie/reglages/absences/regle";

/// Sent from a page of another state.
fn stale() -> String {
    form(&[("prestation", "5"), ("depuis", "2028-01-01"), ("maladie", "billed"), ("geste", "enregistrer")])
}

pub(super) const ABSENCES: &[Rule] = &[
    rule(Method::Get, "/mairie/essai", "/mairie/essai", NOTHING, NOT_AGENTS, READ),
    rule(
        Method::Get,
        "/mairie/reglages/absences?<fait>",
        "/mairie/reglages/absences",
        NOTHING,
        NOT_AGENTS,
        READ,
    ),
    rule(
        Method::Get,
        "/mairie/reglages/absences/regle?<prestation>&<version>",
        RULE,
        NOTHING,
        NOT_AGENTS,
        READ,
    ),
    rule(Method::Post, RULE, RULE, stale, NOT_AGENTS, [422, 403, 403, 403, 403, 303]),
    rule(
        Method::Post,
        "/mairie/reglages/absences/apercu",
        "/mairie/reglages/absences/apercu",
        NOTHING,
        NOT_AGENTS,
        READ,
    ),
];
