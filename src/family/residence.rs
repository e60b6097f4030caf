//! Where a household lives, for bills and for the prices of residents.

use super::{Address, field::Field, letters::normal, sheet::Sheet};

/// The household's address, from the file of the guardian to whom bills go. `before`: the one that holds now;
/// whether it is in the town is the town hall's word as long as postcode and city stay.
pub fn address(guardian: &Sheet, town: &str, before: Option<&Address>) -> Address {
    let (postcode, city) = (guardian.get(Field::Postcode), guardian.get(Field::City));
    let same = before.filter(|before| before.postcode == postcode && normal(&before.city) == normal(city));
    Address {
        street: guardian.get(Field::Street).into(),
        postcode: postcode.into(),
        city: city.into(),
        resident: same.map_or_else(|| normal(city) == normal(town), |before| before.resident),
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
        let here = address(&lives("44999", "VALPREAU"), town, None);
        assert!(here.resident);
        assert!(!address(&lives("44998", "Saint-Aubin"), town, Some(&here)).resident);
        // The town hall counts this hamlet of another commune among its own: another street there changes nothing.
        let hamlet =
            Address { street: "2 rue Basse".into(), ..address(&lives("44998", "Saint-Aubin"), town, None) };
        let hamlet = Address { resident: true, ..hamlet };
        assert!(address(&lives("44998", "Saint Aubin"), town, Some(&hamlet)).resident);
    }
}
