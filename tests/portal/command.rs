//! The program itself, as a child process: its commands, its sentences, how it ends.

use std::{
    fs::{self, File},
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use scraper::{Html, Selector};
use tempfile::TempDir;

use crate::browser::{form, plain};

const TOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/town.toml");
const ROCKET_TOML: &str = include_str!("../../Rocket.toml");

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr()).expect("a free port").port()
}

/// Asks again until there is an answer: the machine may be busy.
#[track_caller]
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        match ask() {
            Some(answer) => return answer,
            None => assert!(Instant::now() < deadline, "a minute has gone by: {what}"),
        }
        sleep(Duration::from_millis(20));
    }
}

/// A folder to run the program in: its settings, what it says, its data, its temporary files.
struct Desk {
    folder: TempDir,
    port: u16,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: TempDir::new().expect("a folder"), port: free_port() };
        fs::create_dir(desk.path("tmp")).expect("a folder");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).expect("a file");
    }

    /// What is in a folder; nothing when there is no folder.
    fn list(&self, name: &str) -> Vec<PathBuf> {
        let files = fs::read_dir(self.path(name)).into_iter().flatten();
        files.map(|file| file.expect("a file").path()).collect()
    }

    /// Starts the program with exactly these variables of the environment.
    fn start(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Program {
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let (out, err) = (self.path(&format!("out-{number}")), self.path(&format!("err-{number}")));
        let child = Command::new(env!("CARGO_BIN_EXE_preau"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("TMPDIR", self.path("tmp"))
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stdout(File::create(&out).expect("a file"))
            .stderr(File::create(&err).expect("a file"))
            .spawn()
            .expect("the program");
        Program { child, port: self.port, out, err }
    }

    /// Runs the program to its end: the code it ends with, what it prints, what it complains of.
    fn run(&self, arguments: &[&str], settings: &[(&str, &str)]) -> (Option<i32>, String, String) {
        let mut program = self.start(arguments, settings);
        let code = program.code();
        (code, program.out(), program.err())
    }

    fn import(&self) {
        let (code, out, err) = self.run(&["import", TOWN], &[("PREAU_DATA", "data")]);
        assert_eq!((code, out.as_str(), err.as_str()), (Some(0), "Les réglages de Valpréau sont enregistrés.\n", ""));
    }

    /// Starts `serve` with everything it needs, and waits for its first page.
    fn serve(&self) -> Program {
        self.start(&["serve"], &settings(&self.port.to_string())).ready()
    }
}

/// Everything that `serve` needs.
fn settings(port: &str) -> [(&str, &str); 6] {
    [
        ("PREAU_SITE", "http://localhost"),
        ("PREAU_SECRET_KEY", "a secret of the tests, of 32 letters"),
        ("PREAU_SMTP", "smtp://127.0.0.1:1"),
        ("PREAU_MAIL_FROM", "enfance@valpreau.example"),
        ("PREAU_DATA", "data"),
        ("PREAU_PORT", port),
    ]
}

/// A program under way; it ends with the test.
struct Program {
    child: Child,
    port: u16,
    out: PathBuf,
    err: PathBuf,
}

impl Program {
    fn out(&self) -> String {
        fs::read_to_string(&self.out).expect("what it prints")
    }

    fn err(&self) -> String {
        fs::read_to_string(&self.err).expect("what it complains of")
    }

    /// Waits for its first page.
    fn ready(mut self) -> Self {
        until("it listens", || {
            if let Some(status) = self.child.try_wait().expect("a child") {
                panic!("it has ended, {status}: {}", self.err());
            }
            TcpStream::connect(("127.0.0.1", self.port)).ok()
        });
        self
    }

    /// Waits for its end; none when a signal ended it.
    fn code(&mut self) -> Option<i32> {
        until("it ends", || self.child.try_wait().expect("a child")).code()
    }

    /// Asks it to end.
    fn signal(mut self, name: &str) -> Option<i32> {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status();
        assert!(sent.expect("kill").success());
        self.code()
    }

    /// Sends a request; gives the head and the body of the answer.
    fn request(&self, request: &str, cookie: &str, body: &str) -> (String, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        let (port, length) = (self.port, body.len());
        let lines = [
            &format!("{request} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}"),
            &format!("\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}"),
            &format!("\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n{body}"),
        ];
        stream.write_all(lines.map(String::as_str).concat().as_bytes()).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        (head.to_lowercase(), body.to_owned())
    }

    #[track_caller]
    fn shows(&self, address: &str, cookie: &str, words: &str) -> String {
        let (head, body) = self.request(&format!("GET {address}"), cookie, "");
        assert!(head.starts_with("http/1.1 200"), "{address}: {head}");
        assert!(plain(&body).contains(words), "{words:?} is not on {address}: {body}");
        body
    }

    /// Signs Lucie in; gives her cookie.
    fn lucie(&self) -> String {
        let body = form(&[("adresse", "lucie.alain@famille.example"), ("mot-de-passe", preau::demo::PASSWORD)]);
        let (head, _) = self.request("POST /connexion", "", &body);
        assert!(head.starts_with("http/1.1 303"), "{head}");
        let cookie = head.split("set-cookie: ").nth(1).and_then(|rest| rest.split(';').next());
        cookie.expect("a cookie").to_owned()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// It ended badly, with one sentence for a secretary that says this.
#[track_caller]
fn one_sentence((code, _, err): &(Option<i32>, String, String), words: &str) {
    assert_eq!(*code, Some(1), "{err}");
    assert_eq!(err.trim_end().lines().count(), 1, "one sentence: {err}");
    assert!(err.contains(words), "{words:?} is not in {err:?}");
    assert!(err.trim_end().ends_with('.') && !err.contains("panicked"), "{err}");
}

/// Ticks the first free box of the weeks to come and validates.
fn book(program: &Program, cookie: &str) {
    let every = |dom: &Html, what: &str| -> Vec<(String, String)> {
        let inputs = Selector::parse(&format!("#grille input{what}")).expect("a selector");
        let pair = |input: scraper::ElementRef| {
            (input.attr("name").expect("a name").to_owned(), input.attr("value").unwrap_or_default().to_owned())
        };
        dom.select(&inputs).map(pair).collect()
    };
    // The real clock: the week after next may be a holiday, or all of July and August.
    let (week, form_there, free) = (2..20)
        .find_map(|weeks| {
            let week = (chrono::Utc::now() + chrono::TimeDelta::weeks(weeks)).date_naive();
            let page = Html::parse_document(&program.shows(&format!("/reservations/{week}"), cookie, "Valider"));
            let free = every(&page, "[type=checkbox]:not([disabled]):not([checked])").into_iter().next()?;
            let mut there = every(&page, ":not([type=checkbox])");
            there.extend(every(&page, "[checked]:not([disabled])"));
            Some((week, there, free))
        })
        .expect("a day that can be booked");
    let pairs: Vec<_> = form_there.iter().chain([&free]).map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let (head, _) = program.request(&format!("POST /reservations/{week}/valider"), cookie, &form(&pairs));
    assert!(head.starts_with("http/1.1 303"), "{head}");
}

#[test]
fn the_demonstration_opens_lets_lucie_book_and_leaves_nothing_behind() {
    let desk = Desk::new();
    fs::create_dir(desk.path("data")).expect("a folder");
    desk.write("data/preau.redb", "the town's own data");
    let port = desk.port.to_string();
    let demo = desk.start(&["demo"], &[("PREAU_PORT", &port), ("PREAU_DATA", "data")]).ready();
    for words in [&format!("http://localhost:{port}\n"), preau::demo::PASSWORD, "lucie.alain@famille.example"] {
        assert!(demo.out().contains(words), "{words:?} is not in {}", demo.out());
    }
    demo.shows("/", "", "Valpréau");
    demo.shows("/connexion", "", "Mot de passe");
    let cookie = demo.lucie();
    demo.shows("/", &cookie, "Lucie");

    book(&demo, &cookie);
    let folder = desk.list("tmp").pop().expect("a temporary folder").join("courriels");
    assert!(demo.out().contains(&*folder.to_string_lossy()), "{}", demo.out());
    let mails = || fs::read_dir(&folder).expect("the folder of mails").map(|file| file.expect("a mail").path());
    let mail = until("the mail is put down", || mails().next());
    assert_eq!(mail.extension().and_then(|ending| ending.to_str()), Some("eml"));

    assert_eq!(demo.signal("TERM"), Some(0));
    assert_eq!(desk.list("tmp"), Vec::<PathBuf>::new(), "the temporary folder has gone");
    assert_eq!(desk.list("data"), [desk.path("data/preau.redb")]);
    assert_eq!(fs::read(desk.path("data/preau.redb")).expect("a file"), b"the town's own data");
}

#[test]
fn serve_says_in_one_sentence_why_it_does_not_start() {
    let desk = Desk::new();
    desk.write("file", "not a folder");
    desk.write("garbage.redb", [0x5a; 5000]);
    fs::create_dir(desk.path("garbage")).expect("a folder");
    fs::rename(desk.path("garbage.redb"), desk.path("garbage/preau.redb")).expect("a file");
    for (name, value, words) in [
        ("PREAU_SITE", "", "« site »"),
        ("PREAU_SITE", "famille.valpreau.fr", "PREAU_SITE"),
        ("PREAU_SECRET_KEY", "", "« secret_key »"),
        ("PREAU_SECRET_KEY", "thirty-one letters, one too few", "32 caractères"),
        ("PREAU_SMTP", "", "« smtp »"),
        ("PREAU_SMTP", "mail.example", "serveur de courrier est mal indiqué"),
        ("PREAU_SMTP", "smtp://127.0.0.1:99999", "serveur de courrier est mal indiqué"),
        ("PREAU_MAIL_FROM", "", "« mail_from »"),
        ("PREAU_MAIL_FROM", "not an address", "mail_from"),
        ("PREAU_DATA", "", "« data »"),
        ("PREAU_DATA", "file/data", "On ne peut pas écrire dans file/data"),
        ("PREAU_DATA", "nobody", "Aucune commune n’est enregistrée"),
        ("PREAU_DATA", "garbage", "base de données"),
        ("PREAU_PORT", "eight thousand", "PORT"),
        ("PREAU_PROT", "8000", "PROT"),
    ] {
        let port = desk.port.to_string();
        let mut settings = settings(&port).to_vec();
        settings.retain(|(known, _)| *known != name);
        settings.push((name, value));
        one_sentence(&desk.run(&["serve"], &settings), words);
    }
}
