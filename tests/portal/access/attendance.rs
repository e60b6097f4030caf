//! What roll calls and counts answer.

use rocket::http::Method;

use super::table::{NO_FAMILY, NOT_AGENTS, NOTHING, Rule, rule};

const LIST: &str = "/mairie/pointage/2026-11-24/3-2";
const OF_LIST: &str = "/mairie/pointage/<jour>/<liste>";

/// Who takes the roll of that school; everybody else is refused, whatever they may read.
const CALLS: [u16; 6] = [403, 403, 403, 200, 403, 303];
const COUNTS: [u16; 6] = [403, 200, 200, 200, 200, 303];

/// A child that there is not.
fn stranger() -> String {
    "enfant=99&de=&vers=here".into()
}

pub(super) const ATTENDANCE: &[Rule] = &[
    rule(
        Method::Get,
        "/presences?<jour>",
        "/presences?jour=2026-12-10",
        NOTHING,
        [303, 200, 200, 200, 303, 303],
        NO_FAMILY,
    ),
    rule(Method::Get, "/mairie/pointage?<jour>", "/mairie/pointage", NOTHING, NOT_AGENTS, CALLS),
    rule(Method::Get, "/mairie/pointage/<jour>/<liste>?<q>&<fait>", LIST, NOTHING, NOT_AGENTS, CALLS),
    rule(
        Method::Get,
        "/mairie/pointage/<jour>/<liste>/liste",
        "/mairie/pointage/2026-11-24/3-2/liste",
        NOTHING,
        NOT_AGENTS,
        CALLS,
    ),
    rule(Method::Post, OF_LIST, LIST, stranger, NOT_AGENTS, [403, 403, 403, 404, 403, 303]),
    rule(Method::Get, "/mairie/effectifs?<jour>", "/mairie/effectifs", NOTHING, NOT_AGENTS, COUNTS),
    rule(Method::Get, "/mairie/effectifs.csv?<jour>", "/mairie/effectifs.csv", NOTHING, NOT_AGENTS, COUNTS),
];
