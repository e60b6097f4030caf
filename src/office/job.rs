//! What an administrator's commands ask of the portal that runs: a copy of its data, a check, an agent.
//!
//! One process at a time opens the database, so the running one answers, on a socket beside it that only
//! its own user can open.

use std::{
    fs,
    io::{self, BufRead, BufReader, BufWriter, Write},
    os::unix::{
        fs::PermissionsExt,
        net::{UnixListener, UnixStream},
    },
    path::{Path, PathBuf},
    sync::{Arc, Weak},
    thread,
};

use rocket::{
    Orbit, Rocket,
    fairing::{Fairing, Info, Kind},
};

use crate::{
    account::job,
    platform::{Parts, store::backup::NotRestored},
    tables,
};

/// Where the running portal listens, in the folder of its data.
pub fn socket(data: &Path) -> PathBuf {
    data.join("preau.sock")
}

/// The question that gets a backup, as [`crate::platform::store::backup`] describes it.
pub const BACKUP: &str = "backup";
/// The question that gets a check: lines `step DONE TOTAL`, `fault WORDS`, then `end`.
pub const CHECK: &str = "check";
/// What begins a question about an agent: a space and a [`crate::account::job::Asked`] in JSON follow, on the
/// same line. A line of JSON answers: a [`crate::account::job::Told`].
pub const AGENT: &str = "agent";

/// Longest question.
const LONGEST: u64 = 4096;

/// Listens beside the requests, from the launch on.
pub struct Socket {
    /// See [`socket`].
    pub path: PathBuf,
}

#[rocket::async_trait]
impl Fairing for Socket {
    fn info(&self) -> Info {
        Info { name: "Socket", kind: Kind::Liftoff }
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        let Some(parts) = rocket.state::<Arc<Parts>>().cloned() else {
            return;
        };
        // What is left there is of a process that ended: this one holds the database.
        let _ = fs::remove_file(&self.path);
        match listen(&self.path) {
            // A thread that waits for a question keeps no database open: it is closed when the portal ends.
            Ok(listener) => {
                let parts = Arc::downgrade(&parts);
                drop(thread::spawn(move || answer_all(&listener, &parts)));
            }
            Err(error) => rocket::error!("{}: {error}", self.path.display()),
        }
    }
}

fn listen(path: &Path) -> io::Result<UnixListener> {
    let listener = UnixListener::bind(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

fn answer_all(listener: &UnixListener, parts: &Weak<Parts>) {
    for asked in listener.incoming().flatten() {
        let Some(parts) = parts.upgrade() else { return };
        thread::spawn(move || {
            // Whoever asked and went away hears nothing; it sees itself that the answer is cut.
            if let Err(error) = answer(&asked, &parts) {
                rocket::info!("socket: {error}");
            }
        });
    }
}

fn answer(asked: &UnixStream, parts: &Parts) -> Result<(), NotRestored> {
    let mut question = String::new();
    BufReader::new(io::Read::take(asked, LONGEST)).read_line(&mut question)?;
    let mut out = BufWriter::new(asked);
    let (word, argument) = question.trim_end().split_once(' ').unwrap_or((question.trim_end(), ""));
    match word {
        AGENT => {
            writeln!(out, "{}", serde_json::to_string(&agent(argument, parts)?).map_err(io::Error::from)?)?
        }
        BACKUP => drop(parts.store.back_up(&tables(), parts.clock.now(), &mut out, &mut |_, _| ())?),
        CHECK => {
            let mut step = |done, total| drop(writeln!(out, "step {done} {total}"));
            let faults = parts.store.read(|r| crate::check(r, &mut step))?;
            for fault in faults {
                writeln!(out, "fault {fault}")?;
            }
            writeln!(out, "end")?;
        }
        _ => {}
    }
    Ok(out.flush()?)
}

/// Waits for the writer on this thread: the requests have their own.
fn agent(argument: &str, parts: &Parts) -> io::Result<job::Told> {
    let asked = serde_json::from_str(argument)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let Parts { store, config, random, clock, .. } = parts;
    Ok(runtime.block_on(job::answer(store, config, random, clock, asked)))
}
