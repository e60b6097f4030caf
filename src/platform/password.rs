//! Passwords: argon2id, in a pool no larger than the machine, with blocks that are kept.

use std::{
    sync::{Arc, Mutex, mpsc},
    thread,
};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// 19 MiB, two passes, one lane: what OWASP asks at least.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// What is stored of a password.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hashed {
    /// KiB of memory it was made with.
    memory: u32,
    /// Passes it was made with.
    passes: u32,
    salt: [u8; 16],
    hash: [u8; 32],
}

impl Hashed {
    /// Tells this password from the one before and the one after: its salt.
    pub fn mark(&self) -> [u8; 16] {
        self.salt
    }

    /// What an unknown account is compared with: the same work, and no password matches.
    fn of_nobody() -> Self {
        Self { memory: MEMORY_KIB, passes: PASSES, salt: *b"preau: no such a", hash: [0; 32] }
    }
}

/// A request to the pool: with which salt and strength, and what to do with the hash.
struct Job {
    password: Vec<u8>,
    like: Hashed,
    done: Box<dyn FnOnce(Option<[u8; 32]>) + Send>,
}

/// The pool. On the threads that serve pages, hashing would make every visitor wait.
pub struct Passwords {
    jobs: mpsc::Sender<Job>,
}

impl Passwords {
    /// Starts the workers: one by core, four at most.
    pub fn start() -> Self {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..thread::available_parallelism().map_or(1, usize::from).min(4) {
            let waiting = waiting.clone();
            thread::spawn(move || work(&waiting));
        }
        Self { jobs }
    }

    /// Hashes a new password with a salt of its own.
    pub async fn hash(&self, password: &str, salt: [u8; 16]) -> Option<Hashed> {
        let like = Hashed { memory: MEMORY_KIB, passes: PASSES, salt, hash: [0; 32] };
        let hash = self.run(password, like.clone()).await?;
        Some(Hashed { hash, ..like })
    }

    /// Whether a password is the stored one. Nobody's takes the same time, and is never right.
    pub async fn verify(&self, password: &str, stored: Option<Hashed>) -> bool {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(Hashed::of_nobody);
        let hash = self.run(password, stored.clone()).await;
        let same = hash.is_some_and(|hash| bool::from(hash.ct_eq(&stored.hash)));
        known && same
    }

    async fn run(&self, password: &str, like: Hashed) -> Option<[u8; 32]> {
        let (answer, answered) = tokio::sync::oneshot::channel();
        let done = Box::new(move |hash| {
            let _ = answer.send(hash);
        });
        self.jobs.send(Job { password: password.as_bytes().to_vec(), like, done }).ok()?;
        answered.await.ok()?
    }
}

/// One worker: it owns its blocks, so that the allocator never sees 19 MiB come and go.
fn work(waiting: &Mutex<mpsc::Receiver<Job>>) {
    // Behind the threads that serve pages: on opening day a thousand sign in at once, and those who are in
    // already must not wait for them.
    let _ = rustix::process::nice(10);
    let mut blocks: Vec<Block> = Vec::new();
    loop {
        let job = match waiting.lock().map(|waiting| waiting.recv()) {
            Ok(Ok(job)) => job,
            _ => return,
        };
        (job.done)(hash(&job.password, &job.like, &mut blocks));
    }
}

fn hash(password: &[u8], like: &Hashed, blocks: &mut Vec<Block>) -> Option<[u8; 32]> {
    let params = Params::new(like.memory, like.passes, 1, Some(32)).ok()?;
    if blocks.len() < params.block_count() {
        blocks.resize(params.block_count(), Block::default());
    }
    let mut out = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(password, &like.salt, &mut out, blocks.as_mut_slice())
        .ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_is_right_and_nobody_has_none() {
        let pool = Passwords::start();
        rocket::tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
            let stored = pool.hash("Préau-2026", [7; 16]).await.unwrap();
            assert!(pool.verify("Préau-2026", Some(stored.clone())).await);
            assert!(!pool.verify("Préau-2025", Some(stored.clone())).await);
            assert!(!pool.verify("", Some(stored)).await);
            assert!(!pool.verify("Préau-2026", None).await);
        });
    }
}
