//! Where a household lives, for bills and for the prices of residents.

use super::{Address, field::Field, letters::normal, sheet::Sheet};

/// The household's address, from the file of the guardian to whom bills go. `before`: the one that holds now;
/// whether it is in the town is the town hall's word as long as postcode and city stay. Prices hang on it, so a
/// family alone (`by_town` is false) can say that it leaves the town, never that it has come to live there.
pub fn address(guardian: &Sheet, town: &str, before: Option<&Address>, by_town: bool) -> Address {
    let (postcode, city) = (guardian.get(Field::Postcode), guardian.get(Field::City));
    let same = before.filter(|before| before.postcode == postcode && normal(&before.city) == normal(city));
    let (here, was) = (normal(city) == normal(town), before.is_some_and(|before| before.resident));
    Address {
        street: guardian.get(Field::Street).into(),
        postcode: postcode.into(),
        city: city.into(),
        resident: same.map_or(here && (by_town || was), |before| before.resident),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_moves_to_the_town_becomes_a_resident() {
        let lives = |postcode: &str, city: &str| {
            let mut sheet = Sheet::default();
            sheet.set(Field::Street, "1 rue Haute");
            sheet.set(Field::Postcode, postcode);
            sheet.set(Field::City, city);
            sheet
        };
        let town = "Valpr\u{e9}au";
        let here = address(&lives("44999", "VALPREAU"), town, None, true);
        assert!(here.resident);
        assert!(!address(&lives("44998", "Saint-Aubin"), town, Some(&here), true).resident);
        // The town hall counts this hamlet of another commune among its own: another street there changes nothing.
        let hamlet = Address {
            street: "2 rue Basse".into(),
            ..address(&lives("44998", "Saint-Aubin"), town, None, true)
        };
        let hamlet = Address { resident: true, ..hamlet };
        assert!(address(&lives("44998", "Saint Aubin"), town, Some(&hamlet), true).resident);
    }

    #[test]
    fn a_family_cannot_make_itself_a_resident() {
        let mut sheet = Sheet::default();
        sheet.set(Field::Postcode, "44999");
        sheet.set(Field::City, "Valpreau");
        let elsewhere = Address {
            street: String::new(),
            postcode: "44998".into(),
            city: "Saint-Aubin".into(),
            resident: false,
        };
        let town = "Valpr\u{e9}au";
        assert!(!address(&sheet, town, Some(&elsewhere), false).resident);
        assert!(address(&sheet, town, Some(&elsewhere), true).resident);
        let here = Address { resident: true, ..elsewhere.clone() };
        assert!(address(&sheet, town, Some(&here), false).resident, "who was one moves inside the town");
        sheet.set(Field::City, "Rennes");
        assert!(!address(&sheet, town, Some(&here), false).resident, "and may leave it");
    }
}
