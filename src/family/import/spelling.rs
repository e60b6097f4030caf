//! What makes two spellings the same: neither case nor accents, nor how words are joined.

/// Words in lower case, without accents, apart by one space: "Nom d’usage élève" is "nom d usage eleve".
pub use crate::family::letters::normal as key;

/// Whether two keys differ by a slip of the pen: a letter or two, in words long enough for that.
pub fn nearly(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    if a == b || long.len() - short.len() > 2 {
        return a == b;
    }
    let slips = if short.len() < 6 { 1 } else { 2 };
    short.len() >= 3 && strsim::osa_distance(a, b) <= slips
}

/// Text with one space between its words: those that do not break and new lines are spaces.
pub fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A first name as it is read, when it was written in capitals: "JEAN-PAUL" is "Jean-Paul".
pub fn first_name(text: &str) -> String {
    if text.chars().any(char::is_lowercase) {
        return text.to_owned();
    }
    let mut begins = true;
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match begins {
            true => out.push(letter),
            false => out.extend(letter.to_lowercase()),
        }
        begins = !letter.is_alphanumeric();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for (same, one) in [
            (&["LE GALL", "Le Gall", "le-gall", " Le\u{a0}Gall "][..], "le gall"),
            (&["D’ARC", "d'Arc", "d arc"], "d arc"),
            (&["Nom d’usage élève", "NOM D'USAGE ELEVE"], "nom d usage eleve"),
            (&["Ève", "E\u{300}ve", "EVE"], "eve"),
            (&["Lœtitia", "Loetitia"], "loetitia"),
            (&["", "--", " ’ "], ""),
        ] {
            for spelling in same {
                assert_eq!(key(spelling), one, "{spelling:?}");
            }
        }
    }

    #[test]
    fn a_slip_is_near_and_another_name_is_not() {
        for (a, b, near) in [
            ("martin", "martni", true),
            ("dupond", "dupont", true),
            ("lea", "leo", true),
            ("leila", "leyla", true),
            ("jean", "jeanne", false),
            ("martin", "marin petit", false),
            ("al", "el", false),
            ("", "", true),
        ] {
            assert_eq!(nearly(a, b), near, "{a} {b}");
        }
    }

    #[test]
    fn capitals_are_read_as_a_name() {
        for (typed, read) in [("JEAN-PAUL", "Jean-Paul"), ("ÉLÉA", "Éléa"), ("McLeod", "McLeod"), ("", "")]
        {
            assert_eq!(first_name(typed), read);
        }
        assert_eq!(words(" 12\u{a0}rue \r\n du  Lac "), "12 rue du Lac");
    }
}
