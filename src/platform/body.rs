//! The body of a form whose fields are not known beforehand.

use rocket::{
    Data, Request,
    data::{FromData, Outcome, ToByteUnit},
    http::Status,
};

/// The bytes of a form: 64 KiB hold the largest family's month, or its longest file, ten times over.
pub struct Body(pub Vec<u8>);

#[rocket::async_trait]
impl<'r> FromData<'r> for Body {
    type Error = ();
    async fn from_data(_: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match data.open(64.kibibytes()).into_bytes().await {
            Ok(bytes) if bytes.is_complete() => Outcome::Success(Body(bytes.into_inner())),
            Ok(_) => Outcome::Error((Status::PayloadTooLarge, ())),
            Err(_) => Outcome::Error((Status::BadRequest, ())),
        }
    }
}
