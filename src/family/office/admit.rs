//! A guardian is let in, or no longer; comes to a second family with the same account.

use crate::{
    account::{
        self, Account, AccountId, Place,
        event::What as Happened,
        is_address, normal,
        office::appoint::{Author, Link},
        token::Token,
    },
    family::{
        Family, FamilyId, Guardian, Subject,
        access::{Wrong, is_called},
        field::{Kind, Page},
        history::{Line, What},
        mail, store,
    },
    platform::{
        Parts,
        error::Error,
        outbox,
        store::{Reading, StoreError, Write},
    },
    town,
};

/// What an invitation is made of, before the writer knows whom it is for.
pub struct Invitation {
    link: Link,
    address: String,
    site: String,
    id: String,
}

impl Invitation {
    /// With a link of its own.
    pub fn new(parts: &Parts) -> Self {
        let link = Link::new(&parts.config, &parts.random);
        let address = link.to_password(&parts.config);
        Self { link, address, site: parts.config.site.clone(), id: parts.random.token() }
    }

    /// Mails somebody a link to a password; to who has one, that the family is shown.
    fn send(
        self,
        w: &Write,
        (id, account): (AccountId, &Account),
        guardian: &Guardian,
        family: &Family,
        author: &Author,
    ) -> Result<(), StoreError> {
        let (town, now) = (town::store::town(w)?, author.at);
        let mail = match account.password {
            None => {
                account::store::end_links(w, id)?;
                self.link.issue(w, id, false, now, now + Token::MAILED)?;
                account::store::note(w, &author.event(id, Happened::PasswordAsked))?;
                mail::invitation(&town.identity, &account.mail, &guardian.first_name, self.address)
            }
            Some(_) => {
                mail::shown(&town.identity, &account.mail, &guardian.first_name, &family.name, &self.site)
            }
        };
        outbox::queue(w, mail, &self.id, now)
    }
}

/// A guardian who is not put away.
fn guardian(r: &impl Reading, (family, id): Place) -> Result<Guardian, Error> {
    store::guardian(r, family, id)?.filter(|known| known.archived.is_none()).ok_or(Error::Missing)
}

fn note(w: &Write, (family, id): Place, guardian: &Guardian, what: What) -> Result<(), StoreError> {
    let name = format!("{} {}", guardian.first_name, guardian.last_name);
    store::note(w, family, Line { about: Subject::Guardian(family, id), name, what })
}

/// Invites a guardian at an address: with a new account, or the one that this person has already.
pub fn invite(
    w: &Write,
    place: Place,
    typed: &str,
    invitation: Invitation,
    author: &Author,
) -> Result<Result<(), Wrong>, Error> {
    let family = super::current(w, place.0)?;
    let known = guardian(w, place)?;
    let mail = normal(typed);
    if !is_address(&mail) || mail.len() > 254 {
        return Ok(Err(Wrong::Mail));
    }
    let (id, account) = match account_for(w, place, &known, &mail)? {
        Ok(found) => found,
        Err(wrong) => return Ok(Err(wrong)),
    };
    account::store::set_account(w, id, &account)?;
    let known = Guardian { access: true, ..known };
    store::set_guardian(w, place.0, place.1, &known)?;
    note(w, place, &known, What::Invited)?;
    invitation.send(w, (id, &account), &known, &family, author)?;
    Ok(Ok(()))
}

/// The account with which a guardian is to sign in.
fn account_for(
    w: &Write,
    place: Place,
    guardian: &Guardian,
    mail: &str,
) -> Result<Result<(AccountId, Account), Wrong>, StoreError> {
    let own = account::store::accounts_at(w, place)?.into_iter().next();
    let found = account::store::account(w, mail)?;
    // Who has never come may have been written to at a wrong address: another one takes its place.
    let idle = |account: &Account| {
        account.password.is_none() && account.duty.is_none() && account.families.len() == 1
    };
    match (own, found) {
        (Some((id, account)), Some((other, _))) if id == other => Ok(Ok((id, account))),
        (Some((_, account)), _) if !idle(&account) => Ok(Err(Wrong::Signs(account.mail))),
        (Some((id, account)), None) => Ok(Ok((id, Account { mail: mail.into(), ..account }))),
        (own, Some((id, mut account))) => {
            if !is_same(w, &account, guardian)? {
                return Ok(Err(Wrong::Other(account::store::name(w, &account)?)));
            }
            if let Some((idle, known)) = own {
                account::store::end_links(w, idle)?;
                account::store::set_account(w, idle, &Account { families: Vec::new(), ..known })?;
            }
            account.families.push(place);
            Ok(Ok((id, account)))
        }
        (None, None) => Ok(Ok((account::store::next_id(w)?, Account::of(mail, vec![place])))),
    }
}

/// Whether an account is of somebody with the name of a guardian. One that is nobody's any more may be anybody's.
fn is_same(r: &impl Reading, account: &Account, guardian: &Guardian) -> Result<bool, StoreError> {
    let mut names: Vec<(String, String)> =
        account.duty.iter().map(|duty| (duty.first_name.clone(), duty.last_name.clone())).collect();
    for (family, id) in &account.families {
        names.extend(store::guardian(r, *family, *id)?.map(|known| (known.first_name, known.last_name)));
    }
    Ok(names.is_empty() || names.iter().any(|(first, last)| is_called(guardian, first, last)))
}

/// Ends the access of a guardian, at once; or gives it again.
pub fn open(w: &Write, place: Place, access: bool, author: &Author) -> Result<Result<(), Wrong>, Error> {
    super::current(w, place.0)?;
    let known = guardian(w, place)?;
    if known.access == access {
        return Ok(Ok(()));
    }
    let known = Guardian { access, ..known };
    store::set_guardian(w, place.0, place.1, &known)?;
    let (what, happened) = match access {
        true => (What::AccessGiven, Happened::AccessGiven),
        false => (What::AccessEnded, Happened::AccessEnded),
    };
    note(w, place, &known, what)?;
    for (id, account) in account::store::accounts_at(w, place)? {
        account::store::end_all(w, id, None)?;
        if !account::store::lets_in(w, &account)? {
            account::store::end_links(w, id)?;
        }
        account::store::note(w, &author.event(id, happened.clone()))?;
    }
    Ok(Ok(()))
}

/// Brings a guardian of one family into another: the same person, the same account.
pub fn attach(
    w: &Write,
    family: FamilyId,
    from: Place,
    invitation: Invitation,
    author: &Author,
) -> Result<Result<(), Wrong>, Error> {
    let known = super::current(w, family)?;
    super::current(w, from.0)?;
    let person = guardian(w, from)?;
    let here = store::guardians(w, family)?;
    if from.0 == family || here.iter().any(|(_, one)| is_called(one, &person.first_name, &person.last_name)) {
        return Ok(Err(Wrong::Already(format!("{} {}", person.first_name, person.last_name))));
    }
    let place = (family, store::next_guardian(w, family)?);
    store::set_guardian(w, family, place.1, &person)?;
    copy(w, from, place, author)?;
    note(w, place, &person, What::Attached(from.0))?;
    note(w, from, &person, What::Attached(family))?;
    if let Some((id, mut account)) = account::store::accounts_at(w, from)?.into_iter().next() {
        account.families.push(place);
        account::store::set_account(w, id, &account)?;
        if person.comes_in() {
            invitation.send(w, (id, &account), &person, &known, author)?;
        }
    }
    Ok(Ok(()))
}

/// Who somebody is goes along; where they live, whom to call and what was remarked does not.
fn copy(w: &Write, from: Place, to: Place, author: &Author) -> Result<(), StoreError> {
    let today = town::store::town(w)?.date(author.at);
    let known = store::sheet(w, Subject::Guardian(from.0, from.1), today)?.unwrap_or_default();
    let identity = known.only(|key| Kind::Guardian.page(key.field) == Some(Page::Identity));
    store::set_sheet(w, Subject::Guardian(to.0, to.1), &identity, today, Default::default())
}
