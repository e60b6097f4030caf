//! The headers of every answer, of errors too.

use rocket::{
    Request, Response,
    fairing::{Fairing, Info, Kind},
    http::Header,
};

/// Scripts, styles and pictures are the portal's own; nothing inline, no frame, no other host.
const POLICY: &str = "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';\
                      form-action 'self';base-uri 'none';frame-ancestors 'none'";

/// The longest part of an answer that leaves at once.
const LONGEST: usize = 64 << 10;

/// Sets the security headers; forbids caches to keep what is not said to be kept.
pub struct Headers {
    /// Whether the portal is reached over TLS.
    pub tls: bool,
}

#[rocket::async_trait]
impl Fairing for Headers {
    fn info(&self) -> Info {
        Info { name: "Headers", kind: Kind::Response }
    }

    async fn on_response<'r>(&self, _: &'r Request<'_>, response: &mut Response<'r>) {
        let mut set = |name: &'static str, value: &'static str| {
            response.set_header(Header::new(name, value));
        };
        set("X-Content-Type-Options", "nosniff");
        // Where a form comes from is said, by its host alone: with "no-referrer", a browser without `Sec-Fetch-Site`
        // would send a null `Origin`; with more, links that hold a token would be told, and each tick its address.
        set("Referrer-Policy", "strict-origin");
        if self.tls {
            set("Strict-Transport-Security", "max-age=31536000");
        }
        // A file that was sent by somebody says a stricter one of its own.
        if !response.headers().contains("Content-Security-Policy") {
            response.set_header(Header::new("Content-Security-Policy", POLICY));
        }
        if !response.headers().contains("Cache-Control") {
            response.set_header(Header::new("Cache-Control", "no-store"));
        }
        response.remove_header("Server");
        // Rocket's own, about a feature that browsers gave up in 2022: 41 bytes of each answer to a tick.
        response.remove_header("Permissions-Policy");
        // The policy above says it to every browser in use: 29 bytes more.
        response.remove_header("X-Frame-Options");
        // Rocket's own 4 KiB cost half the speed of a page. Of a body whose length is known the chunk is the body:
        // 64 KiB would be asked of the allocator for the 180 bytes of a tick.
        let whole = response.body().preset_size().map_or(LONGEST, |size| (size + 1).min(LONGEST));
        response.set_max_chunk_size(whole);
    }
}
