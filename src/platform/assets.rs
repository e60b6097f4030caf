//! The stylesheet and the script: inside the program, named by their hash, compressed at build time.

use rocket::{
    Request, Response, Route,
    http::{ContentType, Status},
    request::{FromRequest, Outcome},
    response::{self, Responder},
    routes,
};
use rust_embed::RustEmbed;

use super::{compress::Encoding, error::Error};

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/assets"]
struct Assets;

/// The routes of the assets.
pub fn routes() -> Vec<Route> {
    routes![styles_and_script]
}

/// One asset, in the encoding that the browser takes.
struct Asset {
    kind: ContentType,
    encoding: Option<Encoding>,
    bytes: std::borrow::Cow<'static, [u8]>,
}

/// Looked up below every other address: names with a hash collide with none.
#[rocket::get("/<name>", rank = 20)]
fn styles_and_script(name: &str, encoding: Accepted) -> Result<Asset, Error> {
    let kind = match name.rsplit_once('.') {
        Some((_, "css")) => ContentType::CSS,
        Some((_, "js")) => ContentType::JavaScript,
        _ => return Err(Error::Missing),
    };
    let compressed = encoding.0.and_then(|e| Some((e, Assets::get(&format!("{name}.{}", e.name()))?)));
    match compressed {
        Some((encoding, file)) => Ok(Asset { kind, encoding: Some(encoding), bytes: file.data }),
        None => {
            let file = Assets::get(name).ok_or(Error::Missing)?;
            Ok(Asset { kind, encoding: None, bytes: file.data })
        }
    }
}

/// The encoding that a request accepts.
struct Accepted(Option<Encoding>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Accepted {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        Outcome::Success(Accepted(Encoding::accepted(request)))
    }
}

impl<'r> Responder<'r, 'static> for Asset {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let mut answer = Response::build();
        answer
            .status(Status::Ok)
            .header(self.kind)
            .raw_header("Cache-Control", "public, max-age=31536000, immutable")
            .raw_header("Vary", "Accept-Encoding");
        if let Some(encoding) = self.encoding {
            answer.raw_header("Content-Encoding", encoding.name());
        }
        answer.sized_body(self.bytes.len(), std::io::Cursor::new(self.bytes)).ok()
    }
}
