//! The second factor: a code of six digits from an application (TOTP, RFC 6238), or a recovery code.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use totp_rs::{Builder, Secret, Totp};

/// The second factor of an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// Shared with the application: 160 bits.
    pub secret: [u8; 20],
    /// The step of 30 seconds of the last code that was taken: none is taken twice.
    pub used: u64,
    /// SHA-256 of the recovery codes that are left.
    pub recovery: Vec<[u8; 32]>,
}

/// What a right code was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The application's.
    Application,
    /// A recovery code, which is used up.
    Recovery,
}

/// How many recovery codes there are.
pub const RECOVERY: usize = 10;

/// Letters and digits that are read alike by everybody: no 0 and o, no 1 and l.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Recovery codes, from random bytes: ten letters or digits each, in two groups.
pub fn recovery(random: &[u8; 10 * RECOVERY]) -> Vec<String> {
    let letters: Vec<char> = random.iter().map(|byte| LETTERS[usize::from(byte % 32)].into()).collect();
    let code = |ten: &[char]| ten.chunks(5).map(String::from_iter).collect::<Vec<_>>().join("-");
    letters.chunks(10).map(code).collect()
}

impl Factor {
    /// One that was just set up: the code of step `used` was the first.
    pub fn new(secret: [u8; 20], used: u64, recovery: &[String]) -> Self {
        Self { secret, used, recovery: digests(recovery) }
    }

    /// Takes a code, if it is right and new. Spaces and dashes do not count, nor does the case.
    pub fn take(&mut self, code: &str, now: DateTime<Utc>) -> Option<Taken> {
        if let Some(step) = right(&self.secret, code, now).filter(|step| *step > self.used) {
            self.used = step;
            return Some(Taken::Application);
        }
        let digest = digest(code);
        let at = self.recovery.iter().position(|known| bool::from(known.ct_eq(&digest)))?;
        self.recovery.remove(at);
        Some(Taken::Recovery)
    }
}

/// The step at which a code of six digits is right: this one, or those beside it, for clocks that differ.
pub fn right(secret: &[u8; 20], code: &str, now: DateTime<Utc>) -> Option<u64> {
    totp(secret, "", "").check(&plain(code), now.timestamp().unsigned_abs())
}

/// The address that an application reads (as a QR code or a link). `issuer` and `account` are shown there.
pub fn address(secret: &[u8; 20], issuer: &str, account: &str) -> String {
    totp(secret, issuer, account).to_url().unwrap_or_default()
}

/// The secret as it is typed by hand: base32, in groups of four.
pub fn typed(secret: &[u8; 20]) -> String {
    let letters: Vec<char> = Secret::from(*secret).to_base32().chars().collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

/// RFC 6238 as every application knows it: SHA-1, six digits, 30 seconds.
fn totp(secret: &[u8; 20], issuer: &str, account: &str) -> Totp {
    let plain = |text: &str| text.replace(':', " ");
    let builder = Builder::new().with_secret(*secret).with_account_name(plain(account));
    builder.with_issuer(Some(plain(issuer))).build_noncompliant()
}

/// As it is compared.
fn plain(code: &str) -> String {
    code.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}')).collect::<String>().to_lowercase()
}

/// What is stored of recovery codes.
pub fn digests(codes: &[String]) -> Vec<[u8; 32]> {
    codes.iter().map(|code| digest(code)).collect()
}

/// What is stored of a recovery code.
pub fn digest(code: &str) -> [u8; 32] {
    Sha256::digest(plain(code)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    /// RFC 6238, appendix B, its last six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = *b"12345678901234567890";
        for (time, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(right(&secret, code, at(time)), Some(time as u64 / 30));
        }
        assert_eq!(right(&secret, "287083", at(59)), None);
    }

    #[test]
    fn a_code_is_taken_once_and_recovery_codes_too() {
        let recovery = vec![digest("abcde-fghij"), digest("klmno-pqrst")];
        let mut factor = Factor { secret: *b"12345678901234567890", used: 0, recovery };
        assert_eq!(factor.take("287 082", at(59)), Some(Taken::Application));
        assert_eq!(factor.take("287082", at(61)), None, "not again");
        assert_eq!(factor.take("ABCDE FGHIJ", at(61)), Some(Taken::Recovery));
        assert_eq!((factor.take("abcde-fghij", at(61)), factor.recovery.len()), (None, 1));
    }

    #[test]
    fn recovery_codes_are_read_alike_by_everybody() {
        let mut random = [0; 100];
        random.iter_mut().zip(0u8..).for_each(|(byte, n)| *byte = n.wrapping_mul(37));
        let codes = recovery(&random);
        assert_eq!((codes.len(), codes[0].as_str()), (RECOVERY, "afkrw-38dip"));
        assert!(
            codes.iter().all(|code| code.len() == 11 && !code.contains(['0', 'o', '1', 'l'])),
            "{codes:?}"
        );
    }

    #[test]
    fn clocks_may_differ_by_half_a_minute() {
        let secret = *b"12345678901234567890";
        for (time, good) in [(29, true), (59, true), (89, true), (120, false)] {
            assert_eq!(right(&secret, "287082", at(time)).is_some(), good, "{time}");
        }
    }

    #[test]
    fn the_address_names_the_town_and_the_person() {
        let address = address(b"12345678901234567890", "Valpréau : mairie", "a@b.example");
        assert!(
            address.starts_with("otpauth://totp/") && address.contains("secret=GEZDGNBVGY3TQOJQ"),
            "{address}"
        );
        assert_eq!(typed(b"12345678901234567890"), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
