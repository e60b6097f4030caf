//! What messages answer. Thread 1 is the MARTEL family's.

use rocket::http::Method;

use super::table::{NO_FAMILY, NOT_AGENTS, NOTHING, Rule, rule};
use crate::browser::form;

const READS: [u16; 6] = [403, 200, 200, 403, 200, 303];
const ANSWERS: [u16; 6] = [403, 422, 422, 403, 403, 303];

/// Who has no family, or is nobody, keeps what was typed.
const KEEPS: [u16; 6] = [422, 422, 422, 422, 422, 401];

/// Of a thread that has one message only.
fn nine_messages_seen() -> String {
    form(&[("vu", "9")])
}

pub(super) const MESSAGES: &[Rule] = &[
    rule(Method::Get, "/contact", "/contact", NOTHING, [200; 6], [200; 6]),
    // Nothing is typed, for no family; who is not signed in keeps it all the same.
    rule(Method::Post, "/contact", "/contact", NOTHING, [401, 422, 422, 422, 401, 401], KEEPS),
    rule(
        Method::Get,
        "/contact/<id>?<fait>",
        "/contact/1",
        NOTHING,
        [303, 200, 404, 404, 303, 303],
        NO_FAMILY,
    ),
    rule(Method::Post, "/contact/<id>", "/contact/1", NOTHING, [401, 422, 422, 422, 401, 401], KEEPS),
    rule(
        Method::Get,
        "/contact/<id>/<number>/<nom>",
        "/contact/1/1/piece-jointe.pdf",
        NOTHING,
        [303, 200, 404, 404, 303, 303],
        NO_FAMILY,
    ),
    rule(
        Method::Get,
        "/mairie/messages?<lesquels>&<famille>&<page>&<fait>",
        "/mairie/messages",
        NOTHING,
        NOT_AGENTS,
        READS,
    ),
    rule(Method::Get, "/mairie/messages/<id>", "/mairie/messages/1", NOTHING, NOT_AGENTS, READS),
    rule(Method::Post, "/mairie/messages/<id>", "/mairie/messages/1", NOTHING, NOT_AGENTS, ANSWERS),
    rule(
        Method::Post,
        "/mairie/messages/<id>/classer",
        "/mairie/messages/1/classer",
        nine_messages_seen,
        NOT_AGENTS,
        ANSWERS,
    ),
    rule(
        Method::Get,
        "/mairie/messages/<id>/<number>/<nom>",
        "/mairie/messages/1/1/piece-jointe.pdf",
        NOTHING,
        NOT_AGENTS,
        READS,
    ),
];
