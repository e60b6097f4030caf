//! Guards: who is let in, and where the others are sent.

use std::{marker::PhantomData, sync::Arc};

use rocket::{
    Request,
    http::{RawStr, Status},
    request::{FromRequest, Outcome},
};

use super::cookie::session_key;
use crate::{
    account::{Agent, Bar, Inside, NotSignedIn, Parent, Session, Step, Visitor, role::Permission, store},
    platform::{
        Parts,
        error::{Denied, Error, SeeOther},
        store::StoreError,
    },
};

/// Somebody who has signed in, half-way too; read once a request.
#[rocket::async_trait]
impl<'r> FromRequest<'r> for &'r Visitor {
    type Error = NotSignedIn;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, NotSignedIn> {
        let known = request.local_cache_async(async { Known(visitor(request).await) }).await;
        match &known.0 {
            Ok(visitor) => Outcome::Success(visitor),
            Err(why) => refused(request, why.clone()),
        }
    }
}

/// What was found out of who asks, for the length of a request.
struct Known(Result<Visitor, NotSignedIn>);

async fn visitor(request: &Request<'_>) -> Result<Visitor, NotSignedIn> {
    let parts = request.rocket().state::<Arc<Parts>>().ok_or(NotSignedIn::Nobody)?;
    let key = session_key(&parts.config, request.cookies()).ok_or(NotSignedIn::Nobody)?;
    let now = parts.clock.now();
    let visitor = parts.store.read(|r| store::visitor(r, &key, now)).map_err(NotSignedIn::Broken)?;
    let visitor = visitor.ok_or(NotSignedIn::Nobody)?;
    if now > visitor.session.seen + Session::TOUCH {
        // On a full disk nothing is written, and reading goes on.
        let touched = parts.store.write("session", move |w| store::touch(w, &key, now)).await;
        touched.unwrap_or_else(|error: StoreError| rocket::warn!("session: {error}"));
    }
    Ok(visitor)
}

/// Remembers why, for the page of the status.
fn refused<T>(request: &Request<'_>, why: NotSignedIn) -> Outcome<T, NotSignedIn> {
    let status = match &why {
        NotSignedIn::NotAllowed => {
            request.local_cache(|| Denied(true));
            Status::Forbidden
        }
        NotSignedIn::Broken(error) => {
            rocket::error!("session: {error}");
            Status::InternalServerError
        }
        _ => Status::Unauthorized,
    };
    request.local_cache(|| Some(why.clone()));
    Outcome::Error((status, why))
}

/// Where somebody who was refused by a guard of this request is sent, to come back to the same page.
pub fn sent_to(request: &Request<'_>) -> SeeOther {
    let why: &Option<NotSignedIn> = request.local_cache(|| None);
    let back = match request.method() {
        rocket::http::Method::Get => request.uri().to_string(),
        // Its forms are not kept: they hold passwords.
        _ if request.uri().path().starts_with("/compte") => "/compte".into(),
        _ => "/".into(),
    };
    why.clone().unwrap_or(NotSignedIn::Nobody).then(&back).unwrap_or_else(|_| SeeOther("/".into()))
}

impl Visitor {
    /// Whether this person is in, or which step is missing.
    fn is_in(&self) -> Result<(), NotSignedIn> {
        match self.session.step {
            Step::In => Ok(()),
            Step::Code => Err(NotSignedIn::Code),
            Step::Enrol => Err(NotSignedIn::Enrol),
        }
    }

    /// What the bar shows.
    pub fn bar(&self) -> Bar {
        let (first, last) = &self.name;
        let (session, inside) = (&self.session, self.session.step == Step::In);
        Bar {
            person: format!("{first} {last}"),
            inside,
            family: session.family.is_some() && inside,
            families: self.families > 1 && inside,
            office: self.account.on_duty().is_some() && inside,
            ends: (inside && !session.stays).then_some(Session::SURE.num_seconds()),
        }
    }

    fn parent(&self) -> Result<Parent, NotSignedIn> {
        self.is_in()?;
        let (family, guardian) = self.session.family.ok_or(NotSignedIn::NoFamily)?;
        let (first_name, last_name) = self.name.clone();
        let (account, mail) = (self.id, self.account.mail.clone());
        Ok(Parent { account, family, guardian, first_name, last_name, mail, bar: self.bar() })
    }

    fn agent<P: Permission>(&self) -> Result<Agent<P>, NotSignedIn> {
        self.is_in()?;
        let duty = self.account.on_duty().filter(|duty| duty.has(P::ROLES)).ok_or(NotSignedIn::NotAllowed)?;
        // A role that asks for a second factor may have been given since.
        if duty.needs_factor() && self.account.factor.is_none() {
            return Err(NotSignedIn::Enrol);
        }
        Ok(Agent { account: self.id, duty: duty.clone(), bar: self.bar(), role: PhantomData })
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Inside<'r> {
    type Error = NotSignedIn;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, NotSignedIn> {
        only(request, |visitor| visitor.is_in().map(|()| Inside(visitor))).await
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Parent {
    type Error = NotSignedIn;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, NotSignedIn> {
        only(request, Visitor::parent).await
    }
}

#[rocket::async_trait]
impl<'r, P: Permission> FromRequest<'r> for Agent<P> {
    type Error = NotSignedIn;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, NotSignedIn> {
        only(request, Visitor::agent).await
    }
}

/// A visitor whom a rule lets in.
async fn only<'r, T>(
    request: &'r Request<'_>,
    rule: impl FnOnce(&'r Visitor) -> Result<T, NotSignedIn>,
) -> Outcome<T, NotSignedIn> {
    match request.guard::<&Visitor>().await.map(rule) {
        Outcome::Success(Ok(known)) => Outcome::Success(known),
        Outcome::Success(Err(why)) => refused(request, why),
        Outcome::Error(error) => Outcome::Error(error),
        Outcome::Forward(status) => Outcome::Forward(status),
    }
}

impl NotSignedIn {
    /// Where who was not let in goes, to come back to an address of the portal afterwards.
    ///
    /// # Errors
    /// When the data could not be read: that is no reason to sign in again.
    pub fn then(self, back: &str) -> Result<SeeOther, Error> {
        let to = match self {
            NotSignedIn::Nobody => "/connexion",
            NotSignedIn::Code => "/connexion/code",
            NotSignedIn::Enrol => "/connexion/application",
            NotSignedIn::NoFamily => "/familles",
            NotSignedIn::NotAllowed => return Err(Error::NotAllowed),
            NotSignedIn::Broken(error) => return Err(error.into()),
        };
        Ok(SeeOther(format!("{to}?retour={}", RawStr::new(back).percent_encode())))
    }
}
