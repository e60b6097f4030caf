//! Texts in the letters that a search compares.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Codes of the countries where a national number begins with 0: France, with what of it lies overseas.
const FRENCH: [&str; 6] = ["33", "262", "508", "590", "594", "596"];

/// A text in the letters that are compared: small, without accents; one space for whatever is no letter or figure.
pub fn normal(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let letters = text.nfkd().flat_map(char::to_lowercase).filter(|letter| !is_combining_mark(*letter));
    for letter in letters {
        match letter {
            'œ' => plain.push_str("oe"),
            'æ' => plain.push_str("ae"),
            'ß' => plain.push_str("ss"),
            letter if letter.is_alphanumeric() => plain.push(letter),
            _ if plain.ends_with(' ') => {}
            _ => plain.push(' '),
        }
    }
    plain.trim().to_owned()
}

/// A mail address in the same letters: its domain is one word with what stands before it, so that "orange" does not
/// find everybody who has an address there.
pub fn mail(text: &str) -> String {
    match text.split_once('@') {
        Some((local, domain)) => format!("{}@{}", normal(local), normal(domain).replace(' ', ".")),
        None => normal(text),
    }
}

/// A telephone number in its figures: "0612345678" for "+33 (0)6.12.34.56.78".
pub fn telephone(text: &str) -> String {
    national(&normal(&dialled(text)).replace(' ', ""))
}

/// "00" for the "+" that stands before a figure.
pub fn dialled(text: &str) -> String {
    let mut parts = text.split('+');
    let mut dialled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        dialled += if part.starts_with(|letter: char| letter.is_ascii_digit()) { " 00" } else { " " };
        dialled += part;
    }
    dialled
}

/// Figures without the code of the country, where it is French: "0612345678" for "0033612345678".
pub fn national(figures: &str) -> String {
    let inside =
        figures.strip_prefix("00").and_then(|rest| FRENCH.iter().find_map(|code| rest.strip_prefix(code)));
    inside.map_or_else(|| figures.to_owned(), |rest| format!("0{}", rest.trim_start_matches('0')))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accents_case_and_what_stands_between_words_do_not_matter() {
        for (text, plain) in [
            ("LE GALL", "le gall"),
            ("  Éléonore-Ève d’Œuvre ", "eleonore eve d oeuvre"),
            ("L'Haÿ–les–Roses", "l hay les roses"),
            ("lucie.alain@famille.example", "lucie alain famille example"),
            // The same letter, in one or in two.
            ("E\u{301}", "e"),
            ("ÆGIR Strauß № 3", "aegir strauss no 3"),
            ("12 bis, rue des Lilas", "12 bis rue des lilas"),
            ("\u{202e}\0<b>\r\n", "b"),
            ("", ""),
        ] {
            assert_eq!(normal(text), plain, "{text:?}");
        }
    }

    #[test]
    fn telephones_are_their_figures_however_they_are_written() {
        for written in [
            "0612345678",
            "06 12 34 56 78",
            "06.12.34.56.78",
            "+33612345678",
            "+33 (0)6-12-34-56-78",
            "0033 6 12 34 56 78",
        ] {
            assert_eq!(telephone(written), "0612345678", "{written}");
        }
        assert_eq!(telephone("+262 692 00 00 00"), "0692000000");
        assert_eq!(telephone("+32 2 123 45 67"), "003221234567");
    }

    proptest! {
        #[test]
        fn any_text_becomes_words_and_stays_what_it_became(text in "\\PC{0,40}") {
            let plain = normal(&text);
            prop_assert!(!plain.contains("  ") && plain.trim() == plain);
            prop_assert_eq!(normal(&plain), plain.clone());
            telephone(&text);
        }
    }
}
