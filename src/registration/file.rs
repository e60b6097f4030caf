//! Registrations as the fields of a child's file, and what a change of those fields makes of them.

use chrono::NaiveDate;

use super::{Offer, Registration};
use crate::{
    activity::ServiceId,
    family::{
        field::{Field, Key},
        sheet::Sheet,
        value::YES,
    },
};

/// The fields of a service.
pub fn keys(service: ServiceId) -> [Key; 3] {
    [Field::Service, Field::Tariff, Field::Usual].map(|field| Key { field, of: service.0 })
}

/// What the registrations that hold on a day, or begin later, say in a file.
pub fn fields(registrations: &[Registration], today: NaiveDate) -> Sheet {
    let mut sheet = Sheet::default();
    for known in registrations.iter().filter(|known| known.until.is_none_or(|last| last >= today)) {
        let [service, tariff, usual] = keys(known.service);
        sheet.set(service, YES);
        sheet.set(tariff, known.tariff.to_string());
        sheet.set(usual, known.usual.iter().map(u8::to_string).collect::<Vec<_>>().join(","));
    }
    sheet
}

/// The registrations that say what a file says, from a day on; the past stays as it was. A service without a
/// tariff in the file takes the first that the town offers for it; one for which none is offered is left out.
pub fn registrations(
    before: &[Registration],
    after: &Sheet,
    offers: &[Offer],
    today: NaiveDate,
) -> Vec<Registration> {
    let mut all: Vec<Registration> = Vec::new();
    for known in before {
        let [service, tariff, usual] = keys(known.service);
        let over = known.until.is_some_and(|last| last < today);
        let same_tariff = after.get(tariff).is_empty() || after.get(tariff) == known.tariff.to_string();
        if over {
            all.push(known.clone());
        } else if after.get(service) == YES && same_tariff {
            all.push(Registration { usual: weekdays(after.get(usual)), ..known.clone() });
        } else if let Some(yesterday) = today.pred_opt().filter(|yesterday| known.from <= *yesterday) {
            all.push(Registration { until: Some(yesterday), ..known.clone() });
        }
    }
    for offer in offers {
        let [service, tariff, usual] = keys(offer.service);
        let holds = |known: &Registration| {
            known.service == offer.service && known.until.is_none_or(|last| last >= today)
        };
        if after.get(service) != YES || all.iter().any(holds) {
            continue;
        }
        let chosen = offer.tariffs.iter().find(|known| known.to_string() == after.get(tariff));
        if let Some(tariff) = chosen.or(offer.tariffs.first()) {
            let usual = weekdays(after.get(usual));
            all.push(Registration {
                service: offer.service,
                tariff: *tariff,
                usual,
                from: today,
                until: None,
            });
        }
    }
    all
}

fn weekdays(text: &str) -> Vec<u8> {
    text.split(',').filter_map(|day| day.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tariff::TariffId;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn canteen(tariff: u32, usual: &[u8], from: &str, until: Option<&str>) -> Registration {
        let (service, tariff) = (ServiceId(3), TariffId(tariff));
        Registration { service, tariff, usual: usual.to_vec(), from: on(from), until: until.map(on) }
    }

    fn offers() -> Vec<Offer> {
        let tariffs = |ids: &[u32]| ids.iter().copied().map(TariffId).collect();
        vec![
            Offer { service: ServiceId(3), tariffs: tariffs(&[1, 8]) },
            Offer { service: ServiceId(6), tariffs: tariffs(&[3]) },
        ]
    }

    const TODAY: &str = "2026-11-24";

    /// Changes fields of what a child is registered for.
    fn change(before: &[Registration], changes: &[(Field, u32, &str)]) -> Vec<Registration> {
        let mut sheet = fields(before, on(TODAY));
        changes.iter().for_each(|(field, of, value)| sheet.set(Key { field: *field, of: *of }, *value));
        registrations(before, &sheet, &offers(), on(TODAY))
    }

    #[test]
    fn what_is_not_touched_stays() {
        let before =
            [canteen(1, &[1], "2025-09-01", Some("2026-07-03")), canteen(1, &[1, 2], "2026-09-01", None)];
        assert_eq!(change(&before, &[]), before);
        let tomorrow = [canteen(8, &[], "2026-11-25", None)];
        assert_eq!(change(&tomorrow, &[]), tomorrow, "one that has not begun");
    }

    #[test]
    fn usual_days_change_where_they_stand_and_a_tariff_from_today() {
        let before = [canteen(1, &[1, 2], "2026-09-01", None)];
        assert_eq!(change(&before, &[(Field::Usual, 3, "4,5")]), [canteen(1, &[4, 5], "2026-09-01", None)]);
        assert_eq!(
            change(&before, &[(Field::Tariff, 3, "8")]),
            [canteen(1, &[1, 2], "2026-09-01", Some("2026-11-23")), canteen(8, &[1, 2], TODAY, None)]
        );
    }

    #[test]
    fn one_ends_yesterday_and_another_begins_today() {
        let before = [canteen(1, &[1, 2], "2026-09-01", None)];
        assert_eq!(
            change(&before, &[(Field::Service, 3, "")]),
            [canteen(1, &[1, 2], "2026-09-01", Some("2026-11-23"))]
        );
        let today = [canteen(1, &[], TODAY, None)];
        assert_eq!(change(&today, &[(Field::Service, 3, "")]), [], "it has never held");
        let evening =
            Registration { service: ServiceId(6), tariff: TariffId(3), ..canteen(3, &[1], TODAY, None) };
        assert_eq!(change(&[], &[(Field::Service, 6, "yes"), (Field::Usual, 6, "1")]), [evening]);
        // A tariff that is not offered for the service is not taken.
        let first = canteen(1, &[], TODAY, None);
        assert_eq!(change(&[], &[(Field::Service, 3, "yes"), (Field::Tariff, 3, "3")]), [first]);
        assert_eq!(change(&[], &[(Field::Service, 9, "yes")]), [], "none is offered");
    }
}
