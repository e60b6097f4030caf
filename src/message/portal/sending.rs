//! A message of a family is written down.

use chrono::{DateTime, Utc};

use super::{form::Sent, own};
use crate::{
    account::{AccountId, Parent},
    family::{self, FamilyId},
    message::{
        Attached, Message, Side, State, Thread, ThreadId,
        draft::{Draft, Typed},
        mail, store,
        view::Wrong,
    },
    platform::{Parts, blob::Hash, error::Error, outbox, store::Write},
    town,
};

/// A message that a family sends.
pub struct Sending {
    family: FamilyId,
    by: AccountId,
    name: String,
    reply_to: String,
    at: DateTime<Utc>,
    form: String,
    draft: Draft,
    file: Sent,
    site: String,
    token: String,
}

impl Sending {
    /// Of a parent, now.
    ///
    /// # Errors
    /// [`Error::Malformed`]: the form has no number.
    pub fn new(
        parent: &Parent,
        parts: &Parts,
        typed: &Typed,
        draft: Draft,
        file: Sent,
    ) -> Result<Self, Error> {
        u128::from_str_radix(&typed.form, 16).map_err(|_| Error::Malformed)?;
        Ok(Self {
            family: parent.family,
            by: parent.account,
            name: format!("{} {}", parent.first_name, parent.last_name),
            reply_to: parent.mail.clone(),
            at: parts.clock.now(),
            form: typed.form.clone(),
            draft,
            file,
            site: parts.config.site.clone(),
            token: parts.random.token(),
        })
    }

    /// Writes it down, at the end of a thread or as a new one, and queues the mail that tells the town. The same form
    /// sent again changes nothing.
    pub fn carry_out(self, w: &Write, thread: Option<ThreadId>) -> Result<Result<ThreadId, Wrong>, Error> {
        let known = store::sent(w, self.by)?;
        if let Some(id) = known.by(&self.form) {
            return Ok(Ok(id));
        }
        if let Err(until) = known.may(self.at) {
            return Ok(Err(Wrong::TooMany(until)));
        }
        let (id, before) = match thread {
            Some(id) => (id, own(w, self.family, id)?),
            None => {
                let subject = self.draft.subject.clone();
                let state = State::Waiting(self.at);
                (store::next_id(w)?, Thread { family: self.family, subject, messages: 0, at: self.at, state })
            }
        };
        let since = match before.state {
            State::Waiting(since) => since,
            State::Answered | State::PutAway => self.at,
        };
        let thread =
            Thread { messages: before.messages + 1, at: self.at, state: State::Waiting(since), ..before };
        let (attached, bytes) = attached(self.file);
        let message = Message {
            side: Side::Family,
            by: self.by,
            name: self.name,
            at: self.at,
            words: self.draft.words,
            file: attached,
        };
        store::write(w, id, &thread, &message, bytes.as_deref())?;
        store::set_sent(w, self.by, &known.and(&self.form, id, self.at))?;
        let town = town::store::town(w)?;
        if !town.identity.contact.mail.is_empty() {
            let family = family::store::family(w, self.family)?.map(|known| known.name).unwrap_or_default();
            let about = (id, &thread, &message);
            let mail = mail::to_town(&town.identity, &family, about, &self.reply_to, &self.site);
            outbox::queue(w, mail, &self.token, self.at)?;
        }
        Ok(Ok(id))
    }
}

/// A file as its message names it, and its bytes.
pub fn attached(file: Sent) -> (Option<Attached>, Option<Vec<u8>>) {
    let Some((kind, bytes)) = file else { return (None, None) };
    (Some(Attached { hash: Hash::of(&bytes), kind, bytes: bytes.len() as u64 }), Some(bytes))
}
