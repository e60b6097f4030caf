//! The program on a small file system of its own, which goes away with it.

use std::{
    fs,
    io::{Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rocket::tokio::net::TcpSocket;
use tempfile::TempDir;

/// Only processes of the namespace see what is mounted in it: it goes with the last of them.
const NAMESPACES: [&[&str]; 2] = [&["--mount"], &["--mount", "--map-root-user"]];

/// How to have a small file system of one's own, if the machine permits it.
pub fn namespace() -> Option<&'static [&'static str]> {
    let folder = TempDir::new().expect("a folder");
    let permitted = |flags: &&&[&str]| {
        let mut mount = Command::new("unshare");
        mount.args(**flags).args(["mount", "-t", "tmpfs", "-o", "size=1m", "preau"]);
        mount.arg(folder.path()).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success())
    };
    NAMESPACES.iter().find(permitted).copied()
}

/// A shell in a folder where `disk` is a file system of 80 MB; it ends with the test.
pub struct Shell {
    pub folder: TempDir,
    child: Child,
    port: u16,
}

impl Shell {
    /// Runs lines of shell. `$PREAU` is the program.
    pub fn start(namespace: &[&str], folder: TempDir, lines: &str) -> Self {
        fs::create_dir(folder.path().join("disk")).expect("a folder");
        let port = free_port();
        let err = fs::File::create(folder.path().join("err")).expect("a file");
        let lines = format!("set -e; mount -t tmpfs -o size=80m preau disk; {lines}");
        let child = Command::new("unshare")
            .args(namespace)
            .args(["sh", "-c", &lines])
            .current_dir(folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("PREAU", env!("CARGO_BIN_EXE_preau"))
            .env("PREAU_DATA", "disk")
            .env("PREAU_PORT", port.to_string())
            .env("PREAU_SITE", "http://localhost")
            .env("PREAU_SECRET_KEY", "a secret of the tests, of 32 letters")
            .env("PREAU_SMTP", "smtp://127.0.0.1:1")
            .env("PREAU_MAIL_FROM", "enfance@valpreau.example")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(err)
            .spawn()
            .expect("a shell");
        Self { folder, child, port }
    }

    /// A file of the small file system, as the shell sees it.
    pub fn inside(&self, name: &str) -> PathBuf {
        let root = Path::new("/proc").join(self.child.id().to_string()).join("root");
        let folder = self.folder.path().join("disk").join(name);
        root.join(folder.strip_prefix("/").expect("an absolute path"))
    }

    /// Takes all the room there is.
    pub fn fill(&self) {
        let mut file = fs::File::create(self.inside("filler")).expect("a file");
        while file.write_all(&[0x5a; 1 << 16]).is_ok() {}
    }

    pub fn empty(&self) {
        fs::remove_file(self.inside("filler")).expect("a file");
    }

    /// Waits for the first page.
    pub fn ready(&mut self) {
        let deadline = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            let ended = self.child.try_wait().expect("a child").is_some();
            assert!(!ended && Instant::now() < deadline, "{}", self.complaints());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits for the end of the lines; gives whether they all went well, and what was complained of.
    pub fn end(&mut self) -> (bool, String) {
        let status = self.child.wait().expect("a child");
        (status.success(), self.complaints())
    }

    fn complaints(&self) -> String {
        fs::read_to_string(self.folder.path().join("err")).expect("a file")
    }

    /// Sends a request; gives the status, the head and the body of the answer.
    pub fn request(&self, line: &str, cookie: &str, body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("a connection");
        let length = body.len();
        let request = format!(
            "{line} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        (status.expect("a status"), head.to_lowercase(), body.to_owned())
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on, and that nobody else is given before the tests end.
fn free_port() -> u16 {
    let socket = TcpSocket::new_v4().expect("a socket");
    // Who is told the number may listen all the same.
    socket.set_reuseaddr(true).expect("a socket");
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).expect("a free port");
    let port = socket.local_addr().expect("an address").port();
    std::mem::forget(socket);
    port
}
