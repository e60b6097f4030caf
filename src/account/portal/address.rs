//! Another mail address for one's own account.

use std::sync::Arc;

use chrono::TimeDelta;
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use super::{client::Client, confirm, session::again};
use crate::{
    account::{
        Account, AccountId, Inside, Visitor,
        event::What,
        is_address, mail, normal,
        store::{self, Kind, Trying, keyed},
        throttle,
        token::{Purpose, Token},
        view::{self, BadAddress},
    },
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        outbox,
        store::{Reading, Write},
    },
    town,
};

#[get("/compte/adresse?<fait>")]
pub async fn show(inside: Inside<'_>, parts: &State<Arc<Parts>>, fait: Option<&str>) -> Result<Page, Error> {
    let (visitor, now) = (inside.0, parts.clock.now());
    let (town, newest) = parts.store.read(|r| {
        let newest = store::newest(r, Purpose::address(visitor.id), now)?;
        Ok::<_, Error>((town::store::town(r)?, newest))
    })?;
    let waiting = match &newest {
        Some(Token { purpose: Purpose::Address { mail, .. }, .. }) => Some(mail.as_str()),
        _ => None,
    };
    let shown =
        view::Moving { from: &visitor.account.mail, waiting, asked: fait.is_some(), ..Default::default() };
    Ok((Status::Ok, view::moving(&town.identity, &visitor.bar(), &shown)))
}

/// The new address, and the password again.
#[derive(FromForm)]
pub struct Asked<'r> {
    #[field(name = "adresse")]
    mail: &'r str,
    #[field(name = "mot-de-passe")]
    password: &'r str,
}

#[post("/compte/adresse", data = "<form>")]
pub async fn ask(
    inside: Inside<'_>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    client: Client,
    form: Form<Asked<'_>>,
) -> Result<Answer, Error> {
    let (visitor, to) = (inside.0, normal(form.mail));
    let mut bad = match () {
        () if !is_address(&to) => Some(BadAddress::Malformed),
        () if to == visitor.account.mail => Some(BadAddress::Same),
        () => None,
    };
    let password = confirm::password(parts, &client, visitor, form.password).await?;
    if bad.is_none() && password.is_none() {
        match send(parts, visitor, to).await? {
            None => return Ok(Answer::SeeOther(SeeOther("/compte/adresse?fait=demande".into()))),
            Some(wait) => bad = Some(BadAddress::TooMany(wait)),
        }
    }
    let status = match bad {
        Some(BadAddress::TooMany(_)) => Status::TooManyRequests,
        _ => confirm::status(&[password]),
    };
    let town = parts.store.read(town::store::town)?;
    let shown = view::Moving {
        from: &visitor.account.mail,
        to: form.mail.trim(),
        bad,
        password,
        ..Default::default()
    };
    Ok(Answer::Page((status, view::moving(&town.identity, &visitor.bar(), &shown))))
}

/// Sends the mails: to the new address and to the old one. Whether somebody else has the new one already is told
/// to nobody but its owner: the same is written, and a link that nobody knows. Gives how long to wait when too
/// many were sent.
async fn send(parts: &Parts, visitor: &Visitor, to: String) -> Result<Option<TimeDelta>, Error> {
    let (now, site, visitor) = (parts.clock.now(), parts.config.site.clone(), visitor.clone());
    let key = keyed(&parts.config, Kind::Moving, &visitor.id.to_string());
    let against = [Trying { key, pace: &throttle::ASKING }];
    let [secret, first, second] = [parts.random.token(), parts.random.token(), parts.random.token()];
    let link_key = keyed(&parts.config, Kind::Link, &secret);
    let who = format!("account {}", visitor.id);
    let change = move |w: &Write| {
        let account = again(w, &visitor, now)?.account;
        if let Err(slowed) = store::begin_try(w, &against, now)? {
            return Ok(Some(slowed.until - now));
        }
        store::fail_try(w, &against, now)?;
        let town = town::store::town(w)?;
        let letter = match store::account(w, &to)? {
            None => mail::address_link(&town.identity, &to, format!("{site}/compte/adresse/{secret}")),
            Some(_) => mail::address_taken(&town.identity, &to, &site),
        };
        outbox::queue(w, letter, &first, now)?;
        outbox::queue(w, mail::address_asked(&town.identity, &account.mail, &to, &site), &second, now)?;
        let purpose = Purpose::Address { account: visitor.id, mail: to };
        store::issue(w, &link_key, &Token { purpose, until: now + Token::MAILED }, now)?;
        Ok::<_, Error>(None)
    };
    parts.store.write(who, change).await
}

/// The link of the mail. Programs that look for viruses open links too: nothing changes here.
#[get("/compte/adresse/<token>")]
pub async fn link(visitor: Option<&Visitor>, parts: &State<Arc<Parts>>, token: &str) -> Result<Page, Error> {
    let (now, key) = (parts.clock.now(), keyed(&parts.config, Kind::Link, token));
    let bar = visitor.map(Visitor::bar);
    let (town, moving) =
        parts.store.read(|r| Ok::<_, Error>((town::store::town(r)?, moving(r, &key, now)?)))?;
    Ok(match moving {
        Some((_, _, to)) => (Status::Ok, view::confirming(&town.identity, bar.as_ref(), token, &to)),
        None => (Status::Gone, view::link_over(&town.identity, bar.as_ref())),
    })
}

#[post("/compte/adresse/<token>")]
pub async fn take_effect(
    visitor: Option<&Visitor>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    client: Client,
    token: &str,
) -> Result<Answer, Error> {
    let (now, key) = (parts.clock.now(), keyed(&parts.config, Kind::Link, token));
    let (letter, stays) = (parts.random.token(), visitor.map(|visitor| visitor.key));
    let change = move |w: &Write| {
        let Some((id, account, to)) = moving(w, &key, now)? else {
            return Ok(None);
        };
        store::use_up(w, &key, now)?;
        // A link to a password that was mailed to the old address opens nothing any more.
        store::end_links(w, id)?;
        let town = town::store::town(w)?;
        outbox::queue(w, mail::address_changed(&town.identity, &account.mail, &to), &letter, now)?;
        let what = What::AddressChanged { from: account.mail.clone(), to: to.clone() };
        store::note(w, &client.event(id, now, what))?;
        store::end_all(w, id, stays.as_ref())?;
        store::set_account(w, id, &Account { mail: to, ..account })?;
        Ok::<_, Error>(Some(id))
    };
    let Some(id) = parts.store.write("link", change).await? else {
        let town = parts.store.read(town::store::town)?;
        let bar = visitor.map(Visitor::bar);
        return Ok(Answer::Page((Status::Gone, view::link_over(&town.identity, bar.as_ref()))));
    };
    let own = visitor.is_some_and(|visitor| visitor.id == id);
    let to = if own { "/compte?fait=adresse" } else { "/connexion?fait=adresse" };
    Ok(Answer::SeeOther(SeeOther(to.into())))
}

/// What a good link would change: whose address, and to what, as long as nobody has it.
fn moving(
    r: &impl Reading,
    key: &[u8; 32],
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Option<(AccountId, Account, String)>, Error> {
    let Some(Token { purpose: Purpose::Address { account, mail }, .. }) = store::find(r, key, now)? else {
        return Ok(None);
    };
    if store::account(r, &mail)?.is_some() {
        return Ok(None);
    }
    Ok(store::account_of(r, account)?.map(|known| (account, known, mail)))
}
