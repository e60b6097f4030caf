//! The service stood in for, on a socket of the loopback.

use std::sync::Arc;

use preau::{
    demo::payfip::{Deed, StandIn, sign},
    family::FamilyId,
    payment::{Due, OperationId, job, operation::Operation, order::NotBegun, portal::begin, store},
    platform::money::Cents,
};
use rocket::tokio::runtime::Runtime;

use crate::{browser::form, world::World};

/// A town with a contract, and the service.
pub struct Service {
    pub world: World,
    pub stand_in: Arc<StandIn>,
    pub base: String,
    _runtime: Runtime,
}

/// A town without a contract, the service, its address, and the runtime that it lives on.
pub fn opened() -> (World, Arc<StandIn>, String, Runtime) {
    opened_for("http://localhost:8000")
}

/// The same, of a portal at this address: payers come back there.
pub fn opened_for(site: &str) -> (World, Arc<StandIn>, String, Runtime) {
    let runtime = rocket::tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let mut opened = None;
    let world = World::paid_through(site, |clock| {
        // Not on the runtime that this one runs in.
        let open = || runtime.block_on(StandIn::open(clock)).expect("the stand-in");
        let (stand_in, base) = std::thread::scope(|scope| scope.spawn(open).join()).expect("a thread");
        opened = Some((stand_in, base.clone()));
        base
    });
    let (stand_in, base) = opened.expect("it was opened");
    (world, stand_in, base, runtime)
}

impl Service {
    /// With no contract yet.
    pub fn without_contract() -> Self {
        let (world, stand_in, base, runtime) = opened();
        Self { world, stand_in, base, _runtime: runtime }
    }

    pub fn new() -> Self {
        let service = Self::without_contract();
        let parts = service.world.parts.clone();
        service.world.runtime.block_on(sign(&parts)).expect("a contract");
        service
    }

    /// Begins a payment; gives the address of the service's page.
    pub fn begin(&self, due: Due) -> Result<String, NotBegun> {
        let parts = &self.world.parts;
        self.world.runtime.block_on(begin(parts, "test".into(), due, false)).expect("the data")
    }

    /// Begins the payment of the bill, whose number it gives.
    pub fn number(&self) -> String {
        self.begin(bill()).expect("it begins").rsplit('=').next().expect("a number").to_owned()
    }

    /// Does something on the service's page; gives the address that the browser is sent to.
    pub fn act(&self, id: &str, deed: Deed) -> String {
        self.choose(id, &[("geste", deed.into())])
    }

    /// Pays, and chooses the fault that answers the next question about it.
    pub fn pay_then_fail(&self, id: &str, fault: &str) -> String {
        self.choose(id, &[("geste", "faute"), ("faute", fault)])
    }

    fn choose(&self, id: &str, fields: &[(&str, &str)]) -> String {
        let address = format!("{}/tpa/paiementws.web", self.base);
        let agent: ureq::Agent = ureq::Agent::config_builder().max_redirects(0).build().into();
        let page = agent.get(format!("{address}?idop={id}")).call().expect("the page");
        assert_eq!(page.status(), 200);
        let fields = fields.iter().copied().chain([("idop", id)]);
        let answer = agent.post(&address).send_form(fields).expect("the page");
        let to = answer.headers().get("Location").expect("the way back").to_str().expect("an address");
        to.strip_prefix("http://localhost:8000").expect("to the portal").to_owned()
    }

    /// The service tells the portal that something has happened.
    pub fn notify(&self, id: &str) {
        let mut service = self.world.visitor();
        let answer = service.raw_post("/paiements/notification", &form(&[("idop", id)]), &[]);
        assert_eq!((answer.status.code, answer.html.as_str()), (200, ""));
    }

    /// The job's turn.
    pub fn poll(&self) {
        self.world.runtime.block_on(job::poll(&self.world.parts)).expect("the data");
    }

    /// Every attempt at paying the bill.
    pub fn attempts(&self) -> Vec<(OperationId, Operation)> {
        self.world.parts.store.read(|r| store::of_reference(r, &bill().reference)).expect("the data")
    }

    /// The only one.
    pub fn attempt(&self) -> Operation {
        let mut all = self.attempts();
        assert_eq!(all.len(), 1);
        all.remove(0).1
    }
}

impl Drop for Service {
    /// Whatever was done, the data hold together.
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let faults = self.world.parts.store.read(|r| preau::check(r, &mut |_, _| ())).expect("the data");
            assert_eq!(faults, [""; 0]);
        }
    }
}

/// A bill of the MARTEL family.
pub fn bill() -> Due {
    Due {
        family: Some(FamilyId(3)),
        reference: "2026000042".into(),
        amount: Cents(4550),
        object: "Facture de novembre 2026 : cantine d’Éloïse & garderie".into(),
        mail: "claire.martel@famille.example".into(),
        year: 2026,
    }
}
