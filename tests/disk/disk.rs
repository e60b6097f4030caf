//! A disk in memory: what was synced apart from what was only written, and an operation that fails.

use std::{
    fmt, io,
    sync::{Arc, Mutex, MutexGuard},
};

use preau::platform::random::Random;

/// What the database asks of a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Op {
    Len,
    Read,
    Write,
    SetLen,
    Sync,
}

/// The operation that fails, from 0, and how.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    pub at: usize,
    /// `ENOSPC` or `EIO`.
    pub error: i32,
    /// Whether everything after it fails too: a disk that died, a machine without power.
    pub lasting: bool,
}

pub const ENOSPC: i32 = 28;
pub const EIO: i32 = 5;

/// What becomes, when the power goes, of what was written and not synced.
#[derive(Clone, Copy, Debug)]
pub enum Loss {
    /// All of it is lost.
    All,
    /// Some of it is, whichever.
    Some,
    /// Some of it is, and of the last write a beginning is left.
    Torn,
}

pub const LOSSES: [Loss; 3] = [Loss::All, Loss::Some, Loss::Torn];

/// A change that was not synced.
enum Change {
    Bytes(usize, Vec<u8>),
    Length(usize),
}

impl Change {
    fn make(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Bytes(at, data) => write(bytes, *at, data),
            Self::Length(length) => bytes.resize(*length, 0),
        }
    }
}

#[derive(Default)]
struct State {
    /// What is left without power, whatever happens.
    synced: Vec<u8>,
    /// What is read while the machine is on.
    seen: Vec<u8>,
    /// What makes the one of the other.
    changes: Vec<Change>,
    done: Vec<Op>,
    fault: Option<Fault>,
    /// How much of a write that fails is made all the same.
    random: Option<Random>,
    failed: bool,
}

/// A disk. Clones are the same one: the database has one, the test another.
#[derive(Clone, Default)]
pub struct Disk(Arc<Mutex<State>>);

impl Disk {
    /// A disk with this on it, which will fail so. The seed says how much of the write that fails is made.
    pub fn with(bytes: &[u8], fault: Option<Fault>, seed: u64) -> Self {
        let state = State {
            synced: bytes.to_vec(),
            seen: bytes.to_vec(),
            fault,
            random: Some(Random::seeded(seed)),
            ..State::default()
        };
        Self(Arc::new(Mutex::new(state)))
    }

    /// What was asked of it so far.
    pub fn done(&self) -> Vec<Op> {
        self.state().done.clone()
    }

    /// Whether the fault has shown itself.
    pub fn failed(&self) -> bool {
        self.state().failed
    }

    /// What the next process finds if the machine stays on.
    pub fn left(&self) -> Vec<u8> {
        self.state().seen.clone()
    }

    /// What is found when the power comes back.
    pub fn after(&self, loss: Loss, seed: u64) -> Vec<u8> {
        let (state, random) = (self.state(), Random::seeded(seed));
        let mut bytes = state.synced.clone();
        let kept = match loss {
            Loss::All => 0,
            Loss::Some | Loss::Torn => random.bytes::<1>()[0],
        };
        let last = state.changes.len().saturating_sub(1);
        for (n, change) in state.changes.iter().enumerate() {
            let torn = n == last && matches!(loss, Loss::Torn);
            match change {
                Change::Bytes(at, data) if torn => {
                    write(&mut bytes, *at, &data[..below(&random, data.len() + 1)]);
                }
                _ if random.bytes::<1>()[0] >= kept => {}
                _ => change.make(&mut bytes),
            }
        }
        bytes
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nobody panics in here")
    }
}

/// Some number below `end`.
pub fn below(random: &Random, end: usize) -> usize {
    let drawn = u64::from_be_bytes(random.bytes()) % end as u64;
    usize::try_from(drawn).expect("below a usize")
}

/// What a file whose new length was lost keeps of a write beyond its end: nothing.
fn write(bytes: &mut [u8], at: usize, data: &[u8]) {
    if let Some(place) = bytes.get_mut(at..) {
        let length = data.len().min(place.len());
        place[..length].copy_from_slice(&data[..length]);
    }
}

impl State {
    /// Counts an operation, and fails if its turn has come.
    fn turn(&mut self, op: Op) -> io::Result<()> {
        let number = self.done.len();
        self.done.push(op);
        let fails = |fault: &Fault| number == fault.at || fault.lasting && number > fault.at;
        match self.fault.filter(fails) {
            Some(fault) => {
                self.failed = true;
                Err(io::Error::from_raw_os_error(fault.error))
            }
            None => Ok(()),
        }
    }

    /// The beginning of a write that fails may be made; a machine without power writes nothing more.
    fn cut(&mut self, at: usize, data: &[u8]) {
        let first = self.fault.is_some_and(|fault| self.done.len() == fault.at + 1);
        if let Some(random) = self.random.as_ref().filter(|_| first) {
            let part = &data[..below(random, data.len() + 1)];
            write(&mut self.seen, at, part);
            // Kept whole: the loss of power tears it anew.
            self.changes.push(Change::Bytes(at, data.to_vec()));
        }
    }
}

impl redb::StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        let mut state = self.state();
        state.turn(Op::Len)?;
        Ok(state.seen.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let mut state = self.state();
        state.turn(Op::Read)?;
        let at = place(offset)?;
        let there = state.seen.get(at..at + out.len());
        out.copy_from_slice(there.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.state();
        state.turn(Op::SetLen)?;
        let length = place(len)?;
        state.seen.resize(length, 0);
        state.changes.push(Change::Length(length));
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut state = self.state();
        state.turn(Op::Sync)?;
        for change in std::mem::take(&mut state.changes) {
            change.make(&mut state.synced);
        }
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        let at = place(offset)?;
        if let Err(error) = state.turn(Op::Write) {
            state.cut(at, data);
            return Err(error);
        }
        if at + data.len() > state.seen.len() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        write(&mut state.seen, at, data);
        state.changes.push(Change::Bytes(at, data.to_vec()));
        Ok(())
    }
}

fn place(offset: u64) -> io::Result<usize> {
    usize::try_from(offset).map_err(io::Error::other)
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disk").finish_non_exhaustive()
    }
}
