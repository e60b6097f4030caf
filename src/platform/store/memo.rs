//! What is kept in memory, decoded: settings, files that are read again and again.
//!
//! Each value carries the revision of the data that it was read at, a row which every write to a kept table
//! raises in its own transaction. A snapshot takes only what carries its own revision: never older, never newer.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, RwLock},
};

/// Values at most: the families of a large town, of some 2 kB each, all on one evening.
const MOST: usize = 8_192;

/// A value and its revision.
type Kept = (u64, Arc<dyn Any + Send + Sync>);

/// Values by type and key.
#[derive(Default)]
pub(super) struct Memo(RwLock<HashMap<(TypeId, u32), Kept>>);

impl Memo {
    /// A value, if there is one of that revision.
    pub fn get<T: Any + Send + Sync>(&self, key: u32, revision: u64) -> Option<Arc<T>> {
        let (at, value) = self.0.read().ok()?.get(&(TypeId::of::<T>(), key))?.clone();
        if at == revision { value.downcast().ok() } else { None }
    }

    /// A value, of whatever revision.
    pub fn latest<T: Any + Send + Sync>(&self, key: u32) -> Option<Arc<T>> {
        let (_, value) = self.0.read().ok()?.get(&(TypeId::of::<T>(), key))?.clone();
        value.downcast().ok()
    }

    /// Keeps a value, unless a newer one is there: a long reading may still be of an old snapshot.
    pub fn put<T: Any + Send + Sync>(&self, key: u32, revision: u64, value: Arc<T>) {
        let Ok(mut all) = self.0.write() else { return };
        if all.len() >= MOST {
            all.retain(|_, (at, _)| *at == revision);
        }
        if all.len() >= MOST {
            all.clear();
        }
        let kept = all.entry((TypeId::of::<T>(), key)).or_insert_with(|| (revision, value.clone()));
        if kept.0 < revision {
            *kept = (revision, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::platform::{
        clock::Clock,
        store::{Reading, Store, StoreError, Table, Write},
    };

    const ROWS: Table<u32, u64> = Table::new("rows-1").kept();

    #[test]
    fn no_more_is_kept_than_fits() {
        let memo = Memo::default();
        for revision in [1, 2] {
            for key in 0..2 * MOST as u32 {
                memo.put(key, revision, Arc::new(key));
                assert_eq!(memo.get::<u32>(key, revision).as_deref(), Some(&key));
            }
            assert!(memo.0.read().unwrap().len() <= MOST);
        }
    }

    #[test]
    fn an_old_snapshot_does_not_bring_back_what_was() {
        let memo = Memo::default();
        memo.put(1, 8, Arc::new("new"));
        memo.put(1, 7, Arc::new("old"));
        assert_eq!(memo.get::<&str>(1, 8).as_deref(), Some(&"new"));
        assert_eq!(memo.get::<&str>(1, 7), None);
    }

    /// A row as it is kept, and as it is on the disk.
    fn both(r: &impl Reading, key: u32) -> Result<(u64, u64), StoreError> {
        let kept = r.kept(key, |r| Ok(r.get(&ROWS, &key)?.unwrap_or(0)))?;
        Ok((*kept, r.get(&ROWS, &key)?.unwrap_or(0)))
    }

    /// Sets or deletes a row, looks at each before and after, and may then fail.
    fn change(w: &Write, key: u32, value: Option<u64>, fails: bool) -> Result<bool, StoreError> {
        let same = |w: &Write| (0..4).map(|key| both(w, key)).all(|both| both.is_ok_and(|(a, b)| a == b));
        let before = same(w);
        match value {
            Some(value) => w.put(&ROWS, &key, &value)?,
            None => w.delete(&ROWS, &key)?,
        }
        let after = same(w);
        if fails { Err(StoreError::Full) } else { Ok(before && after) }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn what_is_kept_is_what_is_there(
            steps in proptest::collection::vec((0u32..4, proptest::option::of(0u64..3), any::<bool>()), 1..30),
            held in 0usize..30,
        ) {
            let store = Store::in_memory(&[ROWS.info()], Clock::real(), Box::new(|| None)).unwrap();
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let apply = |(key, value, fails): (u32, Option<u64>, bool)| {
                let done = runtime.block_on(store.write("test", move |w| change(w, key, value, fails)));
                assert!(fails || done.unwrap(), "a write sees what it has written");
            };
            let same = |r: &_| (0..4).all(|key| both(r, key).is_ok_and(|(kept, there)| kept == there));
            let (first, rest) = steps.split_at(held.min(steps.len()));
            first.iter().for_each(|step| {
                apply(*step);
                assert!(store.read(|r| Ok::<_, StoreError>(same(r))).unwrap());
            });
            // A snapshot that is held while the others go on stays as it was.
            let unchanged = store.read(|old| {
                let before: Vec<_> = (0..4).map(|key| both(old, key).unwrap()).collect();
                let unchanged = rest.iter().all(|step| {
                    apply(*step);
                    let now = store.read(|r| Ok::<_, StoreError>(same(r))).unwrap();
                    now && before == (0..4).map(|key| both(old, key).unwrap()).collect::<Vec<_>>()
                });
                Ok::<_, StoreError>(unchanged)
            });
            prop_assert!(unchanged.unwrap());
        }
    }
}
