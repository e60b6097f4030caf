//! How a request fails, other than by a rule's refusal (which is a page like another).

use rocket::{
    Request, Response,
    http::Status,
    response::{self, Responder},
};

use super::store::StoreError;

/// What a handler may end with. The page is made by the catcher of the status.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not there, or not yours: both look the same. 404.
    #[error("missing")]
    Missing,
    /// Signed in, and not allowed there. 403.
    #[error("not allowed")]
    NotAllowed,
    /// Not a form that this page sends. 422.
    #[error("malformed")]
    Malformed,
    /// No room on the disk. 507.
    #[error("full")]
    Full,
    /// Our fault. Logged with a number, which the page shows. 500.
    #[error("broken: {0}")]
    Broken(String),
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Error::Full,
            other => Error::Broken(other.to_string()),
        }
    }
}

/// The number under which a failure was logged, for the page that tells of it.
#[derive(Clone, Copy)]
pub struct Incident(pub Option<u32>);

/// Whether a 403 is for somebody who has signed in and is not allowed there, for the page that tells of it.
#[derive(Clone, Copy)]
pub struct Denied(pub bool);

impl<'r> Responder<'r, 'static> for Error {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let status = match &self {
            Error::Missing => Status::NotFound,
            Error::NotAllowed => {
                request.local_cache(|| Denied(true));
                Status::Forbidden
            }
            Error::Malformed => Status::UnprocessableEntity,
            Error::Full => Status::InsufficientStorage,
            Error::Broken(why) => {
                let number = log(why);
                request.local_cache(|| Incident(Some(number)));
                Status::InternalServerError
            }
        };
        Err(status)
    }
}

/// Writes a failure to the log under a number that whoever saw the page can quote.
fn log(why: &str) -> u32 {
    let number = rand::random_range(100_000..1_000_000);
    rocket::error!("incident {number}: {why:?}");
    number
}

/// A page and the status it is sent with.
pub type Page = (Status, maud::Markup);

/// What most forms and many pages answer with: a page, or the way to another.
#[derive(Responder)]
pub enum Answer<P = Page> {
    /// Here.
    Page(P),
    /// Elsewhere.
    SeeOther(SeeOther),
}

/// An answer without a body that sends elsewhere: after a form was saved whole.
pub struct SeeOther(pub String);

impl<'r> Responder<'r, 'static> for SeeOther {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        Response::build().status(Status::SeeOther).raw_header("Location", self.0).ok()
    }
}
