//! The document of a bill, as a browser takes it.

use crate::{
    invoice::{Invoice, pdf, store},
    platform::{Parts, blob::Kind, error::Error, file::File},
};

/// The document of a bill: the one that is kept; made at once where the bill has just been issued.
///
/// # Errors
/// When it cannot be read or made.
pub fn document(parts: &Parts, invoice: &Invoice) -> Result<File, Error> {
    let bytes = match parts.store.read(|r| store::document(r, &invoice.number))? {
        Some(bytes) => bytes,
        None => pdf::document(invoice).map_err(Error::Broken)?,
    };
    Ok(File::new(bytes, Kind::Pdf, &invoice.number.to_string()))
}
