//! A file that a form sends, and the fields beside it.

use multer::{Constraints, Multipart, SizeLimit};
use rocket::{
    Data, Request,
    data::{FromData, Outcome, ToByteUnit},
    http::{ContentType, Status},
    tokio::io::{AsyncReadExt, copy, sink},
};

/// The first file of a form, of so many bytes at most.
pub struct Upload<const MOST: u64> {
    /// What the sender calls it: never a name on our disk.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A form that may send a file, of so many bytes at most.
pub struct Posted<const MOST: u64> {
    /// Its fields, name and text, in their order. Of a form that is too large, those before the file.
    pub fields: Vec<(String, String)>,
    /// The file.
    pub file: Result<Upload<MOST>, NotSent>,
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// It is larger than it may be.
    TooLarge,
    /// The form holds none.
    NoFile,
}

/// What every form calls its file.
const FILE: &str = "fichier";

/// What stands around a file in a form.
const AROUND: u64 = 64 << 10;

/// How much more than it may be a form is heard out: an answer before its end would never be shown by a browser.
const PATIENCE: u64 = 16;
/// The same of a form that may hold no file at all.
const HEARD: u64 = 16 << 20;

#[rocket::async_trait]
impl<'r, const MOST: u64> FromData<'r> for Upload<MOST> {
    type Error = NotSent;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match read(request.content_type(), data).await.file {
            Ok(file) => Outcome::Success(file),
            Err(NotSent::TooLarge) => Outcome::Error((Status::PayloadTooLarge, NotSent::TooLarge)),
            Err(NotSent::NoFile) => Outcome::Error((Status::UnprocessableEntity, NotSent::NoFile)),
        }
    }
}

#[rocket::async_trait]
impl<'r, const MOST: u64> FromData<'r> for Posted<MOST> {
    type Error = NotSent;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        Outcome::Success(read(request.content_type(), data).await)
    }
}

impl<const MOST: u64> Posted<MOST> {
    /// A form of this content type, for a handler that decides first how much it takes.
    pub async fn of(kind: Option<&ContentType>, data: Data<'_>) -> Self {
        read(kind, data).await
    }

    /// What was typed in a field; empty where there is none.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text)
    }
}

async fn read<const MOST: u64>(kind: Option<&ContentType>, data: Data<'_>) -> Posted<MOST> {
    let boundary = kind.and_then(|kind| kind.param("boundary"));
    let mut posted = Posted { fields: Vec::new(), file: Err(NotSent::NoFile) };
    let Some(boundary) = boundary else { return posted };
    let (most, mut body) = (MOST + AROUND, Vec::new());
    let mut stream = data.open((most * PATIENCE).max(HEARD).bytes());
    let whole = (&mut stream).take(most + 1).read_to_end(&mut body).await;
    let rest = copy(&mut stream, &mut sink()).await;
    let too_large = body.len() as u64 > most || rest.is_ok_and(|more| more > 0);
    if whole.is_ok() {
        let ended = parse(boundary, &body, &mut posted).await;
        // What is cut short has no end: of that the size is to blame.
        if too_large || ended == Err(NotSent::TooLarge) {
            posted.file = Err(NotSent::TooLarge);
        }
    }
    posted
}

/// Takes the parts of a form one after the other, until one cannot be read.
async fn parse<const MOST: u64>(
    boundary: &str,
    body: &[u8],
    posted: &mut Posted<MOST>,
) -> Result<(), NotSent> {
    let limits =
        Constraints::new().size_limit(SizeLimit::new().per_field(AROUND).for_field(FILE, MOST.max(AROUND)));
    let mut form = Multipart::with_reader_with_constraints(body, boundary, limits);
    let refused = |error: multer::Error| match error {
        multer::Error::FieldSizeExceeded { .. } => NotSent::TooLarge,
        _ => NotSent::NoFile,
    };
    while let Some(field) = form.next_field().await.map_err(refused)? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            None => posted.fields.push((name, field.text().await.map_err(refused)?)),
            // A browser sends a file without a name when none was chosen.
            Some(file) if !file.is_empty() && posted.file.is_err() => {
                let bytes = field.bytes().await.map_err(refused)?.to_vec();
                if bytes.len() as u64 > MOST {
                    return Err(NotSent::TooLarge);
                }
                posted.file = Ok(Upload { name: file, bytes });
            }
            Some(_) => {}
        }
    }
    Ok(())
}
