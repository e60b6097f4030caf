//! What is typed of a message, and why it cannot be sent.

use crate::family::value::{is_unseen, lines};

/// The longest subject, in letters.
pub const MOST_SUBJECT: usize = 120;
/// The longest message, in letters: two pages.
pub const MOST_WORDS: usize = 5_000;

/// What is typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// What it is about; an answer has the subject of its thread.
    pub subject: String,
    /// The message.
    pub words: String,
    /// Number of the form.
    pub form: String,
    /// Of which family it was shown to.
    pub family: String,
    /// How many messages of the thread the form showed.
    pub seen: String,
}

/// What is to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it is about, on one line; empty for an answer.
    pub subject: String,
    /// The message.
    pub words: String,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No subject.
    NoSubject,
    /// A subject that is too long.
    LongSubject,
    /// Nothing is written.
    NoWords,
    /// Too much is.
    LongWords,
}

impl Typed {
    /// Reads what begins a thread.
    ///
    /// # Errors
    /// All that is wrong, in the order of the form.
    pub fn first(&self) -> Result<Draft, Vec<Fault>> {
        let subject = plain(&self.subject.split_whitespace().collect::<Vec<_>>().join(" "));
        let wrong = match subject.chars().count() {
            0 => Some(Fault::NoSubject),
            letters if letters > MOST_SUBJECT => Some(Fault::LongSubject),
            _ => None,
        };
        match (wrong, self.next()) {
            (None, Ok(draft)) => Ok(Draft { subject, ..draft }),
            (wrong, next) => Err(wrong.into_iter().chain(next.err().into_iter().flatten()).collect()),
        }
    }

    /// Reads what goes on with one.
    ///
    /// # Errors
    /// What is wrong.
    pub fn next(&self) -> Result<Draft, Vec<Fault>> {
        let words = lines(&plain(&self.words));
        match words.chars().count() {
            0 => Err(vec![Fault::NoWords]),
            letters if letters > MOST_WORDS => Err(vec![Fault::LongWords]),
            _ => Ok(Draft { subject: String::new(), words }),
        }
    }
}

/// Without what nobody sees or what turns a line round: it comes with text that is pasted, and nobody could find it.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| matches!(letter, '\n' | '\r' | '\t') || !is_unseen(*letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(subject: &str, words: &str) -> Typed {
        Typed { subject: subject.into(), words: words.into(), ..Typed::default() }
    }

    #[test]
    fn what_is_typed_is_kept_line_by_line_without_what_nobody_sees() {
        let draft =
            typed(" Repas \t du\r\n 3\u{202e} ", "\r\n Bonjour,\r\n\r\nmerci\u{0} \r\n").first().unwrap();
        assert_eq!((draft.subject.as_str(), draft.words.as_str()), ("Repas du 3", "Bonjour,\n\nmerci"));
        assert_eq!(typed("", "é".repeat(MOST_WORDS).as_str()).next().unwrap().subject, "");
    }

    #[test]
    fn what_is_wrong_is_named() {
        use Fault::*;
        let long = |letters: usize| "é".repeat(letters);
        for (subject, words, wrong) in [
            ("", "", vec![NoSubject, NoWords]),
            ("\u{200b}", " \n\t", vec![NoSubject, NoWords]),
            (&long(MOST_SUBJECT + 1), "x", vec![LongSubject]),
            (&long(MOST_SUBJECT), &long(MOST_WORDS + 1), vec![LongWords]),
        ] {
            assert_eq!(typed(subject, words).first(), Err(wrong), "{subject:.9} {words:.9}");
        }
        assert_eq!(typed("", "").next(), Err(vec![NoWords]));
    }
}
