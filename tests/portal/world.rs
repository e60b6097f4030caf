//! A whole portal in memory: the fixture town, a clock that is set, mail that is kept.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDateTime, Utc};
use preau::{
    account::{
        self, Account, AccountId,
        event::Event,
        job::answer_asks,
        role::{Duty, Role},
        store,
    },
    demo::{self, People},
    platform::{
        Parts,
        clock::Clock,
        config::Config,
        error::Error,
        mail::{Mail, Mailer},
        outbox,
        password::Passwords,
        random::Random,
        store::{Store, Write},
    },
    portal, tables,
    town::{Span, instant},
};
use rocket::{figment::Figment, local::asynchronous::Client, tokio::runtime::Runtime};

use crate::browser::Browser;

/// The moment that most tests happen at, in the town: Tuesday 24 November 2026, eight in the morning.
pub const NOW: &str = "2026-11-24 08:00";

/// A portal, its parts, and visitors.
pub struct World {
    pub parts: Arc<Parts>,
    pub client: Client,
    pub runtime: Runtime,
}

/// The instant at which clocks in the town show "2026-11-24 08:00".
pub fn at(local: &str) -> DateTime<Utc> {
    let format = if local.len() > 16 { "%Y-%m-%d %H:%M:%S%.f" } else { "%Y-%m-%d %H:%M" };
    let local = NaiveDateTime::parse_from_str(local, format).expect("a date and an hour");
    instant(chrono_tz::Europe::Paris, local)
}

/// A port that nobody listens on, and that nobody else is given before the tests end.
pub fn free_port() -> u16 {
    let socket = rocket::tokio::net::TcpSocket::new_v4().expect("a socket");
    // Who is told the number may listen all the same.
    socket.set_reuseaddr(true).expect("a socket");
    socket.bind((std::net::Ipv4Addr::LOCALHOST, 0).into()).expect("a free port");
    let port = socket.local_addr().expect("an address").port();
    std::mem::forget(socket);
    port
}

/// Asks again until there is an answer: the machine may be busy.
#[track_caller]
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    loop {
        match ask() {
            Some(answer) => return answer,
            None => assert!(std::time::Instant::now() < deadline, "a minute has gone by: {what}"),
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

/// A process that ends with the test.
pub struct Process(pub std::process::Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl World {
    /// The fixture town, a week at a time, on [`NOW`].
    pub fn new() -> Self {
        Self::with(Span::Week, None)
    }

    /// The fixture town, a month at a time.
    pub fn monthly() -> Self {
        Self::with(Span::Month, None)
    }

    /// No town at all: an empty database.
    pub fn empty() -> Self {
        let runtime = rocket::tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let (parts, client) = runtime.block_on(async {
            let parts = parts(Box::new(|| None));
            let client = visited(&parts).await;
            (parts, client)
        });
        Self { parts, client, runtime }
    }

    /// The fixture town on a disk with so many free bytes.
    pub fn on_disk_with(free: Arc<std::sync::atomic::AtomicU64>) -> Self {
        Self::with(Span::Week, Some(free))
    }

    /// The fixture town, whose mail leaves this way.
    pub fn mailing(mailer: impl FnOnce() -> Mailer) -> Self {
        let world = Self::made(Span::Week, None, mailer);
        keep(&world.parts.mailer);
        world
    }

    /// The same town, whose portal was stopped and started again with another way out for mail.
    pub fn restarted(self, mailer: impl FnOnce() -> Mailer) -> Self {
        let Self { mut parts, client, runtime } = self;
        drop(client);
        let inside = runtime.enter();
        let mailer = Arc::new(mailer());
        keep(&mailer);
        until("the portal has stopped", || {
            Arc::get_mut(&mut parts).map(|parts| parts.mailer = mailer.clone())
        });
        drop(inside);
        let client = runtime.block_on(visited(&parts));
        Self { parts, client, runtime }
    }

    /// The fixture town behind proxies whose word is taken.
    pub fn behind(proxies: &[&str]) -> Self {
        let proxies = proxies.iter().map(|proxy| proxy.parse().expect("an address")).collect();
        Self::built(Span::Week, None, |parts| parts.config.proxies = proxies)
    }

    /// The fixture town at an address, whose payments go through a service that is opened with its clock, by its address.
    pub fn paid_through(site: &str, open: impl FnOnce(Clock) -> String) -> Self {
        Self::built(Span::Week, None, |parts| {
            parts.config.site = site.into();
            parts.config.payfip = open(parts.clock.clone());
        })
    }

    fn with(span: Span, free: Option<Arc<std::sync::atomic::AtomicU64>>) -> Self {
        Self::made(span, free, || Mailer::Memory(Mutex::default()))
    }

    fn made(
        span: Span,
        free: Option<Arc<std::sync::atomic::AtomicU64>>,
        mailer: impl FnOnce() -> Mailer,
    ) -> Self {
        Self::built(span, free, |parts| parts.mailer = Arc::new(mailer()))
    }

    fn built(
        span: Span,
        free: Option<Arc<std::sync::atomic::AtomicU64>>,
        other: impl FnOnce(&mut Parts),
    ) -> Self {
        let runtime = rocket::tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let (parts, client) = runtime.block_on(async {
            let room = move || free.as_ref().map(|free| free.load(std::sync::atomic::Ordering::SeqCst));
            let mut parts = parts(Box::new(room));
            other(Arc::get_mut(&mut parts).expect("not shared yet"));
            demo::fill(&parts, People::Named, Some(span)).await.expect("the fixture town");
            let client = visited(&parts).await;
            (parts, client)
        });
        Self { parts, client, runtime }
    }

    /// Sets the town's clocks.
    pub fn set(&self, local: &str) {
        self.parts.clock.set(at(local));
    }

    /// Somebody who has just opened a browser.
    pub fn visitor(&self) -> Browser<'_> {
        Browser::new(self)
    }

    /// Somebody of the fixture town, signed in: `lucie.alain`.
    pub fn sign_in(&self, who: &str) -> Browser<'_> {
        let mut browser = self.visitor();
        browser.sign_in(who);
        browser
    }

    /// Somebody of the town hall, by the first name: a session made in the store, all steps done.
    pub fn agent(&self, who: &str) -> Browser<'_> {
        let mail = demo::agents().into_iter().map(|(mail, ..)| mail).find(|mail| mail.starts_with(who));
        let mut browser = self.visitor();
        browser.cookies.insert("preau".into(), self.session(mail.expect("an agent")));
        browser
    }

    /// A session of an account, by its address: what a browser would hold.
    pub fn session(&self, mail: &str) -> String {
        let (id, account) = self.account(mail);
        let token = self.parts.random.token();
        let key = account::store::keyed(&self.parts.config, account::store::Kind::Session, &token);
        let families = &account.families[..];
        let family = if let [only] = families { Some(*only) } else { None };
        let session = account::Session::new(id, family, self.parts.clock.now());
        self.change(move |w| Ok(account::store::begin(w, &key, &session)?));
        token
    }

    /// Tries the mails that are due; gives how many left.
    pub fn deliver(&self) -> usize {
        self.runtime.block_on(outbox::deliver(&self.parts)).expect("the outbox")
    }

    /// An account by its address.
    pub fn account(&self, mail: &str) -> (account::AccountId, account::Account) {
        self.parts.store.read(|r| account::store::account(r, mail)).expect("accounts").expect("an account")
    }

    /// Answers who asked for a link and delivers what waits in the outbox; gives every mail delivered so far.
    pub fn mails(&self) -> Vec<Mail> {
        self.runtime.block_on(answer_asks(&self.parts)).expect("the links");
        self.deliver();
        match &*self.parts.mailer {
            Mailer::Memory(kept) => kept.lock().expect("mails").clone(),
            _ => Vec::new(),
        }
    }

    /// Makes somebody of the town hall, with everybody's password; gives who was there already these roles.
    pub fn appoint(&self, who: &str, roles: &[Role]) {
        let (mail, roles) = (format!("{who}@famille.example"), roles.iter().copied().collect());
        self.change(move |w| {
            let password = store::account_of(w, AccountId(1))?.expect("Paul").password;
            let known = store::account(w, &mail)?;
            let (id, account) = known.unwrap_or((store::next_id(w)?, Account::of(&mail, vec![])));
            let (first_name, last_name) = ("Nadia".into(), "BELKACEM".into());
            let duty = Duty { first_name, last_name, roles, roll_call: Default::default(), access: true };
            Ok(store::set_account(w, id, &Account { password, duty: Some(duty), ..account })?)
        });
    }

    /// What happened to accounts, the latest first.
    pub fn events(&self) -> Vec<Event> {
        let page = self.parts.store.read(|r| store::events(r, None, 50)).expect("events");
        page.into_iter().map(|(_, event)| event).collect()
    }

    /// From now on the price of the canteen goes by time: half hours.
    pub fn canteen_by_time(&self) {
        self.change(|w| {
            let mut canteen = preau::tariff::store::tariffs(w)?.0[&preau::tariff::TariffId(1)].clone();
            let from = "2026-11-25".parse().unwrap();
            let mut version = canteen.versions.on(from).expect("a version").value.clone();
            version.cases[0].every = Some(30);
            canteen.versions.set(from, version);
            Ok(preau::tariff::store::set_tariff(w, &canteen)?)
        });
    }

    /// Changes the data behind the portal's back.
    pub fn change(&self, change: impl FnOnce(&Write) -> Result<(), Error> + Send + 'static) {
        self.runtime.block_on(self.parts.store.write("test", change)).expect("a change");
    }
}

/// A portal that is visited without a network.
async fn visited(parts: &Arc<Parts>) -> Client {
    let client = Client::untracked(portal(parts.clone(), figment())).await.expect("a portal");
    // The outbox's own worker stops: tests say when mail is delivered.
    client.rocket().shutdown().notify();
    client
}

/// Connections to a mail server end with the runtime; without one, dropping them would panic.
fn keep(mailer: &Arc<Mailer>) {
    std::mem::forget(mailer.clone());
}

/// What a portal in memory is made of.
pub fn parts(room: preau::platform::store::Room) -> Arc<Parts> {
    let clock = Clock::at(at(NOW));
    Arc::new(Parts {
        store: Store::in_memory(&tables(), clock.clone(), room).expect("a store in memory"),
        clock,
        random: Random::seeded(7),
        mailer: Arc::new(Mailer::Memory(Mutex::default())),
        passwords: Passwords::start(),
        config: config(),
    })
}

pub fn config() -> Config {
    Config {
        data: Default::default(),
        site: "http://localhost:8000".into(),
        secret_key: "a secret of the tests, of 32 letters".into(),
        smtp: String::new(),
        mail_from: String::new(),
        payfip: String::new(),
        proxies: Vec::new(),
        address: std::net::Ipv4Addr::LOCALHOST.into(),
        port: 8000,
    }
}

pub fn figment() -> Figment {
    Figment::from(rocket::Config {
        log_level: rocket::config::LogLevel::Off,
        ..rocket::Config::debug_default()
    })
    .merge(("ident", false))
    .merge(("keep_alive", 75))
}
