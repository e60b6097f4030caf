//! The program itself, as a child process: its commands, its sentences, how it ends.

use std::{
    fs::{self, File},
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Command, Stdio},
};

use preau::demo::PASSWORD;
use tempfile::TempDir;

use crate::{
    browser::{form, plain},
    world::{Process, free_port, until},
};

const TOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/town.toml");
const LUCIE: &str = "lucie.alain@famille.example";

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
        fs::create_dir_all(self.path(name).parent().expect("a folder")).expect("a folder");
        fs::write(self.path(name), content).expect("a file");
    }

    /// What is in a folder; nothing when there is no folder.
    fn list(&self, name: &str) -> Vec<PathBuf> {
        let files = fs::read_dir(self.path(name)).into_iter().flatten();
        files.map(|file| file.expect("a file").path()).collect()
    }

    /// Starts the program with exactly these variables of the environment.
    fn start(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Program {
        // Another at each start: what the last one said is there.
        let number = self.list("").len();
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
            .spawn();
        Program { child: Process(child.expect("the program")), port: self.port, out, err }
    }

    /// Runs the program to its end: the code it ends with, what it prints, what it complains of.
    fn run(&self, arguments: &[&str], settings: &[(&str, &str)]) -> (Option<i32>, String, String) {
        let mut program = self.start(arguments, settings);
        let code = program.code();
        let (out, err) = program.said();
        (code, out, err)
    }

    fn import(&self) {
        let (code, out, err) = self.run(&["import", TOWN], &[("PREAU_DATA", "data")]);
        assert_eq!(code, Some(0), "{err}");
        assert_eq!(out, "Les réglages de Valpréau sont enregistrés.\n");
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

/// A program under way.
struct Program {
    child: Process,
    port: u16,
    out: PathBuf,
    err: PathBuf,
}

impl Program {
    /// What it has printed, and what it has complained of.
    fn said(&self) -> (String, String) {
        let read = |path| fs::read_to_string(path).expect("a file");
        (read(&self.out), read(&self.err))
    }

    /// Waits for its first page.
    fn ready(mut self) -> Self {
        until("it listens", || {
            let ended = self.child.0.try_wait().expect("a child");
            assert!(ended.is_none(), "it has ended: {}", self.said().1);
            TcpStream::connect(("127.0.0.1", self.port)).ok()
        });
        self
    }

    /// Waits for its end; none when a signal ended it.
    fn code(&mut self) -> Option<i32> {
        until("it ends", || self.child.0.try_wait().expect("a child")).code()
    }

    /// Asks it to end.
    fn signal(mut self, name: &str) -> Option<i32> {
        let sent = Command::new("kill").args(["-s", name, &self.child.0.id().to_string()]).status();
        assert!(sent.expect("kill").success());
        self.code()
    }

    /// Sends a request; gives the head and the body of the answer.
    fn request(&self, request: &str, cookie: &str, body: &str) -> (String, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        let (port, length) = (self.port, body.len());
        let request = format!(
            "{request} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        (head.to_lowercase(), body.to_owned())
    }

    #[track_caller]
    fn shows(&self, address: &str, cookie: &str, words: &str) {
        let (head, body) = self.request(&format!("GET {address}"), cookie, "");
        assert!(head.starts_with("http/1.1 200"), "{address}: {head}");
        assert!(plain(&body).contains(words), "{words:?} is not on {address}: {body}");
    }

    /// Signs Lucie in; gives her cookie.
    fn lucie(&self) -> String {
        let body = form(&[("adresse", LUCIE), ("mot-de-passe", PASSWORD)]);
        let (head, _) = self.request("POST /connexion", "", &body);
        assert!(head.starts_with("http/1.1 303"), "{head}");
        let cookie = head.split("set-cookie: preau=").nth(1).and_then(|rest| rest.split(';').next());
        format!("preau={}", cookie.expect("a cookie"))
    }
}

/// It ended badly, and says why, and this, in one sentence.
#[track_caller]
fn one_sentence((code, _, err): &(Option<i32>, String, String), words: &str) {
    assert_eq!(*code, Some(1), "{err}");
    assert_eq!(err.lines().count(), 1, "one sentence: {err}");
    assert!(err.contains(words), "{words:?} is not in {err:?}");
}

#[test]
fn the_demonstration_opens_and_leaves_nothing_behind() {
    let desk = Desk::new();
    desk.write("data/preau.redb", "the town's own data");
    let port = desk.port.to_string();
    let demo = desk.start(&["demo"], &[("PREAU_PORT", &port), ("PREAU_DATA", "data")]).ready();
    let agent = preau::demo::agents()[0].0;
    for words in [&format!("http://localhost:{port}\n"), PASSWORD, LUCIE, agent, preau::demo::RECOVERY[0]] {
        // It answers a moment before it says so.
        until(&format!("{words:?} is said"), || demo.said().0.contains(words).then_some(()));
    }
    demo.shows("/", "", "Valpréau");
    demo.shows("/connexion", "", "Mot de passe");
    demo.shows("/", &demo.lucie(), "Lucie");
    // The stand-in of the payment service listens where it says, and on the loopback.
    let said = demo.said().0;
    let trial = said.split_whitespace().find(|word| word.ends_with("/tpa/essai")).expect("an address");
    assert!(trial.starts_with("http://localhost:"), "{trial}");
    let mut shown = ureq::get(trial).call().expect("the page of the stand-in");
    assert!(shown.body_mut().read_to_string().expect("its text").contains("Essai de paiement, sans valeur"));
    assert_eq!(desk.list("tmp").len(), 1, "its data are in a temporary folder");
    assert_eq!(demo.signal("TERM"), Some(0));
    assert_eq!(desk.list("tmp"), Vec::<PathBuf>::new(), "the temporary folder has gone");
    assert_eq!(desk.list("data"), [desk.path("data/preau.redb")]);
    assert_eq!(fs::read(desk.path("data/preau.redb")).expect("a file"), b"the town's own data");
}

#[test]
fn a_demonstration_that_is_ended_before_it_opens_leaves_nothing_behind() {
    for name in ["TERM", "INT"] {
        let desk = Desk::new();
        let demo = desk.start(&["demo"], &[("PREAU_PORT", &desk.port.to_string())]);
        until("it has begun to fill its folder", || {
            let folder = desk.list("tmp").pop()?;
            folder.join("preau.redb").exists().then_some(())
        });
        assert_eq!(demo.signal(name), Some(0));
        assert_eq!(desk.list("tmp"), Vec::<PathBuf>::new(), "the temporary folder has gone");
    }
}

#[test]
fn serve_says_in_one_sentence_why_it_does_not_start() {
    let desk = Desk::new();
    desk.write("garbage/preau.redb", [0x5a; 5000]);
    for (name, value, words) in [
        ("PREAU_SITE", "", "« site »"),
        ("PREAU_SITE", "famille.valpreau.fr", "PREAU_SITE"),
        ("PREAU_SECRET_KEY", "", "« secret_key »"),
        ("PREAU_SECRET_KEY", "thirty-one letters, one too few", "32 caractères"),
        ("PREAU_SMTP", "", "« smtp »"),
        // A stand-in of the payment service is out of reach.
        ("PREAU_PAYFIP", "http://www.payfip.gouv.fr", "« payfip »"),
        ("PREAU_PAYFIP", "https://localhost:8443", "« payfip »"),
        ("PREAU_PAYFIP", "https://127.0.0.1", "« payfip »"),
        ("PREAU_PAYFIP", "https://[::1]:8443", "« payfip »"),
        ("PREAU_SMTP", "mail.example", "serveur de courrier est mal indiqué"),
        ("PREAU_SMTP", "smtp://127.0.0.1:99999", "serveur de courrier est mal indiqué"),
        ("PREAU_MAIL_FROM", "", "« mail_from »"),
        ("PREAU_MAIL_FROM", "not an address", "mail_from"),
        ("PREAU_DATA", "", "« data »"),
        ("PREAU_DATA", "garbage/preau.redb/data", "On ne peut pas écrire dans garbage/preau.redb/data"),
        ("PREAU_DATA", "garbage", "base de données"),
        ("PREAU_PORT", "eight thousand", "PORT"),
        ("PREAU_PROT", "8000", "PROT"),
    ] {
        let mut settings = settings("0").to_vec();
        settings.retain(|(known, _)| *known != name);
        settings.push((name, value));
        one_sentence(&desk.run(&["serve"], &settings), words);
    }
}

#[test]
fn a_town_is_imported_then_served_and_found_again_after_the_end() {
    let desk = Desk::new();
    desk.import();
    let serve = desk.serve();
    serve.shows("/", "", "Valpréau");
    assert_eq!(serve.signal("TERM"), Some(0));
    let serve = desk.serve();
    serve.shows("/connexion", "", "Valpréau");
    // The stand-in of the payment service is the demonstration's alone.
    for address in ["/tpa/services/securite?wsdl", "/tpa/paiementws.web?idop=1", "/tpa/essai"] {
        let (head, _) = serve.request(&format!("GET {address}"), "", "");
        assert!(head.starts_with("http/1.1 404"), "{address}: {head}");
    }
    assert!(!serve.said().0.contains("/tpa/"), "{}", serve.said().0);
    assert_eq!(serve.signal("KILL"), None);
    desk.serve().shows("/", "", "Valpréau");
}

#[test]
fn one_program_at_a_time_has_the_data_and_the_port() {
    let desk = Desk::new();
    desk.import();
    let serve = desk.serve();
    let port = free_port().to_string();
    one_sentence(&desk.run(&["serve"], &settings(&port)), "déjà ces données");
    one_sentence(&desk.run(&["import", TOWN], &settings(&port)), "déjà ces données");
    serve.shows("/", "", "Valpréau");
    assert_eq!(serve.signal("TERM"), Some(0));

    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    one_sentence(&desk.run(&["serve"], &settings(&port)), &format!("Le port {port} est déjà pris"));
    // Before anything is done: there is not even a folder for its data.
    let nowhere = [("PREAU_PORT", port.as_str()), ("TMPDIR", "nowhere")];
    one_sentence(&desk.run(&["demo"], &nowhere), &format!("Le port {port} est déjà pris"));
    one_sentence(&desk.run(&["demo"], &settings(&port)), &format!("Le port {port} est déjà pris"));
    assert_eq!(desk.list("tmp"), Vec::<PathBuf>::new(), "the demonstration has cleared up");
}

#[test]
fn a_broken_file_of_settings_is_refused_with_its_line_and_changes_nothing() {
    let desk = Desk::new();
    let town = fs::read_to_string(TOWN).expect("the fixture town");
    let line = town.lines().find(|line| line.starts_with("timezone")).expect("a timezone");
    let at = town.lines().take_while(|known| *known != line).count() + 1;
    let other = town.replace("name = \"Valpréau\"", "name = \"Ailleurs\"");
    desk.write("zone.toml", other.replace(line, "timezone = \"Europe/Valpréau\""));
    desk.write("key.toml", other.replace(line, &format!("zone = 1 {line}")));
    let refused = |file: &str| {
        let (code, out, err) = desk.run(&["import", file], &[("PREAU_DATA", "data")]);
        assert_eq!((code, out.as_str()), (Some(1), ""), "{err}");
        let told = err.contains(&format!("Ligne {at}")) || err.contains(&format!("line {at}"));
        assert!(told && err.contains(file) && err.contains("rien n’a été enregistré"), "{err}");
    };
    refused("zone.toml");
    refused("key.toml");
    one_sentence(&desk.run(&["import", "no.toml"], &[("PREAU_DATA", "data")]), "no.toml ne peut pas être lu");
    one_sentence(
        &desk.run(&["import", "tmp"], &[("PREAU_DATA", "data")]),
        "tmp ne peut pas être lu : c’est un dossier.",
    );
    one_sentence(&desk.run(&["check"], &settings("0")), "Aucune commune n’est enregistrée");
    desk.import();
    refused("zone.toml");
    desk.serve().shows("/", "", "Valpréau");
}

#[test]
fn rocket_toml_is_enough_and_its_mistakes_are_named() {
    let desk = Desk::new();
    let all = settings("").map(|(name, value)| format!("{} = {value:?}\n", name[6..].to_lowercase()));
    // The file of the repository knows the folder of the data and a port.
    let ours = format!("{}\n{}", include_str!("../../Rocket.toml"), all[..4].concat());
    desk.write("Rocket.toml", &ours);
    desk.import();
    let port = desk.port.to_string();
    let serve = desk.start(&["serve"], &[("PREAU_PORT", &port)]).ready();
    serve.shows("/", "", "Valpréau");
    assert_eq!(serve.signal("TERM"), Some(0));
    for (line, words) in [
        ("port eight", "Rocket.toml"),
        ("workers = \"many\"", "workers"),
        ("secret_kee = \"\"", "secret_kee"),
    ] {
        desk.write("Rocket.toml", format!("{ours}{line}\n"));
        let (code, _, err) = desk.run(&["serve"], &[("PREAU_PORT", &port)]);
        assert!(code == Some(1) && err.contains(words) && !err.contains("panicked"), "{line}: {err}");
    }
}

/// The address of a link in what was printed, from the slash after the site.
#[track_caller]
fn link(out: &str, page: &str) -> String {
    let rest =
        out.split(&format!("http://localhost{page}")).nth(1).unwrap_or_else(|| panic!("no link: {out}"));
    format!("{page}{}", rest.split_whitespace().next().expect("a token"))
}

#[test]
fn the_first_administrator_is_made_with_the_link_that_serve_prints() {
    let desk = Desk::new();
    desk.import();
    let serve = desk.serve();
    let out = until("the link is printed", || Some(serve.said().0).filter(|out| out.contains("/premier/")));
    assert_eq!(out.lines().filter(|line| line.contains("premier administrateur")).count(), 1, "{out}");
    let address = link(&out, "/premier/");
    serve.shows(&address, "", "Premier administrateur du portail");
    let anne = form(&[("prenom", "Anne"), ("nom", "NEUVE"), ("adresse", "anne@valpreau.example")]);
    let (head, _) = serve.request(&format!("POST {address}"), "", &anne);
    assert!(head.starts_with("http/1.1 303") && head.contains("location: /mot-de-passe/"), "{head}");
    let (head, _) = serve.request(&format!("GET {address}"), "", "");
    assert!(head.starts_with("http/1.1 410"), "used once: {head}");
    assert_eq!(serve.signal("TERM"), Some(0));
    let again = desk.serve();
    until("it says where it listens", || Some(again.said().0).filter(|out| out.contains("écoute")));
    assert!(!again.said().0.contains("/premier/"), "there is an administrator: {}", again.said().0);
}

#[test]
fn an_agent_is_made_and_reset_from_the_command_line_open_or_closed() {
    let desk = Desk::new();
    desk.import();
    let all = settings("0");
    let agent = |arguments: &[&str]| desk.run(&[&["agent"], arguments].concat(), &all);
    let create =
        |mail: &str| agent(&["create", mail, "--prenom", "Anne", "--nom", "NEUVE", "--role", "familles"]);
    let made = |(code, out, err): (Option<i32>, String, String)| {
        assert_eq!((code, out.lines().count()), (Some(0), 1), "{err}");
        assert!(out.contains("dans l’heure") && link(&out, "/mot-de-passe/").len() == 46, "{out}");
    };
    let refused = || {
        one_sentence(&create("anne@valpreau.example"), "déjà un agent");
        one_sentence(&create("anne"), "n’est pas une adresse");
        let named = ["create", "a@b.example", "--prenom", "<b>", "--nom", "NEUVE", "--role", "familles"];
        one_sentence(&agent(&named), "en lettres");
        one_sentence(&agent(&["reset", "personne@valpreau.example"]), "Personne n’a l’adresse");
    };
    made(create("anne@valpreau.example"));
    made(agent(&["reset", "Anne@valpreau.example"]));
    refused();
    let (_, out, _) = agent(&["create", "--help"]);
    assert!(out.contains("administrateur") && out.contains("Prénom"), "{out}");
    // Without the secret that links are kept under, none would open.
    let bare: Vec<_> = all.iter().copied().filter(|(name, _)| *name != "PREAU_SECRET_KEY").collect();
    one_sentence(&desk.run(&["agent", "reset", "anne@valpreau.example"], &bare), "secret_key");

    let serve = desk.serve();
    made(create("paul@valpreau.example"));
    made(agent(&["reset", "anne@valpreau.example"]));
    refused();
    serve.shows("/", "", "Valpréau");
    assert_eq!(serve.signal("TERM"), Some(0));
    desk.write("empty/file", "");
    let nowhere = [&all[..4], &[("PREAU_DATA", "empty")], &all[5..]].concat();
    one_sentence(
        &desk.run(&["agent", "reset", "anne@valpreau.example"], &nowhere),
        "Il n’y a pas de données",
    );
}
