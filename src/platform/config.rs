//! How the portal is deployed. What the town decides is data, not configuration.

use std::{collections::BTreeMap, path::PathBuf};

use rocket::figment::{
    Figment,
    providers::{Env, Format, Toml},
    value::Value,
};
use serde::Deserialize;

/// Read from `Rocket.toml`, then from variables `PREAU_…` of the environment.
#[derive(Clone, Debug, Deserialize)]
pub struct Config {
    /// Folder of the data (`PREAU_DATA`).
    #[serde(default)]
    pub data: PathBuf,
    /// Where families find the portal, without a slash at the end: `https://famille.valpreau.fr`
    /// (`PREAU_SITE`). Links in mails are built from it, never from what a visitor sends.
    #[serde(default)]
    pub site: String,
    /// 32 characters or more, known to this machine only (`PREAU_SECRET_KEY`): sessions are stored
    /// under a digest keyed by it, so that a stolen copy of the database opens none.
    #[serde(default)]
    pub secret_key: String,
    /// Where mail leaves: `smtps://user:password@host`, `smtp://host:25` (`PREAU_SMTP`).
    #[serde(default)]
    pub smtp: String,
    /// The sender's address (`PREAU_MAIL_FROM`).
    #[serde(default)]
    pub mail_from: String,
    /// The service of online payment, without a slash at the end (`PREAU_PAYFIP`): the tax administration's own,
    /// unless its address changes.
    #[serde(default)]
    pub payfip: String,
    /// Addresses of the proxies that stand before the program, whose word is taken for where a request comes
    /// from (`PREAU_PROXIES='["127.0.0.1"]'`).
    #[serde(default)]
    pub proxies: Vec<std::net::IpAddr>,
    /// Address and port the program listens on (`PREAU_ADDRESS`, `PREAU_PORT`).
    pub address: std::net::IpAddr,
    /// See `address`.
    pub port: u16,
}

/// Settings of our own, and those of Rocket that its list forgets.
const OWN: [&str; 10] =
    ["data", "site", "secret_key", "smtp", "mail_from", "payfip", "proxies", "profile", "config", "ident"];

/// Why the settings could not be read.
#[derive(Debug)]
pub enum NotRead {
    /// There is no setting of that name.
    Unknown(String),
    /// One is not what it should be.
    Wrong(String),
}

impl Config {
    /// What is not said is as a town needs it; then `Rocket.toml` of the folder that the program is started
    /// in, then the environment.
    pub fn figment() -> Figment {
        Figment::from(rocket::Config::default())
            // A tick on a fresh connection costs four round trips.
            .merge(("keep_alive", 75))
            .merge(("log_level", "critical"))
            .merge(("cli_colors", false))
            .merge(("ident", false))
            // Nobody's word is taken for where a request comes from.
            .merge(("ip_header", false))
            // The proxy that stands before the program is on the same machine, unless somebody says otherwise.
            .merge(("proxies", ["127.0.0.1", "::1"]))
            .merge(("data", "data"))
            .merge(("payfip", "https://www.payfip.gouv.fr"))
            .merge(Toml::file("Rocket.toml").nested())
            .merge(Env::prefixed("ROCKET_").global())
            .merge(Env::prefixed("PREAU_").global())
    }

    /// Reads the sources.
    ///
    /// # Errors
    /// The name of a setting that nobody reads, or what is wrong with one.
    pub fn read(figment: &Figment) -> Result<Self, NotRead> {
        let wrong = |error: rocket::figment::Error| NotRead::Wrong(error.to_string());
        let all: BTreeMap<String, Value> = figment.extract().map_err(wrong)?;
        let known = |name: &str| OWN.contains(&name) || rocket::Config::PARAMETERS.contains(&name);
        if let Some(name) = all.keys().find(|name| !known(name)) {
            return Err(NotRead::Unknown(name.clone()));
        }
        figment.extract::<rocket::Config>().map_err(wrong)?;
        figment.extract().map_err(wrong)
    }

    /// Whether families reach the portal over TLS.
    pub fn tls(&self) -> bool {
        self.site.starts_with("https://")
    }

    /// The host part of the address, with its port if it has one.
    pub fn host(&self) -> &str {
        self.site.split_once("://").map_or("", |(_, host)| host)
    }
}
