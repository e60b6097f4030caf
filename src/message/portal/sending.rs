//! A message of a family is written down.

use chrono::{DateTime, Utc};

use super::{
    form::{Attachment, attached},
    own,
};
use crate::{
    account::{self, AccountId, Parent},
    family::{self, FamilyId},
    message::{
        Attached, Message, Side, State, Thread, ThreadId,
        draft::{Draft, Typed},
        mail, store,
        view::Wrong,
    },
    platform::{Parts, blob::Hash, error::Error, outbox, random::is_token, store::Write},
    town,
};

/// A message that a family sends.
pub struct Sending {
    family: FamilyId,
    by: AccountId,
    name: String,
    reply_to: String,
    at: DateTime<Utc>,
    /// The number of its form, and a digest of what it holds.
    form: (String, String),
    draft: Draft,
    file: (Option<Attached>, Option<Vec<u8>>),
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
        file: Attachment,
    ) -> Result<Self, Error> {
        if !is_token(&typed.form) {
            return Err(Error::Malformed);
        }
        let file = attached(file);
        let hash = file.0.as_ref().map(|file| file.hash.to_string()).unwrap_or_default();
        let content = format!("{}\n{}\n{hash}", draft.subject, draft.words);
        Ok(Self {
            family: parent.family,
            by: parent.account,
            name: format!("{} {}", parent.first_name, parent.last_name),
            reply_to: parent.mail.clone(),
            at: parts.clock.now(),
            form: (typed.form.clone(), Hash::of(content.as_bytes()).to_string()),
            draft,
            file,
            site: parts.config.site.clone(),
            token: parts.random.token(),
        })
    }

    /// Writes it down, at the end of a thread or as a new one, and queues the mail that tells the town. The same form
    /// sent again changes nothing.
    ///
    /// # Errors
    /// [`Error::Missing`]: the thread is not the family's, or the town lets this parent into the family no more: a file
    /// on a slow line comes long after its sender was let in.
    pub fn carry_out(self, w: &Write, thread: Option<ThreadId>) -> Result<Result<ThreadId, Wrong>, Error> {
        let account = account::store::account_of(w, self.by)?.ok_or(Error::Missing)?;
        let open = account::store::open_families(w, &account)?;
        if !open.iter().any(|((family, _), _)| *family == self.family) {
            return Err(Error::Missing);
        }
        let (known, form) = (store::sent(w, self.by)?, (self.form.0.as_str(), self.form.1.as_str()));
        if let Some(id) = known.by(form) {
            return Ok(Ok(id));
        }
        if let Err(until) = known.may(self.at) {
            return Ok(Err(Wrong::TooMany(until)));
        }
        let (id, before) = match thread {
            Some(id) => (id, own(w, self.family, id)?),
            None => {
                let (subject, state) = (self.draft.subject.clone(), State::Waiting(self.at));
                (store::next_id(w)?, Thread { family: self.family, subject, messages: 0, at: self.at, state })
            }
        };
        let (thread, (file, bytes)) = (before.and(Side::Family, self.at), self.file);
        let message = Message {
            side: Side::Family,
            by: self.by,
            name: self.name,
            at: self.at,
            words: self.draft.words,
            file,
        };
        store::write(w, id, &thread, &message, bytes.as_deref())?;
        store::set_sent(w, self.by, &known.and(form, id, self.at))?;
        let town = town::store::town(w)?;
        if !town.identity.contact.mail.is_empty() {
            let family = family::store::family(w, self.family)?.map(|known| known.name).unwrap_or_default();
            let mail =
                mail::to_town(&town.identity, &family, (id, &thread, &message), &self.reply_to, &self.site);
            outbox::queue(w, mail, &self.token, self.at)?;
        }
        Ok(Ok(id))
    }
}
