//! The one writer: closures in order of arrival, one durable commit for all who wait.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc},
};

use chrono::{DateTime, Utc};
use redb::{Database, ReadableDatabase, ReadableTable, WriteTransaction};

use super::{
    REVISION, Reading, Room, Row, StoreError, TableInfo, collect, definition, doc,
    journal::{Change, Entry, JOURNAL},
    migrate,
    snapshot::Latest,
};
use crate::platform::clock::Clock;

/// Room that must be free before a group of commits: a commit copies the pages it touches, and the
/// file grows by doubling its last region.
const ROOM: u64 = 64 << 20;

/// How many closures share a commit, at most: the first of them waits for the last.
const GROUP: usize = 256;

/// A write that waits. Run inside the transaction, it gives the answer to be sent after the commit;
/// run without one, it answers that it was refused.
pub(super) type Job = Box<dyn FnOnce(Result<&Group, StoreError>) -> Answer + Send>;

/// Tells who asked; with the error, when the commit did not take place.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// Wraps a closure and the way back to who asked for it.
pub(super) fn job<T: Send + 'static, E: From<StoreError> + Send + 'static>(
    who: String,
    change: impl FnOnce(&Write) -> Result<T, E> + Send + 'static,
    tell: impl FnOnce(Result<T, E>) + Send + 'static,
) -> Job {
    Box::new(move |group| {
        let result = match group {
            Ok(group) => group.apply(who, change),
            Err(refused) => Err(refused.into()),
        };
        Box::new(move |committed| tell(committed.map_err(E::from).and(result)))
    })
}

/// Makes sure that every table exists: a snapshot of a table never created cannot be read. Writes nothing
/// when they do, so that a full disk can be opened and read.
pub(super) fn create_tables(db: &Database, tables: &[TableInfo]) -> Result<(), StoreError> {
    if all_there(db, tables)? {
        return Ok(());
    }
    let mut tx = begin(db)?;
    {
        for table in tables {
            tx.open_table(definition(*table))?;
        }
        let mut schema = tx.open_table(definition(migrate::SCHEMA.info()))?;
        if schema.get([].as_slice())?.is_none() {
            schema.insert([].as_slice(), doc::encode(&migrate::KNOWN).as_slice())?;
        }
    }
    tx.set_durability(redb::Durability::Immediate)?;
    Ok(tx.commit()?)
}

fn all_there(db: &Database, tables: &[TableInfo]) -> Result<bool, StoreError> {
    let tx = db.begin_read()?;
    for table in tables {
        match tx.open_table(definition(*table)) {
            Err(redb::TableError::TableDoesNotExist(_)) => return Ok(false),
            table => drop(table?),
        }
    }
    Ok(tx.open_table(definition(migrate::SCHEMA.info()))?.get([].as_slice())?.is_some())
}

/// Two-phase, so that a torn page is never taken for a commit; quick repair, so that opening after
/// a kill takes a millisecond.
pub(super) fn begin(db: &Database) -> Result<WriteTransaction, StoreError> {
    let mut tx = db.begin_write()?;
    tx.set_two_phase_commit(true);
    tx.set_quick_repair(true);
    Ok(tx)
}

/// What runs on the writer's thread.
pub(super) struct Writer {
    pub latest: Arc<Latest>,
    pub clock: Clock,
    pub room: Room,
    /// Number of the last entry of the journal.
    pub last: u64,
}

impl Writer {
    /// Until nobody can send any more.
    pub fn run(mut self, waiting: &mpsc::Receiver<Job>) {
        while let Ok(first) = waiting.recv() {
            // A writer that ended unseen would leave a portal that shows and never saves.
            let done = catch_unwind(AssertUnwindSafe(|| self.turn(first, waiting)));
            if let Err(error) = done.unwrap_or(Err(StoreError::Interrupted)) {
                return self.latest.alarm.raise(&error);
            }
        }
    }

    /// A group, if there is room for it.
    fn turn(&mut self, first: Job, waiting: &mpsc::Receiver<Job>) -> Result<(), StoreError> {
        if (self.room)().is_some_and(|free| free < ROOM) {
            first(Err(StoreError::Full))(Ok(()));
            return Ok(());
        }
        self.group(first, waiting)
    }

    /// One transaction: the first job, and those that wait behind it.
    fn group(&mut self, first: Job, waiting: &mpsc::Receiver<Job>) -> Result<(), StoreError> {
        let tx = begin(&self.latest.db)?;
        let mut answers = Vec::new();
        let (last, changed) = {
            let group = Group::new(&tx, &self.latest, self.clock.now(), self.last);
            let mut next = Some(first);
            while let Some(job) = next {
                answers.push(job(Ok(&group)));
                next = if answers.len() < GROUP { waiting.try_recv().ok() } else { None };
            }
            group.finish()?
        };
        if changed {
            tx.commit()?;
            self.latest.renew()?;
        } else {
            tx.abort()?;
        }
        self.last = last;
        for answer in answers {
            answer(Ok(()));
        }
        Ok(())
    }
}

type OpenTable<'t> = redb::Table<'t, &'static [u8], &'static [u8]>;

/// The writes that share a transaction.
pub(super) struct Group<'t> {
    tx: &'t WriteTransaction,
    latest: &'t Latest,
    /// Tables that the group has touched; redb opens each once in a transaction.
    open: RefCell<HashMap<&'static str, OpenTable<'t>>>,
    at: DateTime<Utc>,
    last: Cell<u64>,
    /// Whether there is anything to commit.
    changed: Cell<bool>,
    /// A failure of the database itself, which no undo mends.
    broken: RefCell<Option<StoreError>>,
}

impl<'t> Group<'t> {
    fn new(tx: &'t WriteTransaction, latest: &'t Latest, at: DateTime<Utc>, last: u64) -> Self {
        Self {
            tx,
            latest,
            open: RefCell::default(),
            at,
            last: Cell::new(last),
            changed: Cell::new(false),
            broken: RefCell::default(),
        }
    }

    /// Runs one closure; undoes what it did if it fails or panics, journals it if it does not.
    fn apply<T, E: From<StoreError>>(
        &self,
        who: String,
        change: impl FnOnce(&Write) -> Result<T, E>,
    ) -> Result<T, E> {
        let write = Write { group: self, changes: RefCell::default() };
        let result = catch_unwind(AssertUnwindSafe(|| change(&write)))
            .unwrap_or_else(|_| Err(StoreError::Interrupted.into()));
        let changes = write.changes.into_inner();
        match result {
            Ok(answer) => self.journal(who, &changes).map(|()| answer).map_err(E::from),
            Err(refused) => self.undo(changes).map_err(E::from).and(Err(refused)),
        }
    }

    /// Closes the tables. Gives the journal's last number and whether there is anything to commit.
    fn finish(self) -> Result<(u64, bool), StoreError> {
        match self.broken.into_inner() {
            Some(error) => Err(error),
            None => Ok((self.last.get(), self.changed.get())),
        }
    }

    fn undo(&self, changes: Vec<Change>) -> Result<(), StoreError> {
        for change in changes.into_iter().rev() {
            self.set(change.table, &change.key, change.before.as_deref())?;
        }
        Ok(())
    }

    fn journal(&self, who: String, changes: &[Change]) -> Result<(), StoreError> {
        if changes.iter().any(|change| change.table.kept) {
            let revision = self.revision()?;
            self.set(REVISION.info(), &[], Some(&doc::encode(&(revision + 1))))?;
        }
        let journalled = |change: &&Change| change.table.journalled == super::Journalled::Full;
        let changes: Vec<_> = changes.iter().filter(journalled).map(Change::entry).collect();
        if changes.is_empty() {
            return Ok(());
        }
        let number = self.last.get() + 1;
        let entry = doc::encode(&Entry { at: self.at, who, changes });
        self.set(JOURNAL.info(), &number.to_be_bytes(), Some(&entry))?;
        self.last.set(number);
        Ok(())
    }

    /// How often kept tables were changed, this group's earlier writes included.
    fn revision(&self) -> Result<u64, StoreError> {
        let row = self.raw(REVISION.info(), &[])?;
        row.map_or(Ok(0), |bytes| doc::decode(REVISION.info().name, &bytes))
    }

    /// Does something with an open table; remembers a failure of the database itself.
    fn with<T>(
        &self,
        table: TableInfo,
        act: impl FnOnce(&mut OpenTable<'t>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut open = self.open.borrow_mut();
        let opened = match open.entry(table.name) {
            std::collections::hash_map::Entry::Occupied(there) => Ok(there.into_mut()),
            std::collections::hash_map::Entry::Vacant(gap) => {
                self.tx.open_table(definition(table)).map(|table| gap.insert(table)).map_err(StoreError::from)
            }
        };
        opened.and_then(act).inspect_err(|error| *self.broken.borrow_mut() = Some(error.clone()))
    }

    fn raw(&self, table: TableInfo, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(table, |open| Ok(open.get(key)?.map(|value| value.value().to_vec())))
    }

    /// Sets or clears a row; gives what was there.
    fn set(&self, table: TableInfo, key: &[u8], value: Option<&[u8]>) -> Result<Option<Vec<u8>>, StoreError> {
        self.changed.set(true);
        self.with(table, |open| {
            let before = match value {
                Some(value) => open.insert(key, value)?,
                None => open.remove(key)?,
            };
            Ok(before.map(|value| value.value().to_vec()))
        })
    }
}

/// One write under way: it reads what it and those before it have written.
pub struct Write<'g, 't> {
    group: &'g Group<'t>,
    changes: RefCell<Vec<Change>>,
}

impl Write<'_, '_> {
    /// The number that the journal will give to this write, if it changes anything that is journalled: an index
    /// of the journal is written under it, in the same transaction.
    pub fn number(&self) -> u64 {
        self.group.last.get() + 1
    }

    pub(super) fn change(
        &self,
        table: TableInfo,
        key: Vec<u8>,
        after: Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        let before = self.group.set(table, &key, after.as_deref())?;
        if before != after {
            self.changes.borrow_mut().push(Change { table, key, before, after });
        }
        Ok(())
    }
}

impl Reading for Write<'_, '_> {
    fn raw_get(&self, table: TableInfo, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.group.raw(table, key)
    }

    fn raw_range(
        &self,
        table: TableInfo,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        self.group.with(table, |open| collect(open, from, to, limit))
    }

    fn raw_last(&self, table: TableInfo) -> Result<Option<Vec<u8>>, StoreError> {
        self.group.with(table, |open| Ok(open.last()?.map(|(key, _)| key.value().to_vec())))
    }

    /// From memory when nothing newer is under way; what is loaded here is not kept, as it may yet
    /// be undone.
    fn kept<T: Any + Send + Sync>(
        &self,
        key: u32,
        load: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<Arc<T>, StoreError> {
        let changing = self.changes.borrow().iter().any(|change| change.table.kept);
        if !changing && let Some(value) = self.group.latest.memo.get(key, self.group.revision()?) {
            return Ok(value);
        }
        load(self).map(Arc::new)
    }

    fn kept_before<T: Any + Send + Sync>(&self, key: u32) -> Option<Arc<T>> {
        self.group.latest.memo.latest(key)
    }
}
