//! Keys: fixed-width, big-endian, so that the order of the bytes is the order of the values.

use chrono::{Datelike, NaiveDate};

/// What a row is found by: an id, a date, an integer, a digest, or a tuple of them.
///
/// Fixed widths only: a key is never ambiguous, and a range over the first parts of a tuple is a
/// range over its bytes.
pub trait Key: Sized {
    /// How many bytes it takes, always.
    const WIDTH: usize;
    /// Appends exactly [`Key::WIDTH`] bytes.
    fn write(&self, out: &mut Vec<u8>);
    /// Reads back what [`Key::write`] wrote; `bytes` holds exactly [`Key::WIDTH`] bytes.
    fn read(bytes: &[u8]) -> Self;

    /// The key's own bytes.
    fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(Self::WIDTH);
        self.write(&mut out);
        out
    }
}

/// The key of a table of one row.
impl Key for () {
    const WIDTH: usize = 0;
    fn write(&self, _: &mut Vec<u8>) {}
    fn read(_: &[u8]) -> Self {}
}

impl<const N: usize> Key for [u8; N] {
    const WIDTH: usize = N;
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
    fn read(bytes: &[u8]) -> Self {
        let mut out = [0; N];
        out.copy_from_slice(bytes);
        out
    }
}

impl Key for u32 {
    const WIDTH: usize = 4;
    fn write(&self, out: &mut Vec<u8>) {
        self.to_be_bytes().write(out);
    }
    fn read(bytes: &[u8]) -> Self {
        u32::from_be_bytes(Key::read(bytes))
    }
}

impl Key for u64 {
    const WIDTH: usize = 8;
    fn write(&self, out: &mut Vec<u8>) {
        self.to_be_bytes().write(out);
    }
    fn read(bytes: &[u8]) -> Self {
        u64::from_be_bytes(Key::read(bytes))
    }
}

/// Days since 1 January of year 1: dates of the common era, which is all that a town has.
impl Key for NaiveDate {
    const WIDTH: usize = 4;
    fn write(&self, out: &mut Vec<u8>) {
        (self.num_days_from_ce() as u32).write(out);
    }
    fn read(bytes: &[u8]) -> Self {
        let days = u32::read(bytes) as i32;
        NaiveDate::from_num_days_from_ce_opt(days).unwrap_or_default()
    }
}

macro_rules! tuple_key {
    ($($name:ident $n:tt),+) => {
        impl<$($name: Key),+> Key for ($($name,)+) {
            const WIDTH: usize = 0 $(+ $name::WIDTH)+;
            fn write(&self, out: &mut Vec<u8>) {
                $(self.$n.write(out);)+
            }
            #[allow(unused_assignments)]
            fn read(bytes: &[u8]) -> Self {
                let mut at = 0;
                ($({
                    let part = $name::read(&bytes[at..at + $name::WIDTH]);
                    at += $name::WIDTH;
                    part
                },)+)
            }
        }
    };
}
tuple_key!(A 0, B 1);
tuple_key!(A 0, B 1, C 2);
tuple_key!(A 0, B 1, C 2, D 3);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn order_of_bytes_is_order_of_values(a: (u32, u64), b: (u32, u64)) {
            prop_assert_eq!(a.cmp(&b), a.bytes().cmp(&b.bytes()));
        }

        #[test]
        fn what_is_written_is_read_back(n: u32, m: u64, days in 1i32..1_000_000) {
            let date = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            let key = (n, date, m);
            prop_assert_eq!(key.bytes().len(), <(u32, NaiveDate, u64)>::WIDTH);
            prop_assert_eq!(<(u32, NaiveDate, u64)>::read(&key.bytes()), key);
        }
    }
}
