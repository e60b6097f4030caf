//! What a town says of itself, as an administrator types it.

use chrono_tz::Tz;
use validator::ValidateEmail;

use super::{Contact, Identity, Span, seen};

/// Longest name, and longest name of a service.
const LONGEST: usize = 80;
/// Longest message, and longest address.
const LONGEST_TEXT: usize = 400;

/// The zones of French towns, the metropolitan one first.
pub const ZONES: [Tz; 14] = [
    Tz::Europe__Paris,
    Tz::America__Guadeloupe,
    Tz::America__Cayenne,
    Tz::America__Martinique,
    Tz::Indian__Mayotte,
    Tz::Pacific__Noumea,
    Tz::Pacific__Tahiti,
    Tz::Pacific__Marquesas,
    Tz::Pacific__Gambier,
    Tz::Pacific__Wallis,
    Tz::Indian__Reunion,
    Tz::America__St_Barthelemy,
    Tz::America__Marigot,
    Tz::America__Miquelon,
];

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Typed {
    pub name: String,
    pub message: String,
    pub service: String,
    pub address: String,
    pub telephone: String,
    pub mail: String,
    pub hours: String,
    /// Its name in the data of time zones.
    pub zone: String,
    /// "week" or "month".
    pub period: String,
    /// What the form showed.
    pub seen: String,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No name.
    Name,
    /// Too long.
    Message,
    /// No name of the service that families ask.
    Service,
    /// Too long.
    Address,
    /// No telephone number.
    Telephone,
    /// No mail address.
    Mail,
    /// Too long.
    Hours,
    /// No zone of a French town.
    Zone,
    /// Neither a week nor a month.
    Period,
    /// Somebody changed it since the page was shown.
    Changed,
}

impl Typed {
    /// The form of what is known.
    pub fn of(now: &Identity) -> Self {
        let contact = now.contact.clone();
        Self {
            name: now.name.clone(),
            message: now.message.clone(),
            service: contact.service,
            address: contact.address,
            telephone: contact.telephone,
            mail: contact.mail,
            hours: contact.hours,
            zone: now.timezone.name().into(),
            period: period(now.period).into(),
            seen: seen(now),
        }
    }

    /// What the town says of itself now, put on what it said; the rest of it stays.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(&self, now: &Identity) -> Result<Identity, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut say = |wrong: bool, fault| {
            if wrong {
                faults.push(fault);
            }
        };
        say(self.seen != seen(now), Fault::Changed);
        let [name, message, service, address, telephone, mail, hours] = [
            &self.name,
            &self.message,
            &self.service,
            &self.address,
            &self.telephone,
            &self.mail,
            &self.hours,
        ]
        .map(|text| tidy(text));
        let fits = |text: &str, most| text.chars().count() <= most;
        say(name.is_empty() || !fits(&name, LONGEST), Fault::Name);
        say(!fits(&message, LONGEST_TEXT), Fault::Message);
        say(service.is_empty() || !fits(&service, LONGEST), Fault::Service);
        say(!fits(&address, LONGEST_TEXT), Fault::Address);
        say(!is_telephone(&telephone), Fault::Telephone);
        say(!mail.validate_email(), Fault::Mail);
        say(!fits(&hours, LONGEST_TEXT), Fault::Hours);
        let zone = self.zone.parse().ok().filter(|zone| ZONES.contains(zone) || *zone == now.timezone);
        say(zone.is_none(), Fault::Zone);
        let period = [Span::Week, Span::Month].into_iter().find(|span| period(*span) == self.period);
        say(period.is_none(), Fault::Period);
        match (zone, period) {
            (Some(timezone), Some(period)) if faults.is_empty() => {
                let contact = Contact { service, address, telephone, mail, hours };
                Ok(Identity { name, message, contact, timezone, period, ..now.clone() })
            }
            _ => Err(faults),
        }
    }
}

/// What a period is called in the form.
pub fn period(span: Span) -> &'static str {
    match span {
        Span::Week => "week",
        Span::Month => "month",
    }
}

/// One line, without what nobody sees.
pub(super) fn tidy(text: &str) -> String {
    let seen = |letter: &char| !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let text: String = text.chars().filter(seen).collect();
    // A space that does not break is typed by whoever writes well: it stays.
    let words = text.split(|letter: char| letter.is_control() || letter == ' ');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Six figures at least, and nothing that is not of a number: "02 40 00 00 00", "+508 41 00 00".
fn is_telephone(text: &str) -> bool {
    let figures = text.chars().filter(char::is_ascii_digit).count();
    (6..=15).contains(&figures)
        && text.chars().all(|letter| letter.is_ascii_digit() || " .+()-\u{a0}".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Typed {
        Typed {
            name: " Valpr\u{e9}au ".into(),
            service: "Service enfance".into(),
            telephone: "02 40 00 00 00".into(),
            mail: "enfance@valpreau.example".into(),
            ..Typed::of(&Identity::unset())
        }
    }

    #[test]
    fn a_town_without_settings_takes_what_is_typed_and_stays_closed() {
        let town = typed().read(&Identity::unset()).unwrap();
        assert_eq!((town.name.as_str(), town.opened), ("Valpr\u{e9}au", false));
        assert_eq!((town.timezone, town.period), (Tz::Europe__Paris, Span::Week));
        assert_eq!(Typed::of(&town).read(&town).unwrap().contact.mail, "enfance@valpreau.example");
    }

    #[test]
    fn what_is_wrong_is_named() {
        let now = Identity::unset();
        let read = |change: fn(&mut Typed)| {
            let mut typed = typed();
            change(&mut typed);
            typed.read(&now).unwrap_err()
        };
        assert_eq!(read(|typed| typed.name = "\u{200b} ".into()), [Fault::Name]);
        assert_eq!(read(|typed| typed.message = "x".repeat(401)), [Fault::Message]);
        assert_eq!(read(|typed| typed.service = String::new()), [Fault::Service]);
        assert_eq!(read(|typed| typed.address = "x".repeat(401)), [Fault::Address]);
        assert_eq!(read(|typed| typed.telephone = "la mairie".into()), [Fault::Telephone]);
        assert_eq!(read(|typed| typed.mail = "enfance".into()), [Fault::Mail]);
        assert_eq!(read(|typed| typed.hours = "x".repeat(401)), [Fault::Hours]);
        assert_eq!(read(|typed| typed.zone = "Europe/Berlin".into()), [Fault::Zone]);
        assert_eq!(read(|typed| typed.period = "year".into()), [Fault::Period]);
        assert_eq!(read(|typed| typed.seen = "other".into()), [Fault::Changed]);
    }
}
