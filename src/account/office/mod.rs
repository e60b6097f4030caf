//! The town's door to accounts: its agents, the first of them, and the journal of what concerns rights.

mod agents;
pub mod appoint;
mod first;
mod journal;
mod one;

use std::collections::BTreeSet;

use rocket::{FromForm, Route, routes};

use crate::{
    account::{
        agent::Sheet,
        role::{Duty, Role, RollCalls},
    },
    activity::ServiceId,
    town::SchoolId,
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![
        agents::list,
        agents::new,
        agents::invite,
        one::page,
        one::change,
        journal::journal,
        first::page,
        first::create,
    ]
}

/// What the forms about an agent send: the fields, or a button alone.
#[derive(FromForm)]
pub struct Typed<'r> {
    #[field(name = "geste", default = "")]
    act: &'r str,
    #[field(name = "vu", default = "")]
    seen: &'r str,
    #[field(name = "prenom", default = "")]
    first_name: &'r str,
    #[field(name = "nom", default = "")]
    last_name: &'r str,
    #[field(name = "adresse", default = "")]
    mail: &'r str,
    #[field(name = "role")]
    roles: Vec<&'r str>,
    #[field(name = "ecole")]
    schools: Vec<u32>,
    #[field(name = "service")]
    services: Vec<u32>,
}

impl Typed<'_> {
    /// As the rules read it. A role that there is not is not given.
    fn sheet(&self) -> Sheet {
        let roll_call = RollCalls {
            schools: self.schools.iter().copied().map(SchoolId).collect(),
            services: self.services.iter().copied().map(ServiceId).collect(),
        };
        let roles: BTreeSet<Role> = self.roles.iter().filter_map(|name| Role::named(name)).collect();
        let duty = Duty {
            first_name: self.first_name.into(),
            last_name: self.last_name.into(),
            roles,
            roll_call,
            access: true,
        };
        Sheet { mail: self.mail.into(), duty }.tidy()
    }
}
