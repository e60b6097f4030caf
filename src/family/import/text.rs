//! Bytes to text, whatever program wrote them.

use encoding_rs::{Encoding, WINDOWS_1252};

/// Why bytes are not a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotText {
    /// There is nothing.
    Empty,
    /// A workbook (XLSX, ODS, XLS), perhaps renamed: it must be saved as CSV.
    Workbook,
    /// Something else than text.
    Binary,
}

/// How the files of spreadsheets begin: those that are archives, and the older ones.
const WORKBOOKS: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"];

/// The text of a file: by its byte order mark, else UTF-8 if it is, else windows-1252 (which holds ISO-8859-1).
///
/// # Errors
/// When it is none.
pub fn text(bytes: &[u8]) -> Result<String, NotText> {
    if WORKBOOKS.iter().any(|begins| bytes.starts_with(begins)) {
        return Err(NotText::Workbook);
    }
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0,
        None => match str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        },
    };
    if text.trim().is_empty() {
        return Err(NotText::Empty);
    }
    // A stray control character is a fault of its line; many, or a NUL, are no text.
    let strange = text.chars().filter(|c| c.is_control() && !"\t\r\n\u{c}\u{1a}".contains(*c)).count();
    if text.contains('\0') || strange * 100 > text.len() {
        return Err(NotText::Binary);
    }
    Ok(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_are_read_in_each_encoding() {
        let words = "Nom d’usage élève;Cœur";
        let utf16 = |big: bool| -> Vec<u8> {
            let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            std::iter::once(0xfeff).chain(words.encode_utf16()).flat_map(unit).collect()
        };
        for bytes in [
            words.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", words.as_bytes()].concat(),
            WINDOWS_1252.encode(words).0.into_owned(),
            utf16(true),
            utf16(false),
        ] {
            assert_eq!(text(&bytes).as_deref(), Ok(words));
        }
        assert_eq!(text(b"\xe9l\xe8ve").as_deref(), Ok("élève"));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for (bytes, why) in [
            (&b""[..], NotText::Empty),
            (b" \r\n\xc2\xa0", NotText::Empty),
            (b"\xef\xbb\xbf", NotText::Empty),
            (b"PK\x03\x04 a workbook, renamed", NotText::Workbook),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", NotText::Workbook),
            (b"Nom;Pr\0nom", NotText::Binary),
            (b"\x01\x02\x03\x04", NotText::Binary),
        ] {
            assert_eq!(text(bytes), Err(why), "{bytes:?}");
        }
    }
}
