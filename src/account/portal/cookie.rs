//! The cookies: of the session, and of a device that has signed in before.

use rocket::{
    http::{Cookie, CookieJar, SameSite},
    time::Duration,
};

use crate::{
    account::{
        Session,
        store::{Kind, keyed},
    },
    platform::{
        config::Config,
        random::{Random, hex},
    },
};

/// `__Host-` binds a cookie to this host and to TLS; a browser refuses it without TLS.
fn name(config: &Config) -> &'static str {
    if config.tls() { "__Host-preau" } else { "preau" }
}

/// Sent to the sign-in page only: a tick carries no byte of it.
fn device_name(config: &Config) -> &'static str {
    if config.tls() { "__Secure-preau-appareil" } else { "preau-appareil" }
}

/// The key of the session that a browser says it has.
pub fn session_key(config: &Config, cookies: &CookieJar<'_>) -> Option<[u8; 32]> {
    cookies.get(name(config)).map(|cookie| keyed(config, Kind::Session, cookie.value()))
}

/// The key of the device that a browser says it is.
pub fn device_key(config: &Config, cookies: &CookieJar<'_>) -> Option<[u8; 32]> {
    cookies.get(device_name(config)).map(|cookie| keyed(config, Kind::Device, cookie.value()))
}

/// A token for a new session and its key.
pub fn new_session(config: &Config, random: &Random) -> (String, [u8; 32]) {
    let token = hex(&random.bytes::<32>());
    let key = keyed(config, Kind::Session, &token);
    (token, key)
}

/// Gives a browser its session. `stays`: also after it is closed.
pub fn give(config: &Config, cookies: &CookieJar<'_>, token: String, stays: bool) {
    let mut cookie = cookie(config, name(config), token);
    if stays {
        cookie.set_max_age(Duration::seconds(Session::STAYS.num_seconds()));
    }
    cookies.add(cookie);
}

/// Takes the session away.
pub fn take_back(config: &Config, cookies: &CookieJar<'_>) {
    cookies.remove(cookie(config, name(config), String::new()));
}

/// A browser, as the accounts that it has signed in to know it.
pub struct Device {
    /// What it is stored under.
    pub key: [u8; 32],
    token: String,
}

/// The device that a browser says it is; a new one when it says nothing.
pub fn device(config: &Config, random: &Random, cookies: &CookieJar<'_>) -> Device {
    let known = cookies.get(device_name(config)).map(|cookie| cookie.value().to_owned());
    let token = known.unwrap_or_else(|| hex(&random.bytes::<16>()));
    Device { key: keyed(config, Kind::Device, &token), token }
}

impl Device {
    /// Lets the browser say so next time.
    pub fn mark(self, config: &Config, cookies: &CookieJar<'_>) {
        let mut cookie = cookie(config, device_name(config), self.token);
        cookie.set_max_age(Duration::days(400));
        cookie.set_path("/connexion");
        cookies.add(cookie);
    }
}

fn cookie(config: &Config, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(config.tls())
        .build()
}
