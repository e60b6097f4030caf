//! A damaged database is an error like another: redb panics on some pages that are not as it wrote them.

use std::{
    cell::RefCell,
    ops::{Deref, DerefMut},
    panic::{self, AssertUnwindSafe},
    sync::{Once, OnceLock},
};

use redb::Database;

use super::StoreError;

thread_local! {
    /// Of a thread that is guarded, where it panicked.
    static GUARD: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What ends the process when a panic cannot be caught.
static LAST_WORDS: OnceLock<fn(&StoreError) -> !> = OnceLock::new();

/// Says how the process ends when redb panics again while its first panic goes by: closing what it could not
/// open. Rust ends the process then, and nobody could say why.
pub fn last_words(end: fn(&StoreError) -> !) {
    LAST_WORDS.get_or_init(|| end);
}

/// Does what may meet damage: opening, verifying, reading everything. A panic in it is the error of a damaged
/// database, and nothing is printed.
///
/// # Errors
/// What `work` says; [`StoreError::Database`] with the place of a panic.
pub fn guarded<T, E: From<StoreError>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    keep_quiet();
    let outer = GUARD.replace(Some(String::new()));
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    let place = GUARD.replace(outer).unwrap_or_default();
    done.unwrap_or_else(|_| Err(damaged(&place).into()))
}

fn damaged(place: &str) -> StoreError {
    StoreError::Database(format!("damaged, at {place}"))
}

/// From now on the panics of guarded threads are noted; those of others are told as before.
fn keep_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let place = info.location().map_or_else(String::new, |at| {
                let file = at.file().rsplit('/').next().unwrap_or_default();
                format!("{file}:{}", at.line())
            });
            match GUARD.replace(Some(place)) {
                None => {
                    GUARD.set(None);
                    told(info);
                }
                Some(first) if !first.is_empty() => {
                    if let Some(end) = LAST_WORDS.get() {
                        end(&damaged(&first));
                    }
                }
                Some(_) => {}
            }
        }));
    });
}

/// A database that is closed under guard, even while a panic goes by: closing writes, and so meets damage.
pub(super) struct Handle(Option<Database>);

const OPEN: &str = "a database is there until its handle goes";

impl From<Database> for Handle {
    fn from(db: Database) -> Self {
        // Now, while nothing goes wrong: closing may happen while a panic goes by, where no hook can be set.
        keep_quiet();
        Self(Some(db))
    }
}

impl Deref for Handle {
    type Target = Database;
    fn deref(&self) -> &Database {
        self.0.as_ref().expect(OPEN)
    }
}

impl DerefMut for Handle {
    fn deref_mut(&mut self) -> &mut Database {
        self.0.as_mut().expect(OPEN)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let db = self.0.take();
        // What was acknowledged is on the disk already; the next opening repairs the rest, or says what is wrong.
        let _ = guarded(|| {
            drop(db);
            Ok::<_, StoreError>(())
        });
    }
}

#[cfg(test)]
mod tests {
    use std::{
        env::{current_exe, var_os},
        process::{Command, exit},
    };

    use super::*;

    struct PanicsAsItGoes;

    impl Drop for PanicsAsItGoes {
        fn drop(&mut self) {
            panic!("the second")
        }
    }

    /// Set in the process that is to end by it.
    const ENDS: &str = "PREAU_TEST_TWO_PANICS";

    #[test]
    fn a_panic_while_another_goes_by_ends_in_words() {
        if var_os(ENDS).is_some() {
            two_panics();
        }
        let tests = current_exe().expect("this program");
        let name = "platform::store::guard::tests::a_panic_while_another_goes_by_ends_in_words";
        let run = Command::new(tests).args(["--exact", "--nocapture", name]).env(ENDS, "1").output();
        let ended = run.expect("a run");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(7), "{said}");
        assert!(said.contains("last words: database: damaged, at guard.rs"), "{said}");
    }

    fn two_panics() {
        last_words(|error| {
            eprintln!("last words: {error}");
            exit(7)
        });
        let _: Result<(), StoreError> = guarded(|| {
            let _closed_while_the_first_goes_by = PanicsAsItGoes;
            panic!("the first")
        });
        exit(1)
    }
}
