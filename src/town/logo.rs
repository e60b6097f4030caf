//! A town's logo: a picture by what it holds, not by what it is called.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::LogoMark;

/// Where it is served, before its hash.
pub const ADDRESS: &str = "/logo/";

/// Bytes at most.
pub const MOST: u64 = 100_000;

/// Pixels at most, each way: a file of a few bytes may claim to be larger than a browser can draw.
const WIDEST: usize = 4_000;

/// What a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Kind {
    Png,
    Jpeg,
}

/// Why a file is no logo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Neither a PNG nor a JPEG, or a damaged one.
    NotAPicture,
    /// It has too many pixels.
    TooWide,
}

/// What a file is, by its own bytes.
///
/// # Errors
/// Why it is no logo.
pub fn read(bytes: &[u8]) -> Result<LogoMark, Wrong> {
    let kind = match imagesize::image_type(bytes) {
        Ok(imagesize::ImageType::Png) => Kind::Png,
        Ok(imagesize::ImageType::Jpeg) => Kind::Jpeg,
        _ => return Err(Wrong::NotAPicture),
    };
    let size = imagesize::blob_size(bytes).map_err(|_| Wrong::NotAPicture)?;
    if size.width == 0 || size.height == 0 {
        return Err(Wrong::NotAPicture);
    }
    if size.width > WIDEST || size.height > WIDEST {
        return Err(Wrong::TooWide);
    }
    let hash = Sha256::digest(bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    Ok(LogoMark { hash, kind, width: size.width as u32, height: size.height as u32 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first bytes of a PNG of so many pixels.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let start = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        [&start[..], &width.to_be_bytes(), &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat()
    }

    #[test]
    fn a_picture_is_known_by_its_bytes() {
        let logo = read(&png(120, 40)).unwrap();
        assert_eq!((logo.kind, logo.width, logo.height, logo.hash.len()), (Kind::Png, 120, 40, 32));
        assert_ne!(logo.hash, read(&png(121, 40)).unwrap().hash);
        assert_eq!(read(&png(4_001, 40)), Err(Wrong::TooWide));
        assert_eq!(read(&png(0, 40)), Err(Wrong::NotAPicture));
        for other in
            [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"GIF89a\x01\0\x01\0", b"<html>", b""]
        {
            assert_eq!(read(other), Err(Wrong::NotAPicture), "{other:?}");
        }
    }
}
