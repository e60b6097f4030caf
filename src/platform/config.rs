//! How the portal is deployed. What the town decides is data, not configuration.

use std::path::PathBuf;

use rocket::figment::{
    Figment,
    providers::{Env, Format, Toml},
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
    /// Address and port the program listens on (`PREAU_ADDRESS`, `PREAU_PORT`).
    pub address: std::net::IpAddr,
    /// See `address`.
    pub port: u16,
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
            .merge(("data", "data"))
            .merge(Toml::file("Rocket.toml").nested())
            .merge(Env::prefixed("ROCKET_").global())
            .merge(Env::prefixed("PREAU_").global())
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
