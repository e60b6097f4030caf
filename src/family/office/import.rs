//! Files that are sent: looked at, decided upon, done.

use std::sync::Arc;

use rocket::{
    FromForm, Responder, Route, State as Managed,
    form::Form,
    get,
    http::{ContentType, Header, Status},
    post, routes,
    tokio::task::spawn_blocking,
};

use super::{desk, still_has};
use crate::{
    account::{
        Agent,
        role::{Families, Role},
    },
    family::{
        file::Choices as Offered,
        import::{
            BYTES,
            line::Choices,
            record::{Refused, read},
            run,
            spelling::{key, words},
            text::text,
            waiting::{Import, ImportId, Report, State},
        },
        store,
        view::import::{self as view, Preview, Unkept},
    },
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::Write,
        upload::{NotSent, Upload},
    },
    town::{self, ClassId},
};

/// A file that was sent.
type Sent = Upload<BYTES>;

/// So many files wait, at most.
const WAITING: usize = 10;
/// Of a file's name, so many letters are kept.
const NAME: usize = 80;

/// The routes of imports.
pub fn routes() -> Vec<Route> {
    routes![begin, template, send, page, decide]
}

#[get("/mairie/import?<fait>")]
pub async fn begin(
    agent: Agent<Families>,
    parts: &Managed<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    show(&agent, parts, None, fait)
}

fn show(
    agent: &Agent<Families>,
    parts: &Parts,
    unkept: Option<&Unkept>,
    done: Option<&str>,
) -> Result<Page, Error> {
    let status = match unkept {
        None => Status::Ok,
        Some(Unkept::NotSent(NotSent::TooLarge)) => Status::PayloadTooLarge,
        Some(_) => Status::UnprocessableEntity,
    };
    parts.store.read(|r| {
        let (town, waiting) = (town::store::town(r)?, store::imports(r)?);
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok((status, view::begin(frame, &town.identity, &waiting, unkept, done)))
    })
}

/// A file to be filled in.
#[derive(Responder)]
pub struct Download(String, ContentType, Header<'static>);

#[get("/mairie/import/modele.csv")]
pub async fn template(_agent: Agent<Families>) -> Download {
    let saved = Header::new("Content-Disposition", "attachment; filename=\"modele-familles.csv\"");
    Download(view::template(), ContentType::CSV, saved)
}

#[post("/mairie/import", data = "<file>")]
pub async fn send(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &Managed<Arc<Parts>>,
    file: Result<Sent, NotSent>,
) -> Result<Answer, Error> {
    let id = match keep(&agent, parts, file).await? {
        Ok(id) => id,
        Err(unkept) => return show(&agent, parts, Some(&unkept), None).map(Answer::Page),
    };
    Ok(Answer::SeeOther(SeeOther(format!("/mairie/import/{id}"))))
}

/// Keeps a file that can be read, under a number that nobody guesses nor has had before.
async fn keep(
    agent: &Agent<Families>,
    parts: &Parts,
    file: Result<Sent, NotSent>,
) -> Result<Result<ImportId, Unkept>, Error> {
    let (name, bytes) = match file {
        Ok(file) => (file.name, file.bytes),
        Err(why) => return Ok(Err(Unkept::NotSent(why))),
    };
    let now = parts.clock.now();
    let today = parts.store.read(town::store::town)?.date(now);
    let read = spawn_blocking(move || {
        let lines = read(&bytes, today)?.records.len();
        Ok((text(&bytes).map_err(Refused::NotText)?, lines))
    });
    let (text, lines) = match read.await.map_err(|error| Error::Broken(error.to_string()))? {
        Ok(read) => read,
        Err(why) => return Ok(Err(Unkept::Refused(why))),
    };
    let import = Import {
        name: tidy(&name),
        by: agent.bar.person.clone(),
        at: now,
        lines: lines as u32,
        choices: Choices::default(),
        state: State::Preview,
        report: Report::default(),
    };
    let asked = ImportId(u32::from_be_bytes(parts.random.bytes()));
    let who = agent.account;
    let change = move |w: &Write| {
        still_has(w, who, Role::Families)?;
        let there = store::imports(w)?;
        let done = |import: &Import| matches!(import.state, State::Done { .. });
        if there.iter().filter(|(_, import)| !done(import)).count() >= WAITING {
            return Ok::<_, Error>(Err(Unkept::Full));
        }
        let mut id = asked;
        while there.iter().any(|(known, _)| *known == id) {
            id = ImportId(id.0.wrapping_add(1));
        }
        store::add_import(w, id, &import, &text)?;
        Ok(Ok(id))
    };
    parts.store.write(format!("account {who}"), change).await
}

/// The name of a file, without the folders before it and without what cannot be read.
fn tidy(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let read: String =
        words(name).chars().filter(|letter| !crate::family::value::is_unseen(*letter)).collect();
    let name: String = read.chars().take(NAME).collect();
    if name.is_empty() { "fichier.csv".into() } else { name }
}

#[get("/mairie/import/<id>?<voir>&<page>&<fait>", rank = 2)]
pub async fn page(
    agent: Agent<Families>,
    parts: &Managed<Arc<Parts>>,
    id: u32,
    voir: Option<&str>,
    page: Option<usize>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let id = ImportId(id);
    let import = parts.store.read(|r| store::import(r, id))?.ok_or(Error::Missing)?;
    if import.state != State::Preview {
        return parts.store.read(|r| {
            let town = town::store::town(r)?;
            let frame = frame(&town.identity, &agent.bar, &agent.duty);
            Ok((Status::Ok, view::progress(frame, &town.identity, id, &import)))
        });
    }
    let (only, page, kept) = (voir.unwrap_or_default().to_owned(), page.unwrap_or(1), fait == Some("garder"));
    let parts = parts.inner().clone();
    // A large file takes a second: others are answered meanwhile.
    let shown = spawn_blocking(move || {
        let today = parts.store.read(town::store::town)?.date(parts.clock.now());
        parts.store.read(|r| {
            let town = town::store::town(r)?;
            let text = store::import_text(r, id)?.ok_or(Error::Missing)?;
            // It was read when it was sent: only a day of birth may have become a day to come.
            let file = read(text.as_bytes(), today).map_err(|why| Error::Broken(format!("{why:?}")))?;
            let outcome = run::preview(r, &file, &import.choices, today)?;
            let offered = Offered { classes: desk::classes(&town), ..Offered::default() };
            let preview = Preview {
                id,
                import: &import,
                file: &file,
                outcome: &outcome,
                offered: &offered,
                only: &only,
                page,
                kept,
            };
            let frame = frame(&town.identity, &agent.bar, &agent.duty);
            Ok::<Page, Error>((Status::Ok, view::preview(frame, &town.identity, &preview)))
        })
    });
    shown.await.map_err(|error| Error::Broken(error.to_string()))?
}

/// What is decided of a file.
#[derive(FromForm)]
pub struct Decided<'r> {
    #[field(name = "geste", default = "")]
    act: &'r str,
    /// The lines that had a box, and those whose box was ticked.
    #[field(name = "vu")]
    shown: Vec<u32>,
    #[field(name = "ligne")]
    ticked: Vec<u32>,
    /// Names of classes, and which class each is.
    #[field(name = "nom")]
    names: Vec<&'r str>,
    #[field(name = "classe")]
    classes: Vec<&'r str>,
    /// The page that was shown.
    #[field(name = "voir", default = "")]
    only: &'r str,
    #[field(name = "page", default = 1)]
    page: usize,
}

#[post("/mairie/import/<id>", data = "<decided>")]
pub async fn decide(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &Managed<Arc<Parts>>,
    id: u32,
    decided: Form<Decided<'_>>,
) -> Result<SeeOther, Error> {
    let (id, who) = (ImportId(id), agent.account);
    let act = match decided.act {
        "garder" => Act::Keep,
        "importer" => Act::Import,
        "abandonner" => Act::Abandon,
        _ => return Err(Error::Malformed),
    };
    let lines: Vec<(u32, bool)> =
        decided.shown.iter().map(|line| (*line, decided.ticked.contains(line))).collect();
    let classes: Vec<(String, Option<u32>)> = decided
        .names
        .iter()
        .zip(&decided.classes)
        .map(|(name, class)| (key(name), class.parse().ok()))
        .collect();
    let change = move |w: &Write| {
        still_has(w, who, Role::Families)?;
        let mut import = store::import(w, id)?.ok_or(Error::Missing)?;
        if !matches!(import.state, State::Preview | State::Stopped) {
            return Ok(());
        }
        if act == Act::Abandon {
            return Ok(store::remove_import(w, id)?);
        }
        for (line, ticked) in lines {
            let (to, from) = match ticked {
                true => (&mut import.choices.take, &mut import.choices.leave),
                false => (&mut import.choices.leave, &mut import.choices.take),
            };
            to.insert(line);
            from.remove(&line);
        }
        let town = town::store::town(w)?;
        for (name, class) in classes {
            match class {
                None => drop(import.choices.classes.remove(&name)),
                Some(0) => drop(import.choices.classes.insert(name, None)),
                Some(id) if town.classes.contains_key(&ClassId(id)) => {
                    import.choices.classes.insert(name, Some(ClassId(id)));
                }
                Some(_) => return Err(Error::Malformed),
            }
        }
        if act == Act::Import {
            import.state = State::Running { who: format!("account {who}") };
        }
        Ok::<_, Error>(store::set_import(w, id, &import)?)
    };
    parts.store.write(format!("account {}", agent.account), change).await?;
    Ok(SeeOther(match act {
        Act::Abandon => "/mairie/import?fait=abandonner".into(),
        Act::Import => format!("/mairie/import/{id}"),
        Act::Keep => {
            let only = rocket::http::RawStr::new(decided.only).percent_encode();
            format!("/mairie/import/{id}?voir={only}&page={}&fait=garder", decided.page)
        }
    }))
}

/// What is done with a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Keep,
    Import,
    Abandon,
}
