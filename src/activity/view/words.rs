//! The rules of a service's deadlines, in sentences: one place of words for the settings, the trial and
//! the page of the rules.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::{
    activity::deadline::{Deadlines, Rule, WeekdayMap, Window},
    town::calendar::weekday,
    ui::french::{self, NBSP},
};

/// What a rule limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Booking.
    Book,
    /// Cancelling.
    Cancel,
    /// Both, when they have the same rule.
    Both,
    /// Booking at the late price.
    Late,
}

/// What is said of some of the days.
struct Case {
    /// "pour le lundi et le mardi"; nothing: all days.
    of: Option<String>,
    /// "avant 9 h le vendredi précédent"; none: never.
    until: Option<String>,
}

/// All that is decided, a sentence or a few for each decision; for a service that opens on these weekdays.
pub fn deadlines(deadlines: &Deadlines, weekdays: &[u8]) -> Vec<String> {
    let mut all = match deadlines.cancel.as_ref().filter(|cancel| **cancel != deadlines.book) {
        Some(cancel) => {
            vec![rule(Act::Book, &deadlines.book, weekdays), rule(Act::Cancel, cancel, weekdays)]
        }
        None => vec![rule(Act::Both, &deadlines.book, weekdays)],
    };
    all.push(match &deadlines.late {
        Some(late) => rule(Act::Late, late, weekdays),
        None => "Passé ce délai, il n’est plus possible de réserver.".into(),
    });
    if let Some(first) = &deadlines.after_holidays {
        let after = "Pour le premier jour après des vacances scolaires".to_string();
        all.push(sentences(Act::Both, Some(&after), cases(first, weekdays)));
    }
    all.extend(deadlines.exceptions.iter().map(|(day, until)| exception(*day, *until)));
    all
}

/// A rule: "Réservez avant le jeudi 12 h de la semaine précédente."
pub fn rule(act: Act, rule: &Rule, weekdays: &[u8]) -> String {
    sentences(act, None, cases(rule, weekdays))
}

/// The limit of one day that is another for once.
pub fn exception(day: NaiveDate, until: NaiveDateTime) -> String {
    let limit = match (until.time() == NaiveTime::MIN, until.date().pred_opt()) {
        (true, Some(last)) => at_the_latest(&format!("le {}", date(last)), None),
        _ => format!("avant le {} à {}", date(until.date()), french::hour(until.time())),
    };
    format!("Exceptionnellement, pour le {}, réservez ou annulez {limit}.", date(day))
}

/// "jeudi 3 décembre 2026".
fn date(day: NaiveDate) -> String {
    format!("{} {}", french::weekday(weekday(day)), french::day_month_year(day))
}

/// The cases of a rule put together; `before` says of which days it is, in front.
fn sentences(act: Act, before: Option<&String>, cases: Vec<Case>) -> String {
    let verb = match act {
        Act::Book => "réservez",
        Act::Cancel => "annulez",
        Act::Both => "réservez ou annulez",
        Act::Late => "réservez encore, au tarif prévu,",
    };
    let begins = match (act, before) {
        (Act::Late, _) => format!("Hors délai, {verb}"),
        (_, Some(before)) => format!("{before}, {verb}"),
        (_, None) => capital(verb),
    };
    let (can, cannot): (Vec<Case>, Vec<Case>) = cases.into_iter().partition(|case| case.until.is_some());
    let mut all = Vec::new();
    let said = |case: &Case| match (&case.of, &case.until) {
        (Some(of), Some(until)) => format!("{until} {of}"),
        (None, Some(until)) => until.clone(),
        (_, None) => String::new(),
    };
    match can.as_slice() {
        [] => {}
        [one] => all.push(format!("{begins} {}.", said(one))),
        many => {
            let many: Vec<String> = many.iter().map(said).collect();
            all.push(format!("{begins}{NBSP}: {}.", many.join(&format!("{NBSP}; "))));
        }
    }
    let alone = all.is_empty();
    all.extend(cannot.into_iter().map(|case| {
        let of = match (case.of, before.filter(|_| alone)) {
            (Some(of), Some(before)) => format!("{before}, {of}, "),
            (Some(of), None) => format!("{}, ", capital(&of)),
            (None, Some(before)) => format!("{before}, "),
            (None, None) => String::new(),
        };
        let never = match act {
            Act::Book => "il n’est pas possible de réserver",
            Act::Cancel => "il n’est pas possible d’annuler",
            Act::Both => "il n’est possible ni de réserver ni d’annuler",
            Act::Late => "il n’est pas possible de réserver hors délai",
        };
        capital(&format!("{of}{never}."))
    }));
    all.join(" ")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What a rule says, of all days or of some.
fn cases(rule: &Rule, weekdays: &[u8]) -> Vec<Case> {
    let all = |until: String| vec![Case { of: None, until: Some(until) }];
    let never = || vec![Case { of: None, until: None }];
    match rule {
        Rule::DaysBefore { days, at } => all(days_before(*days, *at)),
        // No day is the zeroth that works before another.
        Rule::WorkingDaysBefore { days: 0, .. } | Rule::SchoolDaysBefore { days: 0, .. } => never(),
        Rule::WorkingDaysBefore { days, at } => {
            let days = french::count(*days, "jour ouvré", "jours ouvrés");
            all(at_the_latest(&format!("{days} avant (les jours où la mairie travaille)"), *at))
        }
        Rule::SchoolDaysBefore { days, weekdays, at } => {
            let days = french::count(*days, "jour d’école", "jours d’école");
            let names = french::list(weekdays.iter().map(|day| french::weekday(*day)));
            all(at_the_latest(&format!("{days} avant ({names}, hors vacances)"), *at))
        }
        Rule::WeekdayMap { map, holiday_monday } => {
            let mut all = by_weekday(map, weekdays, "");
            if let Some(special) = holiday_monday {
                all.extend(by_weekday(special, weekdays, " d’une semaine dont le lundi est férié"));
            }
            all
        }
        Rule::PreviousWeek { weekday, at } => all(of_week(*weekday, *at, "de la semaine précédente")),
        Rule::SameWeek { weekday: on, at } => {
            let (after, before): (Vec<u8>, Vec<u8>) = weekdays.iter().partition(|day| *day > on);
            let until = of_week(*on, *at, "de la même semaine");
            let mut all = Vec::new();
            if !after.is_empty() {
                all.push(Case { of: names(&after, weekdays, ""), until: Some(until) });
            }
            if !before.is_empty() {
                all.push(Case { of: names(&before, weekdays, ""), until: None });
            }
            all
        }
        Rule::PreviousMonth { day, at } => all(of_month(*day, *at)),
        Rule::Windows { windows } if windows.is_empty() => never(),
        Rule::Windows { windows } => {
            let mut windows: Vec<&Window> = windows.iter().collect();
            windows.sort_by_key(|window| window.first);
            let mut all: Vec<Case> = windows.into_iter().map(window).collect();
            all.push(Case { of: Some("pour les autres jours".into()), until: None });
            all
        }
    }
}

/// "la veille avant 18 h", "le jour même avant 7 h", "au plus tard 2 jours avant, avant 9 h".
fn days_before(days: u64, at: Option<NaiveTime>) -> String {
    let day = match days {
        0 => "le jour même",
        1 => "la veille",
        _ => {
            let days = french::count(usize::try_from(days).unwrap_or(usize::MAX), "jour", "jours");
            return at_the_latest(&format!("{days} avant"), at);
        }
    };
    match at {
        Some(at) => format!("{day} avant {}", french::hour(at)),
        None => at_the_latest(day, None),
    }
}

/// The end of a day is said to be one: "au plus tard la veille, jusqu’à minuit".
fn at_the_latest(day: &str, at: Option<NaiveTime>) -> String {
    match at {
        Some(at) => format!("au plus tard {day}, avant {}", french::hour(at)),
        None => format!("au plus tard {day}, jusqu’à minuit"),
    }
}

/// "avant le jeudi 12 h de la semaine précédente".
fn of_week(on: u8, at: Option<NaiveTime>, of: &str) -> String {
    match at {
        Some(at) => format!("avant le {} {} {of}", french::weekday(on), french::hour(at)),
        None => at_the_latest(&format!("le {} {of}", french::weekday(on)), None),
    }
}

/// "avant le 20 du mois précédent à 12 h".
fn of_month(day: u32, at: Option<NaiveTime>) -> String {
    let on = match day {
        0 | 1 => "le 1er du mois précédent".into(),
        2..=28 => format!("le {day} du mois précédent"),
        29 | 30 => format!("le {day} du mois précédent (ou son dernier jour s’il est plus court)"),
        _ => "le dernier jour du mois précédent".to_string(),
    };
    match at {
        Some(at) => format!("avant {on} à {}", french::hour(at)),
        None => at_the_latest(&on, None),
    }
}

/// The weekdays of a map, those with the same limit together, and those that have none.
fn by_weekday(map: &WeekdayMap, weekdays: &[u8], which: &str) -> Vec<Case> {
    let mut all: Vec<(Option<String>, Vec<u8>)> = Vec::new();
    for day in weekdays {
        let until = map.get(&day.to_string()).map(|(back, at)| from_weekday(*day, *back, *at));
        match all.iter_mut().find(|(known, _)| *known == until) {
            Some((_, days)) => days.push(*day),
            None => all.push((until, vec![*day])),
        }
    }
    let case = |(until, days): (Option<String>, Vec<u8>)| Case { of: names(&days, weekdays, which), until };
    all.into_iter().map(case).collect()
}

/// "pour le lundi et le mardi"; nothing when they are all those of the service.
fn names(days: &[u8], all: &[u8], which: &str) -> Option<String> {
    if days.len() == all.len() {
        return (!which.is_empty()).then(|| format!("pour les jours{which}"));
    }
    let names = french::list(days.iter().map(|day| format!("le {}", french::weekday(*day))));
    Some(format!("pour {names}{which}"))
}

/// So many days before (negative) a weekday: "le vendredi précédent avant 9 h".
fn from_weekday(day: u8, back: i64, at: Option<NaiveTime>) -> String {
    let before = u64::try_from(-back);
    match before {
        Ok(2..=7) => {
            let on = (i64::from(day) - 1 + back).rem_euclid(7) as u8 + 1;
            match at {
                Some(at) => format!("le {} précédent avant {}", french::weekday(on), french::hour(at)),
                None => at_the_latest(&format!("le {} précédent", french::weekday(on)), None),
            }
        }
        Ok(before) => days_before(before, at),
        Err(_) => {
            let after = french::count(usize::try_from(back).unwrap_or(0), "jour", "jours");
            at_the_latest(&format!("{after} après"), at)
        }
    }
}

/// "du 13 au 22 septembre 2025 pour les jours du 20 au 31 octobre 2025".
fn window(window: &Window) -> Case {
    let until = match window.opens {
        Some(opens) if opens == window.closes => format!("le {}", french::day_month_year(opens)),
        Some(opens) => format!("{} inclus", french::from_to(opens, window.closes)),
        None => format!("jusqu’au {} inclus", french::day_month_year(window.closes)),
    };
    let of = match window.first == window.last {
        true => format!("pour le {}", date(window.first)),
        false => format!("pour les jours {}", french::from_to(window.first, window.last)),
    };
    Case { of: Some(of), until: Some(until) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A rule as a settings file writes it.
    fn read(rule: &str) -> Rule {
        #[derive(serde::Deserialize)]
        struct Line {
            rule: Rule,
        }
        toml::from_str::<Line>(&format!("rule = {{ {rule} }}")).unwrap().rule
    }

    fn plain(text: &str) -> String {
        text.replace(NBSP, " ")
    }

    const SCHOOL: [u8; 4] = [1, 2, 4, 5];

    #[test]
    fn every_rule_is_said_in_a_sentence() {
        for (rule, words) in [
            (r#"kind = "days_before", days = 0, at = "07:00""#, "Réservez le jour même avant 7 h."),
            (r#"kind = "days_before", days = 0"#, "Réservez au plus tard le jour même, jusqu’à minuit."),
            (r#"kind = "days_before", days = 1, at = "18:30""#, "Réservez la veille avant 18 h 30."),
            (r#"kind = "days_before", days = 1"#, "Réservez au plus tard la veille, jusqu’à minuit."),
            (
                r#"kind = "days_before", days = 2, at = "09:00""#,
                "Réservez au plus tard 2 jours avant, avant 9 h.",
            ),
            (r#"kind = "days_before", days = 7"#, "Réservez au plus tard 7 jours avant, jusqu’à minuit."),
            (
                r#"kind = "working_days_before", days = 1, at = "10:00""#,
                "Réservez au plus tard 1 jour ouvré avant (les jours où la mairie travaille), avant 10 h.",
            ),
            (r#"kind = "working_days_before", days = 0"#, "Il n’est pas possible de réserver."),
            (
                r#"kind = "school_days_before", days = 2, weekdays = [1, 2, 4, 5], at = "10:00""#,
                "Réservez au plus tard 2 jours d’école avant (lundi, mardi, jeudi et vendredi, hors vacances), avant 10 h.",
            ),
            (
                r#"kind = "previous_week", weekday = 4, at = "12:00""#,
                "Réservez avant le jeudi 12 h de la semaine précédente.",
            ),
            (
                r#"kind = "previous_week", weekday = 4"#,
                "Réservez au plus tard le jeudi de la semaine précédente, jusqu’à minuit.",
            ),
            (
                r#"kind = "same_week", weekday = 1, at = "09:00""#,
                "Réservez avant le lundi 9 h de la même semaine pour le mardi, le jeudi et le vendredi. \
                 Pour le lundi, il n’est pas possible de réserver.",
            ),
            (r#"kind = "same_week", weekday = 7"#, "Il n’est pas possible de réserver."),
            (
                r#"kind = "previous_month", day = 20, at = "12:00""#,
                "Réservez avant le 20 du mois précédent à 12 h.",
            ),
            (
                r#"kind = "previous_month", day = 1"#,
                "Réservez au plus tard le 1er du mois précédent, jusqu’à minuit.",
            ),
            (
                r#"kind = "previous_month", day = 30"#,
                "Réservez au plus tard le 30 du mois précédent (ou son dernier jour s’il est plus court), jusqu’à minuit.",
            ),
            (
                r#"kind = "previous_month", day = 31"#,
                "Réservez au plus tard le dernier jour du mois précédent, jusqu’à minuit.",
            ),
        ] {
            assert_eq!(plain(&super::rule(Act::Book, &read(rule), &SCHOOL)), words, "{rule}");
        }
    }

    #[test]
    fn a_map_says_together_the_weekdays_with_the_same_limit() {
        for (map, words) in [
            (
                r#""1" = [-3, "09:00"], "2" = [-4, "09:00"], "4" = [-2, "09:00"], "5" = [-3, "09:00"]"#,
                "Annulez : le vendredi précédent avant 9 h pour le lundi et le mardi ; \
                 le mardi précédent avant 9 h pour le jeudi et le vendredi.",
            ),
            (
                r#""1" = [-1, "12:00"], "2" = [-1, "12:00"], "4" = [-1, "12:00"], "5" = [-1, "12:00"]"#,
                "Annulez la veille avant 12 h.",
            ),
            (
                r#""2" = [-1, "12:00"], "5" = [0, "08:00"], "3" = [-1, "12:00"]"#,
                "Annulez : la veille avant 12 h pour le mardi ; le jour même avant 8 h pour le vendredi. \
                 Pour le lundi et le jeudi, il n’est pas possible d’annuler.",
            ),
            (
                r#""1" = [-7], "2" = [-8], "4" = [2], "5" = [-15, "10:00"]"#,
                "Annulez : au plus tard le lundi précédent, jusqu’à minuit pour le lundi ; \
                 au plus tard 8 jours avant, jusqu’à minuit pour le mardi ; \
                 au plus tard 2 jours après, jusqu’à minuit pour le jeudi ; \
                 au plus tard 15 jours avant, avant 10 h pour le vendredi.",
            ),
        ] {
            let map: WeekdayMap = map
                .split("], ")
                .map(|entry| {
                    let mut parts =
                        entry.split(['"', '[', ']', '=', ',', ' ']).filter(|part| !part.is_empty());
                    let (day, back) = (parts.next().unwrap(), parts.next().unwrap());
                    (day.into(), (back.parse().unwrap(), parts.next().map(|at| at.parse().unwrap())))
                })
                .collect();
            let rule = Rule::WeekdayMap { map, holiday_monday: None };
            assert_eq!(plain(&super::rule(Act::Cancel, &rule, &SCHOOL)), words);
        }
    }

    #[test]
    fn the_week_of_a_holiday_monday_is_said_apart() {
        let rule = read(
            r#"kind = "weekday_map", map = { "2" = [-1, "10:00"] }, holiday_monday = { "2" = [-4, "10:00"] }"#,
        );
        assert_eq!(
            plain(&super::rule(Act::Both, &rule, &[2])),
            "Réservez ou annulez : la veille avant 10 h ; le vendredi précédent avant 10 h \
             pour les jours d’une semaine dont le lundi est férié."
        );
    }

    #[test]
    fn windows_are_said_in_the_order_of_their_days() {
        let rule = read(
            r#"kind = "windows", windows = [
                { first = "2026-10-19", last = "2026-10-30", opens = "2026-09-12", closes = "2026-09-22" },
                { first = "2026-07-06", last = "2026-07-06", closes = "2026-06-15" } ]"#,
        );
        assert_eq!(
            plain(&super::rule(Act::Book, &rule, &SCHOOL)),
            "Réservez : jusqu’au 15 juin 2026 inclus pour le lundi 6 juillet 2026 ; \
             du 12 au 22 septembre 2026 inclus pour les jours du 19 au 30 octobre 2026. \
             Pour les autres jours, il n’est pas possible de réserver."
        );
        let none = Rule::Windows { windows: vec![] };
        assert_eq!(super::rule(Act::Both, &none, &[3]), "Il n’est possible ni de réserver ni d’annuler.");
    }

    #[test]
    fn all_the_deadlines_of_a_service_are_said() {
        let book = read(r#"kind = "previous_week", weekday = 4, at = "12:00""#);
        let mut all = Deadlines {
            source: String::new(),
            book: book.clone(),
            cancel: Some(book),
            late: None,
            after_holidays: None,
            exceptions: Default::default(),
        };
        let said =
            |all: &Deadlines| deadlines(all, &SCHOOL).iter().map(|line| plain(line)).collect::<Vec<_>>();
        assert_eq!(
            said(&all),
            [
                "Réservez ou annulez avant le jeudi 12 h de la semaine précédente.",
                "Passé ce délai, il n’est plus possible de réserver.",
            ]
        );
        all.cancel = Some(read(r#"kind = "days_before", days = 1, at = "10:00""#));
        all.late = Some(read(r#"kind = "days_before", days = 0, at = "09:00""#));
        all.after_holidays = Some(read(r#"kind = "previous_week", weekday = 2"#));
        all.exceptions.insert("2026-12-03".parse().unwrap(), "2026-12-01T09:00:00".parse().unwrap());
        all.exceptions.insert("2026-12-04".parse().unwrap(), "2026-12-01T00:00:00".parse().unwrap());
        assert_eq!(
            said(&all),
            [
                "Réservez avant le jeudi 12 h de la semaine précédente.",
                "Annulez la veille avant 10 h.",
                "Hors délai, réservez encore, au tarif prévu, le jour même avant 9 h.",
                "Pour le premier jour après des vacances scolaires, réservez ou annulez \
                 au plus tard le mardi de la semaine précédente, jusqu’à minuit.",
                "Exceptionnellement, pour le jeudi 3 décembre 2026, réservez ou annulez \
                 avant le mardi 1er décembre 2026 à 9 h.",
                "Exceptionnellement, pour le vendredi 4 décembre 2026, réservez ou annulez \
                 au plus tard le lundi 30 novembre 2026, jusqu’à minuit.",
            ]
        );
    }
}
