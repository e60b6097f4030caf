//! A service whose deadlines change: a version that begins one day, a limit that is another for once.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use sha2::{Digest, Sha256};

use super::{
    Service,
    deadline::Deadlines,
    draft::{Fault, What},
};
use crate::platform::dated::From;

/// Puts a version among those of a service: in the place of the one that began on `old`, if it was another.
/// Its exceptions stay with the days they are of.
///
/// # Errors
/// Where it may not begin: a version whose day has come is not written over.
pub fn put(
    service: &mut Service,
    old: Option<NaiveDate>,
    new: From<Deadlines>,
    today: NaiveDate,
) -> Result<(), Fault> {
    let wrong = |what| Err(Fault { field: "depuis".into(), what });
    let versions = &service.deadlines;
    if old.is_some_and(|old| old <= today) {
        return wrong(What::Begun);
    }
    // Nothing was decided for the days before: there is nothing that it would change.
    let first = versions.iter().all(|known| Some(known.from) == old || known.from > new.from);
    if new.from <= today && !first {
        return wrong(What::Begun);
    }
    if old != Some(new.from) && versions.iter().any(|known| known.from == new.from) {
        return wrong(What::Taken);
    }
    let mut value = new.value;
    for known in versions.iter() {
        value.exceptions.extend(known.value.exceptions.range(new.from..).map(|(day, limit)| (*day, *limit)));
    }
    if let Some(old) = old {
        service.deadlines.remove(old);
    }
    service.deadlines.set(new.from, value);
    Ok(())
}

/// Makes the limit of a day another for once, or (without one) what the rules say again.
///
/// # Errors
/// Why not.
pub fn except(
    service: &mut Service,
    day: NaiveDate,
    until: Option<NaiveDateTime>,
    today: NaiveDate,
) -> Result<(), Fault> {
    let wrong = |field: &str, what| Err(Fault { field: field.into(), what });
    let Some(known) = service.deadlines.on(day) else { return wrong("jour", What::Unruled) };
    if day < today {
        return wrong("jour", What::Past);
    }
    if until.is_some_and(|until| until > (day + chrono::Days::new(1)).and_time(NaiveTime::MIN)) {
        return wrong("limite", What::Limit);
    }
    let (from, mut rules) = (known.from, known.value.clone());
    match until {
        Some(until) => rules.exceptions.insert(day, until),
        None => rules.exceptions.remove(&day),
    };
    service.deadlines.set(from, rules);
    Ok(())
}

/// A digest of a service: who sends a form says which state it changes.
pub fn seen(service: &Service) -> String {
    let text = format!("{service:?}");
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
