//! What is asked of the service: an operation to create, each field as the service takes it.

use chrono::{DateTime, Utc};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{
    Due, Mode,
    contract::{Contract, LEAST, is_client},
    fault::Treatment,
};
use crate::platform::money::Cents;

/// Where the service sends its notices.
pub const NOTICE: &str = "/paiements/notification";
/// Where it sends the payer back.
pub const RETURN: &str = "/paiements/retour";

const LONGEST_OBJECT: usize = 100;
const LONGEST_ADDRESS: usize = 250;

/// An operation to create.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Budget year, four figures.
    pub year: i32,
    /// The payer's mail.
    pub mail: String,
    /// In cents.
    pub amount: Cents,
    /// Client number.
    pub client: String,
    /// Letters, figures and spaces; none when nothing is left of it.
    pub object: Option<String>,
    /// The reference.
    pub reference: String,
    /// How it counts.
    pub mode: Mode,
    /// Where notices are sent.
    pub notice: String,
    /// Where the payer comes back.
    pub back: String,
}

/// Why something cannot be asked of the service; it would refuse it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// The client number is none.
    Client,
    /// The reference is not 6 to 30 letters and figures.
    Reference,
    /// The payer's mail is not 6 to 80 characters, or no address.
    Mail,
    /// Less than 1 euro.
    TooSmall,
    /// Above the ceiling.
    TooLarge,
    /// No year of four figures.
    Year,
    /// The portal's own address is too long.
    Address,
}

/// Why nothing begins.
#[derive(Clone, Debug, PartialEq)]
pub enum NotBegun {
    /// The town has no contract by which this can be paid.
    NotOffered,
    /// It is paid already.
    Paid,
    /// Another attempt may still pay it, until then.
    UnderWay(DateTime<Utc>),
    /// Another attempt may have paid it: the town is to look at it first.
    Doubtful,
    /// The service would refuse it.
    Unfit(Unfit),
    /// The service refused it, or was not there.
    Refused(Treatment),
}

impl Order {
    /// What is asked to have this paid. `site`: the portal's address, without a slash at the end.
    ///
    /// # Errors
    /// The first reason for which the service would refuse it.
    pub fn of(due: &Due, contract: &Contract, site: &str) -> Result<Self, Unfit> {
        let order = Self {
            year: due.year,
            mail: due.mail.trim().into(),
            amount: due.amount,
            client: contract.client.clone(),
            object: object(&due.object),
            reference: due.reference.clone(),
            mode: contract.mode,
            notice: format!("{site}{NOTICE}"),
            back: format!("{site}{RETURN}"),
        };
        let too_long = |address: &str| address.chars().count() > LONGEST_ADDRESS;
        let wrongs = [
            (!is_client(&order.client), Unfit::Client),
            (!is_reference(&order.reference), Unfit::Reference),
            (!is_mail(&order.mail), Unfit::Mail),
            (order.amount < LEAST, Unfit::TooSmall),
            (order.amount > contract.ceiling, Unfit::TooLarge),
            (!(1000..10_000).contains(&order.year), Unfit::Year),
            (too_long(&order.notice) || too_long(&order.back), Unfit::Address),
        ];
        wrongs.into_iter().find(|(wrong, _)| *wrong).map_or(Ok(order), |(_, unfit)| Err(unfit))
    }

    /// The fields in the order in which they must be sent; an empty one is left out.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let fields = [
            ("exer", Some(self.year.to_string())),
            ("mel", Some(self.mail.clone())),
            ("montant", Some(self.amount.0.to_string())),
            ("numcli", Some(self.client.clone())),
            ("objet", self.object.clone()),
            ("refdet", Some(self.reference.clone())),
            ("saisie", Some(self.mode.letter().into())),
            ("urlnotif", Some(self.notice.clone())),
            ("urlredirect", Some(self.back.clone())),
        ];
        fields.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect()
    }
}

/// Whether the service takes a reference: some shorter than 6 are refused.
pub fn is_reference(text: &str) -> bool {
    (6..=30).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether it takes an address.
pub fn is_mail(text: &str) -> bool {
    (6..=80).contains(&text.len()) && text.is_ascii() && validator::ValidateEmail::validate_email(&text)
}

/// Words without accents nor signs, as many as fit.
fn object(text: &str) -> Option<String> {
    let plain = text.nfkd().filter(|letter| !is_combining_mark(*letter));
    let kept: String =
        plain.map(|letter| if letter.is_ascii_alphanumeric() { letter } else { ' ' }).collect();
    let mut words = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    words.truncate(LONGEST_OBJECT);
    let words = words.trim_end();
    (!words.is_empty()).then(|| words.to_owned())
}
