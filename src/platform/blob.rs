//! Bytes of files: what the town publishes, what parents send, the bills. Kept once, by their hash, in chunks.
//!
//! A file's row says how many hold it; the last one who lets go erases it. The row is journalled, the bytes are
//! not: their hash in the journal says what they were.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    random::hex,
    store::{Read, Reading, StoreError, Table, TableInfo, Write},
};

/// Bytes in a chunk: a page of the database holds several rows, a file of 10 MB is forty of these.
const CHUNK: usize = 256 << 10;

const BLOBS: Table<[u8; 32], Blob> = Table::new("blobs-1");
const CHUNKS: Table<([u8; 32], u32), ()> = Table::new("blob-chunks-1").not_journalled();

/// The tables of files.
pub const TABLES: [TableInfo; 2] = [BLOBS.info(), CHUNKS.info()];

/// What a file is known by: the SHA-256 of its bytes, written in 64 figures and letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hash(String);

impl Hash {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(hex(&Sha256::digest(bytes)))
    }

    fn key(&self) -> [u8; 32] {
        let mut key = [0; 32];
        for (byte, pair) in key.iter_mut().zip(self.0.as_bytes().chunks(2)) {
            *byte = std::str::from_utf8(pair)
                .ok()
                .and_then(|pair| u8::from_str_radix(pair, 16).ok())
                .unwrap_or(0);
        }
        key
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A file that is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Blob {
    /// How many bytes it has.
    bytes: u64,
    /// How many hold it.
    holders: u64,
}

/// What a file is, by its own first bytes: never by its name, nor by what its sender says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Kind {
    Pdf,
    Jpeg,
    Png,
}

impl Kind {
    /// What these bytes are, where they are one of the three that are taken.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"%PDF-") {
            return Some(Self::Pdf);
        }
        match imagesize::image_type(bytes) {
            Ok(imagesize::ImageType::Jpeg) => Some(Self::Jpeg),
            Ok(imagesize::ImageType::Png) => Some(Self::Png),
            _ => None,
        }
    }

    /// As HTTP and mail name it.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// As people name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
        }
    }

    /// How the name of such a file ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// Keeps a file for one more holder.
///
/// # Errors
/// The database's.
pub fn keep(w: &Write, bytes: &[u8]) -> Result<Hash, StoreError> {
    let hash = Hash::of(bytes);
    keep_as(w, &hash, bytes)?;
    Ok(hash)
}

/// The same of bytes whose hash is known: large ones are hashed before the writer's turn.
///
/// # Errors
/// The database's.
pub fn keep_as(w: &Write, hash: &Hash, bytes: &[u8]) -> Result<(), StoreError> {
    let key = hash.key();
    let known: Option<Blob> = w.get(&BLOBS, &key)?;
    if known.is_none() {
        for (n, chunk) in (0..).zip(bytes.chunks(CHUNK)) {
            w.put_bytes(&CHUNKS, &(key, n), chunk)?;
        }
    }
    let holders = known.map_or(0, |blob| blob.holders) + 1;
    w.put(&BLOBS, &key, &Blob { bytes: bytes.len() as u64, holders })
}

/// Lets go of a file: the last holder erases it. Nothing happens where nobody holds it.
///
/// # Errors
/// The database's.
pub fn release(w: &Write, hash: &Hash) -> Result<(), StoreError> {
    let key = hash.key();
    let Some(blob) = w.get(&BLOBS, &key)? else { return Ok(()) };
    if blob.holders > 1 {
        return w.put(&BLOBS, &key, &Blob { holders: blob.holders - 1, ..blob });
    }
    for n in 0..blob.bytes.div_ceil(CHUNK as u64) as u32 {
        w.delete(&CHUNKS, &(key, n))?;
    }
    w.delete(&BLOBS, &key)
}

/// The bytes of a file, if it is kept.
///
/// # Errors
/// The database's.
pub fn bytes(r: &impl Reading, hash: &Hash) -> Result<Option<Vec<u8>>, StoreError> {
    let key = hash.key();
    let Some(blob) = r.get(&BLOBS, &key)? else { return Ok(None) };
    let mut out = Vec::with_capacity(blob.bytes as usize);
    for n in 0..blob.bytes.div_ceil(CHUNK as u64) as u32 {
        out.extend(r.bytes(&CHUNKS, &(key, n))?.unwrap_or_default());
    }
    Ok(Some(out))
}

/// What is wrong with the files that are kept: bytes that are not those of their hash, bytes that nobody holds.
/// `held` is how many hold each, as the slices count them.
///
/// # Errors
/// The database's.
pub fn check(r: &Read, held: &[Hash]) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    let mut expected = 0;
    for (key, blob) in r.all(&BLOBS)? {
        let hash = Hash(hex(&key));
        expected += blob.bytes.div_ceil(CHUNK as u64);
        let holders = held.iter().filter(|one| **one == hash).count() as u64;
        if holders != blob.holders {
            faults.push(format!("file {hash}: {} hold it, its row says {}", holders, blob.holders));
        }
        if bytes(r, &hash)?.is_none_or(|bytes| Hash::of(&bytes) != hash) {
            faults.push(format!("file {hash}: not the bytes it had"));
        }
    }
    if let Some(hash) = held.iter().find(|hash| !matches!(r.get(&BLOBS, &hash.key()), Ok(Some(_)))) {
        faults.push(format!("file {hash}: missing"));
    }
    let chunks = r.count(&CHUNKS)?;
    if chunks != expected {
        faults.push(format!("files: {chunks} chunks, {expected} are expected"));
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::{clock::Clock, store::Store};

    #[tokio::test]
    async fn a_file_is_kept_once_until_its_last_holder_lets_go() {
        let store = Store::in_memory(&TABLES, Clock::real(), Box::new(|| None)).unwrap();
        for bytes in [vec![], vec![7; 10], vec![1; CHUNK], (0..CHUNK * 2 + 5).map(|n| n as u8).collect()] {
            let (one, two) = (bytes.clone(), bytes.clone());
            let hash = store.write("test", move |w| keep(w, &one)).await.unwrap();
            assert_eq!(hash, store.write("test", move |w| keep(w, &two)).await.unwrap());
            let lets_go = || {
                let hash = hash.clone();
                store.write("test", move |w| release(w, &hash))
            };
            let there = |r: &Read| {
                Ok::<_, StoreError>((super::bytes(r, &hash)?, check(r, std::slice::from_ref(&hash))?))
            };
            lets_go().await.unwrap();
            assert_eq!(store.read(there).unwrap(), (Some(bytes), vec![]));
            lets_go().await.unwrap();
            lets_go().await.unwrap();
            let (gone, faults) = store.read(there).unwrap();
            assert_eq!((gone, faults.len()), (None, 1), "{faults:?}");
        }
        assert_eq!(store.read(|r| check(r, &[])).unwrap(), Vec::<String>::new());
    }

    #[tokio::test]
    async fn bytes_that_changed_on_the_disk_are_found() {
        let store = Store::in_memory(&TABLES, Clock::real(), Box::new(|| None)).unwrap();
        let hash = store.write("test", |w| keep(w, b"as it was")).await.unwrap();
        let key = hash.key();
        store.write("test", move |w| w.put_bytes(&CHUNKS, &(key, 0), b"as it is!")).await.unwrap();
        store.write("test", move |w| w.put_bytes(&CHUNKS, &(key, 9), b"nobody's")).await.unwrap();
        let faults = store.read(|r| check(r, std::slice::from_ref(&hash))).unwrap();
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert_eq!(store.read(|r| check(r, &[])).unwrap().len(), 3, "and that nobody holds it");
    }

    #[test]
    fn a_kind_is_told_by_the_bytes() {
        assert_eq!(Kind::of(b"%PDF-1.7\n..."), Some(Kind::Pdf));
        assert_eq!(Kind::of(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01"), Some(Kind::Png));
        assert_eq!(Kind::of(b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01"), Some(Kind::Jpeg));
        assert_eq!(Kind::of(b"<svg xmlns=\"http://www.w3.org/2000/svg\">"), None);
        assert_eq!(Kind::of(b"<html>%PDF-1.7"), None);
        assert_eq!(Kind::of(b""), None);
    }
}
