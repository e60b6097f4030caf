//! The first page of the town's side: what needs attention.

use std::sync::Arc;

use chrono::TimeDelta;
use rocket::{State, get, http::Status};

use crate::{
    account::{
        self, Agent,
        role::{Anyone, Mails, Permission, Reader, Role},
    },
    family, message,
    office::view::{self, Needs, frame},
    payment,
    platform::{
        Parts,
        error::{Answer, Error, SeeOther},
        outbox::{self, Overview},
        store::{Read, StoreError},
    },
    town,
};

/// A mail that waits for longer needs somebody.
const LONG: TimeDelta = TimeDelta::hours(1);

/// A town that nothing is known of yet begins with its settings.
#[get("/mairie")]
pub async fn home(agent: Agent<Anyone>, parts: &State<Arc<Parts>>) -> Result<Answer, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let administers = agent.duty.has(&[Role::Administrator]);
        if administers && town.identity.name.is_empty() {
            return Ok(Answer::SeeOther(SeeOther("/mairie/reglages".into())));
        }
        let mut needs = Needs { closed: administers && !town.identity.opened, ..Needs::default() };
        if agent.duty.has(Reader::ROLES) {
            needs.requests = family::store::waiting(r)?.len();
            needs.messages = message::store::waiting_count(r)?;
            needs.payments = payment::store::open(r)?.iter().filter(|(_, known)| known.doubtful()).count();
        }
        if agent.duty.has(Mails::ROLES) {
            let Overview { failures, waiting, .. } = outbox::overview(r, now)?;
            needs.failed = failures;
            needs.late = waiting.iter().filter(|(_, mail)| now - mail.at > LONG).count();
        }
        if administers {
            needs.invited = invited(r)?;
        }
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok(Answer::Page((Status::Ok, view::home(frame, &agent.duty, &needs))))
    })
}

/// The agents who were invited and have no password yet: number and name.
fn invited(r: &Read) -> Result<Vec<(account::AccountId, String)>, StoreError> {
    let agents = account::store::agents(r)?.into_iter();
    let invited = agents.filter(|(_, account)| account.password.is_none() && account.on_duty().is_some());
    invited.map(|(id, account)| Ok((id, account::store::name(r, &account)?))).collect()
}
