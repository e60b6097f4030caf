//! The doors of one's own account: its second factor, its sessions, its address, its codes.

use rocket::http::Method;

use super::table::{NOTHING, Rule, invitation};
use crate::browser::form;

/// A new address, and a password that is not the right one.
fn moving() -> String {
    form(&[("adresse", "neuve@famille.example"), ("mot-de-passe", "faux")])
}

fn no_such_session() -> String {
    form(&[("connexion", "0123456789abcdef0123456789abcdef")])
}

fn no_code() -> String {
    form(&[("code", ""), ("mot-de-passe", "")])
}

pub(super) const ACCOUNT: &[Rule] = &[
    Rule {
        method: Method::Get,
        route: "/premier/<token>",
        address: "/premier/0123456789abcdef0123456789abcdef",
        body: NOTHING,
        answers: [410; 6],
        agents: [410; 6],
    },
    Rule {
        method: Method::Post,
        route: "/premier/<token>",
        address: "/premier/0123456789abcdef0123456789abcdef",
        body: invitation,
        answers: [410; 6],
        agents: [410; 6],
    },
    Rule {
        method: Method::Get,
        route: "/connexion/code?<retour>&<secours>",
        address: "/connexion/code",
        body: NOTHING,
        // None of them owes a code.
        answers: [303; 6],
        agents: [303; 6],
    },
    Rule {
        method: Method::Post,
        route: "/connexion/code",
        address: "/connexion/code",
        body: no_code,
        answers: [303; 6],
        agents: [303; 6],
    },
    Rule {
        method: Method::Get,
        route: "/connexion/application?<retour>",
        address: "/connexion/application",
        body: NOTHING,
        answers: [303, 200, 200, 200, 303, 303],
        agents: [303, 303, 200, 200, 200, 303],
    },
    Rule {
        method: Method::Post,
        route: "/connexion/application",
        address: "/connexion/application",
        body: no_code,
        answers: [303, 422, 422, 422, 303, 303],
        agents: [303, 303, 422, 422, 422, 303],
    },
    Rule {
        method: Method::Post,
        route: "/session",
        address: "/session",
        body: NOTHING,
        answers: [303, 204, 204, 204, 303, 303],
        agents: [204, 204, 204, 204, 204, 303],
    },
    Rule {
        method: Method::Get,
        route: "/compte?<fait>",
        address: "/compte",
        body: NOTHING,
        answers: [303, 200, 200, 200, 303, 303],
        agents: [200, 200, 200, 200, 200, 303],
    },
    Rule {
        method: Method::Get,
        route: "/compte/connexions?<fait>",
        address: "/compte/connexions",
        body: NOTHING,
        answers: [303, 200, 200, 200, 303, 303],
        agents: [200, 200, 200, 200, 200, 303],
    },
    Rule {
        method: Method::Post,
        route: "/compte/connexions",
        address: "/compte/connexions",
        body: no_such_session,
        answers: [303, 404, 404, 404, 303, 303],
        agents: [404, 404, 404, 404, 404, 303],
    },
    Rule {
        method: Method::Get,
        route: "/compte/adresse?<fait>",
        address: "/compte/adresse",
        body: NOTHING,
        answers: [303, 200, 200, 200, 303, 303],
        agents: [200, 200, 200, 200, 200, 303],
    },
    Rule {
        method: Method::Post,
        route: "/compte/adresse",
        address: "/compte/adresse",
        body: moving,
        answers: [303, 422, 422, 422, 303, 303],
        agents: [422, 422, 422, 422, 422, 303],
    },
    Rule {
        method: Method::Get,
        route: "/compte/adresse/<token>",
        address: "/compte/adresse/0123456789abcdef0123456789abcdef",
        body: NOTHING,
        // A link that nobody was sent.
        answers: [410; 6],
        agents: [410; 6],
    },
    Rule {
        method: Method::Post,
        route: "/compte/adresse/<token>",
        address: "/compte/adresse/0123456789abcdef0123456789abcdef",
        body: NOTHING,
        answers: [410; 6],
        agents: [410; 6],
    },
    Rule {
        method: Method::Get,
        route: "/compte/codes",
        address: "/compte/codes",
        body: NOTHING,
        // None of them has a second factor.
        answers: [303; 6],
        agents: [200, 200, 303, 303, 303, 303],
    },
    Rule {
        method: Method::Post,
        route: "/compte/codes",
        address: "/compte/codes",
        body: no_code,
        answers: [303; 6],
        agents: [422, 422, 303, 303, 303, 303],
    },
    Rule {
        method: Method::Get,
        route: "/compte/application/retirer",
        address: "/compte/application/retirer",
        body: NOTHING,
        answers: [303; 6],
        // They have one; that it is compulsory is said there.
        agents: [200, 200, 303, 303, 303, 303],
    },
    Rule {
        method: Method::Post,
        route: "/compte/application/retirer",
        address: "/compte/application/retirer",
        body: no_code,
        answers: [303; 6],
        // They have one; that it is compulsory is said there.
        agents: [422, 422, 303, 303, 303, 303],
    },
];
