//! A file that somebody sent or that we made, as a browser takes it: opened in its own tab, never run as a page.

use rocket::{
    Responder,
    http::{ContentType, Header},
};

use super::blob::Kind;

/// A file and the headers that keep it a file.
#[derive(Responder)]
pub struct File {
    bytes: Vec<u8>,
    kind: ContentType,
    name: Header<'static>,
    policy: Header<'static>,
}

impl File {
    /// Its type is what its own bytes say. `name`: what the browser calls it, without its ending.
    pub fn new(bytes: Vec<u8>, kind: Kind, name: &str) -> Self {
        let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { '-' };
        let name: String = name.chars().map(plain).collect();
        let name = format!("inline; filename=\"{name}.{}\"", kind.ending());
        // In a sandbox, browsers show no PDF; their reader runs nothing of the portal's.
        let policy = match kind {
            Kind::Pdf => {
                "default-src 'none';object-src 'self';style-src 'unsafe-inline';frame-ancestors 'none'"
            }
            Kind::Jpeg | Kind::Png => "default-src 'none';style-src 'unsafe-inline';sandbox",
        };
        Self {
            bytes,
            kind: match kind {
                Kind::Pdf => ContentType::PDF,
                Kind::Jpeg => ContentType::JPEG,
                Kind::Png => ContentType::PNG,
            },
            name: Header::new("Content-Disposition", name),
            policy: Header::new("Content-Security-Policy", policy),
        }
    }
}
