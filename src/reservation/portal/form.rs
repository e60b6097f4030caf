//! Forms and addresses of the grid, as they come and go.

use sha2::{Digest, Sha256};

use crate::{
    activity::period::Period,
    platform::error::Error,
    reservation::{
        sheet::Asked,
        ticks::{Draft, Malformed, encode, encode_set},
    },
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

/// Tells whether a form that is sent again asks the same.
pub fn digest(asked: &Asked) -> [u8; 32] {
    let content = format!("{}|{}", encode_set(&asked.base), encode(&asked.ticks));
    Sha256::digest(content).into()
}
