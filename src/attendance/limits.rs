//! Until when absences are told and certificates sent, and how long these are kept: what the town decides.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::town::instant;

/// Most days and most months that a town may say.
const MOST_DAYS: u32 = 90;
const MOST_MONTHS: u32 = 60;

/// What the town has decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// An absence of today is told before this hour of the town's clocks.
    pub today_until: NaiveTime,
    /// A certificate is sent until so many days after the last day of the absence.
    pub certificate_days: u32,
    /// A certificate that was sent is erased so many months after it came.
    pub erased_after: u32,
}

impl Default for Limits {
    fn default() -> Self {
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
        Self { today_until: nine, certificate_days: 7, erased_after: 12 }
    }
}

/// What is wrong with what an administrator typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not an hour.
    Hour,
    /// Not a number of days, or too many.
    Days,
    /// Not a number of months, none, or too many.
    Months,
}

/// What an administrator typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// "09:00".
    pub hour: String,
    /// "7".
    pub days: String,
    /// "12".
    pub months: String,
}

impl Typed {
    /// As the form shows what is decided.
    pub fn of(limits: &Limits) -> Self {
        Self {
            hour: limits.today_until.format("%H:%M").to_string(),
            days: limits.certificate_days.to_string(),
            months: limits.erased_after.to_string(),
        }
    }

    /// Reads it.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(&self) -> Result<Limits, Vec<Fault>> {
        let hour = self.hour.trim();
        let hour = ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(hour, form).ok());
        let number = |text: &str| text.trim().parse::<u32>().ok();
        let days = number(&self.days).filter(|days| *days <= MOST_DAYS);
        let months = number(&self.months).filter(|months| (1..=MOST_MONTHS).contains(months));
        if let (Some(today_until), Some(certificate_days), Some(erased_after)) = (hour, days, months) {
            return Ok(Limits { today_until, certificate_days, erased_after });
        }
        let faults =
            [(hour.is_none(), Fault::Hour), (days.is_none(), Fault::Days), (months.is_none(), Fault::Months)];
        Err(faults.into_iter().filter_map(|(wrong, fault)| wrong.then_some(fault)).collect())
    }
}

impl Limits {
    /// Whether a file of settings may say so.
    pub fn holds(&self) -> bool {
        Typed::of(self).read().is_ok()
    }

    /// Whether an absence that begins on a day may be told, or taken back, by the family: for days to come always, for
    /// today until the hour. `now`: what the town's clocks show.
    pub fn is_open(&self, first: NaiveDate, now: NaiveDateTime) -> bool {
        first > now.date() || first == now.date() && now.time() < self.today_until
    }

    /// The first day for which an absence may be told.
    pub fn first_day(&self, now: NaiveDateTime) -> NaiveDate {
        let today = now.date();
        if self.is_open(today, now) { today } else { today + Days::new(1) }
    }

    /// When it is too late to send the certificate of an absence that ends on a day.
    pub fn certificate_until(&self, last: NaiveDate, zone: Tz) -> DateTime<Utc> {
        let day = last + Days::new(u64::from(self.certificate_days.min(MOST_DAYS)) + 1);
        instant(zone, day.and_time(NaiveTime::MIN))
    }

    /// Certificates that came before this day are erased.
    pub fn kept_since(&self, today: NaiveDate) -> NaiveDate {
        today.checked_sub_months(Months::new(self.erased_after)).unwrap_or(today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_is_told_until_the_hour_and_days_to_come_always() {
        let limits = Limits::default();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (first, now, open, first_day) in [
            ("2026-12-03", "2026-12-03T08:59:59", true, "2026-12-03"),
            ("2026-12-03", "2026-12-03T09:00:00", false, "2026-12-04"),
            ("2026-12-04", "2026-12-03T23:59:00", true, "2026-12-04"),
            ("2026-12-02", "2026-12-03T00:00:00", false, "2026-12-03"),
        ] {
            let now = now.parse().unwrap();
            assert_eq!(limits.is_open(day(first), now), open, "{first} {now}");
            assert_eq!(limits.first_day(now), day(first_day), "{now}");
        }
    }

    #[test]
    fn a_certificate_is_sent_until_the_end_of_a_day_in_the_towns_clocks() {
        let until = Limits::default().certificate_until("2026-12-04".parse().unwrap(), Tz::Europe__Paris);
        assert_eq!(until, "2026-12-11T23:00:00Z".parse::<DateTime<Utc>>().unwrap());
        assert_eq!(
            Limits::default().kept_since("2026-12-04".parse().unwrap()),
            "2025-12-04".parse().unwrap()
        );
    }

    #[test]
    fn what_is_typed_is_read_or_said_to_be_wrong() {
        let typed = |hour: &str, days: &str, months: &str| {
            Typed { hour: hour.into(), days: days.into(), months: months.into() }.read()
        };
        assert_eq!(typed("09:00", "7", " 12 "), Ok(Limits::default()));
        assert_eq!(typed("8 h", "-1", "0"), Err(vec![Fault::Hour, Fault::Days, Fault::Months]));
        assert_eq!(typed("25:00", "91", "61").unwrap_err().len(), 3);
        assert_eq!(Typed::of(&Limits::default()).read(), Ok(Limits::default()));
        assert!(!Limits { erased_after: 0, ..Limits::default() }.holds());
    }
}
