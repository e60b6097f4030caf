//! What roll calls, counts and absences told answer.

use rocket::http::Method;

use super::table::{NO_FAMILY, NOT_AGENTS, NOTHING, Rule, rule};

const LIST: &str = "/mairie/pointage/2026-11-24/3-2";
const OF_LIST: &str = "/mairie/pointage/<jour>/<liste>";

/// Who takes the roll of that school; everybody else is refused, whatever they may read.
const CALLS: [u16; 6] = [403, 403, 403, 200, 403, 303];
const COUNTS: [u16; 6] = [403, 200, 200, 200, 200, 303];

/// Who reads absences, and who notes what comes of them.
const READ: [u16; 6] = [403, 200, 200, 403, 200, 303];
const KEEP: [u16; 6] = [403, 403, 303, 403, 403, 303];
/// A form of who keeps the files that is refused, and a certificate that did not come.
const REFUSED: [u16; 6] = [403, 403, 422, 403, 403, 303];
const NONE: [u16; 6] = [403, 403, 404, 403, 403, 303];
/// A family's own absence, and a certificate that did not come.
const OWN: [u16; 6] = [303, 303, 404, 404, 303, 303];
const NOWHERE: [u16; 6] = [303, 404, 404, 404, 303, 303];

fn no_day() -> String {
    "recu=demain".into()
}

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
    rule(Method::Get, "/absences?<fait>", "/absences", NOTHING, [303, 200, 200, 200, 303, 303], NO_FAMILY),
    // No number of a form.
    rule(Method::Post, "/absences", "/absences", NOTHING, [303, 422, 422, 422, 303, 303], NO_FAMILY),
    rule(
        Method::Post,
        "/absences/<child>/<number>/retirer",
        "/absences/4/1/retirer",
        NOTHING,
        OWN,
        NO_FAMILY,
    ),
    rule(
        Method::Get,
        "/absences/<child>/<number>/certificat",
        "/absences/4/1/certificat",
        NOTHING,
        NOWHERE,
        NO_FAMILY,
    ),
    // It was told for another reason than illness.
    rule(
        Method::Post,
        "/absences/<child>/<number>/certificat",
        "/absences/4/1/certificat",
        NOTHING,
        NOWHERE,
        NO_FAMILY,
    ),
    rule(
        Method::Post,
        "/absences/<child>/<number>/certificat/retirer",
        "/absences/4/1/certificat/retirer",
        NOTHING,
        OWN,
        NO_FAMILY,
    ),
    rule(
        Method::Get,
        "/mairie/absences?<du>&<au>",
        "/mairie/absences?du=2026-12-01&au=2026-12-31",
        NOTHING,
        NOT_AGENTS,
        READ,
    ),
    rule(
        Method::Get,
        "/mairie/absences/<child>/<number>?<fait>",
        "/mairie/absences/4/1",
        NOTHING,
        NOT_AGENTS,
        READ,
    ),
    // No certificate is noted for another reason than illness.
    rule(
        Method::Post,
        "/mairie/absences/<child>/<number>/recu",
        "/mairie/absences/4/1/recu",
        no_day,
        NOT_AGENTS,
        NONE,
    ),
    rule(
        Method::Post,
        "/mairie/absences/<child>/<number>/certificat",
        "/mairie/absences/4/1/certificat",
        NOTHING,
        NOT_AGENTS,
        NONE,
    ),
    rule(
        Method::Post,
        "/mairie/absences/<child>/<number>/retirer",
        "/mairie/absences/4/1/retirer",
        NOTHING,
        NOT_AGENTS,
        KEEP,
    ),
    rule(
        Method::Get,
        "/mairie/familles/<id>/absence",
        "/mairie/familles/3/absence",
        NOTHING,
        NOT_AGENTS,
        [403, 403, 200, 403, 403, 303],
    ),
    rule(
        Method::Post,
        "/mairie/familles/<id>/absence",
        "/mairie/familles/3/absence",
        NOTHING,
        NOT_AGENTS,
        REFUSED,
    ),
    rule(
        Method::Get,
        "/mairie/reglages/presences?<fait>",
        "/mairie/reglages/presences",
        NOTHING,
        NOT_AGENTS,
        [200, 403, 403, 403, 403, 303],
    ),
    // No hour.
    rule(
        Method::Post,
        "/mairie/reglages/presences",
        "/mairie/reglages/presences",
        NOTHING,
        NOT_AGENTS,
        [422, 403, 403, 403, 403, 303],
    ),
    rule(Method::Get, "/mairie/effectifs?<jour>", "/mairie/effectifs", NOTHING, NOT_AGENTS, COUNTS),
    rule(Method::Get, "/mairie/effectifs.csv?<jour>", "/mairie/effectifs.csv", NOTHING, NOT_AGENTS, COUNTS),
];
