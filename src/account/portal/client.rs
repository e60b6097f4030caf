//! Where a visitor comes from, and with which browser.

use rocket::{
    Request,
    outcome::IntoOutcome,
    request::{FromRequest, Outcome},
};

use chrono::{DateTime, Utc};

use crate::{
    account::{
        AccountId, device,
        event::{Event, What},
        normal,
        store::{Kind, Trying, keyed},
        throttle,
    },
    platform::{config::Config, origin::Origin, random::hex},
};

/// A visitor's origin and browser.
#[derive(Clone, Debug)]
pub struct Client {
    /// Where from.
    pub origin: Origin,
    /// Browser and system.
    pub device: (String, String),
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Client {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let origin = request.guard::<Origin>().await.succeeded();
        let (browser, system) = device::name(request.headers().get_one("User-Agent").unwrap_or_default());
        let client = origin.map(|origin| Self { origin, device: (browser.into(), system.into()) });
        client.or_forward(rocket::http::Status::InternalServerError)
    }
}

impl Client {
    /// What happened to somebody's own account, from here.
    pub fn event(&self, about: AccountId, at: DateTime<Utc>, what: What) -> Event {
        Event { at, about: Some(about), by: None, origin: self.origin.0.to_string(), what }
    }

    /// What a try from a device that the account has never used counts against: the address typed, and where
    /// it comes from. The machine itself is nobody's origin: it is a proxy that the configuration does not know.
    pub fn strangers(&self, config: &Config, mail: &str) -> Vec<Trying> {
        let account = Trying { key: keyed(config, Kind::Mail, &normal(mail)), pace: &throttle::ACCOUNT };
        let from = self.origin.subscriber();
        let origin = Trying { key: keyed(config, Kind::Origin, &from.to_string()), pace: &throttle::ORIGIN };
        if from.is_loopback() { vec![account] } else { vec![account, origin] }
    }

    /// What a try of a device counts against that has signed in to an account before: itself, and for that account
    /// only.
    pub fn device_of(&self, config: &Config, device: &[u8; 32], id: AccountId) -> Trying {
        let key = keyed(config, Kind::Device, &format!("{} {id}", hex(device)));
        Trying { key, pace: &throttle::DEVICE }
    }

    /// What asking for a link by mail counts against: where it comes from.
    pub fn asking(&self, config: &Config) -> Vec<Trying> {
        let from = self.origin.subscriber();
        let origin = Trying { key: keyed(config, Kind::Asking, &from.to_string()), pace: &throttle::ASKING };
        if from.is_loopback() { Vec::new() } else { vec![origin] }
    }
}
