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

/// The key of this device; it is given a name of its own when it has none.
pub fn mark_device(config: &Config, random: &Random, cookies: &CookieJar<'_>) -> [u8; 32] {
    if let Some(known) = device_key(config, cookies) {
        return known;
    }
    let token = hex(&random.bytes::<16>());
    let key = keyed(config, Kind::Device, &token);
    let mut cookie = cookie(config, device_name(config), token);
    cookie.set_max_age(Duration::days(400));
    cookie.set_path("/connexion");
    cookies.add(cookie);
    key
}

fn cookie(config: &Config, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(config.tls())
        .build()
}
