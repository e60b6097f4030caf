//! Requests of the script, which swaps parts of the page where a browser alone would load another.

use rocket::{Request, http::Header, request::FromRequest, response::Responder};

/// Whether htmx asks, for fragments.
pub struct LiveForm(pub bool);

impl LiveForm {
    /// Whether this request is one of the script's.
    pub fn is(request: &Request<'_>) -> bool {
        request.headers().contains("HX-Request")
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for LiveForm {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> rocket::request::Outcome<Self, ()> {
        rocket::request::Outcome::Success(LiveForm(Self::is(request)))
    }
}

/// Sends the whole page to sign in: htmx follows this header where a browser follows `Location`.
#[derive(Responder)]
#[response(status = 401)]
pub struct SignIn {
    body: (),
    address: Header<'static>,
}

impl SignIn {
    /// At this address.
    pub fn at(address: String) -> Self {
        Self { body: (), address: Header::new("HX-Redirect", address) }
    }
}
