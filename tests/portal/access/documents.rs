//! What documents, and the pages that the law wants, answer.

use rocket::http::Method;

use super::table::{NO_FAMILY, NOT_AGENTS, NOTHING, Rule, rule};
use crate::browser::form;

const READS: [u16; 6] = [403, 200, 200, 403, 200, 303];
const READS_NONE: [u16; 6] = [403, 404, 404, 403, 404, 303];
const PUBLISHES: [u16; 6] = [403, 403, 200, 403, 403, 303];
const PUBLISHES_NONE: [u16; 6] = [403, 403, 404, 403, 403, 303];
const NEW: &str = "/mairie/documents/nouveau";

fn a_title() -> String {
    form(&[("titre", "Menus")])
}

pub(super) const EVERYBODY: [u16; 6] = [200; 6];
const MENTIONS: &str = "/mairie/reglages/mentions";

pub(super) const DOCUMENTS: &[Rule] = &[
    rule(Method::Get, "/mentions-legales", "/mentions-legales", NOTHING, EVERYBODY, EVERYBODY),
    rule(Method::Get, "/confidentialite", "/confidentialite", NOTHING, EVERYBODY, EVERYBODY),
    rule(
        Method::Get,
        "/mairie/reglages/mentions?<fait>",
        MENTIONS,
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    // Nothing typed: no number of years.
    rule(Method::Post, MENTIONS, MENTIONS, NOTHING, NOT_AGENTS, [422, 403, 403, 403, 403, 303]),
    rule(Method::Get, "/documents", "/documents", NOTHING, [303, 200, 200, 200, 303, 303], NO_FAMILY),
    rule(
        Method::Get,
        "/documents/<id>/<nom>",
        "/documents/1/menus.pdf",
        NOTHING,
        [303, 404, 404, 404, 303, 303],
        NO_FAMILY,
    ),
    rule(Method::Get, "/mairie/documents?<fait>", "/mairie/documents", NOTHING, NOT_AGENTS, READS),
    rule(Method::Get, NEW, NEW, NOTHING, NOT_AGENTS, PUBLISHES),
    // Neither a title nor a file.
    rule(Method::Post, NEW, NEW, NOTHING, NOT_AGENTS, [403, 403, 422, 403, 403, 303]),
    rule(Method::Get, "/mairie/documents/<id>", "/mairie/documents/1", NOTHING, NOT_AGENTS, PUBLISHES_NONE),
    rule(Method::Post, "/mairie/documents/<id>", "/mairie/documents/1", a_title, NOT_AGENTS, PUBLISHES_NONE),
    rule(
        Method::Post,
        "/mairie/documents/<id>/retirer",
        "/mairie/documents/1/retirer",
        NOTHING,
        NOT_AGENTS,
        [403, 403, 303, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/documents/<id>/<nom>",
        "/mairie/documents/1/menus.pdf",
        NOTHING,
        NOT_AGENTS,
        READS_NONE,
    ),
];
