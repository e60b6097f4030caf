//! What is typed of a document.

use chrono::NaiveDate;

use super::{Audience, Kind};

/// What is typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// Its title.
    pub title: String,
    /// Its kind, as forms call it.
    pub kind: String,
    /// For whom: "tous", "ecole-2", "classe-5", "prestation-3".
    pub audience: String,
    /// First day.
    pub first: String,
    /// Last day; empty: none.
    pub last: String,
}

/// What is read of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: Kind,
    /// For whom.
    pub audience: Audience,
    /// First day.
    pub first: NaiveDate,
    /// Last day, if it has one.
    pub last: Option<NaiveDate>,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No title, or a long one.
    Title,
    /// No kind.
    Kind,
    /// For nobody that there is.
    Audience,
    /// No first day.
    First,
    /// No day, or one before the first.
    Last,
}

/// The word of an audience in forms.
pub fn word(audience: Audience) -> String {
    match audience {
        Audience::All => "tous".into(),
        Audience::School(id) => format!("ecole-{id}"),
        Audience::Class(id) => format!("classe-{id}"),
        Audience::Service(id) => format!("prestation-{id}"),
    }
}

impl Typed {
    /// What is read, if all is well; `known`: the audiences that there are.
    ///
    /// # Errors
    /// All that is wrong, in the order of the form.
    pub fn read(&self, known: &[Audience]) -> Result<Sheet, Vec<Fault>> {
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let (kind, first) = (self.kind.parse().ok(), self.first.parse::<NaiveDate>().ok());
        let audience = known.iter().copied().find(|audience| word(*audience) == self.audience);
        let last = match self.last.trim() {
            "" => Some(None),
            text => text
                .parse::<NaiveDate>()
                .ok()
                .filter(|last| first.is_none_or(|first| first <= *last))
                .map(Some),
        };
        let wrong = [
            (title.is_empty() || title.chars().count() > 120, Fault::Title),
            (kind.is_none(), Fault::Kind),
            (audience.is_none(), Fault::Audience),
            (first.is_none(), Fault::First),
            (last.is_none(), Fault::Last),
        ];
        let faults: Vec<Fault> =
            wrong.into_iter().filter_map(|(wrong, fault)| wrong.then_some(fault)).collect();
        match (kind, audience, first, last) {
            (Some(kind), Some(audience), Some(first), Some(last)) if faults.is_empty() => {
                Ok(Sheet { title, kind, audience, first, last })
            }
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::town::SchoolId;

    #[test]
    fn what_is_wrong_is_named() {
        let known = [Audience::All, Audience::School(SchoolId(2))];
        let typed = Typed {
            title: " Menus  de d\u{e9}cembre ".into(),
            kind: "menu".into(),
            audience: "ecole-2".into(),
            first: "2026-12-01".into(),
            last: "2026-12-31".into(),
        };
        let sheet = typed.read(&known).unwrap();
        assert_eq!((sheet.title.as_str(), sheet.audience), ("Menus de d\u{e9}cembre", known[1]));
        let open = Typed { last: " ".into(), ..typed.clone() };
        assert_eq!(open.read(&known).unwrap().last, None);
        for (wrong, fault) in [
            (Typed { title: " ".into(), ..typed.clone() }, Fault::Title),
            (Typed { title: "x".repeat(121), ..typed.clone() }, Fault::Title),
            (Typed { kind: "autre chose".into(), ..typed.clone() }, Fault::Kind),
            (Typed { audience: "ecole-9".into(), ..typed.clone() }, Fault::Audience),
            (Typed { first: "demain".into(), ..typed.clone() }, Fault::First),
            (Typed { last: "2026-11-30".into(), ..typed.clone() }, Fault::Last),
        ] {
            assert_eq!(wrong.read(&known).unwrap_err(), [fault]);
        }
    }
}
