//! Tables: what a slice declares, and how rows are read.

use std::{any::Any, marker::PhantomData, ops::RangeInclusive, sync::Arc};

use serde::{Serialize, de::DeserializeOwned};

use super::{Key, StoreError, doc};

/// How much of a table's changes the journal keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journalled {
    /// Before and after, whole.
    Full,
    /// Nothing: sessions, numbers used once, bodies of mails.
    No,
}

/// What the door knows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableInfo {
    /// Its name on the disk, with a version: `families-1`.
    pub name: &'static str,
    /// What the journal keeps of it.
    pub journalled: Journalled,
    /// Whether what is read from it is kept in memory until such a table changes.
    pub kept: bool,
}

/// A table of documents `V` by keys `K`. Private to the store of the slice that declares it.
pub struct Table<K, V> {
    pub(super) info: TableInfo,
    types: PhantomData<fn() -> (K, V)>,
}

impl<K: Key, V> Table<K, V> {
    /// A table journalled in full.
    pub const fn new(name: &'static str) -> Self {
        let info = TableInfo { name, journalled: Journalled::Full, kept: false };
        Self { info, types: PhantomData }
    }

    /// The same, left out of the journal.
    pub const fn not_journalled(mut self) -> Self {
        self.info.journalled = Journalled::No;
        self
    }

    /// The same, for what is read far more often than written: writing to it makes [`Reading::kept`] load again.
    pub const fn kept(mut self) -> Self {
        self.info.kept = true;
        self
    }

    /// For the list of all tables.
    pub const fn info(&self) -> TableInfo {
        self.info
    }
}

/// A row as the database holds it: the bytes of its key and of its value.
pub type Row = (Vec<u8>, Vec<u8>);

/// A row that was decoded, and what from.
pub struct Decoded<K, V> {
    /// Its key.
    pub key: K,
    /// Its value.
    pub value: V,
    bytes: Vec<u8>,
}

/// What can be read, from a snapshot or inside a write: the queries of every slice take this.
pub trait Reading: Sized {
    /// The bytes of one row.
    fn raw_get(&self, table: TableInfo, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;
    /// Rows from one key to another, both included, `limit` at most.
    fn raw_range(
        &self,
        table: TableInfo,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<Row>, StoreError>;
    /// The key of the last row.
    fn raw_last(&self, table: TableInfo) -> Result<Option<Vec<u8>>, StoreError>;
    /// What is read from kept tables only, and from no others: parsed once for each type and key, and again
    /// after a kept table was written.
    fn kept<T: Any + Send + Sync>(
        &self,
        key: u32,
        load: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<Arc<T>, StoreError>;

    /// What [`Reading::kept`] gave last, perhaps of other data than these: the next is made from it.
    fn kept_before<T: Any + Send + Sync>(&self, key: u32) -> Option<Arc<T>>;

    /// [`Reading::kept`] where there is only one of a type.
    fn settings<T: Any + Send + Sync>(
        &self,
        load: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<Arc<T>, StoreError> {
        self.kept(0, load)
    }

    /// One row.
    fn get<K: Key, V: DeserializeOwned>(
        &self,
        table: &Table<K, V>,
        key: &K,
    ) -> Result<Option<V>, StoreError> {
        self.raw_get(table.info, &key.bytes())?.map(|bytes| doc::decode(table.info.name, &bytes)).transpose()
    }

    /// The bytes of a file's row.
    fn bytes<K: Key>(&self, table: &Table<K, ()>, key: &K) -> Result<Option<Vec<u8>>, StoreError> {
        self.raw_get(table.info, &key.bytes())?.map(|row| doc::decode_bytes(table.info.name, row)).transpose()
    }

    /// The rows of a range of keys, in their order.
    fn range<K: Key, V: DeserializeOwned>(
        &self,
        table: &Table<K, V>,
        keys: RangeInclusive<K>,
    ) -> Result<Vec<(K, V)>, StoreError> {
        self.first(table, keys, usize::MAX)
    }

    /// The first rows of a range of keys, `limit` at most.
    fn first<K: Key, V: DeserializeOwned>(
        &self,
        table: &Table<K, V>,
        keys: RangeInclusive<K>,
        limit: usize,
    ) -> Result<Vec<(K, V)>, StoreError> {
        self.raw_range(table.info, &keys.start().bytes(), &keys.end().bytes(), limit)?
            .into_iter()
            .map(|(key, value)| Ok((K::read(&key), doc::decode(table.info.name, &value)?)))
            .collect()
    }

    /// The highest key there is.
    fn last_key<K: Key, V>(&self, table: &Table<K, V>) -> Result<Option<K>, StoreError> {
        Ok(self.raw_last(table.info)?.map(|key| K::read(&key)))
    }

    /// Every row of a table, in the order of its keys.
    fn all<K: Key, V: DeserializeOwned>(&self, table: &Table<K, V>) -> Result<Vec<(K, V)>, StoreError> {
        self.raw_range(table.info, &[], &vec![0xff; K::WIDTH], usize::MAX)?
            .into_iter()
            .map(|(key, value)| Ok((K::read(&key), doc::decode(table.info.name, &value)?)))
            .collect()
    }

    /// Every row of a table, in the order of its keys. What is as it was `before` is not decoded again.
    fn all_again<K: Key + Ord, V: DeserializeOwned>(
        &self,
        table: &Table<K, V>,
        before: &[Arc<Decoded<K, V>>],
    ) -> Result<Vec<Arc<Decoded<K, V>>>, StoreError> {
        let mut before = before.iter().peekable();
        let again = |(key, bytes): Row| {
            let key = K::read(&key);
            while before.next_if(|known| known.key < key).is_some() {}
            match before.next_if(|known| known.key == key && known.bytes == bytes) {
                Some(known) => Ok(known.clone()),
                None => Ok(Arc::new(Decoded { key, value: doc::decode(table.info.name, &bytes)?, bytes })),
            }
        };
        let rows = self.raw_range(table.info, &[], &vec![0xff; K::WIDTH], usize::MAX)?;
        rows.into_iter().map(again).collect()
    }
}

/// What a write can do besides reading.
impl super::Write<'_, '_> {
    /// Inserts or replaces a row.
    pub fn put<K: Key, V: Serialize>(
        &self,
        table: &Table<K, V>,
        key: &K,
        value: &V,
    ) -> Result<(), StoreError> {
        self.change(table.info, key.bytes(), Some(doc::encode(value)))
    }

    /// Inserts or replaces a row of bytes, as they are.
    pub fn put_bytes<K: Key>(&self, table: &Table<K, ()>, key: &K, bytes: &[u8]) -> Result<(), StoreError> {
        self.change(table.info, key.bytes(), Some(doc::encode_bytes(bytes)))
    }

    /// Deletes a row, if it is there.
    pub fn delete<K: Key, V>(&self, table: &Table<K, V>, key: &K) -> Result<(), StoreError> {
        self.change(table.info, key.bytes(), None)
    }
}
