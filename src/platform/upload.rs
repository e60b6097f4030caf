//! A file that a form sends.

use multer::{Constraints, Multipart, SizeLimit};
use rocket::{
    Data, Request,
    data::{FromData, Outcome, ToByteUnit},
    http::Status,
};

/// The first file of a form, of so many bytes at most.
pub struct Upload<const MOST: u64> {
    /// What the sender calls it: never a name on our disk.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// It is larger than it may be.
    TooLarge,
    /// The form holds none.
    NoFile,
}

/// What stands around a file in a form.
const AROUND: u64 = 64 << 10;

#[rocket::async_trait]
impl<'r, const MOST: u64> FromData<'r> for Upload<MOST> {
    type Error = NotSent;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        let boundary = request.content_type().and_then(|kind| kind.param("boundary"));
        match read(boundary, data, MOST).await {
            Ok((name, bytes)) => Outcome::Success(Self { name, bytes }),
            Err(NotSent::TooLarge) => Outcome::Error((Status::PayloadTooLarge, NotSent::TooLarge)),
            Err(NotSent::NoFile) => Outcome::Error((Status::UnprocessableEntity, NotSent::NoFile)),
        }
    }
}

async fn read(boundary: Option<&str>, data: Data<'_>, most: u64) -> Result<(String, Vec<u8>), NotSent> {
    let boundary = boundary.ok_or(NotSent::NoFile)?;
    let limits = SizeLimit::new().whole_stream(most + AROUND).per_field(most);
    let stream = data.open((most + 2 * AROUND).bytes());
    let limits = Constraints::new().size_limit(limits);
    let mut form = Multipart::with_reader_with_constraints(stream, boundary, limits);
    let refused = |error: multer::Error| match error {
        multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => {
            NotSent::TooLarge
        }
        _ => NotSent::NoFile,
    };
    while let Some(field) = form.next_field().await.map_err(refused)? {
        // A browser sends a file without a name when none was chosen.
        if let Some(name) = field.file_name().filter(|name| !name.is_empty()).map(str::to_owned) {
            let bytes = field.bytes().await.map_err(refused)?;
            return Ok((name, bytes.to_vec()));
        }
    }
    Err(NotSent::NoFile)
}
