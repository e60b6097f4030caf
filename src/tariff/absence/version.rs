//! What was decided about absences changes: a version that begins one day.

use chrono::NaiveDate;

use super::{
    Absences, Terms,
    draft::{Fault, Wrong},
};
use crate::{
    activity::ServiceId,
    platform::dated::{Dated, From},
};

/// Puts a version among those of some services: in the place of the one that began on `old`, if it was another.
/// Nothing changes when one of them is refused.
///
/// # Errors
/// Where it may not begin: a version whose day has come is not written over.
pub fn put(
    absences: &mut Absences,
    services: &[ServiceId],
    old: Option<NaiveDate>,
    new: &From<Terms>,
    today: NaiveDate,
) -> Result<(), Fault> {
    let mut changed = absences.clone();
    for service in services {
        let versions = changed.0.entry(*service).or_default();
        may_begin(versions, old, new.from, today).map_err(|wrong| Fault { field: "depuis".into(), wrong })?;
        if let Some(old) = old {
            versions.remove(old);
        }
        versions.set(new.from, new.value.clone());
    }
    *absences = changed;
    Ok(())
}

fn may_begin(
    versions: &Dated<Terms>,
    old: Option<NaiveDate>,
    from: NaiveDate,
    today: NaiveDate,
) -> Result<(), Wrong> {
    // Nothing was decided for the days before: there is nothing that it would change.
    let first = versions.iter().all(|known| Some(known.from) == old || known.from > from);
    if old.is_some_and(|old| old <= today) || (from <= today && !first) {
        return Err(Wrong::Begun);
    }
    if old != Some(from) && versions.iter().any(|known| known.from == from) {
        return Err(Wrong::Taken);
    }
    Ok(())
}

/// Takes back a version that has not begun.
///
/// # Errors
/// It has, or there is none.
pub fn remove(
    absences: &mut Absences,
    service: ServiceId,
    from: NaiveDate,
    today: NaiveDate,
) -> Result<(), Fault> {
    let known = absences.0.get_mut(&service).filter(|known| known.iter().any(|known| known.from == from));
    match known {
        Some(versions) if from > today => {
            versions.remove(from);
            Ok(())
        }
        _ => Err(Fault { field: "depuis".into(), wrong: Wrong::Begun }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_has_begun_is_never_rewritten() {
        let service = ServiceId(3);
        let (today, tomorrow) = ("2026-11-24", "2026-11-25");
        let known = |days: &[&str]| {
            let mut versions = Dated::default();
            days.iter().for_each(|day| versions.set(on(day), Terms::default()));
            Absences([(service, versions)].into())
        };
        for (there, old, from, wrong) in [
            // The first of all may begin in the past.
            (&[][..], None, "2025-09-01", None),
            (&["2025-09-01"], None, today, Some(Wrong::Begun)),
            (&["2025-09-01"], None, "2026-01-01", Some(Wrong::Begun)),
            (&["2025-09-01"], None, tomorrow, None),
            (&["2025-09-01"], Some("2025-09-01"), tomorrow, Some(Wrong::Begun)),
            (&["2025-09-01", "2027-01-04"], None, "2027-01-04", Some(Wrong::Taken)),
            (&["2025-09-01", "2027-01-04"], Some("2027-01-04"), "2027-01-04", None),
            (&["2025-09-01", "2027-01-04"], Some("2027-01-04"), "2027-02-01", None),
            (&["2025-09-01", "2027-01-04"], Some("2027-01-04"), today, Some(Wrong::Begun)),
        ] {
            let mut absences = known(there);
            let new = From { from: on(from), value: Terms::default() };
            let done = put(&mut absences, &[service], old.map(on), &new, on(today));
            assert_eq!(done.err().map(|fault| fault.wrong), wrong, "{there:?} {old:?} {from}");
            let mut days: Vec<&str> = there.to_vec();
            if wrong.is_none() {
                days.retain(|day| Some(*day) != old);
                days.push(from);
            }
            assert_eq!(absences, known(&days), "{there:?} {old:?} {from}");
        }
        let mut absences = known(&["2025-09-01", tomorrow]);
        assert!(remove(&mut absences, service, on("2025-09-01"), on(today)).is_err());
        assert!(remove(&mut absences, service, on("2027-09-01"), on(today)).is_err());
        assert!(remove(&mut absences, service, on(tomorrow), on(today)).is_ok());
        assert_eq!(absences, known(&["2025-09-01"]));
    }

    #[test]
    fn all_services_or_none() {
        let mut absences =
            Absences([(ServiceId(3), Dated::since(on("2025-09-01"), Terms::default()))].into());
        let new = From { from: on("2026-09-01"), value: Terms::default() };
        let before = absences.clone();
        let both = [ServiceId(4), ServiceId(3)];
        assert!(put(&mut absences, &both, None, &new, on("2026-11-24")).is_err());
        assert_eq!(absences, before);
    }
}
