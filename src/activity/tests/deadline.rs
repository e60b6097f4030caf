//! Until when.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use super::{fixture, on};
use crate::{
    activity::{
        ServiceId,
        deadline::{Deadlines, Limit, Rule, WeekdayMap, Window},
    },
    platform::dated::Dated,
    town::Town,
};

fn utc(instant: &str) -> DateTime<Utc> {
    instant.parse().unwrap()
}

fn hour(text: &str) -> Option<NaiveTime> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

fn before(days: u64, at: &str) -> Rule {
    Rule::DaysBefore { days, at: hour(at) }
}

fn week_before(weekday: u8, at: &str) -> Rule {
    Rule::PreviousWeek { weekday, at: hour(at) }
}

fn by_weekday(days: &[(u8, i64)], at: &str) -> Rule {
    Rule::WeekdayMap {
        map: days.iter().map(|(on, back)| (on.to_string(), (*back, hour(at)))).collect(),
        holiday_monday: None,
    }
}

fn window(first: &str, last: &str, opens: Option<&str>, closes: &str) -> Window {
    Window { first: on(first), last: on(last), opens: opens.map(on), closes: on(closes) }
}

fn windows(windows: &[(&str, &str, Option<&str>, &str)]) -> Rule {
    let window =
        |(first, last, opens, closes): &(&str, &str, Option<&str>, &str)| window(first, last, *opens, closes);
    Rule::Windows { windows: windows.iter().map(window).collect() }
}

/// What a town publishes: an hour of a day, or a day without an hour, which ends at midnight.
fn published(town: &Town, limit: &str) -> DateTime<Utc> {
    town.instant(match limit.len() {
        10 => on(limit).succ_opt().unwrap().and_time(NaiveTime::MIN),
        _ => format!("{limit}:00").parse().unwrap(),
    })
}

#[test]
fn limits_are_those_that_real_towns_publish() {
    let (town, _) = fixture();
    let two_by_two = [(1, -3), (2, -4), (4, -2), (5, -3)];
    let cunac = by_weekday(&[(1, -4), (2, -5), (4, -2), (5, -3)], "10:00");
    let voulangis = by_weekday(&[(1, -3), (2, -1), (4, -2), (5, -1)], "09:30");
    let rovon = by_weekday(&[(1, -3), (2, -1), (4, -2), (5, -1)], "12:00");
    let eve_of_two = |at| by_weekday(&[(2, -1), (5, -1)], at);
    let boissy = windows(&[
        ("2022-12-17", "2023-01-03", None, "2022-12-02"),
        ("2023-02-18", "2023-03-06", None, "2023-02-03"),
        ("2023-04-22", "2023-05-09", None, "2023-04-07"),
    ]);
    let wavrin = windows(&[("2025-10-20", "2025-10-31", Some("2025-09-13"), "2025-09-22")]);
    let rumilly = windows(&[("2023-02-06", "2023-02-17", None, "2023-01-26")]);
    let villebon = windows(&[("2025-09-01", "2026-07-03", Some("2025-06-20"), "2025-07-31")]);
    for (place, rule, day, limit) in [
        ("Mametz (62), cantine", &by_weekday(&two_by_two, "09:00"), "2026-03-17", "2026-03-13T09:00"),
        (
            "Boissy-Saint-Léger (94), mercredi",
            &by_weekday(&[(3, -1)], "12:00"),
            "2026-03-18",
            "2026-03-17T12:00",
        ),
        ("Andancette (26), cantine, annuler", &eve_of_two("12:00"), "2026-03-17", "2026-03-16T12:00"),
        ("Andancette (26), garderie", &eve_of_two("12:00"), "2026-03-20", "2026-03-19T12:00"),
        ("Milly-sur-Thérain (60)", &eve_of_two("10:00"), "2026-03-17", "2026-03-16T10:00"),
        ("Saint-Barnabé (22), annuler", &eve_of_two("11:00"), "2026-03-17", "2026-03-16T11:00"),
        (
            "Veyras (07), garderie",
            &by_weekday(&[(1, -1), (2, -1), (5, -1)], "18:00"),
            "2026-03-17",
            "2026-03-16T18:00",
        ),
        ("Cunac (81)", &cunac, "2026-03-16", "2026-03-12T10:00"),
        ("Cunac (81)", &cunac, "2026-03-17", "2026-03-12T10:00"),
        ("Cunac (81)", &cunac, "2026-03-20", "2026-03-17T10:00"),
        ("Saint-Jean-du-Bois (72)", &cunac, "2026-03-17", "2026-03-12T10:00"),
        ("Vailhauquès (34)", &by_weekday(&two_by_two, "09:00"), "2026-03-16", "2026-03-13T09:00"),
        ("Vailhauquès (34)", &by_weekday(&two_by_two, "09:00"), "2026-03-17", "2026-03-13T09:00"),
        ("Santeuil (95), annuler", &by_weekday(&two_by_two, "10:00"), "2026-03-20", "2026-03-17T10:00"),
        ("Plumaugat (22)", &by_weekday(&[(3, -4)], "12:00"), "2026-03-18", "2026-03-14T12:00"),
        ("Voulangis (77), annuler", &voulangis, "2026-03-16", "2026-03-13T09:30"),
        ("Voulangis (77), annuler", &voulangis, "2026-03-17", "2026-03-16T09:30"),
        ("Voulangis (77), annuler", &voulangis, "2026-03-19", "2026-03-17T09:30"),
        ("Rovon (38), annuler", &rovon, "2026-03-19", "2026-03-17T12:00"),
        ("Rovon (38), annuler", &rovon, "2026-03-16", "2026-03-13T12:00"),
        ("Rovon (38)", &before(4, ""), "2026-03-19", "2026-03-15"),
        ("mairiesmlv.org, cantine", &before(7, ""), "2026-03-16", "2026-03-09"),
        ("mairiesmlv.org, garderie", &before(0, "07:00"), "2026-03-16", "2026-03-16T07:00"),
        ("Saint-Colomban (44), annuler", &before(0, "09:00"), "2026-03-17", "2026-03-17T09:00"),
        ("AMAQY", &before(9, ""), "2026-03-18", "2026-03-09"),
        ("Pamiers (09)", &before(8, ""), "2026-03-17", "2026-03-09"),
        ("Pamiers (09)", &before(8, ""), "2026-03-20", "2026-03-12"),
        ("Andancette (26), cantine", &week_before(5, "12:00"), "2026-03-17", "2026-03-13T12:00"),
        ("Veyras (07), cantine", &week_before(2, "23:59"), "2026-03-16", "2026-03-10T23:59"),
        ("Veyras (07), cantine", &week_before(2, "23:59"), "2026-03-20", "2026-03-10T23:59"),
        ("Montagnac (34)", &week_before(3, "23:59"), "2026-03-16", "2026-03-11T23:59"),
        ("Montagnac (34)", &week_before(3, "23:59"), "2026-03-20", "2026-03-11T23:59"),
        ("Saint-Jean-Bonnefonds (42)", &week_before(3, "12:00"), "2026-03-18", "2026-03-11T12:00"),
        ("Saint-Jean-Bonnefonds (42)", &week_before(3, "12:00"), "2026-03-25", "2026-03-18T12:00"),
        ("Vigneux-de-Bretagne (44)", &week_before(4, ""), "2026-03-16", "2026-03-12"),
        ("Mollégès (13)", &week_before(5, "12:00"), "2026-03-16", "2026-03-13T12:00"),
        ("Mollégès (13)", &week_before(5, "12:00"), "2026-03-19", "2026-03-13T12:00"),
        ("école Saint-Exupéry", &week_before(4, "12:00"), "2026-03-16", "2026-03-12T12:00"),
        ("Boissy-Saint-Léger (94), vacances", &boissy, "2023-02-20", "2023-02-03"),
        ("Wavrin (59)", &wavrin, "2025-10-22", "2025-09-22"),
        ("Rumilly (74)", &rumilly, "2023-02-06", "2023-01-26"),
        ("Rumilly (74)", &rumilly, "2023-02-15", "2023-01-26"),
        ("Villebon-sur-Yvette (91)", &villebon, "2025-09-01", "2025-07-31"),
    ] {
        assert_eq!(rule.limit(&town, on(day)).until, Some(published(&town, limit)), "{place}, {day}");
    }
}

#[test]
fn each_service_of_the_fixture_town_has_its_limits() {
    let (town, services) = fixture();
    for (service, day, book, late) in [
        (1, "2026-11-30", "2026-11-30T07:00", None),
        (2, "2026-11-30", "2026-11-29T18:00", None),
        (3, "2026-11-30", "2026-11-27T09:00", Some("2026-11-30T09:00")),
        (3, "2026-12-01", "2026-11-27T09:00", Some("2026-12-01T09:00")),
        (3, "2026-12-03", "2026-12-01T09:00", Some("2026-12-03T09:00")),
        (4, "2026-12-04", "2026-12-01T09:00", Some("2026-12-04T09:00")),
        (5, "2026-12-04", "2026-12-03T18:00", None),
        (6, "2026-12-04", "2026-12-03T18:00", None),
        (7, "2026-12-02", "2026-11-26T12:00", None),
        (8, "2026-12-02", "2026-11-26T12:00", None),
        (9, "2027-02-22", "2027-02-05", None),
    ] {
        let rules = services.get(ServiceId(service)).unwrap().deadlines.on(on(day)).unwrap();
        let limits = rules.value.limits(&town, on(day));
        assert_eq!(limits.book.until, Some(published(&town, book)), "{service} on {day}");
        assert_eq!(limits.cancel, limits.book, "{service} on {day}: cancelled until it is booked");
        assert_eq!(limits.late.until, late.map(|late| published(&town, late)), "{service} on {day}");
    }
}

#[test]
fn cancelling_has_its_own_limit_when_the_town_says_so() {
    let (town, _) = fixture();
    let rules = Deadlines {
        source: "Saint-Barnabé (22)".into(),
        book: week_before(4, ""),
        cancel: Some(by_weekday(&[(2, -1), (5, -1)], "11:00")),
        late: None,
        after_holidays: None,
        exceptions: Default::default(),
    };
    let limits = rules.limits(&town, on("2026-03-17"));
    assert_eq!(limits.book.until, Some(utc("2026-03-12T23:00:00Z")));
    assert_eq!(limits.cancel.until, Some(utc("2026-03-16T10:00:00Z")));
    assert_eq!(limits.late, Limit::NEVER);
}

#[test]
fn a_limit_is_exclusive_to_the_millisecond() {
    let (town, _) = fixture();
    for rule in [before(0, "09:00"), before(1, ""), by_weekday(&[(1, -3)], "09:00"), week_before(4, "12:00")]
    {
        let limit = rule.limit(&town, on("2026-11-30"));
        let until = limit.until.unwrap();
        assert!(limit.allows(until - TimeDelta::milliseconds(1)), "{rule:?}");
        assert!(!limit.allows(until), "{rule:?}");
    }
}

#[test]
fn a_limit_is_an_instant_wherever_the_server_stands() {
    let (mut town, _) = fixture();
    for (zone, rule, day, until) in [
        // Summer and winter.
        ("Europe/Paris", before(0, "09:00"), "2026-07-01", "2026-07-01T07:00:00Z"),
        ("Europe/Paris", before(0, "09:00"), "2026-11-30", "2026-11-30T08:00:00Z"),
        // The midnight that ends a day in Paris comes before that of a server in UTC.
        ("Europe/Paris", before(4, ""), "2026-11-30", "2026-11-26T23:00:00Z"),
        // 29 March 2026: 2:30 is skipped. 25 October 2026: it comes twice, and the second one counts.
        ("Europe/Paris", before(0, "02:30"), "2026-03-29", "2026-03-29T01:30:00Z"),
        ("Europe/Paris", before(0, "02:30"), "2026-10-25", "2026-10-25T01:30:00Z"),
        ("Europe/Paris", before(1, "02:30"), "2026-03-30", "2026-03-29T01:30:00Z"),
        ("Europe/Paris", before(1, "02:30"), "2026-10-26", "2026-10-25T01:30:00Z"),
        // Days of 23 and of 25 hours.
        ("Europe/Paris", before(1, ""), "2026-03-29", "2026-03-28T23:00:00Z"),
        ("Europe/Paris", before(1, ""), "2026-03-30", "2026-03-29T22:00:00Z"),
        ("Europe/Paris", before(1, ""), "2026-10-26", "2026-10-25T23:00:00Z"),
        // A Monday, until the Friday before the clocks change.
        ("Europe/Paris", by_weekday(&[(1, -3)], "09:00"), "2026-03-30", "2026-03-27T08:00:00Z"),
        ("Europe/Paris", by_weekday(&[(1, -3)], "09:00"), "2026-10-26", "2026-10-23T07:00:00Z"),
        // 29 February 2028, a Tuesday.
        ("Europe/Paris", before(1, "18:00"), "2028-03-01", "2028-02-29T17:00:00Z"),
        ("Europe/Paris", before(1, "18:00"), "2028-02-29", "2028-02-28T17:00:00Z"),
        ("Europe/Paris", before(1, ""), "2028-03-01", "2028-02-29T23:00:00Z"),
        ("Europe/Paris", by_weekday(&[(2, 0)], "09:00"), "2028-02-29", "2028-02-29T08:00:00Z"),
        ("Europe/Paris", week_before(2, "09:00"), "2028-03-06", "2028-02-29T08:00:00Z"),
        ("Indian/Reunion", before(0, "09:00"), "2026-07-01", "2026-07-01T05:00:00Z"),
        ("Indian/Reunion", before(0, "02:30"), "2026-03-29", "2026-03-28T22:30:00Z"),
        ("Indian/Reunion", before(1, ""), "2026-11-30", "2026-11-29T20:00:00Z"),
    ] {
        town.identity.timezone = zone.parse().unwrap();
        assert_eq!(rule.limit(&town, on(day)).until, Some(utc(until)), "{zone}, {rule:?}, {day}");
    }
}

#[test]
fn the_week_before_is_the_same_for_its_seven_days() {
    let (town, _) = fixture();
    for day in on("2026-11-30").iter_days().take(7) {
        let until = week_before(4, "12:00").limit(&town, day).until;
        assert_eq!(until, Some(utc("2026-11-26T11:00:00Z")), "{day}");
    }
}

#[test]
fn a_weekday_absent_from_a_map_is_never() {
    let (town, services) = fixture();
    let canteen = &services.get(ServiceId(3)).unwrap().deadlines.on(on("2026-12-02")).unwrap().value;
    for rule in [&canteen.book, &by_weekday(&[(2, -1), (5, -1)], "11:00")] {
        let limit = rule.limit(&town, on("2026-12-02"));
        assert_eq!(limit, Limit::NEVER);
        assert!(!limit.allows(utc("2020-01-01T00:00:00Z")));
    }
}

#[test]
fn a_window_is_not_yet_open_then_open_then_closed() {
    let (town, services) = fixture();
    let rules = services.get(ServiceId(9)).unwrap().deadlines.on(on("2027-02-22")).unwrap();
    let limit = rules.value.limits(&town, on("2027-02-22")).book;
    assert_eq!(limit.opens, Some(utc("2027-01-03T23:00:00Z")));
    for (now, allowed) in [
        ("2027-01-03T22:59:59.999Z", false),
        ("2027-01-03T23:00:00Z", true),
        ("2027-02-05T22:59:59.999Z", true),
        ("2027-02-05T23:00:00Z", false),
    ] {
        assert_eq!(limit.allows(utc(now)), allowed, "{now}");
    }
    for (day, dated) in
        [("2027-02-19", false), ("2027-02-20", true), ("2027-03-07", true), ("2027-03-08", false)]
    {
        assert_eq!(rules.value.limits(&town, on(day)).book != Limit::NEVER, dated, "{day}");
    }
    let open_already = windows(&[("2026-10-17", "2026-11-01", None, "2026-10-02")]);
    assert!(open_already.limit(&town, on("2026-10-19")).allows(utc("2026-01-01T00:00:00Z")));
}

#[test]
fn rules_in_force_are_those_of_the_day_that_is_booked() {
    let (town, _) = fixture();
    let rules = |book| Deadlines {
        source: String::new(),
        book,
        cancel: None,
        late: None,
        after_holidays: None,
        exceptions: Default::default(),
    };
    let mut dated = Dated::since(on("2026-09-01"), rules(before(1, "18:00")));
    dated.set(on("2027-01-04"), rules(before(2, "18:00")));
    for (day, until) in [("2026-12-18", "2026-12-17T17:00:00Z"), ("2027-01-04", "2027-01-02T17:00:00Z")] {
        let limits = dated.on(on(day)).unwrap().value.limits(&town, on(day));
        assert_eq!(limits.book.until, Some(utc(until)), "{day}");
    }
}

#[test]
fn working_days_school_days_months_and_weeks() {
    let (town, _) = fixture();
    let nine = NaiveTime::from_hms_opt(9, 0, 0);
    let school = |days| Rule::SchoolDaysBefore { days, weekdays: vec![1, 2, 4, 5], at: nine };
    let working = |days| Rule::WorkingDaysBefore { days, at: nine };
    let map = |days: i64| WeekdayMap::from([("3".to_owned(), (days, nine))]);
    let weekly = Rule::WeekdayMap { map: map(-1), holiday_monday: Some(map(-6)) };
    for (rule, day, until) in [
        (working(2), "2026-12-03", "2026-12-01T09:00"),
        (working(2), "2026-12-01", "2026-11-27T09:00"),
        // 11 November is a public holiday.
        (working(2), "2026-11-12", "2026-11-09T09:00"),
        // The first week of January: New Year's Day, a Friday, does not count.
        (working(1), "2027-01-04", "2026-12-31T09:00"),
        (school(1), "2026-12-03", "2026-12-01T09:00"),
        (school(1), "2026-11-30", "2026-11-27T09:00"),
        // After the holidays: before them.
        (school(1), "2027-01-04", "2026-12-18T09:00"),
        (school(2), "2027-01-04", "2026-12-17T09:00"),
        (Rule::SameWeek { weekday: 1, at: nine }, "2026-12-01", "2026-11-30T09:00"),
        (Rule::SameWeek { weekday: 3, at: nine }, "2026-12-04", "2026-12-02T09:00"),
        (Rule::PreviousMonth { day: 20, at: nine }, "2026-12-01", "2026-11-20T09:00"),
        (Rule::PreviousMonth { day: 31, at: nine }, "2026-12-31", "2026-11-30T09:00"),
        (Rule::PreviousMonth { day: 15, at: nine }, "2027-01-04", "2026-12-15T09:00"),
        (Rule::PreviousMonth { day: 30, at: nine }, "2027-03-04", "2027-02-28T09:00"),
        (weekly.clone(), "2026-12-02", "2026-12-01T09:00"),
        // Easter Monday.
        (weekly, "2027-03-31", "2027-03-25T09:00"),
    ] {
        let expected = town.instant(format!("{until}:00").parse().unwrap());
        assert_eq!(rule.limit(&town, on(day)).until, Some(expected), "{rule:?} {day}");
    }
    for day in ["2026-11-30", "2026-12-01"] {
        assert_eq!(Rule::SameWeek { weekday: 2, at: nine }.limit(&town, on(day)), Limit::NEVER, "{day}");
    }
}

#[test]
fn the_day_after_holidays_and_days_that_are_not_like_others() {
    let (town, _) = fixture();
    let at = |local: &str| Some(town.instant(format!("{local}:00").parse().unwrap()));
    let rules = Deadlines {
        source: String::new(),
        book: Rule::DaysBefore { days: 1, at: None },
        cancel: Some(Rule::DaysBefore { days: 0, at: NaiveTime::from_hms_opt(9, 0, 0) }),
        late: None,
        after_holidays: Some(Rule::PreviousWeek { weekday: 5, at: None }),
        exceptions: [(on("2026-12-03"), "2026-11-30T12:00:00".parse().unwrap())].into(),
    };
    for (day, book, cancel) in [
        ("2026-12-01", at("2026-12-01T00:00"), at("2026-12-01T09:00")),
        ("2026-12-03", at("2026-11-30T12:00"), at("2026-11-30T12:00")),
        // The holidays end on Sunday 3 January.
        ("2027-01-04", at("2027-01-02T00:00"), at("2027-01-02T00:00")),
        ("2027-01-05", at("2027-01-05T00:00"), at("2027-01-05T09:00")),
    ] {
        let limits = rules.limits(&town, on(day));
        assert_eq!((limits.book.until, limits.cancel.until), (book, cancel), "{day}");
    }
}
