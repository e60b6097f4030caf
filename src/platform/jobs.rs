//! What runs beside the requests, again and again.

use std::{sync::Arc, time::Duration};

use rocket::{
    Orbit, Rocket,
    fairing::{Fairing, Info, Kind},
    futures::future::BoxFuture,
    tokio::{select, spawn, time::sleep},
};

use super::{Parts, store::StoreError};

/// Runs something every second, from the launch to the shutdown. What fails is logged, and tried again.
pub struct Every {
    /// What it is called in the log.
    pub name: &'static str,
    /// What it does.
    pub run: for<'p> fn(&'p Parts) -> BoxFuture<'p, Result<(), StoreError>>,
}

#[rocket::async_trait]
impl Fairing for Every {
    fn info(&self) -> Info {
        Info { name: self.name, kind: Kind::Liftoff }
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        let Some(parts) = rocket.state::<Arc<Parts>>().cloned() else {
            return;
        };
        let (name, run) = (self.name, self.run);
        let mut shutdown = rocket.shutdown();
        spawn(async move {
            loop {
                // First the pause: a portal that is shut down at once, as in tests, runs nothing.
                select! {
                    biased;
                    () = &mut shutdown => break,
                    () = sleep(Duration::from_secs(1)) => {}
                }
                if let Err(error) = run(&parts).await {
                    rocket::warn!("{name}: {error}");
                }
            }
        });
    }
}
