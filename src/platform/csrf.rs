//! Cross-site requests: refused by a guard on every route that changes something.

use rocket::{
    Request,
    http::Status,
    request::{FromRequest, Outcome},
};

use super::Parts;

/// Proof that a request comes from the portal's own pages.
///
/// Browsers say where a request comes from in `Sec-Fetch-Site`; older ones, and any over plain HTTP
/// outside the machine itself, only in `Origin`. A request with neither is refused.
pub struct OwnPage;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for OwnPage {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let header = |name| request.headers().get_one(name);
        let own = match (header("Sec-Fetch-Site"), header("Origin")) {
            (Some(site), _) => site == "same-origin",
            (None, Some(origin)) => is_own(request, origin),
            (None, None) => false,
        };
        if own { Outcome::Success(OwnPage) } else { Outcome::Error((Status::Forbidden, ())) }
    }
}

/// Whether an origin is the configured address, or the host that the request itself was sent to.
fn is_own(request: &Request<'_>, origin: &str) -> bool {
    let Some((_, host)) = origin.split_once("://") else {
        return false;
    };
    let asked = request.headers().get_one("Host").unwrap_or_default();
    let configured = request.rocket().state::<std::sync::Arc<Parts>>().map(|parts| parts.config.host());
    !host.is_empty() && (host == asked || Some(host) == configured)
}
