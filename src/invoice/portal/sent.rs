//! The document of a bill, as a browser takes it.

use rocket::{
    Responder,
    http::{ContentType, Header},
};

use crate::{
    invoice::{Invoice, pdf, store},
    platform::{Parts, error::Error},
};

/// A document that opens in its own tab, and can never run as a page.
#[derive(Responder)]
pub struct Sent {
    bytes: Vec<u8>,
    kind: ContentType,
    name: Header<'static>,
    policy: Header<'static>,
}

impl Sent {
    /// The document of a bill: the one that is kept; made at once where the bill has just been issued.
    ///
    /// # Errors
    /// When it cannot be read or made.
    pub fn of(parts: &Parts, invoice: &Invoice) -> Result<Self, Error> {
        let bytes = match parts.store.read(|r| store::document(r, &invoice.number))? {
            Some(bytes) => bytes,
            None => pdf::document(invoice).map_err(Error::Broken)?,
        };
        let name = format!("inline; filename=\"{}.pdf\"", invoice.number);
        Ok(Self {
            bytes,
            kind: ContentType::PDF,
            name: Header::new("Content-Disposition", name),
            policy: Header::new(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; plugin-types application/pdf; sandbox",
            ),
        })
    }
}
