//! What the town's pages of a family answer.

use rocket::http::Method;

use super::table::{NOT_AGENTS, NOTHING, Rule, rule};
use crate::browser::form;

/// Who may read: billing, families, the reader.
const READ: [u16; 6] = [403, 200, 200, 403, 200, 303];
/// What only who keeps the files may see.
const KEEP: [u16; 6] = [403, 403, 200, 403, 403, 303];
/// What only who keeps the files may do.
const CHANGE: [u16; 6] = [403, 403, 303, 403, 403, 303];

const fn page(route: &'static str, address: &'static str, agents: [u16; 6]) -> Rule {
    rule(Method::Get, route, address, NOTHING, NOT_AGENTS, agents)
}

const fn act(route: &'static str, address: &'static str, body: fn() -> String, agents: [u16; 6]) -> Rule {
    rule(Method::Post, route, address, body, NOT_AGENTS, agents)
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
    form(&[("famille", "MARTEL-DUPONT"), ("avant", "Mqmartelname")])
}

fn away() -> String {
    form(&[("geste", "archiver")])
}

/// Léa's canteen, on days that are her mother's.
fn habit() -> String {
    "n=0123456789abcdef0123456789abcdef&l=4.3.2612.200&motif=fiche".into()
}

/// Of the MARTEL family, nº 3: its guardian is nº 4, Léa is nº 4 too, its other adult nº 7.
pub(super) const FAMILIES: [Rule; 32] = [
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
    page("/mairie/familles/<id>/autres/<n>?<fait>", "/mairie/familles/3/autres/7", READ),
    act("/mairie/familles/<id>/autres/<n>", "/mairie/familles/3/autres/7", untouched, CHANGE),
    page("/mairie/familles/<id>/autres/nouveau", "/mairie/familles/3/autres/nouveau", KEEP),
    act("/mairie/familles/<id>/autres/nouveau", "/mairie/familles/3/autres/nouveau", adult, CHANGE),
    page("/mairie/familles/<id>/autres/<n>/retrait", "/mairie/familles/3/autres/7/retrait", KEEP),
    act("/mairie/familles/<id>/autres/<n>/retrait", "/mairie/familles/3/autres/7/retrait", NOTHING, CHANGE),
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
    page("/mairie/familles/<id>/annee?<fait>", "/mairie/familles/3/annee", KEEP),
    page("/mairie/familles/<id>/annee/liste", "/mairie/familles/3/annee/liste", KEEP),
    page(
        "/mairie/familles/<id>/annee/liste/<mois>",
        "/mairie/familles/3/annee/liste/2026-12?enfant=4&4.3=4&rythme=toutes",
        KEEP,
    ),
    act("/mairie/familles/<id>/annee", "/mairie/familles/3/annee", habit, CHANGE),
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

/// Whether a page is of one family, on the town's side.
pub(super) fn is_of_a_family(rule: &Rule) -> bool {
    rule.route.starts_with("/mairie/familles/")
}

/// Whether who keeps the files changes something there; an untouched form changes nothing.
pub(super) fn changes(rule: &Rule) -> bool {
    let written = rule.address.ends_with("/sante") || (rule.body)() != "vu=";
    // A draft of bookings is not kept.
    let kept = !rule.route.ends_with("/reservations/<period>");
    is_of_a_family(rule) && matches!(rule.agents[2], 200 | 303) && written && kept
}

/// What stands on a page of families that an agent who may read it should not see there; none for who may
/// not read it.
pub(super) fn hidden(who: &str, rule: &Rule, html: &str) -> Option<Vec<&'static str>> {
    let reads = matches!(who, "marc.petit" | "odile" | "jeanne");
    let care = rule.route.ends_with("/sante");
    let not_here: &[&str] = match who {
        // They are found by name; where they live is not in the list.
        _ if reads && rule.route.starts_with("/mairie/familles?") => &["Peupliers", "Gare", "Mqmartelstreet"],
        "karim" if care => &["Mqmartel", "Mqnogues", "Peupliers", "Gare"],
        "odile" if care => &["Mqnoguesstreet", "Mqnoguesremarks", "1972-07", "Gare", "ALAIN"],
        _ if reads && is_of_a_family(rule) => &[
            "Mqleadiet",
            "Mqleaavoid",
            "Mqleadoctor",
            "Mqnoguesstreet",
            "Mqnoguesremarks",
            "Mqnoguesallowance",
            "Mqnoguesasks",
            "1972-07",
            "juillet 1972",
            "Gare",
            "ALAIN",
        ],
        _ => return None,
    };
    Some(not_here.iter().copied().filter(|mark| html.contains(*mark)).collect())
}
