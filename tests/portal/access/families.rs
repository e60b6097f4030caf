//! What the town's pages of a family answer.

use rocket::http::Method;

use super::table::{NOT_AGENTS, NOTHING, Rule};
use crate::browser::form;

/// Who may read: billing, families, the reader.
const READ: [u16; 6] = [403, 200, 200, 403, 200, 303];
/// What only who keeps the files may see.
const KEEP: [u16; 6] = [403, 403, 200, 403, 403, 303];
/// What only who keeps the files may do.
const CHANGE: [u16; 6] = [403, 403, 303, 403, 403, 303];

const fn page(route: &'static str, address: &'static str, agents: [u16; 6]) -> Rule {
    Rule { method: Method::Get, route, address, body: NOTHING, answers: NOT_AGENTS, agents }
}

const fn act(route: &'static str, address: &'static str, body: fn() -> String, agents: [u16; 6]) -> Rule {
    Rule { method: Method::Post, route, address, body, answers: NOT_AGENTS, agents }
}

/// A form in which nothing was changed.
fn untouched() -> String {
    form(&[("vu", "")])
}

fn guardian() -> String {
    let fields = [("first_name", "Paul"), ("last_name", "NEUF"), ("street", "1 rue Neuve")];
    format!("{}&postcode=44999&city=Saint-Aubin", form(&fields))
}

fn child() -> String {
    form(&[("first_name", "Paul"), ("last_name", "NEUF"), ("sex", "m"), ("born_on", "2019-02-03")])
}

fn adult() -> String {
    form(&[("first_name", "Paul"), ("last_name", "NEUF")])
}

fn name() -> String {
    form(&[("famille", "MARTEL-DUPONT"), ("avant", "MARTEL")])
}

fn away() -> String {
    form(&[("geste", "archiver")])
}

/// Of the MARTEL family, nº 3: its guardian is nº 4, Léa is nº 4 too; it has no other adult.
pub(super) const FAMILIES: [Rule; 28] = [
    page("/mairie/familles/<id>?<fait>", "/mairie/familles/3", READ),
    page("/mairie/familles/<id>/historique?<avant>", "/mairie/familles/3/historique", READ),
    page("/mairie/familles/<id>/foyer?<fait>", "/mairie/familles/3/foyer", READ),
    act("/mairie/familles/<id>/foyer", "/mairie/familles/3/foyer", untouched, CHANGE),
    act("/mairie/familles/<id>/nom", "/mairie/familles/3/nom", name, CHANGE),
    page("/mairie/familles/<id>/responsables/<n>?<fait>", "/mairie/familles/3/responsables/4", READ),
    act("/mairie/familles/<id>/responsables/<n>", "/mairie/familles/3/responsables/4", untouched, CHANGE),
    page("/mairie/familles/<id>/enfants/<n>?<fait>", "/mairie/familles/3/enfants/4", READ),
    act("/mairie/familles/<id>/enfants/<n>", "/mairie/familles/3/enfants/4", untouched, CHANGE),
    // Health and diet: of who keeps the files and who takes the roll of that school, whoever reads the rest.
    act(
        "/mairie/familles/<id>/enfants/<n>/sante",
        "/mairie/familles/3/enfants/4/sante",
        untouched,
        [403, 403, 200, 200, 403, 303],
    ),
    page(
        "/mairie/familles/<id>/autres/<n>?<fait>",
        "/mairie/familles/3/autres/1",
        [403, 404, 404, 403, 404, 303],
    ),
    act(
        "/mairie/familles/<id>/autres/<n>",
        "/mairie/familles/3/autres/1",
        untouched,
        [403, 403, 404, 403, 403, 303],
    ),
    page("/mairie/familles/<id>/autres/nouveau", "/mairie/familles/3/autres/nouveau", KEEP),
    act("/mairie/familles/<id>/autres/nouveau", "/mairie/familles/3/autres/nouveau", adult, CHANGE),
    page(
        "/mairie/familles/<id>/autres/<n>/retrait",
        "/mairie/familles/3/autres/1/retrait",
        [403, 403, 404, 403, 403, 303],
    ),
    act(
        "/mairie/familles/<id>/autres/<n>/retrait",
        "/mairie/familles/3/autres/1/retrait",
        NOTHING,
        [403, 403, 404, 403, 403, 303],
    ),
    page("/mairie/familles/nouvelle", "/mairie/familles/nouvelle", KEEP),
    act("/mairie/familles/nouvelle", "/mairie/familles/nouvelle", guardian, CHANGE),
    page("/mairie/familles/<id>/responsables/nouveau", "/mairie/familles/3/responsables/nouveau", KEEP),
    act(
        "/mairie/familles/<id>/responsables/nouveau",
        "/mairie/familles/3/responsables/nouveau",
        guardian,
        CHANGE,
    ),
    page("/mairie/familles/<id>/enfants/nouveau", "/mairie/familles/3/enfants/nouveau", KEEP),
    act("/mairie/familles/<id>/enfants/nouveau", "/mairie/familles/3/enfants/nouveau", child, CHANGE),
    page("/mairie/familles/<id>/archivage", "/mairie/familles/3/archivage", KEEP),
    act("/mairie/familles/<id>/archivage", "/mairie/familles/3/archivage", away, CHANGE),
    page(
        "/mairie/familles/<id>/responsables/<n>/archivage",
        "/mairie/familles/3/responsables/4/archivage",
        KEEP,
    ),
    // The last guardian stays.
    act(
        "/mairie/familles/<id>/responsables/<n>/archivage",
        "/mairie/familles/3/responsables/4/archivage",
        away,
        [403, 403, 422, 403, 403, 303],
    ),
    page("/mairie/familles/<id>/enfants/<n>/archivage", "/mairie/familles/3/enfants/4/archivage", KEEP),
    act(
        "/mairie/familles/<id>/enfants/<n>/archivage",
        "/mairie/familles/3/enfants/4/archivage",
        away,
        CHANGE,
    ),
];
