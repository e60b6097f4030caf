//! Who may sign in for a family, and why somebody is not invited or attached as it was asked.

use super::{Guardian, letters::normal};

/// Why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Not a mail address.
    Mail,
    /// The address is that of somebody else's account: their name.
    Other(String),
    /// This guardian signs in already, with this address.
    Signs(String),
    /// This person is in the family already.
    Already(String),
}

/// Whether a guardian is called so: capitals, accents and hyphens do not matter.
pub fn is_called(guardian: &Guardian, first_name: &str, last_name: &str) -> bool {
    normal(&guardian.first_name) == normal(first_name) && normal(&guardian.last_name) == normal(last_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_without_their_accents() {
        let guardian = Guardian {
            first_name: "Anne-Lise".into(),
            last_name: "LE GALL".into(),
            access: true,
            archived: None,
        };
        assert!(is_called(&guardian, "anne lise", "Le Gall"));
        assert!(is_called(&guardian, "ANNE-LISE", "le-gall"));
        for (first, last) in [("Anne", "LE GALL"), ("Anne-Lise", "LEGALL"), ("", "")] {
            assert!(!is_called(&guardian, first, last));
        }
    }
}
