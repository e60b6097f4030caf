//! All settings as one file: taken away, brought in.

use std::{str::from_utf8, sync::Arc};

use maud::Markup;
use rocket::{
    FromForm, Responder, State,
    form::Form,
    get,
    http::{ContentType, Header, Status},
    post,
};
use sha2::{Digest, Sha256};

use crate::{
    account::{Agent, role::Administrator},
    office::{
        import::{Settings, merge::Merge},
        store::{self, Waiting},
        view::{file as view, frame},
    },
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::{Reading, Write},
        upload::{NotSent, Upload},
    },
    town::{self, office::still_administers},
};

const PAGE: &str = "/mairie/reglages/fichier";

/// The largest file: that of the fixture town has 15 kB.
const MOST: u64 = 256 << 10;

#[get("/mairie/reglages/fichier?<fait>")]
pub async fn page(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, None, fait.is_some())?))
}

fn show(
    agent: &Agent<Administrator>,
    parts: &Parts,
    refused: Option<&view::Refused>,
    done: bool,
) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        Ok(view::page(frame(&town.identity, &agent.bar, &agent.duty), refused, done))
    })
}

/// A file that a browser keeps.
#[derive(Responder)]
pub struct Kept {
    text: String,
    kind: ContentType,
    name: Header<'static>,
}

#[get("/mairie/reglages/fichier/reglages.toml")]
pub async fn export(_agent: Agent<Administrator>, parts: &State<Arc<Parts>>) -> Result<Kept, Error> {
    let settings = parts.store.read(Settings::of)?;
    let text = settings.text().map_err(|error| Error::Broken(error.to_string()))?;
    Ok(Kept {
        text: view::commented(&text),
        kind: ContentType::new("application", "toml"),
        name: Header::new("Content-Disposition", "attachment; filename=\"reglages.toml\""),
    })
}

#[post("/mairie/reglages/fichier", data = "<file>")]
pub async fn send(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    file: Result<Upload<{ MOST }>, NotSent>,
) -> Result<Answer, Error> {
    let waiting = match file.map_err(view::Refused::NotSent).and_then(read) {
        Ok((name, text)) => Waiting { since: parts.clock.now(), name, text },
        Err(refused) => {
            let page = show(&agent, parts, Some(&refused), false)?;
            return Ok(Answer::Page((Status::UnprocessableEntity, page)));
        }
    };
    let account = agent.account;
    let keep = move |w: &Write| {
        still_administers(w, account)?;
        Ok::<_, Error>(store::keep(w, account, &waiting)?)
    };
    parts.store.write(format!("account {account}"), keep).await?;
    Ok(Answer::SeeOther(SeeOther(format!("{PAGE}/apercu"))))
}

/// The name and the text of a file, if it holds settings.
fn read(file: Upload<MOST>) -> Result<(String, String), view::Refused> {
    let text = from_utf8(&file.bytes).map_err(|_| view::Refused::NotText)?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    Settings::read(&text).map_err(view::Refused::Wrong)?;
    Ok((file.name.chars().filter(|letter| !letter.is_control()).take(120).collect(), text))
}

/// What the file that waits would change.
struct Plan {
    waiting: Waiting,
    file: Settings,
    merge: Merge,
    /// Of the settings here and of the file: who confirms has seen both.
    seen: String,
}

fn plan(
    r: &impl Reading,
    agent: &Agent<Administrator>,
    parts: &Parts,
    identity: bool,
) -> Result<Option<Plan>, Error> {
    let now = parts.clock.now();
    let Some(waiting) = store::waiting(r, agent.account, now)? else { return Ok(None) };
    let Ok(file) = Settings::read(&waiting.text) else { return Ok(None) };
    let today = town::store::town(r)?.date(now);
    let merge = file.merged(r, identity, today)?;
    let here = serde_json::to_vec(&Settings::of(r)?).unwrap_or_default();
    let digest = Sha256::new().chain_update(here).chain_update(&waiting.text).finalize();
    let seen = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Ok(Some(Plan { waiting, file, merge, seen }))
}

#[get("/mairie/reglages/fichier/apercu?<commune>")]
pub async fn preview(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    commune: Option<&str>,
) -> Result<Answer, Error> {
    let page = parts.store.read(|r| previewed(r, &agent, parts, commune.is_some(), view::State::Shown))?;
    Ok(page.map_or_else(|| Answer::SeeOther(SeeOther(PAGE.into())), Answer::Page))
}

fn previewed(
    r: &impl Reading,
    agent: &Agent<Administrator>,
    parts: &Parts,
    identity: bool,
    state: view::State,
) -> Result<Option<Page>, Error> {
    let Some(plan) = plan(r, agent, parts, identity)? else { return Ok(None) };
    let town = town::store::town(r)?;
    let faults = plan.merge.settings.faults();
    let shown = view::Preview {
        name: &plan.waiting.name,
        town: &plan.file.town.name,
        merge: &plan.merge,
        faults: &faults,
        identity,
        seen: &plan.seen,
        state,
    };
    let refused = state != view::State::Shown || plan.merge.clashes() || !faults.is_empty();
    let status = if refused { Status::UnprocessableEntity } else { Status::Ok };
    Ok(Some((status, view::preview(frame(&town.identity, &agent.bar, &agent.duty), &shown))))
}

/// What is confirmed.
#[derive(FromForm)]
pub struct Asked<'r> {
    #[field(name = "geste")]
    act: &'r str,
    #[field(name = "commune", default = "")]
    identity: &'r str,
    #[field(name = "vu", default = "")]
    seen: &'r str,
}

#[post("/mairie/reglages/fichier/apercu", data = "<asked>")]
pub async fn take(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    asked: Form<Asked<'_>>,
) -> Result<Answer, Error> {
    let (identity, seen, account) = (!asked.identity.is_empty(), asked.seen.to_owned(), agent.account);
    if asked.act == "laisser" {
        let forget = move |w: &Write| Ok::<_, Error>(store::forget(w, account)?);
        parts.store.write(format!("account {account}"), forget).await?;
        return Ok(Answer::SeeOther(SeeOther(PAGE.into())));
    }
    if asked.act == "revoir" {
        let identity = if identity { "?commune=oui" } else { "" };
        return Ok(Answer::SeeOther(SeeOther(format!("{PAGE}/apercu{identity}"))));
    }
    let (shared, who) = (parts.inner().clone(), agent.clone());
    let take = move |w: &Write| {
        still_administers(w, account)?;
        let Some(plan) = plan(w, &who, &shared, identity)? else { return Ok(Taken::Gone) };
        if plan.seen != seen {
            return Ok(Taken::Changed);
        }
        if plan.merge.clashes() || !plan.merge.settings.faults().is_empty() {
            return Ok(Taken::Refused);
        }
        plan.merge.settings.store(w)?;
        store::forget(w, account)?;
        Ok::<_, Error>(Taken::Whole)
    };
    let state = match parts.store.write(format!("account {account}"), take).await? {
        Taken::Whole => return Ok(Answer::SeeOther(SeeOther(format!("{PAGE}?fait=oui")))),
        Taken::Gone => return Ok(Answer::SeeOther(SeeOther(PAGE.into()))),
        Taken::Changed => view::State::Changed,
        Taken::Refused => view::State::Shown,
    };
    let page = parts.store.read(|r| previewed(r, &agent, parts, identity, state))?;
    Ok(page.map_or_else(|| Answer::SeeOther(SeeOther(PAGE.into())), Answer::Page))
}

/// What became of a file that was confirmed.
enum Taken {
    /// It is in.
    Whole,
    /// It waits no more.
    Gone,
    /// The settings, or the file, are not those that were shown.
    Changed,
    /// It cannot be taken.
    Refused,
}
