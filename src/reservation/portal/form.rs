//! Forms and addresses of the grid, as they come and go.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::{
    activity::period::Period,
    platform::error::Error,
    reservation::{
        sheet::Asked,
        ticks::{Draft, Malformed, encode, encode_set},
    },
    town::{Span, calendar::weekday},
};

/// The period of an address; anything else is not found.
pub fn named(period: &str) -> Result<Period, Error> {
    period.parse().map_err(|()| Error::Missing)
}

/// What no page of ours sends is answered 422.
pub fn malformed(_: Malformed) -> Error {
    Error::Malformed
}

/// What a form changes, to be carried elsewhere.
pub fn draft(asked: &Asked) -> Draft {
    Draft { add: asked.additions(), remove: asked.removals() }
}

/// Where a period is shown, with changes that are not saved.
pub fn address(period: Period, draft: &str) -> String {
    match draft {
        "" => format!("/reservations/{period}"),
        draft => format!("/reservations/{period}?p={draft}"),
    }
}

/// The period that is looked at today: on Saturday and Sunday, next week's.
pub fn nearest(span: Span, today: NaiveDate) -> Period {
    let period = Period::of(span, today);
    if span == Span::Week && weekday(today) > 5 { period.next() } else { period }
}

/// Tells whether a form that is sent again asks the same; `besides`: what else it says.
pub fn digest(asked: &Asked, besides: &str) -> [u8; 32] {
    let content = format!("{}|{}|{besides}", encode_set(&asked.base), encode(&asked.ticks));
    Sha256::digest(content).into()
}
