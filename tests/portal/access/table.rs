//! What each route answers to each actor.

use rocket::http::Method;

use crate::browser::{form, word};

/// What a route answers, by actor: nobody, a parent of the family, a parent of another family, the other
/// parent of a shared child, a guardian whom the town no longer lets in, an expired session.
pub(super) struct Rule {
    pub(super) method: Method,
    pub(super) route: &'static str,
    /// An address of it that concerns the child Léa of the MARTEL family.
    pub(super) address: &'static str,
    pub(super) body: fn() -> String,
    /// Status for each of [`ACTORS`].
    pub(super) answers: [u16; 6],
    /// Status for each of [`AGENTS`].
    pub(super) agents: [u16; 6],
}

pub(super) const ACTORS: [&str; 6] =
    ["nobody", "claire.martel", "lucie.alain", "julien.nogues", "marc.faure", "expired"];
/// Of the town hall: an administrator, billing, families, the roll call, a reader, and one whose access has ended.
pub(super) const AGENTS: [&str; 6] = ["nadia", "marc.petit", "odile", "karim", "jeanne", "ended"];
/// What the town's pages answer to who is not of the town hall.
pub(super) const NOT_AGENTS: [u16; 6] = [303, 403, 403, 403, 303, 303];
/// What the families' pages answer to who has no family.
pub(super) const NO_FAMILY: [u16; 6] = [303; 6];
pub(super) const NOTHING: fn() -> String = String::new;
const NUMBER: &str = "n=0123456789abcdef0123456789abcdef";

/// A form that books Léa's canteen, on a day that is her mother's.
pub(super) fn booking() -> String {
    format!("{NUMBER}&{}", word(4, 3, "2026-12-10"))
}

/// The same day, confirmed from a list.
fn habit() -> String {
    format!("{NUMBER}&l=4.3.2612.200")
}

/// The MARTEL family chosen.
fn martel() -> String {
    form(&[("famille", "3")])
}

/// A new agent.
pub(super) fn invitation() -> String {
    let who = [("prenom", "Paul"), ("nom", "NEUF"), ("adresse", "paul.neuf@valpreau.example")];
    format!("{}&role=reader", form(&who))
}

fn end_access() -> String {
    form(&[("geste", "terminer")])
}

fn a_mail() -> String {
    form(&[("numero", "1")])
}

fn wrong_password() -> String {
    form(&[("adresse", "personne@famille.example"), ("mot-de-passe", "faux")])
}

fn unknown_address() -> String {
    form(&[("adresse", "personne@famille.example")])
}

fn new_password() -> String {
    form(&[("mot-de-passe", "nS3JJ|t+"), ("confirmation", "nS3JJ|t+")])
}

/// A line.
pub(super) const fn rule(
    method: Method,
    route: &'static str,
    address: &'static str,
    body: fn() -> String,
    answers: [u16; 6],
    agents: [u16; 6],
) -> Rule {
    Rule { method, route, address, body, answers, agents }
}

pub(super) const TABLE: &[Rule] = &[
    Rule {
        method: Method::Get,
        route: "/",
        address: "/",
        body: NOTHING,
        answers: [200; 6],
        agents: [303, 303, 303, 303, 303, 200],
    },
    Rule {
        method: Method::Get,
        route: "/accessibilite",
        address: "/accessibilite",
        body: NOTHING,
        answers: [200; 6],
        agents: [200; 6],
    },
    Rule {
        method: Method::Get,
        route: "/regles",
        address: "/regles",
        body: NOTHING,
        answers: [200; 6],
        agents: [200; 6],
    },
    Rule {
        method: Method::Get,
        route: "/<name>",
        address: "/absent.css",
        body: NOTHING,
        answers: [404; 6],
        agents: [404; 6],
    },
    Rule {
        method: Method::Get,
        route: "/connexion?<retour>&<fait>",
        address: "/connexion",
        body: NOTHING,
        answers: [200, 303, 303, 303, 200, 200],
        agents: [303, 303, 303, 303, 303, 200],
    },
    Rule {
        method: Method::Post,
        route: "/connexion",
        address: "/connexion",
        body: wrong_password,
        answers: [422; 6],
        agents: [422; 6],
    },
    Rule {
        method: Method::Post,
        route: "/deconnexion",
        address: "/deconnexion",
        body: NOTHING,
        answers: [303; 6],
        agents: [303; 6],
    },
    Rule {
        method: Method::Get,
        route: "/familles?<retour>",
        address: "/familles",
        body: NOTHING,
        // Each sees the names of their own children only.
        answers: [303, 200, 200, 200, 303, 303],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Post,
        route: "/familles",
        address: "/familles",
        body: martel,
        answers: [303, 303, 404, 404, 303, 303],
        agents: [404, 404, 404, 404, 404, 303],
    },
    Rule {
        method: Method::Get,
        route: "/mot-de-passe?<fait>",
        address: "/mot-de-passe",
        body: NOTHING,
        // Each sees their own address only.
        answers: [200; 6],
        agents: [200; 6],
    },
    Rule {
        method: Method::Post,
        route: "/mot-de-passe",
        address: "/mot-de-passe",
        body: unknown_address,
        answers: [303; 6],
        agents: [303; 6],
    },
    Rule {
        method: Method::Get,
        route: "/mot-de-passe/<token>?<choix>",
        // Only who holds a link has one: nobody who asks is more than another.
        address: "/mot-de-passe/0123456789abcdef",
        body: NOTHING,
        answers: [410; 6],
        agents: [410; 6],
    },
    Rule {
        method: Method::Post,
        route: "/mot-de-passe/<token>",
        address: "/mot-de-passe/0123456789abcdef",
        body: new_password,
        answers: [410; 6],
        agents: [410; 6],
    },
    Rule {
        method: Method::Get,
        route: "/reservations?<p>",
        address: "/reservations",
        body: NOTHING,
        answers: [303; 6],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Get,
        route: "/reservations/<period>?<p>&<fait>",
        address: "/reservations/2026-12-07?p=4.3.2612.200",
        body: NOTHING,
        // To a stranger it is as if the child did not exist: the ticks are dropped.
        answers: [303, 200, 303, 200, 303, 303],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Get,
        route: "/reservations/prix?<enfant>&<prestation>&<jour>&<tard>&<p>",
        address: "/reservations/prix?enfant=4&prestation=3&jour=2026-12-10",
        body: NOTHING,
        answers: [303, 200, 404, 404, 303, 303],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Get,
        route: "/reservations/total?<enfant>&<periode>&<p>",
        address: "/reservations/total?enfant=4&periode=2026-12-07",
        body: NOTHING,
        // The other home of the child reads its own total.
        answers: [303, 200, 404, 200, 303, 303],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Get,
        route: "/reservations/<period>/valider",
        address: "/reservations/2026-12-07/valider",
        body: NOTHING,
        answers: [303; 6],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Post,
        route: "/reservations/<period>",
        address: "/reservations/2026-12-07",
        body: booking,
        answers: [303, 303, 422, 303, 303, 303],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Post,
        route: "/reservations/<period>/valider",
        address: "/reservations/2026-12-07/valider",
        body: booking,
        // Her father is told that the day is not his; to a stranger the child does not exist.
        answers: [303, 303, 422, 422, 303, 303],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Get,
        route: "/reservations/annee",
        address: "/reservations/annee?enfant=4&rythme=toutes",
        body: NOTHING,
        // A child of another family is left out, as if there were none.
        answers: [303, 200, 303, 200, 303, 303],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Get,
        route: "/reservations/annee/liste",
        address: "/reservations/annee/liste?enfant=4&4.3=4&rythme=toutes",
        body: NOTHING,
        answers: [303, 200, 303, 200, 303, 303],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Get,
        route: "/reservations/annee/liste/<mois>",
        address: "/reservations/annee/liste/2026-12?enfant=4&4.3=4&rythme=toutes",
        body: NOTHING,
        answers: [303, 200, 303, 404, 303, 303],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Get,
        route: "/reservations/annee/valider",
        address: "/reservations/annee/valider",
        body: NOTHING,
        answers: [303; 6],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Post,
        route: "/reservations/annee/valider",
        address: "/reservations/annee/valider",
        body: habit,
        answers: [303, 303, 422, 422, 303, 303],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Get,
        route: "/mairie",
        address: "/mairie",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [200, 200, 200, 200, 200, 303],
    },
    Rule {
        method: Method::Get,
        route: "/mairie/familles?<typed..>",
        address: "/mairie/familles?q=martel",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [403, 200, 200, 403, 200, 303],
    },
    Rule {
        method: Method::Get,
        route: "/mairie/agents",
        address: "/mairie/agents",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [200, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Get,
        route: "/mairie/agents/nouveau",
        address: "/mairie/agents/nouveau",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [200, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Post,
        route: "/mairie/agents",
        address: "/mairie/agents",
        body: invitation,
        answers: NOT_AGENTS,
        agents: [303, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Get,
        route: "/mairie/agents/<id>?<fait>",
        address: "/mairie/agents/11",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [200, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Post,
        route: "/mairie/agents/<id>",
        address: "/mairie/agents/11",
        body: end_access,
        answers: NOT_AGENTS,
        agents: [303, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Get,
        route: "/mairie/journal?<personne>&<avant>",
        address: "/mairie/journal",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [200, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Get,
        route: "/mairie/courriels?<fait>",
        address: "/mairie/courriels",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [200, 200, 200, 403, 200, 303],
    },
    Rule {
        method: Method::Post,
        route: "/mairie/courriels",
        address: "/mairie/courriels",
        body: a_mail,
        answers: NOT_AGENTS,
        agents: [303, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Post,
        route: "/mairie/courriels/tous",
        address: "/mairie/courriels/tous",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [303, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Post,
        route: "/mairie/courriels/essai",
        address: "/mairie/courriels/essai",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [200, 403, 403, 403, 403, 303],
    },
];
