//! Roles, in French.

use std::collections::BTreeSet;

use crate::{account::role::Role, ui::french};

/// A role, and what it opens.
pub fn role(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Administrator => ("Administration", "les réglages, les agents, les courriels et le journal"),
        Role::Families => ("Familles", "les dossiers des familles et leurs réservations"),
        Role::Billing => ("Facturation", "les factures et les paiements"),
        Role::RollCall => ("Pointage", "l’appel des enfants"),
        Role::Reader => ("Consultation", "les dossiers et les factures, sans rien modifier"),
    }
}

/// "Administration et Facturation".
pub fn roles(roles: &BTreeSet<Role>) -> String {
    french::list(roles.iter().map(|each| role(*each).0))
}
