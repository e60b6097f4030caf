//! Snapshots: what is read belongs to one moment.
//!
//! All who read between two commits share one snapshot, with the tables that any of them has opened: a
//! request reads a dozen rows, and opening a table takes longer than finding a row in it.

use std::{
    any::Any,
    collections::HashMap,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use redb::{
    Database, ReadOnlyTable, ReadTransaction, ReadableDatabase, ReadableTable, ReadableTableMetadata,
};

use super::{
    Key, REVISION, Reading, Row, StoreError, Table, TableInfo, alarm::Alarm, collect, definition,
    guard::Handle, memo::Memo,
};

/// The database, and the snapshot of its last commit.
pub(super) struct Latest {
    /// Before the database, so that it is let go first: with a snapshot under way nothing is closed.
    snapshot: RwLock<Arc<Read>>,
    pub db: Handle,
    pub memo: Arc<Memo>,
    pub alarm: Arc<Alarm>,
}

impl Latest {
    /// The data as they stand.
    pub fn begin(db: Handle) -> Result<Self, StoreError> {
        let (memo, alarm) = (Arc::<Memo>::default(), Arc::<Alarm>::default());
        let snapshot = RwLock::new(Arc::new(Read::begin(&db, memo.clone(), alarm.clone())?));
        Ok(Self { snapshot, db, memo, alarm })
    }

    /// To be called after each commit, before anybody hears of it.
    pub fn renew(&self) -> Result<(), StoreError> {
        let snapshot = Arc::new(Read::begin(&self.db, self.memo.clone(), self.alarm.clone())?);
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
        Ok(())
    }

    /// The data as of the last commit.
    pub fn snapshot(&self) -> Arc<Read> {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

type OpenTable = ReadOnlyTable<&'static [u8], &'static [u8]>;

/// A snapshot of the data.
pub struct Read {
    pub(super) tx: ReadTransaction,
    /// Tables that somebody has read.
    open: RwLock<HashMap<&'static str, Arc<OpenTable>>>,
    /// How often what is kept in memory had been changed.
    revision: OnceLock<u64>,
    memo: Arc<Memo>,
    alarm: Arc<Alarm>,
}

impl Read {
    fn begin(db: &Database, memo: Arc<Memo>, alarm: Arc<Alarm>) -> Result<Self, StoreError> {
        let tx = db.begin_read()?;
        Ok(Self { tx, open: RwLock::default(), revision: OnceLock::new(), memo, alarm })
    }

    /// How many rows a table has.
    ///
    /// # Errors
    /// The database's.
    pub fn count<K: Key, V>(&self, table: &Table<K, V>) -> Result<u64, StoreError> {
        self.with(table.info(), |open| Ok(open.len()?))
    }

    /// Does something with a table; tells of a disk that fails.
    fn with<T>(
        &self,
        table: TableInfo,
        act: impl FnOnce(&OpenTable) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.open(table).and_then(|open| act(&open)).inspect_err(|error| self.alarm.hear(error))
    }

    fn open(&self, table: TableInfo) -> Result<Arc<OpenTable>, StoreError> {
        let known = self.open.read().ok().and_then(|open| open.get(table.name).cloned());
        if let Some(known) = known {
            return Ok(known);
        }
        let opened = Arc::new(self.tx.open_table(definition(table))?);
        if let Ok(mut open) = self.open.write() {
            open.insert(table.name, opened.clone());
        }
        Ok(opened)
    }

    fn revision(&self) -> Result<u64, StoreError> {
        if let Some(known) = self.revision.get() {
            return Ok(*known);
        }
        let read = self.get(&REVISION, &())?.unwrap_or(0);
        Ok(*self.revision.get_or_init(|| read))
    }
}

impl Reading for Read {
    fn raw_get(&self, table: TableInfo, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(table, |open| Ok(open.get(key)?.map(|value| value.value().to_vec())))
    }

    fn raw_range(
        &self,
        table: TableInfo,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        self.with(table, |open| collect(open, from, to, limit))
    }

    fn raw_last(&self, table: TableInfo) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(table, |open| Ok(open.last()?.map(|(key, _)| key.value().to_vec())))
    }

    fn kept<T: Any + Send + Sync>(
        &self,
        key: u32,
        load: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<Arc<T>, StoreError> {
        let revision = self.revision()?;
        if let Some(value) = self.memo.get(key, revision) {
            return Ok(value);
        }
        let value = Arc::new(load(self)?);
        self.memo.put(key, revision, value.clone());
        Ok(value)
    }

    fn kept_before<T: Any + Send + Sync>(&self, key: u32) -> Option<Arc<T>> {
        self.memo.latest(key)
    }
}
