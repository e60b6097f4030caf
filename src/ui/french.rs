//! Money, dates and lists as French writes them.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};
use chrono_tz::Tz;

/// The space that never breaks, before `€`, `:` and inside « ».
pub const NBSP: char = '\u{a0}';

const WEEKDAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const SHORT: [&str; 7] = ["L", "M", "Me", "J", "V", "S", "D"];
const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// "3,45 €", "1 234,00 €", from cents.
pub fn money(cents: i64) -> String {
    let sign = if cents < 0 { "−" } else { "" };
    let (euros, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    format!("{sign}{},{rest:02}{NBSP}€", thousands(euros))
}

fn thousands(number: u64) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{}{NBSP}{:03}", thousands(number / 1000), number % 1000),
    }
}

/// "L 30/11", with a space that may break: a narrow phone has two lines.
pub fn column(day: NaiveDate) -> String {
    format!("{} {}/{}", SHORT[index(day)], day.day(), day.month())
}

/// "vendredi 4 décembre".
pub fn date(day: NaiveDate) -> String {
    format!("{} {}", WEEKDAYS[index(day)], day_month(day))
}

/// "lundi", from 1.
pub fn weekday(number: u8) -> &'static str {
    WEEKDAYS[usize::from(number.clamp(1, 7)) - 1]
}

/// "Lu", from 1.
pub fn weekday_short(number: u8) -> &'static str {
    ["Lu", "Ma", "Me", "Je", "Ve", "Sa", "Di"][usize::from(number.clamp(1, 7)) - 1]
}

/// "4 décembre", "1er décembre".
pub fn day_month(day: NaiveDate) -> String {
    format!("{}{NBSP}{}", ordinal(day.day()), month_name(day))
}

/// "4 décembre 2026".
pub fn day_month_year(day: NaiveDate) -> String {
    format!("{} {}", day_month(day), day.year())
}

/// "décembre".
pub fn month_name(day: NaiveDate) -> &'static str {
    MONTHS[day.month0() as usize]
}

fn ordinal(day: u32) -> String {
    if day == 1 { "1er".into() } else { day.to_string() }
}

fn index(day: NaiveDate) -> usize {
    day.weekday().num_days_from_monday() as usize
}

/// "9 h", "9 h 30".
pub fn hour(time: NaiveTime) -> String {
    match time.minute() {
        0 => format!("{}{NBSP}h", time.hour()),
        minute => format!("{}{NBSP}h{NBSP}{minute:02}", time.hour()),
    }
}

/// A limit as one says it: "mardi 1er décembre à 9 h"; the end of a day is that day "à minuit".
pub fn deadline(until: DateTime<Utc>, zone: Tz) -> String {
    let local = until.with_timezone(&zone).naive_local();
    if local.time() == NaiveTime::MIN {
        let day = local.date().pred_opt().unwrap_or(local.date());
        return format!("{} à minuit", date(day));
    }
    format!("{} à {}", date(local.date()), hour(local.time()))
}

/// A moment that has gone by: "24 novembre 2026 à 8 h 05".
pub fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone).naive_local();
    format!("{} à {}", day_month_year(local.date()), hour(local.time()))
}

/// A limit, for a sentence: "avant le", "mardi 1er décembre à 9 h", or "jusqu’au", "lundi 30 novembre
/// inclus".
pub fn before(until: DateTime<Utc>, zone: Tz) -> (&'static str, String) {
    let local = until.with_timezone(&zone).naive_local();
    match (local.time() == NaiveTime::MIN, local.date().pred_opt()) {
        (true, Some(day)) => ("jusqu’au", format!("{} inclus", date(day))),
        _ => ("avant le", deadline(until, zone)),
    }
}

/// The days of a period: "du 30 novembre au 4 décembre 2026".
pub fn from_to(first: NaiveDate, last: NaiveDate) -> String {
    if first.year() == last.year() {
        return format!("du {} {}", range(first, last), last.year());
    }
    format!("du {} au {}", day_month_year(first), day_month_year(last))
}

/// The same without the year, after "du": "30 novembre au 4 décembre", "7 au 11 décembre".
pub fn range(first: NaiveDate, last: NaiveDate) -> String {
    let begins = if first.month() == last.month() { ordinal(first.day()) } else { day_month(first) };
    format!("{begins} au {}", day_month(last))
}

/// "jeudi 3 et vendredi 4 décembre": the month is said once when it is the same.
pub fn days<'a>(days: impl IntoIterator<Item = &'a NaiveDate>) -> String {
    let days: Vec<&NaiveDate> = days.into_iter().collect();
    let same = days.windows(2).all(|pair| pair[0].month() == pair[1].month());
    let last = days.len().saturating_sub(1);
    let words = days.iter().enumerate().map(|(n, day)| match same && n < last {
        true => format!("{}{NBSP}{}", WEEKDAYS[index(**day)], ordinal(day.day())),
        false => date(**day),
    });
    list(words)
}

/// "800 octets", "120 ko", "1,2 Mo": how large a file is.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes}{NBSP}octets"),
        1_000..1_000_000 => format!("{}{NBSP}ko", bytes.div_ceil(1_000)),
        _ => format!("{},{}{NBSP}Mo", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// A telephone number on one line: its spaces do not break.
pub fn telephone(number: &str) -> String {
    number.replace(' ', "\u{a0}")
}

/// "de Nadia", "d’Ève", "d’Yves", "de Yann".
pub fn of(name: &str) -> String {
    const VOWELS: &str = "aàâäeéèêëiîïoôöuùûüœæ";
    let mut letters = name.chars().flat_map(char::to_lowercase);
    let (first, second) = (letters.next().unwrap_or_default(), letters.next().unwrap_or_default());
    let elides = match first {
        'h' => true,
        'y' => !VOWELS.contains(second),
        first => VOWELS.contains(first),
    };
    if elides { format!("d’{name}") } else { format!("de {name}") }
}

/// "a, b et c".
pub fn list(words: impl IntoIterator<Item = impl Into<String>>) -> String {
    let mut words: Vec<String> = words.into_iter().map(Into::into).collect();
    match words.pop() {
        Some(last) if !words.is_empty() => format!("{} et {last}", words.join(", ")),
        Some(only) => only,
        None => String::new(),
    }
}

/// "2 réservations ajoutées", "1 réservation ajoutée": in French, 0 and 1 are singular.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number}{NBSP}{}", if number < 2 { one } else { many })
}

/// A wait, after "dans": "40 secondes", "2 minutes".
pub fn in_about(seconds: i64) -> String {
    // A second more: nobody is told to come back too early.
    let seconds = usize::try_from(seconds).unwrap_or(0) + 1;
    match seconds {
        0..=90 => count(seconds, "seconde", "secondes"),
        91..5400 => count(seconds.div_ceil(60), "minute", "minutes"),
        _ => count(seconds.div_ceil(3600), "heure", "heures"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn plain(text: &str) -> String {
        text.replace(NBSP, " ")
    }

    #[test]
    fn money_has_a_comma_and_a_space_that_does_not_break() {
        for (cents, words) in [
            (345, "3,45 €"),
            (5, "0,05 €"),
            (0, "0,00 €"),
            (123_456_789, "1 234 567,89 €"),
            (-150, "−1,50 €"),
        ] {
            assert_eq!(plain(&money(cents)), words);
        }
        assert!(money(345).contains(NBSP));
    }

    #[test]
    fn dates_as_one_says_them() {
        assert_eq!(plain(&column(on("2026-11-30"))), "L 30/11");
        assert_eq!(plain(&date(on("2026-12-01"))), "mardi 1er décembre");
        assert_eq!(plain(&from_to(on("2026-11-30"), on("2026-12-04"))), "du 30 novembre au 4 décembre 2026");
        assert_eq!(plain(&from_to(on("2026-12-07"), on("2026-12-11"))), "du 7 au 11 décembre 2026");
        assert_eq!(
            plain(&from_to(on("2026-12-28"), on("2027-01-01"))),
            "du 28 décembre 2026 au 1er janvier 2027"
        );
        assert_eq!(plain(&days([&on("2026-12-03"), &on("2026-12-04")])), "jeudi 3 et vendredi 4 décembre");
        assert_eq!(
            plain(&days([&on("2026-11-30"), &on("2026-12-01")])),
            "lundi 30 novembre et mardi 1er décembre"
        );
    }

    #[test]
    fn deadlines_are_said_in_the_towns_hour() {
        let zone = chrono_tz::Europe::Paris;
        for (utc, words) in [
            ("2026-12-01T08:00:00Z", "mardi 1er décembre à 9 h"),
            ("2026-07-01T07:30:00Z", "mercredi 1er juillet à 9 h 30"),
            ("2026-11-30T23:00:00Z", "lundi 30 novembre à minuit"),
        ] {
            assert_eq!(plain(&deadline(utc.parse().unwrap(), zone)), words);
        }
    }

    #[test]
    fn waits_are_never_said_too_short() {
        for (seconds, words) in [
            (-3, "1 seconde"),
            (0, "1 seconde"),
            (59, "60 secondes"),
            (90, "2 minutes"),
            (3600, "61 minutes"),
            (5399, "2 heures"),
        ] {
            assert_eq!(plain(&in_about(seconds)), words);
        }
    }

    #[test]
    fn de_is_elided_before_a_vowel() {
        for (name, words) in [
            ("Nadia", "de Nadia"),
            ("Ève", "d’Ève"),
            ("Yves", "d’Yves"),
            ("Yann", "de Yann"),
            ("une adresse", "d’une adresse"),
            ("", "de "),
        ] {
            assert_eq!(of(name), words);
        }
    }

    #[test]
    fn lists_and_plurals() {
        assert_eq!(list(["a"]), "a");
        assert_eq!(list(["a", "b", "c"]), "a, b et c");
        assert_eq!(plain(&count(1, "jour", "jours")), "1 jour");
        assert_eq!(plain(&count(0, "jour", "jours")), "0 jour");
        assert_eq!(plain(&count(2, "jour", "jours")), "2 jours");
    }
}
