//! All of a town's settings as one file: the form they are exported and imported in.

use serde::{Deserialize, Serialize};

use crate::{
    activity::{self, Pool, Service},
    platform::store::{StoreError, Write},
    tariff::{self, Tariff},
    town::{self, Calendar, Class, Identity, School},
};

/// A town's settings. In TOML; services stand in the order of the grid.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Its name and choices.
    pub town: Identity,
    /// School years, holidays, closures.
    pub calendar: Calendar,
    /// Schools.
    pub schools: Vec<School>,
    /// Classes.
    pub classes: Vec<Class>,
    /// Places that services share.
    #[serde(default)]
    pub pools: Vec<Pool>,
    /// Services.
    pub services: Vec<Service>,
    /// Prices.
    pub tariffs: Vec<Tariff>,
}

impl Settings {
    /// Reads a file of settings.
    ///
    /// # Errors
    /// What is wrong, and on which line.
    pub fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// Writes them down.
    pub fn store(&self, w: &Write) -> Result<(), StoreError> {
        town::store::set_identity(w, &self.town)?;
        town::store::set_calendar(w, &self.calendar)?;
        for school in &self.schools {
            town::store::set_school(w, school)?;
        }
        for class in &self.classes {
            town::store::set_class(w, class)?;
        }
        for pool in &self.pools {
            activity::store::set_pool(w, pool)?;
        }
        for (place, service) in (0..).zip(&self.services) {
            activity::store::set_service(w, place, service)?;
        }
        for tariff in &self.tariffs {
            tariff::store::set_tariff(w, tariff)?;
        }
        Ok(())
    }
}
