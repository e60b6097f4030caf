//! Randomness: the system's, or a seeded one in tests.

use std::sync::Mutex;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// Where tokens and numbers used once come from.
pub struct Random(Option<Mutex<ChaCha20Rng>>);

impl Random {
    /// The operating system's.
    pub fn system() -> Self {
        Self(None)
    }

    /// The same sequence for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self(Some(Mutex::new(ChaCha20Rng::seed_from_u64(seed))))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        match self.0.as_ref().map(Mutex::lock) {
            Some(Ok(mut seeded)) => seeded.fill_bytes(&mut out),
            _ => rand::rng().fill_bytes(&mut out),
        }
        out
    }

    /// 128 random bits, as 32 hexadecimal digits.
    pub fn token(&self) -> String {
        hex(&self.bytes::<16>())
    }
}

/// Whether a text is such a number: 32 hexadecimal digits, no more.
pub fn is_token(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
