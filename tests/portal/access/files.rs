//! What the parents' pages of their files answer.

use preau::family::{
    field::Field,
    sheet::{Seen, Sheet},
};
use rocket::http::Method;

use super::table::{NO_FAMILY, NOTHING, Rule, rule};
use crate::browser::form;

/// Claire's work, as she types it over what stands there.
fn another_work() -> String {
    let mut before = Sheet::default();
    before.set(Field::Profession, "Mqmartelprofession");
    let seen = Seen::of(&before, [Field::Profession.into()]).encode();
    form(&[("vu", &seen), ("profession", "menuisi\u{e8}re")])
}

fn certified() -> String {
    form(&[("certifie", "yes")])
}

/// What the file of somebody of the MARTEL family answers to a parent; a child's is the other parent's too.
const FILE: [u16; 6] = [303, 200, 404, 404, 303, 303];
/// What the same answers to a form that is saved.
const SAVED: [u16; 6] = [303, 303, 404, 404, 303, 303];
/// What each parent has of the same name.
const EACH: [u16; 6] = [303, 200, 200, 200, 303, 303];

pub(super) const FILES: &[Rule] = &[
    rule(Method::Get, "/famille", "/famille", NOTHING, [303; 6], NO_FAMILY),
    rule(Method::Get, "/famille/<id>?<fait>", "/famille/4", NOTHING, FILE, NO_FAMILY),
    rule(Method::Post, "/famille/<id>", "/famille/4", another_work, SAVED, NO_FAMILY),
    rule(Method::Get, "/famille/foyer?<fait>", "/famille/foyer", NOTHING, EACH, NO_FAMILY),
    rule(Method::Post, "/famille/foyer", "/famille/foyer", NOTHING, [303; 6], NO_FAMILY),
    rule(Method::Get, "/famille/autres?<fait>", "/famille/autres", NOTHING, EACH, NO_FAMILY),
    rule(Method::Get, "/famille/autres/nouveau", "/famille/autres/nouveau", NOTHING, EACH, NO_FAMILY),
    rule(
        Method::Post,
        "/famille/autres/nouveau",
        "/famille/autres/nouveau",
        NOTHING,
        [303, 422, 422, 422, 303, 303],
        NO_FAMILY,
    ),
    rule(Method::Get, "/famille/autres/<id>?<fait>", "/famille/autres/7", NOTHING, FILE, NO_FAMILY),
    rule(Method::Post, "/famille/autres/<id>", "/famille/autres/7", NOTHING, SAVED, NO_FAMILY),
    rule(Method::Get, "/famille/autres/<id>/retirer", "/famille/autres/7/retirer", NOTHING, FILE, NO_FAMILY),
    rule(
        Method::Post,
        "/famille/autres/<id>/retirer",
        "/famille/autres/7/retirer",
        NOTHING,
        SAVED,
        NO_FAMILY,
    ),
    rule(Method::Get, "/famille/demandes?<fait>", "/famille/demandes", NOTHING, EACH, NO_FAMILY),
    rule(
        Method::Post,
        "/famille/demandes/<id>/retirer",
        "/famille/demandes/1/retirer",
        NOTHING,
        SAVED,
        NO_FAMILY,
    ),
    rule(Method::Get, "/enfants", "/enfants", NOTHING, [303; 6], NO_FAMILY),
    rule(
        Method::Get,
        "/enfants/<id>?<fait>",
        "/enfants/4",
        NOTHING,
        [303, 200, 404, 200, 303, 303],
        NO_FAMILY,
    ),
    rule(Method::Post, "/enfants/<id>", "/enfants/4", certified, [303, 303, 404, 303, 303, 303], NO_FAMILY),
];
