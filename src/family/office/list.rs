//! The list of families: searched as one types, a page at a time.

use std::sync::Arc;

use maud::Markup;
use rocket::{FromForm, Responder, State, get};

use crate::{
    account::{
        Agent,
        role::{Families, Permission, Reader},
    },
    family::{
        find::{Asked, Which, find},
        store,
        view::{self, List},
    },
    office::view::frame,
    platform::{Parts, error::Error, live::LiveForm},
    town::{self, ClassId, SchoolId},
    ui::fragment,
};

/// How many families a page has.
const LINES: usize = 50;

/// What the form of the list sends; what it would not send is as if it were not there.
#[derive(FromForm)]
pub struct Typed<'r> {
    #[field(name = "q", default = "")]
    text: &'r str,
    #[field(name = "ecole")]
    school: Option<u32>,
    #[field(name = "classe")]
    class: Option<u32>,
    #[field(name = "etat", default = "")]
    which: &'r str,
    // Rocket takes an empty value for "true".
    #[field(name = "quotient", default = "")]
    known: &'r str,
    page: Option<usize>,
}

impl Typed<'_> {
    fn asked(&self) -> Asked {
        Asked {
            text: self.text.trim().to_owned(),
            school: self.school.map(SchoolId),
            class: self.class.map(ClassId),
            which: Which::named(self.which),
            known: self.known.parse().ok(),
        }
    }
}

/// The page, or what changes on it while somebody types.
#[derive(Responder)]
pub enum Shown {
    Page(Markup),
    Fragments(Markup),
}

#[get("/mairie/familles?<typed..>")]
pub async fn list(
    agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    live: LiveForm,
    typed: Typed<'_>,
) -> Result<Shown, Error> {
    let (asked, now) = (typed.asked(), parts.clock.now());
    parts.store.read(|r| {
        let (town, entries) = (town::store::town(r)?, store::entries(r)?);
        let today = town.date(now);
        let found = find(entries.iter(), &asked, &town, today);
        let pages = found.len().div_ceil(LINES).max(1);
        let page = typed.page.unwrap_or(1).clamp(1, pages);
        let lines = found.iter().skip((page - 1) * LINES).take(LINES).copied().collect();
        let keeps = agent.duty.has(Families::ROLES);
        let list = List { asked: &asked, town: &town, today, total: found.len(), page, pages, keeps, lines };
        Ok(match live.0 {
            true => Shown::Fragments(fragment::send(&view::regions(&list))),
            false => Shown::Page(view::families(frame(&town.identity, &agent.bar, &agent.duty), &list)),
        })
    })
}
