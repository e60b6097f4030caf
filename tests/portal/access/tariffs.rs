//! What the pages of prices answer: they are the administrator's.

use rocket::http::Method;

use super::table::{NOT_AGENTS, NOTHING, Rule, rule};
use crate::browser::form;

const READ: [u16; 6] = [200, 403, 403, 403, 403, 303];
const WRITTEN: [u16; 6] = [303, 403, 403, 403, 403, 303];
const ALL: &str = "/mairie/reglages/tarifs";

fn named() -> String {
    form(&[("nom", "Étude")])
}

fn renamed() -> String {
    form(&[("nom", "Restaurant scolaire"), ("geste", "renommer")])
}

fn priced() -> String {
    form(&[("depuis", "2028-01-01"), ("c0-genre", "prix"), ("c0-prix", "4,10"), ("geste", "enregistrer")])
}

pub(super) const TARIFFS: &[Rule] = &[
    rule(Method::Get, ALL, ALL, NOTHING, NOT_AGENTS, READ),
    rule(Method::Post, ALL, ALL, named, NOT_AGENTS, WRITTEN),
    rule(
        Method::Get,
        "/mairie/reglages/tarifs/<id>?<fait>",
        "/mairie/reglages/tarifs/1",
        NOTHING,
        NOT_AGENTS,
        READ,
    ),
    rule(
        Method::Post,
        "/mairie/reglages/tarifs/<id>",
        "/mairie/reglages/tarifs/1",
        renamed,
        NOT_AGENTS,
        WRITTEN,
    ),
    rule(
        Method::Get,
        "/mairie/reglages/tarifs/<id>/version?<depuis>",
        "/mairie/reglages/tarifs/1/version",
        NOTHING,
        NOT_AGENTS,
        READ,
    ),
    rule(
        Method::Post,
        "/mairie/reglages/tarifs/<id>/version",
        "/mairie/reglages/tarifs/1/version",
        priced,
        NOT_AGENTS,
        WRITTEN,
    ),
    rule(
        Method::Post,
        "/mairie/reglages/tarifs/<id>/apercu",
        "/mairie/reglages/tarifs/1/apercu",
        priced,
        NOT_AGENTS,
        READ,
    ),
];
