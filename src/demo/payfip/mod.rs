//! A stand-in of PayFiP, on the loopback: it speaks the same contract, shows a page of the same steps, and does on
//! demand all that the real one may do. Only the demonstration and the tests start it.

pub mod fault;
mod page;
mod soap;

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use rocket::{Build, Rocket, fairing::AdHoc, tokio::sync::oneshot};
use strum::{EnumIter, EnumString, IntoStaticStr};

use crate::{
    payment::{
        Mode,
        contract::{Checked, Contract},
        gateway::Gateway,
        store,
    },
    platform::{Parts, clock::Clock, error::Error, random::Random, store::Write},
};
use fault::Fault;

/// A client of the stand-in, its labels, and whether it has access to this service.
pub const CLIENTS: [(&str, [&str; 3], bool); 2] = [
    ("012345", ["VALPREAU", "REGIE ENFANCE", "CANTINE ET GARDERIE"], true),
    ("099999", ["COMMUNE SANS ACCES", "", ""], false),
];

/// What the payer, or the service, does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Deed {
    /// Pays by card.
    Card,
    /// Pays by debit.
    Debit,
    /// The card is refused.
    CardRefused,
    /// The debit is refused.
    DebitRefused,
    /// Gives up.
    Abandoned,
    /// Pays; the service knows it only at the third question, and sends no notice.
    Late,
    /// Pays; two notices are sent.
    Twice,
    /// Pays; three notices are sent.
    Thrice,
    /// Pays, and the service never tells.
    Never,
    /// Pays; the service answers another amount.
    OtherAmount,
    /// Pays; the service answers of another reference.
    OtherReference,
    /// Pays; the service answers of another client.
    OtherClient,
    /// Pays; the service answers in another mode.
    OtherMode,
    /// Pays by a means that is not known yet.
    Unknown,
    /// Pays; at night the service forgets it.
    Forgotten,
}

/// An operation, as the stand-in knows it.
struct Operation {
    /// What was sent, by the names of the fields.
    fields: BTreeMap<String, String>,
    created: DateTime<Utc>,
    /// What was done on its page, and when.
    done: Option<(Deed, DateTime<Utc>)>,
    /// How often it was asked for since.
    asked: u32,
    /// What the next question about it is answered with.
    fault: Option<Fault>,
}

/// The stand-in.
pub struct StandIn {
    clock: Clock,
    random: Random,
    operations: Mutex<BTreeMap<String, Operation>>,
    received: Mutex<Vec<String>>,
    sent: Mutex<Vec<String>>,
    next: Mutex<Option<Fault>>,
}

impl StandIn {
    /// Opens it on a free port of the loopback; gives it, and its address.
    ///
    /// # Errors
    /// Why it cannot be opened.
    pub async fn open(clock: Clock) -> Result<(Arc<Self>, String), String> {
        let stand_in = Arc::new(Self {
            clock,
            random: Random::system(),
            operations: Mutex::default(),
            received: Mutex::default(),
            sent: Mutex::default(),
            next: Mutex::default(),
        });
        let address = free().map_err(|error| error.to_string())?;
        let (open, opened) = oneshot::channel();
        let rocket = stand_in.rocket(address).attach(AdHoc::on_liftoff("Open", |_| {
            let _ = open.send(());
            Box::pin(async {})
        }));
        rocket::tokio::spawn(async move {
            if let Err(error) = rocket.launch().await {
                rocket::error!("stand-in: {error}");
                std::mem::forget(error);
            }
        });
        opened.await.map_err(|_| "the stand-in did not open".to_owned())?;
        Ok((stand_in, format!("http://localhost:{}", address.port())))
    }

    fn rocket(self: &Arc<Self>, address: SocketAddr) -> Rocket<Build> {
        let config = rocket::Config {
            address: address.ip(),
            port: address.port(),
            log_level: rocket::config::LogLevel::Off,
            shutdown: rocket::config::Shutdown {
                ctrlc: false,
                signals: Default::default(),
                ..Default::default()
            },
            ..rocket::Config::default()
        };
        rocket::custom(config).manage(self.clone()).mount("/", soap::routes()).mount("/", page::routes())
    }

    /// Every message received so far.
    pub fn received(&self) -> Vec<String> {
        lock(&self.received).clone()
    }

    /// Every message sent so far.
    pub fn sent(&self) -> Vec<String> {
        lock(&self.sent).clone()
    }

    /// Answers the next message with this fault, whatever it asks.
    pub fn fail_next(&self, fault: Fault) {
        *lock(&self.next) = Some(fault);
    }

    /// Something is done on the page of an operation; gives the address that the payer goes back to. `fault`: what the
    /// next question about it is answered with.
    fn act(&self, id: &str, deed: Deed, fault: Option<Fault>) -> Result<String, &'static str> {
        let now = self.clock.now();
        let mut operations = lock(&self.operations);
        let operation = openable(operations.get_mut(id), now)?;
        (operation.done, operation.fault) = (Some((deed, now)), fault);
        let field = |name: &str| operation.fields.get(name).cloned().unwrap_or_default();
        let (notice, back) = (field("urlnotif"), field("urlredirect"));
        drop(operations);
        let notices = match deed {
            Deed::Never | Deed::Late | Deed::Forgotten => 0,
            Deed::Twice => 2,
            Deed::Thrice => 3,
            _ => 1,
        };
        let told = id.to_owned();
        // The payer does not wait for it.
        std::thread::spawn(move || {
            for _ in 0..notices {
                if let Err(error) = ureq::post(&notice).send_form([("idop", told.as_str())]) {
                    rocket::info!("notice: {error}");
                }
            }
        });
        let joined = if back.contains('?') { '&' } else { '?' };
        Ok(format!("{back}{joined}idop={id}"))
    }
}

/// The town's contract with the stand-in, checked as an administrator does.
///
/// # Errors
/// When the stand-in does not know its client, or the data refuse.
pub async fn sign(parts: &Parts) -> Result<(), Error> {
    let client = Gateway::at(&parts.config.payfip).client(CLIENTS[0].0).await;
    let client = client.map_err(|trouble| Error::Broken(format!("{trouble:?}")))?;
    let checked = Some(Checked { labels: client.labels, at: parts.clock.now() });
    let contract = Contract { checked, ..Contract::of(&client.number, Mode::Production) };
    parts.store.write("demo", move |w: &Write| Ok(store::set_contract(w, Some(&contract))?)).await
}

/// An operation whose page may be opened, or the code of why not.
fn openable(found: Option<&mut Operation>, now: DateTime<Utc>) -> Result<&mut Operation, &'static str> {
    let operation = found.ok_or("P1")?;
    if operation.done.is_some() {
        return Err("P3");
    }
    if now - operation.created > TimeDelta::minutes(15) {
        return Err("P4");
    }
    Ok(operation)
}

/// A port of the loopback that nobody listens on.
fn free() -> std::io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}

fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}
