//! What bills, accounts and cash offices answer.

use rocket::http::Method;

use super::table::{NO_FAMILY, NOT_AGENTS, NOTHING, Rule, rule};
use crate::browser::form;

const OWN: [u16; 6] = [303, 200, 200, 200, 303, 303];
/// A bill that there is not.
const NONE: [u16; 6] = [303, 404, 404, 404, 303, 303];
const READS: [u16; 6] = [403, 200, 200, 403, 200, 303];
const READS_NONE: [u16; 6] = [403, 404, 404, 403, 404, 303];
const BILLS: [u16; 6] = [403, 200, 403, 403, 403, 303];
const BILLS_NONE: [u16; 6] = [403, 404, 403, 403, 403, 303];
const ADMINISTERS: [u16; 6] = [200, 403, 403, 403, 403, 303];

const BILL: &str = "/mairie/factures/F2026-1-000001";
const PREVIEW: &str = "/mairie/factures/apercu?mois=2026-10&regie=1";
const ACCOUNT: &str = "/mairie/familles/3/compte";
const RECEIPT: &str = "/mairie/familles/3/compte/recus/R2026-1-000001";

/// What nobody has seen.
fn unseen() -> String {
    form(&[("mois", "2026-10"), ("regie", "1"), ("vu", "rien")])
}

pub(super) const INVOICES: &[Rule] = &[
    rule(Method::Get, "/factures", "/factures", NOTHING, OWN, NO_FAMILY),
    rule(Method::Get, "/factures/<numero>", "/factures/F2026-1-000001", NOTHING, NONE, NO_FAMILY),
    rule(
        Method::Get,
        "/factures/<numero>/facture.pdf",
        "/factures/F2026-1-000001/facture.pdf",
        NOTHING,
        NONE,
        NO_FAMILY,
    ),
    rule(
        Method::Post,
        "/factures/<numero>/payer",
        "/factures/F2026-1-000001/payer",
        NOTHING,
        NONE,
        NO_FAMILY,
    ),
    rule(Method::Get, "/factures/recus/<numero>", "/factures/recus/R2026-1-000001", NOTHING, NONE, NO_FAMILY),
    rule(Method::Get, "/mairie/factures", "/mairie/factures", NOTHING, NOT_AGENTS, READS),
    rule(Method::Get, "/mairie/factures/apercu?<asked..>", PREVIEW, NOTHING, NOT_AGENTS, BILLS),
    rule(
        Method::Post,
        "/mairie/factures/emettre",
        "/mairie/factures/emettre",
        unseen,
        NOT_AGENTS,
        [403, 409, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/factures/emissions/<id>",
        "/mairie/factures/emissions/1",
        NOTHING,
        NOT_AGENTS,
        READS_NONE,
    ),
    rule(Method::Get, "/mairie/factures/<numero>", BILL, NOTHING, NOT_AGENTS, READS_NONE),
    rule(
        Method::Get,
        "/mairie/factures/<numero>/facture.pdf",
        "/mairie/factures/F2026-1-000001/facture.pdf",
        NOTHING,
        NOT_AGENTS,
        READS_NONE,
    ),
    rule(
        Method::Post,
        "/mairie/factures/<numero>/annuler",
        "/mairie/factures/F2026-1-000001/annuler",
        NOTHING,
        NOT_AGENTS,
        BILLS_NONE,
    ),
    rule(Method::Get, "/mairie/familles/<id>/compte?<fait>", ACCOUNT, NOTHING, NOT_AGENTS, READS),
    // No amount.
    rule(
        Method::Post,
        "/mairie/familles/<id>/compte",
        ACCOUNT,
        NOTHING,
        NOT_AGENTS,
        [403, 422, 403, 403, 403, 303],
    ),
    rule(
        Method::Get,
        "/mairie/familles/<id>/compte/recus/<numero>",
        RECEIPT,
        NOTHING,
        NOT_AGENTS,
        READS_NONE,
    ),
    rule(
        Method::Post,
        "/mairie/familles/<id>/compte/recus/<numero>/rejeter",
        "/mairie/familles/3/compte/recus/R2026-1-000001/rejeter",
        NOTHING,
        NOT_AGENTS,
        BILLS_NONE,
    ),
    rule(
        Method::Get,
        "/mairie/reglages/regies?<fait>",
        "/mairie/reglages/regies",
        NOTHING,
        NOT_AGENTS,
        ADMINISTERS,
    ),
    rule(
        Method::Get,
        "/mairie/reglages/regies/<id>",
        "/mairie/reglages/regies/1",
        NOTHING,
        NOT_AGENTS,
        ADMINISTERS,
    ),
    // Nothing typed.
    rule(
        Method::Post,
        "/mairie/reglages/regies/<id>",
        "/mairie/reglages/regies/1",
        NOTHING,
        NOT_AGENTS,
        [422, 403, 403, 403, 403, 303],
    ),
];
