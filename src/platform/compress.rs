//! Answers are compressed on the way out: brotli if the browser takes it, else gzip.

use std::io::{Cursor, Write};

use flate2::{Compression, write::GzEncoder};
use rocket::{
    Request, Response,
    fairing::{Fairing, Info, Kind},
    http::Header,
    response::{self, Responder},
};

/// Below this a compressed answer takes as many packets as a plain one.
const WORTH: usize = 256;

/// Of brotli: a grid becomes 2,209 B instead of the 1,841 B of quality 5, and 70 µs instead of 201, which was half
/// of what a grid cost; an answer to a tick 180 B instead of 153, and 11 µs instead of 41.
const QUALITY: u32 = 2;

/// Compresses HTML that nobody has compressed yet.
pub struct Compress;

/// An answer that holds a secret beside what a visitor sent: it is not compressed, for its length would tell
/// how much the two have in common.
pub struct Secret<R>(pub R);

/// Whether the answer of a request holds a secret.
struct Held(bool);

impl<'r, R: Responder<'r, 'static>> Responder<'r, 'static> for Secret<R> {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        request.local_cache(|| Held(true));
        self.0.respond_to(request)
    }
}

/// How an answer may be encoded, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli.
    Brotli,
    /// Gzip.
    Gzip,
}

impl Encoding {
    /// What the header says, and the ending of a compressed asset.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Brotli => "br",
            Encoding::Gzip => "gzip",
        }
    }

    /// The best that a request accepts, if any.
    pub fn accepted(request: &Request<'_>) -> Option<Self> {
        Self::best(request.headers().get_one("Accept-Encoding").unwrap_or_default())
    }

    fn best(accepted: &str) -> Option<Self> {
        let takes = |wanted: Self| {
            accepted.split(',').any(|part| {
                let mut words = part.split(';').map(str::trim);
                let named = words.next() == Some(wanted.name());
                named && !words.any(|word| matches!(word, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
            })
        };
        [Encoding::Brotli, Encoding::Gzip].into_iter().find(|encoding| takes(*encoding))
    }
}

#[rocket::async_trait]
impl Fairing for Compress {
    fn info(&self) -> Info {
        Info { name: "Compress", kind: Kind::Response }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let html = response.content_type().is_some_and(|kind| kind.is_html());
        let Held(secret) = request.local_cache(|| Held(false));
        if !html || *secret || response.headers().contains("Content-Encoding") {
            return;
        }
        response.adjoin_raw_header("Vary", "Accept-Encoding");
        let Some(encoding) = Encoding::accepted(request) else {
            return;
        };
        let Ok(plain) = response.body_mut().to_bytes().await else {
            return;
        };
        match squeeze(encoding, &plain) {
            Some(small) => {
                response.set_header(Header::new("Content-Encoding", encoding.name()));
                response.set_sized_body(small.len(), Cursor::new(small));
            }
            None => response.set_sized_body(plain.len(), Cursor::new(plain)),
        }
    }
}

/// The window in which brotli sees all of a body at once, as a power of two. What it allocates grows with the
/// window, and beyond 128 KiB the allocator asks the kernel for it, each time.
fn window(length: usize) -> u32 {
    length.next_power_of_two().trailing_zeros().clamp(10, 18)
}

/// The compressed bytes, when they are worth it.
fn squeeze(encoding: Encoding, plain: &[u8]) -> Option<Vec<u8>> {
    if plain.len() < WORTH {
        return None;
    }
    let mut small = Vec::with_capacity(plain.len() / 4);
    match encoding {
        Encoding::Brotli => {
            brotli::CompressorWriter::new(&mut small, 4096, QUALITY, window(plain.len()))
                .write_all(plain)
                .ok()?;
        }
        Encoding::Gzip => {
            let mut gzip = GzEncoder::new(&mut small, Compression::new(6));
            gzip.write_all(plain).ok()?;
            gzip.finish().ok()?;
        }
    }
    (small.len() < plain.len()).then_some(small)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_accepted_encoding_is_taken() {
        for (header, best) in [
            ("gzip, deflate, br, zstd", Some(Encoding::Brotli)),
            ("gzip;q=1.0, br;q=0", Some(Encoding::Gzip)),
            ("GZIP", None),
            ("", None),
            ("identity", None),
        ] {
            assert_eq!(Encoding::best(header), best, "{header}");
        }
    }

    #[test]
    fn what_is_squeezed_is_read_back() {
        let page = "<td>3,45 €</td>".repeat(100).into_bytes();
        let mut read = Vec::new();
        let small = squeeze(Encoding::Brotli, &page).unwrap();
        brotli::BrotliDecompress(&mut &small[..], &mut read).unwrap();
        assert_eq!(read, page);
        assert!(squeeze(Encoding::Gzip, b"short").is_none());
    }
}
