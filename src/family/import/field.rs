//! What stands in a cell, as what it means: a day, a telephone, a postcode, a quotient.

use chrono::{Datelike, NaiveDate};

use super::{
    record::Title,
    spelling::{key, words},
};
use crate::{account, tariff::quotient, town::Level};

/// A day: "04/09/2019", "4-9-2019", "2019-09-04", with or without an hour behind it.
pub fn day(text: &str) -> Option<NaiveDate> {
    let text = text.split_whitespace().next()?;
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let [a, b, c] = parts[..] else { return None };
    let number = |text: &str| (1..=4).contains(&text.len()).then(|| text.parse::<u32>().ok()).flatten();
    let (year, day) = match (a.len(), c.len()) {
        (4, _) => (a, c.split('T').next()?),
        (_, 4) => (c, a),
        _ => return None,
    };
    let day = NaiveDate::from_ymd_opt(number(year)? as i32, number(b)?, number(day)?)?;
    (1900..2200).contains(&day.year()).then_some(day)
}

/// A telephone: a French one as it is read aloud, "06 12 34 56 78"; another one as it was written, from "+" on.
pub fn telephone(text: &str) -> Option<String> {
    let text = text.replace("(0)", "");
    if text.chars().any(|c| !c.is_ascii_digit() && !c.is_whitespace() && !"+.-/()".contains(c)) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let abroad = text.trim_start().starts_with('+') || digits.starts_with("00");
    let digits = digits.strip_prefix("00").unwrap_or(&digits).to_owned();
    let national = match (abroad, digits.strip_prefix("33")) {
        (true, Some(rest)) => format!("0{}", rest.trim_start_matches('0')),
        (true, None) => return (7..=15).contains(&digits.len()).then(|| format!("+{digits}")),
        // A spreadsheet has taken it for a number.
        (false, _) if digits.len() == 9 && !digits.starts_with('0') => format!("0{digits}"),
        (false, _) => digits,
    };
    let french = national.len() == 10 && national.starts_with('0') && !national.starts_with("00");
    let pairs = national.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).unwrap_or_default());
    french.then(|| pairs.collect::<Vec<_>>().join(" "))
}

/// A postcode; a spreadsheet takes the zero away from "01000".
pub fn postcode(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    match (text.len(), text.chars().all(|c| c.is_ascii_digit())) {
        (4, true) => Some(format!("0{text}")),
        // Abroad they have letters.
        (3..=10, _) if text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => Some(text),
        _ => None,
    }
}

/// A mail address, in lower case.
pub fn mail(text: &str) -> Option<String> {
    let mail = account::normal(text);
    (account::is_address(&mail) && mail.len() <= 254).then_some(mail)
}

/// A quotient: "850", "1 200,50".
pub fn quotient(text: &str) -> Option<quotient::Quotient> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{20ac}').collect();
    text.replace(',', ".").parse().ok()
}

/// Boy or girl, as the register says: M or F.
pub fn sex(text: &str) -> Option<char> {
    match key(text).as_str() {
        "m" | "g" | "garcon" | "masculin" => Some('M'),
        "f" | "fille" | "feminin" => Some('F'),
        _ => None,
    }
}

/// How somebody is addressed.
pub fn title(text: &str) -> Option<Title> {
    match key(text).as_str() {
        "m" | "mr" | "monsieur" => Some(Title::Mr),
        "mme" | "mlle" | "madame" | "mademoiselle" => Some(Title::Mrs),
        _ => None,
    }
}

/// A level, as schools write it.
pub fn level(text: &str) -> Option<Level> {
    use Level::*;
    let levels = [TPS, PS, MS, GS, CP, CE1, CE2, CM1, CM2];
    levels.into_iter().find(|level| key(&format!("{level:?}")) == key(text))
}

/// What stands in a name: letters and what joins them.
pub fn name(text: &str) -> Option<String> {
    let name = words(text);
    let fits = name.chars().all(|c| c.is_alphabetic() || " -'\u{2019}\u{2bc}`\u{b4}.()/,".contains(c));
    (fits && name.chars().any(char::is_alphabetic)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_they_are_written_in_france() {
        for (text, read) in [
            ("04/09/2019", Some("2019-09-04")),
            ("4/9/2019", Some("2019-09-04")),
            ("04-09-2019", Some("2019-09-04")),
            ("04.09.2019 00:00:00", Some("2019-09-04")),
            ("2019-09-04", Some("2019-09-04")),
            ("2019-09-04T00:00:00", Some("2019-09-04")),
            ("29/02/2019", None),
            ("04/09/19", None),
            ("31/12/1066", None),
            ("43712", None),
            ("septembre", None),
            ("", None),
            ("99999999999/1/2019", None),
        ] {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), read, "{text}");
        }
    }

    #[test]
    fn telephones_are_read_aloud_the_same_way() {
        for (text, read) in [
            ("0612345678", Some("06 12 34 56 78")),
            ("06.12.34.56.78", Some("06 12 34 56 78")),
            ("612345678", Some("06 12 34 56 78")),
            ("+33 6 12 34 56 78", Some("06 12 34 56 78")),
            ("+33 (0)6 12 34 56 78", Some("06 12 34 56 78")),
            ("0033612345678", Some("06 12 34 56 78")),
            ("+32 475 12 34 56", Some("+32475123456")),
            ("12", None),
            ("06 12 34 56 78 (mamie)", None),
            ("", None),
        ] {
            assert_eq!(telephone(text).as_deref(), read, "{text}");
        }
    }

    #[test]
    fn other_cells() {
        for (text, read) in
            [("44999", Some("44999")), ("1000", Some("01000")), ("L-1234", Some("L-1234")), ("x", None)]
        {
            assert_eq!(postcode(text).as_deref(), read, "{text}");
        }
        for (text, read) in [("850", Some("850")), ("1 200,50", Some("1200.50")), ("-3", None), ("?", None)] {
            assert_eq!(quotient(text).map(|q| q.to_string()).as_deref(), read, "{text}");
        }
        for (text, read) in
            [(" Lea@Famille.Example ", Some("lea@famille.example")), ("lea", None), ("a@b c", None)]
        {
            assert_eq!(mail(text).as_deref(), read, "{text}");
        }
        assert_eq!([sex("Gar\u{e7}on"), sex("f"), sex("x")], [Some('M'), Some('F'), None]);
        assert_eq!([title("M."), title("MME"), title("Dr")], [Some(Title::Mr), Some(Title::Mrs), None]);
        assert_eq!([level("ce1"), level("GS"), level("6EME")], [Some(Level::CE1), Some(Level::GS), None]);
        assert_eq!(name(" D\u{2019}ARC  Le-Gall ").as_deref(), Some("D\u{2019}ARC Le-Gall"));
        for bad in ["", "--", "<b>x</b>", "a\u{202e}b", "R2D2"] {
            assert_eq!(name(bad), None, "{bad:?}");
        }
    }
}
