//! A file as pages show it, with what its fields may be, and who may change which.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    ChildId, Subject,
    field::{Field, Key, Page},
    history::{Line, What},
    request::{Request, RequestId},
    rights::{Mode, Rights},
    sheet::Sheet,
    value::{self, Fault},
};
use crate::{activity::ServiceId, tariff::TariffId, town::ClassId};

/// A file.
pub struct File {
    /// Whose.
    pub about: Subject,
    /// What it says, registrations included.
    pub sheet: Sheet,
    /// What its fields may be.
    pub choices: Choices,
    /// When the family last looked it over.
    pub certificate: Option<Certificate>,
    /// Whether another family reads and changes it too: a child of separated parents.
    pub shared: bool,
    /// What the family has asked the town to change in it, and was not answered.
    pub asked: Option<(RequestId, Request)>,
}

/// What fields that are listed may be, by number and name.
#[derive(Default)]
pub struct Choices {
    /// Classes, with their school's name: "CE1", "École élémentaire Jules-Ferry".
    pub classes: Vec<(ClassId, String, String)>,
    /// Diets that the town offers.
    pub diets: Vec<String>,
    /// Services that the child may be registered for, in the order of the grid.
    pub services: Vec<ServiceChoice>,
    /// The family's children, for what a guardian may do for each.
    pub children: Vec<(ChildId, String)>,
}

/// A service that a child may be registered for.
pub struct ServiceChoice {
    /// Its number.
    pub id: ServiceId,
    /// "Garderie matin".
    pub name: String,
    /// Weekdays on which it opens, 1 for Monday.
    pub weekdays: Vec<u8>,
    /// The tariffs at which the town registers for it, the usual one first, and the child's own.
    pub tariffs: Vec<(TariffId, String)>,
}

/// That a file was looked over by the family.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// Day.
    pub on: NaiveDate,
    /// "Lucie ALAIN".
    pub by: String,
}

impl File {
    /// The fields of a page, each once for each child or service that it is about.
    pub fn keys(&self, page: Page) -> Vec<Key> {
        self.choices.keys(self.about, page)
    }

    /// Every field that somebody may change or ask to have changed, when a page is open in a mode.
    pub fn open_keys(&self, rights: &Rights, town: bool) -> Vec<(Key, Mode)> {
        let pages = self.about.kind().pages().iter();
        let open = pages
            .map(|(page, _)| (*page, mode(rights, *page, town)))
            .filter(|(_, mode)| *mode != Mode::Nothing);
        // At which tariff a child is registered is the town's to say.
        let own = |key: &Key| town || key.field != Field::Tariff;
        open.flat_map(|(page, mode)| self.keys(page).into_iter().filter(own).map(move |key| (key, mode)))
            .collect()
    }
}

impl Choices {
    /// The fields of a page of a file, each once for each child or service that it is about.
    pub fn keys(&self, about: Subject, page: Page) -> Vec<Key> {
        let fields = about
            .kind()
            .pages()
            .iter()
            .find(|(known, _)| *known == page)
            .map_or(&[][..], |(_, fields)| fields);
        let of = |field: Field| match field {
            Field::Emergency | Field::Pickup => self.children.iter().map(|(id, _)| id.0).collect(),
            Field::Service | Field::Tariff | Field::Usual => {
                self.services.iter().map(|each| each.id.0).collect()
            }
            _ => vec![0],
        };
        fields.iter().flat_map(|field| of(*field).into_iter().map(|of| Key { field: *field, of })).collect()
    }

    /// Of which child or service a field is, by name: its number is a child's or a service's, as the field says.
    pub fn of(&self, key: Key) -> Option<&str> {
        let child = || self.children.iter().find(|(id, _)| id.0 == key.of).map(|(_, name)| name.as_str());
        let service =
            || self.services.iter().find(|known| known.id.0 == key.of).map(|known| known.name.as_str());
        match key.field {
            Field::Emergency | Field::Pickup => child(),
            Field::Service | Field::Tariff | Field::Usual => service(),
            _ => None,
        }
    }

    /// Whether the form offers this for a field that is listed.
    pub fn offers(&self, key: Key, value: &str) -> bool {
        match key.field {
            Field::Class => self.classes.iter().any(|(id, ..)| id.to_string() == value),
            Field::Diet => self.diets.iter().any(|diet| diet == value),
            Field::Tariff => {
                let service = self.services.iter().find(|service| service.id.0 == key.of);
                service.is_some_and(|service| service.tariffs.iter().any(|(id, _)| id.to_string() == value))
            }
            _ => false,
        }
    }
}

/// What somebody may do with a page: an agent who keeps the files changes all of them at once.
pub fn mode(rights: &Rights, page: Page, town: bool) -> Mode {
    if town { Mode::AtOnce } else { rights.mode(page) }
}

impl File {
    /// What was typed in some fields, each in its one form, and what is wrong with the others.
    pub fn read(&self, keys: &[Key], typed: &Sheet, today: NaiveDate) -> (Sheet, Vec<Fault>) {
        let (mut sheet, mut faults) = (Sheet::default(), Vec::new());
        for key in keys.iter().copied() {
            // What stands there may stay, even if nobody would be offered it today.
            let offered =
                |key: Key, word: &str| self.choices.offers(key, word) || self.sheet.get(key) == word;
            match value::read(self.about.kind(), key, typed.get(key), offered, today) {
                Ok(value) => sheet.set(key, value),
                Err(why) => faults.push(Fault { key, why }),
            }
        }
        // A form sends a tariff for each service; one for which the child is not registered has none.
        for key in keys.iter().filter(|key| matches!(key.field, Field::Tariff | Field::Usual)) {
            let service = Key { field: Field::Service, of: key.of };
            if keys.contains(&service) && sheet.get(service) != value::YES {
                sheet.set(*key, "");
            }
        }
        (sheet, faults)
    }

    /// What its subject is called: "Théo ALAIN"; nothing for the household.
    pub fn name(&self) -> String {
        format!("{} {}", self.sheet.get(Field::FirstName), self.sheet.get(Field::LastName)).trim().to_owned()
    }

    /// A line of its history.
    pub fn line(&self, what: What) -> Line {
        Line { about: self.about, name: self.name(), what }
    }
}
