//! What may stand in a field: typed text, brought into the one form in which it is kept.

use chrono::{Datelike, NaiveDate};
use validator::ValidateEmail;

use super::field::{Field, Key, Kind};
use crate::tariff::quotient::Quotient;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A name: letters and what stands between them.
    Name,
    /// One line, of so many letters at most.
    Text(usize),
    /// Several lines, of so many letters at most.
    Lines(usize),
    /// "2019-03-14", not after today.
    Past,
    /// "2027-08-31".
    Date,
    /// "06 12 34 56 78", or "+32 2 123 45 67".
    Telephone,
    /// A mail address, in lower case.
    Mail,
    /// "44000".
    Postcode,
    /// "850", "700.01".
    Quotient,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// "yes" or nothing.
    Flag,
    /// "1,2,4": weekdays, 1 for Monday.
    Weekdays,
    /// The number of one of the town's things, which the form lists.
    Listed,
}

/// What a flag that is set says.
pub const YES: &str = "yes";
/// Longest name.
const LONGEST_NAME: usize = 60;
/// Longest line.
const LINE: usize = 100;
/// Longest remark.
const REMARK: usize = 1000;
/// Longest address (RFC 5321).
const LONGEST_MAIL: usize = 254;

/// Mothers, fathers, and whom a court named.
pub const ROLES: &[&str] = &["mother", "father", "tutor"];
/// As letters begin.
pub const TITLES: &[&str] = &["mrs", "mr", "mr_and_mrs", "mr_or_mrs", "body"];
/// The eleven of the guide.
pub const MARITAL: &[&str] = &[
    "married",
    "civil_union",
    "couple",
    "free_union",
    "single",
    "separated",
    "divorced",
    "remarried",
    "widowed",
    "single_parent",
    "unknown",
];
/// Whether, or not known.
pub const WHETHER: &[&str] = &["yes", "no", "unknown"];
/// As on the school's list.
pub const SEXES: &[&str] = &["f", "m"];
/// Who insures the family's health.
pub const REGIMES: &[&str] = &["general", "agricultural", "other"];
/// Of blood.
pub const BLOOD: &[&str] = &["o+", "o-", "a+", "a-", "b+", "b-", "ab+", "ab-"];
/// To photographs.
pub const PHOTO: &[&str] = &["yes", "no"];

impl Field {
    /// What it holds.
    pub fn shape(self) -> Shape {
        use Field::*;
        match self {
            LastName | FirstName => Shape::Name,
            BornAt | Relation | Street | City | Profession | Employer | Allowance | Doctor | Insurer
            | Policy => Shape::Text(LINE),
            BornOn | Tetanus => Shape::Past,
            CarePlanUntil | InsuredUntil => Shape::Date,
            HomePhone | MobilePhone | OfficePhone | EmployerPhone | DoctorPhone => Shape::Telephone,
            Postcode => Shape::Postcode,
            Mail => Shape::Mail,
            Quotient => Shape::Quotient,
            Role => Shape::Choice(ROLES),
            Title => Shape::Choice(TITLES),
            Sex => Shape::Choice(SEXES),
            Marital => Shape::Choice(MARITAL),
            Authority => Shape::Choice(WHETHER),
            Regime => Shape::Choice(REGIMES),
            BloodGroup => Shape::Choice(BLOOD),
            Photo => Shape::Choice(PHOTO),
            Billing | Emergency | Pickup | Service | CarePlan | OwnMeal => Shape::Flag,
            Usual => Shape::Weekdays,
            Class | Tariff | Diet => Shape::Listed,
            Avoid | Remarks => Shape::Lines(REMARK),
        }
    }
}

/// Why what was typed cannot stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing, where something is needed.
    Missing,
    /// Something else than letters in a name.
    NotAName,
    /// Characters that hide, turn the line round or are none.
    Unseen,
    /// Longer than so many letters.
    TooLong(usize),
    /// No date, or none that makes sense.
    NotADate,
    /// Has not come yet.
    Future,
    /// No telephone number.
    NotATelephone,
    /// No mail address.
    NotAMail,
    /// Not five figures.
    NotAPostcode,
    /// No quotient.
    NotAQuotient,
    /// Not one of what the form offers.
    NotOffered,
    /// A registration with days that are booked from today on: they are cancelled first.
    Booked,
    /// The town closed it to parents while they were typing.
    Closed,
    /// Bills must go somewhere: another guardian takes them instead.
    BillsGoNowhere,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which.
    pub key: Key,
    /// Why.
    pub why: Why,
}

/// Brings what was typed into the form in which it is kept: empty for nothing. `offered`: what a field that is
/// listed may be. Today is the town's.
///
/// # Errors
/// Why it cannot stand there.
pub fn read(
    kind: Kind,
    key: Key,
    typed: &str,
    offered: impl Fn(Key, &str) -> bool,
    today: NaiveDate,
) -> Result<String, Why> {
    let shape = key.field.shape();
    let text = match shape {
        Shape::Lines(_) => lines(typed),
        _ => typed.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    if text.is_empty() {
        return if kind.requires(key.field) { Err(Why::Missing) } else { Ok(text) };
    }
    if text.chars().any(|letter| letter != '\n' && is_unseen(letter)) {
        return Err(Why::Unseen);
    }
    match shape {
        Shape::Name => fits(text, LONGEST_NAME).and_then(name),
        Shape::Text(most) | Shape::Lines(most) => fits(text, most),
        Shape::Past => {
            date(&text).and_then(|day| if day > today { Err(Why::Future) } else { Ok(day.to_string()) })
        }
        Shape::Date => date(&text).map(|day| day.to_string()),
        Shape::Telephone => telephone(&text),
        Shape::Mail => mail(&text),
        Shape::Postcode => postcode(&text),
        Shape::Quotient => quotient(&text),
        Shape::Choice(words) => one_of(text, |word| words.contains(&word)),
        Shape::Flag => Ok(YES.into()),
        Shape::Weekdays => weekdays(&text),
        Shape::Listed => one_of(text, |word| offered(key, word)),
    }
}

/// Lines without spaces at their ends, and without empty ones around.
pub fn lines(typed: &str) -> String {
    let lines: Vec<&str> = typed.lines().map(str::trim).collect();
    lines.join("\n").trim().to_owned()
}

/// Control characters, and those that turn a line round or are not seen.
pub fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn fits(text: String, most: usize) -> Result<String, Why> {
    if text.chars().count() > most { Err(Why::TooLong(most)) } else { Ok(text) }
}

/// Letters, and what stands between them.
fn name(text: String) -> Result<String, Why> {
    let good = |letter: char| letter.is_alphabetic() || " -'\u{2019}.".contains(letter);
    if text.chars().all(good) && text.chars().any(char::is_alphabetic) {
        Ok(text)
    } else {
        Err(Why::NotAName)
    }
}

/// "2019-03-14" as a field of dates sends it, "14/03/2019" as one types it.
pub fn date(text: &str) -> Result<NaiveDate, Why> {
    let french = text.replace(['.', ' ', '-'], "/");
    let day = text
        .parse::<NaiveDate>()
        .or_else(|_| NaiveDate::parse_from_str(&french, "%d/%m/%Y"))
        .map_err(|_| Why::NotADate)?;
    if (1900..2200).contains(&day.year()) { Ok(day) } else { Err(Why::NotADate) }
}

/// Ten figures two by two; abroad, a plus and eight to fifteen figures as they were typed.
fn telephone(text: &str) -> Result<String, Why> {
    if text.chars().any(|letter| !letter.is_ascii_digit() && !" .-/()+".contains(letter)) {
        return Err(Why::NotATelephone);
    }
    let figures: String = text.chars().filter(char::is_ascii_digit).collect();
    let abroad = text.starts_with('+') || text.starts_with("00");
    let figures = figures.trim_start_matches(if text.starts_with('+') { "" } else { "00" });
    let national = match figures.strip_prefix("33") {
        // "+33 (0)6": the 0 is for callers inside.
        Some(rest) if abroad => format!("0{}", rest.trim_start_matches('0')),
        _ if abroad => {
            return if (8..=15).contains(&figures.len()) {
                Ok(format!("+{figures}"))
            } else {
                Err(Why::NotATelephone)
            };
        }
        _ => figures.to_owned(),
    };
    if national.len() != 10 || !national.starts_with('0') || national.starts_with("00") {
        return Err(Why::NotATelephone);
    }
    Ok(national.as_bytes().chunks(2).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" "))
}

fn mail(text: &str) -> Result<String, Why> {
    let domain = text.rsplit_once('@').map_or("", |(_, domain)| domain);
    let good = text.validate_email()
        && domain.contains('.')
        && text.len() <= LONGEST_MAIL
        && !text.contains(['<', '>', '[', ']', '"', ' ']);
    if good { Ok(text.to_lowercase()) } else { Err(Why::NotAMail) }
}

/// Five figures; abroad, letters of the country and a hyphen before: "B-1000".
fn postcode(text: &str) -> Result<String, Why> {
    let (country, code) = text.rsplit_once('-').unwrap_or(("", text));
    let figures = code.chars().filter(|letter| *letter != ' ').collect::<String>();
    let french = country.is_empty() && figures.len() == 5 && figures.chars().all(|c| c.is_ascii_digit());
    let abroad = (1..=2).contains(&country.len())
        && country.chars().all(|c| c.is_ascii_alphabetic())
        && (3..=8).contains(&figures.len())
        && figures.chars().all(|c| c.is_ascii_alphanumeric());
    match (french, abroad) {
        (true, _) => Ok(figures),
        (_, true) => Ok(text.to_uppercase()),
        _ => Err(Why::NotAPostcode),
    }
}

/// "1 250,50 €" as it is written on a letter of the CAF.
fn quotient(text: &str) -> Result<String, Why> {
    let plain: String = text.trim_end_matches(['€', ' ']).chars().filter(|c| !c.is_whitespace()).collect();
    let quotient: Quotient = plain.replace(',', ".").parse().map_err(|_| Why::NotAQuotient)?;
    if quotient < Quotient::euros(100_000) { Ok(quotient.to_string()) } else { Err(Why::NotAQuotient) }
}

fn one_of(text: String, known: impl Fn(&str) -> bool) -> Result<String, Why> {
    if known(&text) { Ok(text) } else { Err(Why::NotOffered) }
}

fn weekdays(text: &str) -> Result<String, Why> {
    let days = text.split(',').map(|day| day.trim().parse::<u8>().ok().filter(|day| (1..=7).contains(day)));
    let mut days = days.collect::<Option<Vec<u8>>>().ok_or(Why::NotOffered)?;
    days.sort_unstable();
    days.dedup();
    Ok(days.iter().map(u8::to_string).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn typed(field: Field, text: &str) -> Result<String, Why> {
        let offered = |_: Key, word: &str| word == "7";
        read(Kind::Adult, field.into(), text, offered, "2026-11-24".parse().unwrap())
    }

    #[test]
    fn what_is_typed_is_kept_in_one_form() {
        for (field, text, kept) in [
            (Field::FirstName, "  Anne-Lise  ", "Anne-Lise"),
            (Field::LastName, "d’ARC  de l'O.", "d’ARC de l'O."),
            (Field::BornOn, "14/03/2019", "2019-03-14"),
            (Field::BornOn, "14.3.2019", "2019-03-14"),
            (Field::BornOn, "2019-03-14", "2019-03-14"),
            (Field::InsuredUntil, "2027-08-31", "2027-08-31"),
            (Field::MobilePhone, "0612345678", "06 12 34 56 78"),
            (Field::MobilePhone, "+33 (0)6.12.34.56.78", "06 12 34 56 78"),
            (Field::MobilePhone, "0033612345678", "06 12 34 56 78"),
            (Field::MobilePhone, "+32 2 123 45 67", "+3221234567"),
            (Field::Mail, "Lucie@Famille.example", "lucie@famille.example"),
            (Field::Postcode, "44 000", "44000"),
            (Field::Postcode, "b-1000", "B-1000"),
            (Field::Quotient, "1 250,50 €", "1250.50"),
            (Field::Quotient, "850", "850"),
            (Field::Marital, "widowed", "widowed"),
            (Field::Pickup, "on", "yes"),
            (Field::Usual, "4,1,1", "1,4"),
            (Field::Class, "7", "7"),
            (Field::Remarks, " a \r\n\r\n b \n", "a\n\nb"),
            (Field::Street, "", ""),
        ] {
            assert_eq!(typed(field, text), Ok(kept.to_owned()), "{text:?}");
            assert_eq!(typed(field, kept), Ok(kept.to_owned()), "what is kept can be typed: {kept:?}");
        }
    }

    #[test]
    fn what_cannot_stand_there_is_told_why() {
        for (field, text, why) in [
            (Field::FirstName, "", Why::Missing),
            (Field::FirstName, "   ", Why::Missing),
            (Field::FirstName, "<script>", Why::NotAName),
            (Field::FirstName, "R2D2", Why::NotAName),
            (Field::FirstName, "-", Why::NotAName),
            (Field::Street, "1 rue\u{202e}etuaH", Why::Unseen),
            (Field::Street, "1 rue\0", Why::Unseen),
            (Field::BornOn, "2026-11-25", Why::Future),
            (Field::BornOn, "31/02/2019", Why::NotADate),
            (Field::BornOn, "0019-03-14", Why::NotADate),
            (Field::MobilePhone, "06 12 34", Why::NotATelephone),
            (Field::MobilePhone, "le soir", Why::NotATelephone),
            (Field::MobilePhone, "+1", Why::NotATelephone),
            (Field::Mail, "lucie", Why::NotAMail),
            (Field::Mail, "lucie@famille", Why::NotAMail),
            (Field::Postcode, "4400", Why::NotAPostcode),
            (Field::Quotient, "-3", Why::NotAQuotient),
            (Field::Quotient, "beaucoup", Why::NotAQuotient),
            (Field::Marital, "happy", Why::NotOffered),
            (Field::Usual, "8", Why::NotOffered),
            (Field::Class, "8", Why::NotOffered),
        ] {
            assert_eq!(typed(field, text), Err(why), "{text:?}");
        }
        assert_eq!(typed(Field::LastName, &"a".repeat(61)), Err(Why::TooLong(60)));
        assert_eq!(typed(Field::Remarks, &"a".repeat(10_000)), Err(Why::TooLong(1000)));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read_or_refused(text in "\\PC{0,40}|[0-9+ .()-]{0,20}|.{0,30}") {
            for kind in [Kind::Household, Kind::Guardian, Kind::Adult, Kind::Child] {
                for field in kind.pages().iter().flat_map(|(_, fields)| *fields) {
                    let today = "2026-11-24".parse().unwrap();
                    if let Ok(kept) = read(kind, (*field).into(), &text, |_, _| true, today) {
                        let again = read(kind, (*field).into(), &kept, |_, _| true, today);
                        prop_assert_eq!(again, Ok(kept));
                    }
                }
            }
        }
    }
}
