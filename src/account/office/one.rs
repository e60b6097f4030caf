//! One agent: names, roles, access, a new link.

use std::sync::Arc;

use maud::Markup;
use rocket::{State, form::Form, get, http::Status, post};

use super::{Typed, agents::Invitation, appoint::Author};
use crate::{
    account::{
        Account, AccountId, Agent,
        agent::{self, Sheet, Wrong},
        event::What,
        portal::Client,
        role::{Administrator, Duty},
        store,
        view::{self, Form as Shown},
    },
    activity,
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::Write,
    },
    town,
};

#[get("/mairie/agents/<id>?<fait>")]
pub async fn page(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    id: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let shown = Shown { done: fait, ..Default::default() };
    Ok((Status::Ok, show(&agent, parts, AccountId(id), &shown)?))
}

/// The page, with what was typed and is wrong, if something is.
fn show(agent: &Agent<Administrator>, parts: &Parts, id: AccountId, shown: &Shown) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let account = store::account_of(r, id)?.ok_or(Error::Missing)?;
        let (town, services) = (town::store::town(r)?, activity::store::services(r)?);
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        view::agent(frame, &town, &services, id, &account, shown).ok_or(Error::Missing)
    })
}

/// One thing to do with an agent.
enum Act {
    Change { sheet: Box<Sheet>, seen: String },
    EndAccess,
    GiveAccess,
    NewLink { without_factor: bool },
}

#[post("/mairie/agents/<id>", data = "<asked>")]
pub async fn change(
    agent: Agent<Administrator>,
    _own: OwnPage,
    client: Client,
    parts: &State<Arc<Parts>>,
    id: u32,
    asked: Form<Typed<'_>>,
) -> Result<Answer, Error> {
    let id = AccountId(id);
    let sheet = asked.sheet();
    let act = match asked.act {
        "enregistrer" => Act::Change { sheet: Box::new(sheet.clone()), seen: asked.seen.into() },
        "terminer" => Act::EndAccess,
        "rendre" => Act::GiveAccess,
        "lien" => Act::NewLink { without_factor: false },
        "code" => Act::NewLink { without_factor: true },
        _ => return Err(Error::Malformed),
    };
    let author =
        Author { by: Some(agent.account), origin: client.origin.0.to_string(), at: parts.clock.now() };
    let invitation = Invitation::new(parts);
    let change = move |w: &Write| apply(w, id, act, invitation, &author);
    let done = parts.store.write(format!("account {}", agent.account), change).await?;
    match done {
        // Who is an administrator no longer cannot see this page again.
        Ok(duty) if id == agent.account && !duty.access => Ok(Answer::SeeOther(SeeOther("/".into()))),
        Ok(duty) if id == agent.account && !duty.has(&[crate::account::role::Role::Administrator]) => {
            Ok(Answer::SeeOther(SeeOther("/mairie".into())))
        }
        Ok(_) => Ok(Answer::SeeOther(SeeOther(format!("/mairie/agents/{id}?fait={}", asked.act)))),
        Err(wrong) => {
            let sheet = (asked.act == "enregistrer").then_some(&sheet);
            let shown = Shown { sheet, wrong: &wrong, ..Default::default() };
            Ok(Answer::Page((Status::UnprocessableEntity, show(&agent, parts, id, &shown)?)))
        }
    }
}

/// Does it, or says what is wrong with it: judged where there is one writer, so that two administrators never
/// remove each other.
fn apply(
    w: &Write,
    id: AccountId,
    act: Act,
    invitation: Invitation,
    author: &Author,
) -> Result<Result<Duty, Vec<Wrong>>, Error> {
    author.still_administers(w)?;
    let mut account = store::account_of(w, id)?.ok_or(Error::Missing)?;
    let before = account.duty.clone().ok_or(Error::Missing)?;
    let mut duty = before.clone();
    match act {
        Act::Change { sheet, seen } => {
            let mut wrong = Sheet { mail: account.mail.clone(), ..*sheet.clone() }.faults();
            if seen != agent::seen(&before) {
                wrong.insert(0, Wrong::Changed);
            }
            duty = Duty { access: before.access, ..sheet.duty };
            wrong.extend(last(w, id, &duty)?);
            if !wrong.is_empty() {
                return Ok(Err(wrong));
            }
            note_change(w, id, &before, &duty, author)?;
        }
        Act::EndAccess => {
            duty.access = false;
            if let Some(wrong) = last(w, id, &duty)? {
                return Ok(Err(vec![wrong]));
            }
            if before.access {
                store::end_all(w, id, None)?;
                store::note(w, &author.event(id, What::AccessEnded))?;
            }
        }
        Act::GiveAccess => {
            duty.access = true;
            if !before.access {
                store::end_all(w, id, None)?;
                store::note(w, &author.event(id, What::AccessGiven))?;
            }
        }
        Act::NewLink { .. } if !before.access => return Err(Error::Malformed),
        Act::NewLink { without_factor } => {
            invitation.renew(w, id, &account, without_factor, author)?;
            let what = if without_factor { What::ResetGiven } else { What::PasswordAsked };
            store::note(w, &author.event(id, what))?;
        }
    }
    if duty != before {
        account.duty = Some(duty.clone());
        store::set_account(w, id, &account)?;
    }
    Ok(Ok(duty))
}

/// Whether the town would be left without an administrator.
fn last(w: &Write, id: AccountId, duty: &Duty) -> Result<Option<Wrong>, Error> {
    let agents: Vec<(AccountId, Account)> = store::agents(w)?;
    Ok(agent::leaves_nobody(&agents, id, duty).then_some(Wrong::LastAdministrator))
}

fn note_change(w: &Write, id: AccountId, before: &Duty, after: &Duty, author: &Author) -> Result<(), Error> {
    let what = if before.roles != after.roles {
        What::RolesChanged { from: before.roles.clone(), to: after.roles.clone() }
    } else if before.roll_call != after.roll_call {
        What::RollCallsChanged
    } else {
        return Ok(());
    };
    Ok(store::note(w, &author.event(id, what))?)
}
