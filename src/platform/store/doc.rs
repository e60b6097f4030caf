//! Values: one document type, versioned and self-describing.
//!
//! A document is the byte `1` and then JSON. A field can be added without a migration
//! (`#[serde(default)]`), and whoever keeps a town's data can read them without this program. The
//! first byte leaves room for another encoding beside this one: `2` is a file's own bytes.

use serde::{Serialize, de::DeserializeOwned};

use super::StoreError;

const JSON: u8 = b'1';
const RAW: u8 = b'2';

/// The bytes of a document.
pub fn encode<V: Serialize>(value: &V) -> Vec<u8> {
    let mut out = vec![JSON];
    serde_json::to_writer(&mut out, value).expect("documents are plain data: they always serialise");
    out
}

/// Reads a document of the table `table`, which is named when it cannot be read.
pub fn decode<V: DeserializeOwned>(table: &'static str, bytes: &[u8]) -> Result<V, StoreError> {
    let unreadable = |why: String| StoreError::Unreadable { table, why };
    match bytes.split_first() {
        Some((&JSON, json)) => serde_json::from_slice(json).map_err(|e| unreadable(e.to_string())),
        Some((version, _)) => Err(unreadable(format!("unknown encoding {version}"))),
        None => Err(unreadable("empty".into())),
    }
}

/// A row of a file's own bytes.
pub fn encode_bytes(bytes: &[u8]) -> Vec<u8> {
    [&[RAW], bytes].concat()
}

/// The bytes of such a row.
pub fn decode_bytes(table: &'static str, mut row: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    if row.first() != Some(&RAW) {
        return Err(StoreError::Unreadable { table, why: "not the bytes of a file".into() });
    }
    row.remove(0);
    Ok(row)
}
