//! Whether somebody who is about to be written down is there already.

use chrono::NaiveDate;

use super::letters::normal;

/// Whether two people are called alike, whatever the accents and the case.
pub fn same_name(one: (&str, &str), other: (&str, &str)) -> bool {
    normal(one.0) == normal(other.0) && normal(one.1) == normal(other.1)
}

/// Whether two children are likely to be one: called alike, born the same day.
pub fn same_child(one: (&str, &str, NaiveDate), other: (&str, &str, NaiveDate)) -> bool {
    one.2 == other.2 && same_name((one.0, one.1), (other.0, other.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_do_not_tell_people_apart() {
        assert!(same_name(("Élodie", "LE GALL"), ("elodie", "Le  Gall")));
        assert!(!same_name(("Élodie", "LE GALL"), ("Élodie", "LEGALL")));
        let on = |text: &str| text.parse::<NaiveDate>().unwrap();
        let theo = ("Théo", "ALAIN", on("2019-03-14"));
        assert!(same_child(theo, ("THEO", "Alain", on("2019-03-14"))));
        assert!(!same_child(theo, ("Théo", "ALAIN", on("2019-03-15"))), "another Théo ALAIN");
    }
}
