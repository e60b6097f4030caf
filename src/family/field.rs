//! The fields of a file, and the pages that the town opens to parents or keeps to itself.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A field of the file of a household, a guardian, another adult or a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
#[allow(missing_docs)]
pub enum Field {
    // Who somebody is.
    Role,
    Title,
    LastName,
    FirstName,
    Sex,
    BornOn,
    BornAt,
    Marital,
    Authority,
    /// What another adult is to the children: a grandmother, a neighbour.
    Relation,
    // How to reach somebody.
    /// Whether bills go to this guardian's address.
    Billing,
    Street,
    Postcode,
    City,
    HomePhone,
    MobilePhone,
    OfficePhone,
    EmployerPhone,
    Profession,
    Employer,
    Mail,
    // What somebody may do, for each child.
    /// To call in an emergency.
    Emergency,
    /// May fetch the child.
    Pickup,
    // The household.
    Quotient,
    /// Number of who draws the allowances of the CAF or the MSA.
    Allowance,
    // The child's town life.
    Class,
    /// Registered for a service.
    Service,
    /// The tariff of a registration.
    Tariff,
    /// The usual weekdays of a registration, 1 for Monday: "1,2,4".
    Usual,
    // What the child eats, and what must be known to look after it.
    Diet,
    /// Foods that the child must not eat.
    Avoid,
    /// Whether there is a care plan (PAI). Never why.
    CarePlan,
    CarePlanUntil,
    /// Whether the care plan says that the child brings its own meal.
    OwnMeal,
    BloodGroup,
    Doctor,
    DoctorPhone,
    Tetanus,
    // Papers.
    Regime,
    Insurer,
    Policy,
    InsuredUntil,
    Photo,
    Remarks,
}

/// A field; of which child or service, for those that stand once for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Key {
    /// The field.
    pub field: Field,
    /// Number of the child ([`Field::Emergency`], [`Field::Pickup`]) or of the service ([`Field::Service`],
    /// [`Field::Tariff`], [`Field::Usual`]); 0 for the others.
    pub of: u32,
}

impl From<Field> for Key {
    fn from(field: Field) -> Self {
        Self { field, of: 0 }
    }
}

/// As forms and rows name it: "last_name", "usual-3".
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name: &'static str = self.field.into();
        if self.of == 0 { f.write_str(name) } else { write!(f, "{name}-{}", self.of) }
    }
}

impl FromStr for Key {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("{text:?} is not a field");
        let (name, of) = text.rsplit_once('-').map_or((text, Ok(0)), |(name, of)| (name, of.parse()));
        Ok(Self { field: name.parse().map_err(|_| refused())?, of: of.map_err(|_| refused())? })
    }
}

impl From<Key> for String {
    fn from(key: Key) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for Key {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// Part of a file for which the town decides what parents may do.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    VariantArray,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Page {
    /// Who a guardian is.
    Identity,
    /// Whom to call about a child, who may fetch it.
    Permissions,
    /// Addresses, telephones, work of a guardian.
    Contacts,
    /// Quotient and allowance number.
    Household,
    /// Adults who are not guardians, and guardians who come or go.
    Adults,
    /// Who a child is.
    Child,
    /// Its class.
    School,
    /// What it is registered for, and its usual days.
    Registrations,
    /// What it eats.
    Diet,
    /// Doctor, vaccine, care plan.
    Health,
    /// Insurance, photograph, social regime.
    Papers,
    /// Whatever else.
    Remarks,
}

impl Page {
    /// Whether only who needs it sees it, and each reading by an agent is written down: data of health
    /// (article 9 of the GDPR), and diets, which come close to them.
    pub fn is_sensitive(self) -> bool {
        matches!(self, Page::Diet | Page::Health)
    }
}

/// Whose file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Kind {
    Household,
    Guardian,
    Adult,
    Child,
}

impl Kind {
    /// The pages of such a file and their fields, in the order in which they are shown.
    pub fn pages(self) -> &'static [(Page, &'static [Field])] {
        use Field::*;
        match self {
            Kind::Household => &[(Page::Household, &[Quotient, Allowance])],
            Kind::Guardian => &[
                (Page::Identity, &[Role, Title, LastName, FirstName, BornOn, BornAt, Marital, Authority]),
                (Page::Permissions, &[Emergency, Pickup]),
                (
                    Page::Contacts,
                    &[
                        Street,
                        Postcode,
                        City,
                        Billing,
                        MobilePhone,
                        HomePhone,
                        Mail,
                        Profession,
                        Employer,
                        OfficePhone,
                        EmployerPhone,
                    ],
                ),
                (Page::Remarks, &[Remarks]),
            ],
            Kind::Adult => &[(
                Page::Adults,
                &[LastName, FirstName, Relation, MobilePhone, HomePhone, Emergency, Pickup, Remarks],
            )],
            Kind::Child => &[
                (Page::Child, &[LastName, FirstName, Sex, BornOn, BornAt]),
                (Page::School, &[Class]),
                (Page::Registrations, &[Service, Tariff, Usual]),
                (Page::Diet, &[Diet]),
                (
                    Page::Health,
                    &[Avoid, CarePlan, CarePlanUntil, OwnMeal, BloodGroup, Doctor, DoctorPhone, Tetanus],
                ),
                (Page::Papers, &[Regime, Insurer, Policy, InsuredUntil, Photo]),
                (Page::Remarks, &[Remarks]),
            ],
        }
    }

    /// The page on which a field of such a file stands.
    pub fn page(self, field: Field) -> Option<Page> {
        self.pages().iter().find(|(_, fields)| fields.contains(&field)).map(|(page, _)| *page)
    }

    /// Whether a file of this kind cannot do without a field.
    pub fn requires(self, field: Field) -> bool {
        match self {
            Kind::Household => false,
            Kind::Guardian => matches!(
                field,
                Field::LastName | Field::FirstName | Field::Street | Field::Postcode | Field::City
            ),
            Kind::Adult => matches!(field, Field::LastName | Field::FirstName),
            Kind::Child => {
                matches!(field, Field::LastName | Field::FirstName | Field::Sex | Field::BornOn)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_text_both_ways() {
        for (text, key) in [
            ("last_name", Key::from(Field::LastName)),
            ("usual-3", Key { field: Field::Usual, of: 3 }),
            ("care_plan_until", Key::from(Field::CarePlanUntil)),
        ] {
            assert_eq!(text.parse(), Ok(key));
            assert_eq!(key.to_string(), text);
        }
        for bad in ["", "usual-", "usual-x", "name", "-3"] {
            assert!(bad.parse::<Key>().is_err(), "{bad}");
        }
    }

    #[test]
    fn each_field_stands_on_one_page_of_a_file() {
        for kind in [Kind::Household, Kind::Guardian, Kind::Adult, Kind::Child] {
            let fields: Vec<Field> =
                kind.pages().iter().flat_map(|(_, fields)| fields.iter().copied()).collect();
            let once: std::collections::BTreeSet<Field> = fields.iter().copied().collect();
            assert_eq!(once.len(), fields.len());
        }
        assert_eq!(Kind::Child.page(Field::Avoid), Some(Page::Health));
        assert_eq!(Kind::Guardian.page(Field::Avoid), None);
    }
}
