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

/// A form and its first file, of so many bytes at most. Fields that stand before the file are there whatever becomes of it.
pub struct Filled<const MOST: u64> {
    /// Its fields, by name, in their order.
    pub fields: Vec<(String, String)>,
    /// The file: what the sender calls it, and its bytes.
    pub file: Result<(String, Vec<u8>), NotSent>,
}

impl<const MOST: u64> Filled<MOST> {
    /// A field, the last of that name; empty: it is not there.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().rfind(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
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
        match read(request, data, MOST).await.1 {
            Ok((name, bytes)) => Outcome::Success(Self { name, bytes }),
            Err(NotSent::TooLarge) => Outcome::Error((Status::PayloadTooLarge, NotSent::TooLarge)),
            Err(NotSent::NoFile) => Outcome::Error((Status::UnprocessableEntity, NotSent::NoFile)),
        }
    }
}

#[rocket::async_trait]
impl<'r, const MOST: u64> FromData<'r> for Filled<MOST> {
    type Error = NotSent;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        let (fields, file) = read(request, data, MOST).await;
        Outcome::Success(Self { fields, file })
    }
}

/// The fields up to the file, or all of them where there is none; and the file.
async fn read(
    request: &Request<'_>,
    data: Data<'_>,
    most: u64,
) -> (Vec<(String, String)>, Result<(String, Vec<u8>), NotSent>) {
    let mut fields = Vec::new();
    let Some(boundary) = request.content_type().and_then(|kind| kind.param("boundary")) else {
        return (fields, Err(NotSent::NoFile));
    };
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
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return (fields, Err(NotSent::NoFile)),
            Err(error) => return (fields, Err(refused(error))),
        };
        // A browser sends a file without a name when none was chosen.
        match (field.file_name().map(str::to_owned), field.name().map(str::to_owned)) {
            (Some(file), _) if !file.is_empty() => {
                let bytes = field.bytes().await;
                return (fields, bytes.map(|bytes| (file, bytes.to_vec())).map_err(refused));
            }
            (None, Some(name)) => match field.text().await {
                Ok(text) => fields.push((name, text)),
                Err(error) => return (fields, Err(refused(error))),
            },
            _ => {}
        }
    }
}
