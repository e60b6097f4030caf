//! A password: asking for a link by mail, and choosing one behind it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rocket::{
    FromForm, State,
    form::Form,
    get,
    http::{CookieJar, Status},
    post,
};

use super::{client::Client, cookie};
use crate::{
    account::{
        Account, AccountId, Visitor,
        event::What,
        is_address, mail, normal,
        store::{self, Ask, Kind, Slowed, Trying, keyed},
        strength,
        token::Purpose,
        view::{self, Way},
    },
    platform::{
        Parts,
        config::Config,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        outbox,
        password::Hashed,
        store::{Reading, StoreError, Write},
    },
    town::{self, Town},
};

#[get("/mot-de-passe?<fait>")]
pub async fn ask_form(
    visitor: Option<&Visitor>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let town = parts.store.read(town::store::town)?;
    let bar = visitor.map(Visitor::bar);
    let mail = visitor.map_or("", |visitor| &visitor.account.mail);
    let page = match fait {
        Some("envoi") => view::asked(&town.identity, bar.as_ref()),
        _ => view::ask(&town.identity, bar.as_ref(), &view::Asked { mail, ..Default::default() }),
    };
    Ok((Status::Ok, page))
}

/// Who asks for a link.
#[derive(FromForm)]
pub struct Address<'r> {
    #[field(name = "adresse")]
    mail: &'r str,
}

/// Writes down that somebody asks, whoever it is: whether the address is known is looked up by the job.
#[post("/mot-de-passe", data = "<form>")]
pub async fn ask(
    visitor: Option<&Visitor>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    client: Client,
    form: Form<Address<'_>>,
) -> Result<Answer, Error> {
    let (mail, now) = (form.mail.trim(), parts.clock.now());
    let mut shown = view::Asked { mail, bad_mail: !is_address(mail), slowed: None };
    let mut status = Status::UnprocessableEntity;
    if !shown.bad_mail {
        let ask = Ask { mail: mail.into(), at: now, origin: client.origin.0.to_string() };
        let against = client.asking(&parts.config);
        let Err(slowed) = parts.store.write("link", move |w| note_ask(w, &ask, &against)).await? else {
            return Ok(Answer::SeeOther(SeeOther("/mot-de-passe?fait=envoi".into())));
        };
        shown.slowed = Some(slowed.until - now);
        status = Status::TooManyRequests;
    }
    let town = parts.store.read(town::store::town)?;
    let bar = visitor.map(Visitor::bar);
    Ok(Answer::Page((status, view::ask(&town.identity, bar.as_ref(), &shown))))
}

/// Each ask counts, as a failure does: nobody can tell which ones are wrong.
fn note_ask(w: &Write, ask: &Ask, against: &[Trying]) -> Result<Result<(), Slowed>, StoreError> {
    if let Err(slowed) = store::begin_try(w, against, ask.at)? {
        return Ok(Err(slowed));
    }
    store::fail_try(w, against, ask.at)?;
    store::ask(w, ask).map(Ok)
}

/// What a good link opens.
struct Opened {
    town: Arc<Town>,
    id: AccountId,
    account: Account,
    without_factor: bool,
}

/// Looks a link up. Whom the town no longer lets in has none.
fn open(r: &impl Reading, key: &[u8; 32], now: DateTime<Utc>) -> Result<Option<Opened>, Error> {
    let purpose = store::find(r, key, now)?.map(|token| token.purpose);
    let Some(Purpose::Password { account: id, without_factor }) = purpose else {
        return Ok(None);
    };
    let known = match store::account_of(r, id)? {
        Some(account) if store::lets_in(r, &account)? && store::is_open_to(r, &account)? => Some(account),
        _ => None,
    };
    let town = town::store::town(r)?;
    Ok(known.map(|account| Opened { town, id, account, without_factor }))
}

/// What somebody who knows this person would try first.
fn words(r: &impl Reading, opened: &Opened) -> Result<Vec<String>, Error> {
    let mut words = vec![opened.town.identity.name.clone(), opened.account.mail.clone()];
    for (_, guardian) in store::open_families(r, &opened.account)? {
        words.extend([guardian.first_name, guardian.last_name]);
    }
    for (_, family, children) in store::named_families(r, &opened.account)? {
        words.push(family);
        words.extend(children);
    }
    words.extend(
        opened.account.duty.iter().flat_map(|duty| [duty.first_name.clone(), duty.last_name.clone()]),
    );
    Ok(words)
}

#[get("/mot-de-passe/<token>?<choix>")]
pub async fn form(parts: &State<Arc<Parts>>, token: &str, choix: Option<&str>) -> Result<Page, Error> {
    let key = keyed(&parts.config, Kind::Link, token);
    let Some(opened) = parts.store.read(|r| open(r, &key, parts.clock.now()))? else {
        return gone(parts);
    };
    let way = if choix == Some("genere") { Way::Generated } else { Way::Own };
    Ok((Status::Ok, page(parts, &opened, way, &[])))
}

fn page(parts: &Parts, opened: &Opened, way: Way, faults: &[strength::Fault]) -> maud::Markup {
    let generated = strength::generated(parts.random.bytes());
    let choice = view::Choice { mail: &opened.account.mail, way, generated: &generated, faults };
    view::choose(&opened.town.identity, &choice)
}

/// Gone, whether it was used, is too old or never was: nobody learns which.
fn gone(parts: &Parts) -> Result<Page, Error> {
    let town = parts.store.read(town::store::town)?;
    Ok((Status::Gone, view::gone(&town.identity)))
}

/// A password, in the field of the way it was chosen.
#[derive(FromForm)]
pub struct Chosen<'r> {
    #[field(name = "mot-de-passe")]
    own: Option<&'r str>,
    #[field(name = "confirmation")]
    again: Option<&'r str>,
    #[field(name = "genere")]
    generated: Option<&'r str>,
    #[field(name = "resultat")]
    sentence: Option<&'r str>,
}

impl<'r> Chosen<'r> {
    /// The way, the password, and the same typed again when that was asked for.
    fn read(&self) -> (Way, &'r str, Option<&'r str>) {
        match (self.generated, self.sentence) {
            (Some(password), _) => (Way::Generated, password, None),
            (None, Some(password)) => (Way::Sentence, password, None),
            (None, None) => (Way::Own, self.own.unwrap_or_default(), Some(self.again.unwrap_or_default())),
        }
    }
}

#[post("/mot-de-passe/<token>", data = "<form>")]
pub async fn choose(
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    cookies: &CookieJar<'_>,
    client: Client,
    token: &str,
    form: Form<Chosen<'_>>,
) -> Result<Answer, Error> {
    let (key, now) = (keyed(&parts.config, Kind::Link, token), parts.clock.now());
    // A link that is not good costs no hash.
    let opened = parts.store.read(|r| match open(r, &key, now)? {
        Some(opened) => Ok::<_, Error>(Some((words(r, &opened)?, opened))),
        None => Ok(None),
    })?;
    let Some((words, opened)) = opened else {
        return gone(parts).map(Answer::Page);
    };
    let (way, password, again) = form.read();
    let faults = strength::faults(password, again, &words);
    if !faults.is_empty() {
        return Ok(Answer::Page((Status::UnprocessableEntity, page(parts, &opened, way, &faults))));
    }
    let hashed = parts.passwords.hash(password, parts.random.bytes()).await;
    let hashed = hashed.ok_or_else(|| Error::Broken("hashing".into()))?;
    let (mail, config) = (parts.random.token(), parts.config.clone());
    let device = cookie::device(&parts.config, &parts.random, cookies);
    let change = Change { key, now, hashed, client, mail, config, device: device.key };
    match parts.store.write(format!("account {}", opened.id), move |w| change.write(w)).await? {
        true => {
            device.mark(&parts.config, cookies);
            Ok(Answer::SeeOther(SeeOther("/connexion?fait=mot-de-passe".into())))
        }
        false => gone(parts).map(Answer::Page),
    }
}

/// A change of password, ready for its turn on the writer.
struct Change {
    key: [u8; 32],
    now: DateTime<Utc>,
    hashed: Hashed,
    client: Client,
    /// Part of the number of the mail that tells of it.
    mail: String,
    config: Config,
    /// The browser that followed the link.
    device: [u8; 32],
}

impl Change {
    /// All of it or nothing. Gives whether the link was still good.
    fn write(self, w: &Write) -> Result<bool, Error> {
        let Some(opened) = open(w, &self.key, self.now)? else {
            return Ok(false);
        };
        store::use_up(w, &self.key, self.now)?;
        let Opened { town, id, mut account, without_factor } = opened;
        account.password = Some(self.hashed);
        store::note(w, &self.client.event(id, self.now, What::PasswordChanged))?;
        let without_factor = without_factor && account.factor.take().is_some();
        if without_factor {
            store::note(w, &self.client.event(id, self.now, What::FactorRemoved))?;
        }
        store::set_account(w, id, &account)?;
        store::end_all(w, id, None)?;
        store::end_links(w, id)?;
        // Whoever follows a mailed link is the owner of the address: what strangers tried stops nobody here.
        let who = [
            (Kind::Mail, normal(&account.mail)),
            (Kind::Code, id.to_string()),
            (Kind::Again, id.to_string()),
        ];
        for (kind, who) in who {
            store::forget_tries(w, &keyed(&self.config, kind, &who))?;
        }
        store::remember_device(w, &self.device, id, &account, self.now)?;
        let (device, ask) = (&self.client.device, format!("{}/mot-de-passe", self.config.site));
        let changed = mail::Changed { at: self.now, device, without_factor, ask: &ask };
        let letter = mail::password_changed(&town.identity, &account.mail, &changed);
        outbox::queue(w, letter, &self.mail, self.now)?;
        Ok(true)
    }
}
