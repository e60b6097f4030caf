//! A portal of the fixture town on a port of its own, for as long as a test lasts.

use std::{sync::mpsc, time::Duration};

use preau::portal;
use rocket::{Shutdown, fairing::AdHoc};

use crate::world::{World, figment};

/// A portal that listens on the loopback.
pub struct Site {
    pub world: World,
    port: u16,
    shutdown: Shutdown,
}

impl Site {
    /// The fixture town, a week at a time.
    pub fn weekly() -> Self {
        Self::launch(World::new())
    }

    /// The fixture town, a month at a time.
    pub fn monthly() -> Self {
        Self::launch(World::monthly())
    }

    /// A town of one's own.
    pub fn launch(world: World) -> Self {
        // The system gives a free port.
        Self::launch_on(world, 0)
    }

    /// The same on a port that was chosen before, where the portal knows its own address.
    pub fn launch_on(world: World, port: u16) -> Self {
        let (tell, told) = mpsc::channel();
        // Signals are the test program's own.
        let figment = figment().merge(("address", "127.0.0.1")).merge(("port", port));
        let figment =
            figment.merge(("shutdown.ctrlc", false)).merge(("shutdown.signals", Vec::<String>::new()));
        let ready = AdHoc::on_liftoff("port", move |rocket| {
            let known = tell.send((rocket.config().port, rocket.shutdown()));
            Box::pin(async move { known.expect("the test waits for the port") })
        });
        let rocket = portal(world.parts.clone(), figment).attach(ready);
        world.runtime.spawn(async move { rocket.launch().await.map(drop) });
        let (port, shutdown) = told.recv_timeout(Duration::from_secs(30)).expect("the portal is launched");
        Self { world, port, shutdown }
    }

    /// The whole address of a page.
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.shutdown.clone().notify();
    }
}
