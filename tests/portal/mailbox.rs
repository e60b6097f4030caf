//! A real mail server on the loopback, and what arrives there.

use std::{
    fs,
    net::TcpStream,
    path::Path,
    process::{Command, Stdio},
};

use preau::platform::mail::Mailer;
use serde_json::Value;
use tempfile::TempDir;

use crate::world::{Process, World, free_port, until};

pub const SENDER: &str = "enfance@valpreau.example";
const PYTHON: &str = "/usr/bin/python3";

/// A mailbox that answers as the address of a mail tells it to: "refuse...", "forget...".
const SERVER: &str = r#"
from aiosmtpd.handlers import Mailbox
class Moody(Mailbox):
    forgot = False
    async def handle_RCPT(self, server, session, envelope, address, options):
        with open(self.mail_dir + ".log", "a") as log:
            log.write(address + "\n")
        if address.startswith("refuse"):
            return "550 5.1.1 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"
    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        if envelope.rcpt_tos[0].startswith("forget") and not self.forgot:
            self.forgot = True
            return "451 4.3.0 try again later"
        return answer
"#;

/// Reads mails with another hand than the one that wrote them.
const READER: &str = r#"
import sys, json, email, email.policy
for path in sys.argv[1:]:
    m = email.message_from_bytes(open(path, "rb").read(), policy=email.policy.default)
    parts = [[p.get_content_type(), p.get_content().replace("\r\n", "\n")] for p in m.walk() if not p.is_multipart()]
    names = ["Subject", "To", "Message-ID", "Date", "X-MailFrom", "X-RcptTo"]
    sender = m["From"].addresses[0]
    print(json.dumps({"type": m.get_content_type(), "parts": parts, "defects": len(m.defects),
        "name": sender.display_name, "sender": sender.addr_spec, **{name: str(m[name]) for name in names}}))
"#;

/// The mails that are files of a folder, the oldest name first.
pub fn read(folder: &Path) -> Vec<Value> {
    let files = fs::read_dir(folder).into_iter().flatten().map(|file| file.expect("a file").path());
    let mut files: Vec<_> = files.filter(|path| path.is_file()).collect();
    files.sort();
    let read = Command::new(PYTHON).args(["-c", READER]).args(files).output().expect("python3");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let lines = String::from_utf8(read.stdout).expect("JSON");
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// A mailbox, whose server may run or not.
pub struct Mailbox {
    pub folder: TempDir,
    pub port: u16,
}

impl Mailbox {
    pub fn new() -> Self {
        Self { folder: TempDir::new().expect("a folder"), port: free_port() }
    }

    /// The fixture town, whose mail goes there.
    pub fn world(&self) -> World {
        let address = format!("smtp://127.0.0.1:{}", self.port);
        let world = World::mailing(|| Mailer::smtp(&address, SENDER).expect("an address"));
        // Its connections end with the runtime; without one, dropping it would panic.
        std::mem::forget(world.parts.mailer.clone());
        world
    }

    /// Starts the server.
    pub fn server(&self) -> Process {
        let (folder, address) = (self.folder.path(), format!("127.0.0.1:{}", self.port));
        fs::write(folder.join("moody.py"), SERVER).expect("a file");
        let mut command = Command::new(PYTHON);
        command.args(["-B", "-m", "aiosmtpd", "-n", "-l", &address, "-c", "moody.Moody", "mails"]);
        command.env("PYTHONPATH", folder).current_dir(folder).stdin(Stdio::null());
        let mut server = Process(command.spawn().expect("python3"));
        until("the mail server listens", || {
            let ended = server.0.try_wait().expect("a child");
            assert!(ended.is_none(), "the mail server has ended: is python3-aiosmtpd there?");
            TcpStream::connect(&address).ok()
        });
        server
    }

    /// The mails that have arrived.
    pub fn arrived(&self) -> Vec<Value> {
        read(&self.folder.path().join("mails/new"))
    }
}
