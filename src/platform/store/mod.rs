//! The door to the data: one embedded database, snapshots for reading, one writer.
//!
//! * [`Store::read`] is a snapshot: what it reads belongs to one moment.
//! * [`Store::write`] runs on the one writer thread, in order of arrival. Those who wait share one
//!   durable commit; a closure that fails is undone and leaves nothing behind; the caller hears
//!   "done" only once it is on the disk.
//! * Every write is journalled here, in the same transaction.
//!
//! Nothing else of the program knows redb: a change of its interface stays in this folder.

mod alarm;
pub mod backup;
pub mod check;
mod doc;
mod guard;
mod id;
pub mod journal;
mod key;
mod memo;
pub mod migrate;
mod snapshot;
mod table;
#[cfg(test)]
mod tests;
mod writer;

use std::{
    path::Path,
    sync::{Arc, mpsc},
};

use redb::{Database, ReadableTable, TableDefinition};

use self::snapshot::Latest;
use super::clock::Clock;
pub use guard::{guarded, last_words};
pub use key::Key;
pub use snapshot::Read;
pub use table::{Decoded, Journalled, Reading, Row, Table, TableInfo};
pub use writer::Write;

/// Keys and values are plain bytes to redb: its own type names never change.
type Bytes = TableDefinition<'static, &'static [u8], &'static [u8]>;

const fn definition(table: TableInfo) -> Bytes {
    TableDefinition::new(table.name)
}

/// One row, the number of times that kept tables were changed: what is in memory is as old as its number.
const REVISION: Table<(), u64> = Table::new("settings-revision-1").not_journalled();

/// redb keeps pages in memory up to this; its own default is a gigabyte.
const CACHE: usize = 24 << 20;

/// Why the store did not do what was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The disk has no room left: reading goes on, writing is refused.
    #[error("no room left on the disk")]
    Full,
    /// A row is not what its table says.
    #[error("table {table}: a document cannot be read: {why}")]
    Unreadable {
        /// Name of the table.
        table: &'static str,
        /// What the parser said.
        why: String,
    },
    /// The disk failed under the database, which refuses everything after it.
    #[error("disk: {0}")]
    Disk(Arc<std::io::Error>),
    /// The database itself failed.
    #[error("database: {0}")]
    Database(String),
    /// The data were written by a newer program.
    #[error("data of schema {found}; this program knows {known}")]
    Newer {
        /// Number found in the database.
        found: u32,
        /// The highest that this program knows.
        known: u32,
    },
    /// Another process holds the file.
    #[error("the database is in use")]
    Held,
    /// The writer has ended, or a write panicked.
    #[error("the write was interrupted")]
    Interrupted,
}

macro_rules! from_redb {
    ($($error:ty),+) => {
        $(impl From<$error> for StoreError {
            fn from(e: $error) -> Self {
                full_or_broken(e.into())
            }
        })+
    };
}
impl From<redb::DatabaseError> for StoreError {
    fn from(error: redb::DatabaseError) -> Self {
        match error {
            redb::DatabaseError::DatabaseAlreadyOpen => StoreError::Held,
            other => full_or_broken(other.into()),
        }
    }
}

fn full_or_broken(error: redb::Error) -> StoreError {
    use std::io::ErrorKind::{InvalidData, StorageFull, UnexpectedEof};
    match error {
        redb::Error::Io(why) => match why.kind() {
            StorageFull => StoreError::Full,
            // The disk answers: what is on it is not a database, or a page that names none.
            InvalidData | UnexpectedEof => StoreError::Database(why.to_string()),
            _ => StoreError::Disk(Arc::new(why)),
        },
        redb::Error::PreviousIo => StoreError::Disk(Arc::new(std::io::Error::other("it has failed before"))),
        other => StoreError::Database(other.to_string()),
    }
}

from_redb!(
    redb::TransactionError,
    redb::TableError,
    redb::StorageError,
    redb::CommitError,
    redb::SetDurabilityError
);

/// Says how many bytes are free where the database grows, when that can be known.
pub type Room = Box<dyn Fn() -> Option<u64> + Send>;

/// Hears of a failure of the database itself, once; nothing is read or written after it.
pub type Fatal = Box<dyn Fn(&StoreError) + Send>;

/// The town's data.
pub struct Store {
    latest: Arc<Latest>,
    jobs: mpsc::Sender<writer::Job>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Store {
    /// Opens, or begins, the database of a file.
    ///
    /// # Errors
    /// When another process holds it, when it is damaged, when a newer program wrote it.
    pub fn open(file: &Path, tables: &[TableInfo], clock: Clock) -> Result<Self, StoreError> {
        if !file.exists() {
            make(file, tables)?;
        }
        let folder = file.parent().unwrap_or(Path::new(".")).to_path_buf();
        guarded(|| {
            let db = Database::builder().set_cache_size(CACHE).create(file)?;
            Self::begin(db.into(), tables, clock, Box::new(move || free(&folder)))
        })
    }

    /// Verifies the digests of every page of a file that nobody has open: whether it was whole. One that was
    /// not is repaired as far as it can be.
    pub fn verify(file: &Path) -> Result<bool, StoreError> {
        guarded(|| {
            let mut db = guard::Handle::from(Database::builder().set_cache_size(CACHE).open(file)?);
            Ok(db.check_integrity()?)
        })
    }

    /// A database that lives in memory only: tests.
    pub fn in_memory(tables: &[TableInfo], clock: Clock, room: Room) -> Result<Self, StoreError> {
        Self::on(redb::backends::InMemoryBackend::new(), tables, clock, room, Box::new(|_| ()))
    }

    /// A database on a storage of the caller's: tests that make the disk fail.
    pub fn on(
        backend: impl redb::StorageBackend,
        tables: &[TableInfo],
        clock: Clock,
        room: Room,
        fatal: Fatal,
    ) -> Result<Self, StoreError> {
        let db = Database::builder().set_cache_size(CACHE).create_with_backend(backend)?;
        let store = Self::begin(db.into(), tables, clock, room)?;
        store.on_failure(fatal);
        Ok(store)
    }

    fn begin(db: guard::Handle, tables: &[TableInfo], clock: Clock, room: Room) -> Result<Self, StoreError> {
        migrate::refuse_newer(&db)?;
        writer::create_tables(&db, &with_own(tables))?;
        let (jobs, waiting) = mpsc::channel();
        let latest = Arc::new(Latest::begin(db)?);
        let mut store = Self { latest: latest.clone(), jobs, thread: None };
        let last = store.read(journal::last)?;
        let writer = writer::Writer { latest, clock, room, last };
        store.thread = Some(std::thread::spawn(move || writer.run(&waiting)));
        Ok(store)
    }

    /// Says who hears that the disk has failed: whether the last commit is on it is unknown then, and starting
    /// again from what is there is the only honest way.
    pub fn on_failure(&self, fatal: Fatal) {
        self.latest.alarm.set(fatal);
    }

    /// Reads one moment of the data. Runs where it is called: a page reads a few rows, most of them
    /// from memory, in far less time than handing it to another thread takes.
    pub fn read<T, E: From<StoreError>>(&self, query: impl FnOnce(&Read) -> Result<T, E>) -> Result<T, E> {
        query(&self.latest.snapshot())
    }

    /// Changes the data: `change` runs on the writer, and its answer comes back once it is on the disk.
    ///
    /// `who` is what the journal says of the author. An error returned by `change` undoes all it did.
    pub async fn write<T, E>(
        &self,
        who: impl Into<String>,
        change: impl FnOnce(&Write) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, answered) = tokio::sync::oneshot::channel();
        let job = writer::job(who.into(), change, move |result| {
            // Who asked may have gone away: the write stands all the same.
            let _ = answer.send(result);
        });
        self.jobs.send(job).map_err(|_| StoreError::Interrupted)?;
        answered.await.map_err(|_| StoreError::Interrupted)?
    }
}

impl Drop for Store {
    /// Lets the writer finish what waits, and closes the database.
    fn drop(&mut self) {
        let (nobody, _) = mpsc::channel();
        self.jobs = nobody;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Makes a database aside, and names it last: redb never opens again a file whose making was cut short.
fn make(file: &Path, tables: &[TableInfo]) -> Result<(), StoreError> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let aside =
        tempfile::Builder::new().prefix(".preau-").tempfile_in(folder).map_err(redb::StorageError::Io)?;
    let db = Database::builder().set_cache_size(CACHE).create(aside.path())?;
    writer::create_tables(&db, &with_own(tables))?;
    drop(db);
    // Another process may have been first: then its database is the one.
    let _ = aside.persist_noclobber(file);
    Ok(backup::sync_folder(file).map_err(redb::StorageError::Io)?)
}

/// The slices' tables and the door's own.
fn with_own(tables: &[TableInfo]) -> Vec<TableInfo> {
    [tables, &[journal::JOURNAL.info(), REVISION.info(), migrate::SCHEMA.info()]].concat()
}

/// Free bytes on the disk of a folder.
fn free(folder: &Path) -> Option<u64> {
    rustix::fs::statvfs(folder).ok().map(|disk| disk.f_bavail * disk.f_frsize)
}

fn collect(
    table: &impl ReadableTable<&'static [u8], &'static [u8]>,
    from: &[u8],
    to: &[u8],
    limit: usize,
) -> Result<Vec<Row>, StoreError> {
    table
        .range::<&[u8]>(from..=to)?
        .take(limit)
        .map(|row| {
            let (key, value) = row?;
            Ok((key.value().to_vec(), value.value().to_vec()))
        })
        .collect()
}
