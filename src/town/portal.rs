//! What the town shows to everybody: its logo.

use std::sync::Arc;

use rocket::{Request, Response, Route, State, get, http::ContentType, response::Responder, routes};

use super::{logo::Kind, store};
use crate::platform::{
    Parts,
    error::Error,
    store::{Read, StoreError},
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![logo]
}

/// A picture that is kept for ever under its hash. The headers of every answer say that it is never read as
/// anything else than its type, and runs nothing.
struct Picture(ContentType, Vec<u8>);

impl<'r> Responder<'r, 'static> for Picture {
    fn respond_to(self, _: &'r Request<'_>) -> rocket::response::Result<'static> {
        Response::build()
            .header(self.0)
            .raw_header("Cache-Control", "public, max-age=31536000, immutable")
            .sized_body(self.1.len(), std::io::Cursor::new(self.1))
            .ok()
    }
}

#[get("/logo/<hash>")]
async fn logo(parts: &State<Arc<Parts>>, hash: &str) -> Result<Picture, Error> {
    let read = |r: &Read| Ok::<_, StoreError>((store::town(r)?.identity.logo.clone(), store::logo(r)?));
    match parts.store.read(read)? {
        (Some(mark), Some(bytes)) if mark.hash == hash => {
            let kind = match mark.kind {
                Kind::Png => ContentType::PNG,
                Kind::Jpeg => ContentType::JPEG,
            };
            Ok(Picture(kind, bytes))
        }
        _ => Err(Error::Missing),
    }
}
