//! The program as a child process, in a folder of its own that disappears.

use std::{
    fs::{self, File},
    net::Ipv4Addr,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::http::Line;

/// A folder to run the program in, and the port it serves on there.
pub struct Desk {
    folder: TempDir,
    pub port: u16,
    started: AtomicU32,
}

/// How a command ended: its code, what it printed, what it complained of.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Desk {
    /// An empty desk.
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        fs::create_dir(folder.path().join("tmp")).expect("a folder");
        Self { folder, port: free_port(), started: AtomicU32::new(0) }
    }

    /// A desk whose folder `data` holds this database.
    pub fn with(database: &[u8]) -> Self {
        let desk = Self::new();
        desk.write("data/preau.redb", database);
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: &[u8]) {
        fs::create_dir_all(self.path(name).parent().expect("a folder")).expect("a folder");
        fs::write(self.path(name), content).expect("a file");
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Names of what is in a folder; nothing when there is no folder.
    pub fn list(&self, name: &str) -> Vec<String> {
        let files = fs::read_dir(self.path(name)).into_iter().flatten();
        let name = |file: std::io::Result<fs::DirEntry>| file.map(|f| f.file_name().into_string().ok());
        let mut names: Vec<String> = files.filter_map(|file| name(file).ok()?).collect();
        names.sort();
        names
    }

    /// Runs a command on a folder of data to its end.
    pub fn run(&self, data: &str, arguments: &[&str]) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_preau"));
        self.end(command.args(arguments), data)
    }

    /// Runs `backup` where no file may grow beyond so many blocks of 512 bytes: a disk that fills.
    pub fn back_up_within(&self, blocks: u32, file: &str) -> Ended {
        // The signal is ignored, so that writing fails with an error instead.
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" backup {file}");
        let mut command = Command::new("sh");
        self.end(command.args(["-c", &script, env!("CARGO_BIN_EXE_preau")]), "data")
    }

    fn end(&self, command: &mut Command, data: &str) -> Ended {
        let mut program = self.start(command, data);
        let code = program.end().code();
        let (out, err) = program.said();
        Ended { code, out, err }
    }

    fn start(&self, command: &mut Command, data: &str) -> Program {
        let number = self.started.fetch_add(1, Ordering::SeqCst);
        let (out, err) = (self.path(&format!("tmp/{number}.out")), self.path(&format!("tmp/{number}.err")));
        let child = command
            .current_dir(self.folder.path())
            .env_clear()
            .env("TMPDIR", self.path("tmp"))
            .env("PREAU_DATA", data)
            .env("PREAU_SITE", "http://localhost")
            .env("PREAU_SECRET_KEY", "a secret of the tests, of 32 letters")
            .env("PREAU_SMTP", "smtp://127.0.0.1:1")
            .env("PREAU_MAIL_FROM", "enfance@valpreau.example")
            .env("PREAU_PORT", self.port.to_string())
            .stdin(Stdio::null())
            .stdout(File::create(&out).expect("a file"))
            .stderr(File::create(&err).expect("a file"))
            .spawn();
        Program { child: child.expect("the program"), out, err }
    }

    /// Starts `serve`, which may not be ready for a while.
    pub fn start_serving(&self, data: &str) -> Program {
        self.start(Command::new(env!("CARGO_BIN_EXE_preau")).arg("serve"), data)
    }

    /// Starts `serve`, and waits for its first page.
    pub fn serve(&self, data: &str) -> Program {
        let mut program = self.start_serving(data);
        program.answers(self.port);
        program
    }

    /// Starts `restore`, to be killed.
    pub fn start_restoring(&self, backup: &str, data: &str) -> Program {
        let mut command = Command::new(env!("CARGO_BIN_EXE_preau"));
        self.start(command.args(["restore", backup]), data)
    }

    /// `check` finds nothing.
    #[track_caller]
    pub fn in_order(&self, data: &str) {
        let ended = self.run(data, &["check"]);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        assert!(ended.out.starts_with("Tout est en ordre"), "{}", ended.out);
    }

    /// Restores a backup; gives how long that took.
    #[track_caller]
    pub fn restore(&self, backup: &str, data: &str) -> Duration {
        let began = Instant::now();
        let ended = self.run(data, &["restore", backup]);
        assert_eq!(ended.code, Some(0), "{backup}: {}", ended.err);
        assert!(ended.out.starts_with("Restauration faite"), "{}", ended.out);
        began.elapsed()
    }

    /// Forgets a folder of data.
    pub fn remove(&self, data: &str) {
        fs::remove_dir_all(self.path(data)).expect("a folder");
    }
}

impl Ended {
    /// It ended badly, and says why, and this, in one sentence.
    #[track_caller]
    pub fn refused(&self, words: &str) {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "one sentence: {}", self.err);
        assert!(self.err.contains(words), "{words:?} is not in {}", self.err);
        assert_eq!(self.out, "");
    }
}

/// A program under way; it ends with the test.
pub struct Program {
    child: Child,
    out: PathBuf,
    err: PathBuf,
}

impl Program {
    /// Waits for its first page.
    pub fn answers(&mut self, port: u16) {
        until("it serves", || {
            let ended = self.child.try_wait().expect("a child");
            assert!(ended.is_none(), "it has ended: {}", self.said().1);
            let page = Line::open(port, "").and_then(|mut line| line.get("/connexion"));
            page.ok().filter(|page| page.code == 200)
        });
    }

    /// SIGKILL, at once.
    pub fn kill(mut self) {
        self.child.kill().expect("a kill");
        self.child.wait().expect("a child");
    }

    /// Asks it to end, as systemd does.
    #[track_caller]
    pub fn stop(mut self) {
        let sent = Command::new("kill").args(["-s", "TERM", &self.child.id().to_string()]).status();
        assert!(sent.expect("kill").success());
        assert_eq!(self.end().code(), Some(0), "{}", self.said().1);
    }

    fn end(&mut self) -> ExitStatus {
        until("it ends", || self.child.try_wait().expect("a child"))
    }

    fn said(&self) -> (String, String) {
        let read = |path: &Path| fs::read_to_string(path).expect("a file");
        (read(&self.out), read(&self.err))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks again until there is an answer: the machine may be busy.
#[track_caller]
fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(120);
    loop {
        match ask() {
            Some(answer) => return answer,
            None => assert!(Instant::now() < deadline, "two minutes have gone by: {what}"),
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A port that nobody listens on, and that nobody else is given before the tests end.
fn free_port() -> u16 {
    let socket = rocket::tokio::net::TcpSocket::new_v4().expect("a socket");
    // Who is told the number may listen all the same.
    socket.set_reuseaddr(true).expect("a socket");
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).expect("a free port");
    let port = socket.local_addr().expect("an address").port();
    std::mem::forget(socket);
    port
}
