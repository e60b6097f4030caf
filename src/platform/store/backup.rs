//! A whole copy of the data in one file: one moment, with a digest that tells whether it is intact.
//!
//! The file is a line that names it, a line of JSON (schema, moment, tables), the rows, and the SHA-256 of
//! all that precedes. A row is the number of its table, the lengths of its key and value, and their bytes,
//! all integers big-endian. It holds every table, the journal and the sessions too: what is restored goes
//! on where it stopped.

use std::{
    fs,
    io::{self, Read as _, Write as _},
    path::Path,
};

use chrono::{DateTime, Utc};
use redb::ReadableTableMetadata;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Read, Reading, Store, StoreError, TableInfo, definition, guarded, journal, migrate};

const NAME: &[u8] = b"PREAU-SAUVEGARDE-1\n";

/// Stands where the number of a table would: no more rows.
const END: u16 = u16::MAX;

/// Nothing that a town writes comes near: a longer row is damage.
const LONGEST: u32 = 64 << 20;

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Schema of the data.
    pub schema: u32,
    /// The moment it shows.
    pub at: DateTime<Utc>,
    /// Number of the last write it holds.
    pub last: u64,
    /// How many rows it holds.
    pub rows: u64,
    /// Names of the tables, by number.
    pub tables: Vec<String>,
}

/// Why a file was not restored.
#[derive(Debug, thiserror::Error)]
pub enum NotRestored {
    /// It is something else.
    #[error("not a backup")]
    NotABackup,
    /// It was cut, or changed.
    #[error("damaged")]
    Damaged,
    /// A newer program wrote it.
    #[error("newer")]
    Newer,
    /// There are data already where it should go.
    #[error("not empty")]
    NotEmpty,
    /// The disk.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The new database.
    #[error("{0}")]
    Store(#[from] StoreError),
}

impl Store {
    /// Writes a copy of one moment while others read and write. `step` hears of each row.
    pub fn back_up(
        &self,
        tables: &[TableInfo],
        at: DateTime<Utc>,
        out: &mut dyn io::Write,
        step: &mut dyn FnMut(u64, u64),
    ) -> Result<Header, NotRestored> {
        let copied = guarded(|| self.read(|r| copy(r, &super::with_own(tables), at, out, step)));
        copied.inspect_err(|why| {
            if let NotRestored::Store(error) = why {
                self.latest.alarm.hear(error);
            }
        })
    }
}

fn copy(
    r: &Read,
    tables: &[TableInfo],
    at: DateTime<Utc>,
    out: &mut dyn io::Write,
    step: &mut dyn FnMut(u64, u64),
) -> Result<Header, NotRestored> {
    let mut rows = 0;
    for table in tables {
        rows +=
            r.tx.open_table(definition(*table)).map_err(StoreError::from)?.len().map_err(StoreError::from)?;
    }
    let header = Header {
        schema: r.get(&migrate::SCHEMA, &())?.unwrap_or(migrate::KNOWN),
        at,
        last: journal::last(r)?,
        rows,
        tables: tables.iter().map(|table| table.name.to_owned()).collect(),
    };
    let mut out = Digesting { inner: out, digest: Sha256::new() };
    out.write_all(NAME)?;
    out.write_all(serde_json::to_string(&header).map_err(io::Error::other)?.as_bytes())?;
    out.write_all(b"\n")?;
    let mut done = 0;
    for (number, table) in (0u16..).zip(tables) {
        let table = r.tx.open_table(definition(*table)).map_err(StoreError::from)?;
        for row in table.range::<&[u8]>(..).map_err(StoreError::from)? {
            let (key, value) = row.map_err(StoreError::from)?;
            out.row(number, key.value(), value.value())?;
            done += 1;
            step(done, rows);
        }
    }
    out.write_all(&END.to_be_bytes())?;
    let digest = out.digest.finalize();
    out.inner.write_all(&digest)?;
    out.inner.flush()?;
    Ok(header)
}

/// Writes, and digests what is written.
struct Digesting<'a> {
    inner: &'a mut dyn io::Write,
    digest: Sha256,
}

impl io::Write for Digesting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Digesting<'_> {
    fn row(&mut self, table: u16, key: &[u8], value: &[u8]) -> io::Result<()> {
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(io::Error::other);
        self.write_all(&table.to_be_bytes())?;
        self.write_all(&length(key)?.to_be_bytes())?;
        self.write_all(&length(value)?.to_be_bytes())?;
        self.write_all(key)?;
        self.write_all(value)
    }
}

/// Whether a file begins as a backup does.
pub fn is_named(file: &Path) -> bool {
    let mut name = [0; NAME.len()];
    fs::File::open(file).and_then(|mut file| file.read_exact(&mut name)).is_ok() && name == NAME
}

/// Hears of a row: what the backup says of itself, the name of the table, the key, the value.
pub type OnRow<'a> = dyn FnMut(&Header, &str, Vec<u8>, Vec<u8>) -> Result<(), NotRestored> + 'a;

/// Reads a backup to its end: what it says of itself, if it is whole and of a schema known here.
///
/// # Errors
/// [`NotRestored::Damaged`] may come after rows were heard of: whoever stores them does so aside.
pub fn read(file: &mut dyn io::Read, row: &mut OnRow) -> Result<Header, NotRestored> {
    let mut source = Source { inner: file, digest: Sha256::new() };
    let name = source.bytes(NAME.len()).map_err(|_| NotRestored::NotABackup)?;
    if name != NAME {
        return Err(NotRestored::NotABackup);
    }
    let header: Header = serde_json::from_slice(&source.line()?).map_err(|_| NotRestored::Damaged)?;
    if header.schema > migrate::KNOWN {
        return Err(NotRestored::Newer);
    }
    let mut rows = 0;
    loop {
        let number = u16::from_be_bytes(source.array()?);
        if number == END {
            break;
        }
        let name = header.tables.get(usize::from(number)).ok_or(NotRestored::Damaged)?;
        let (key, value) = (u32::from_be_bytes(source.array()?), u32::from_be_bytes(source.array()?));
        if key > LONGEST || value > LONGEST {
            return Err(NotRestored::Damaged);
        }
        let (key, value) = (source.bytes(key as usize)?, source.bytes(value as usize)?);
        row(&header, name, key, value)?;
        rows += 1;
    }
    let expected = source.digest.clone().finalize();
    let whole = source.bytes(expected.len())? == expected.as_slice() && rows == header.rows;
    let mut beyond = [0];
    if whole && source.inner.read(&mut beyond)? == 0 { Ok(header) } else { Err(NotRestored::Damaged) }
}

/// Reads, and digests what is read.
struct Source<'a> {
    inner: &'a mut dyn io::Read,
    digest: Sha256,
}

impl Source<'_> {
    fn bytes(&mut self, length: usize) -> Result<Vec<u8>, NotRestored> {
        // Read as it comes: a length that damage made up does not reserve memory.
        let mut bytes = Vec::with_capacity(length.min(1 << 16));
        (&mut *self.inner).take(length as u64).read_to_end(&mut bytes)?;
        if bytes.len() < length {
            return Err(NotRestored::Damaged);
        }
        self.digest.update(&bytes);
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], NotRestored> {
        self.bytes(N)?.try_into().map_err(|_| NotRestored::Damaged)
    }

    fn line(&mut self) -> Result<Vec<u8>, NotRestored> {
        let mut line = Vec::new();
        loop {
            match self.array()? {
                [b'\n'] => return Ok(line),
                _ if line.len() > 1 << 20 => return Err(NotRestored::Damaged),
                [byte] => line.push(byte),
            }
        }
    }
}

/// Brings a backup back as a new database file. The file is read to its end first; the database is made
/// aside and takes its name last, so that nothing is touched by a backup that is refused.
pub fn restore(
    backup: &Path,
    database: &Path,
    tables: &[TableInfo],
    step: &mut dyn FnMut(u64, u64),
) -> Result<Header, NotRestored> {
    if database.exists() {
        return Err(NotRestored::NotEmpty);
    }
    read(&mut io::BufReader::new(fs::File::open(backup)?), &mut |_, _, _, _| Ok(()))?;
    let aside = database.with_extension("restauration");
    let _ = fs::remove_file(&aside);
    let restored = fill(backup, &aside, tables, step);
    if restored.is_err() {
        let _ = fs::remove_file(&aside);
    }
    let header = restored?;
    fs::rename(&aside, database)?;
    sync_folder(database)?;
    Ok(header)
}

fn fill(
    backup: &Path,
    aside: &Path,
    tables: &[TableInfo],
    step: &mut dyn FnMut(u64, u64),
) -> Result<Header, NotRestored> {
    let known = super::with_own(tables);
    let db =
        redb::Database::builder().set_cache_size(super::CACHE).create(aside).map_err(StoreError::from)?;
    super::writer::create_tables(&db, &known)?;
    let tx = super::writer::begin(&db)?;
    let mut done = 0;
    let header = read(&mut io::BufReader::new(fs::File::open(backup)?), &mut |header, name, key, value| {
        // A table that this program no longer has would be dropped by a migration step, not here.
        let table = known.iter().find(|table| table.name == name).ok_or(NotRestored::Newer)?;
        let mut table = tx.open_table(definition(*table)).map_err(StoreError::from)?;
        table.insert(key.as_slice(), value.as_slice()).map_err(StoreError::from)?;
        done += 1;
        step(done, header.rows);
        Ok(())
    })?;
    tx.commit().map_err(StoreError::from)?;
    drop(db);
    Ok(header)
}

/// Makes a renamed file stay renamed when the power goes.
pub fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}
