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

/// A certificate for 127.0.0.1 until 2126 and its key, which protect nothing: no authority has signed it.
const SELF_SIGNED: &str = include_str!("self-signed.pem");

/// A mailbox that answers as the address of a mail tells it to: "refuse...", "hold...", "forget...".
const SERVER: &str = r#"
import asyncio, os
from aiosmtpd.handlers import Mailbox
REFUSALS = {
    "refuse": "550 5.1.1 no such person",
    "busy": "451 4.7.1 come back later",
    "strict": "554 5.7.1 not from here",
    "stranger": "530 5.7.0 say who you are",
}
class Moody(Mailbox):
    forgot = False
    async def handle_RCPT(self, server, session, envelope, address, options):
        with open(self.mail_dir + ".log", "a") as log:
            log.write(address + "\n")
        for mood, answer in REFUSALS.items():
            if address.startswith(mood):
                return answer
        while address.startswith("hold") and not os.path.exists(self.mail_dir + ".go"):
            await asyncio.sleep(0.02)
        envelope.rcpt_tos.append(address)
        return "250 OK"
    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        if envelope.rcpt_tos[0].startswith("forget") and not self.forgot:
            self.forgot = True
            return "451 4.3.0 try again later"
        return answer
"#;

/// Reads mails with another hand than the one that wrote them: of a part the type and the text; of a file the digest and the name.
const READER: &str = r#"
import sys, json, hashlib, email, email.policy
def part(p):
    content = p.get_content()
    if isinstance(content, bytes):
        return [p.get_content_type(), hashlib.sha256(content).hexdigest(), p.get_filename()]
    return [p.get_content_type(), content.replace("\r\n", "\n")]
for path in sys.argv[1:]:
    m = email.message_from_bytes(open(path, "rb").read(), policy=email.policy.default)
    parts = [part(p) for p in m.walk() if not p.is_multipart()]
    names = ["Subject", "To", "Reply-To", "Message-ID", "Date", "X-MailFrom", "X-RcptTo"]
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
        World::mailing(|| self.mailer("smtp://HERE"))
    }

    /// The way there, as the portal's configuration says it: `smtps://HERE`.
    pub fn mailer(&self, address: &str) -> Mailer {
        let here = format!("127.0.0.1:{}", self.port);
        Mailer::smtp(&address.replace("HERE", &here), SENDER).expect("an address")
    }

    /// Starts the server.
    pub fn server(&self) -> Process {
        self.server_with(&[])
    }

    /// Starts it with a certificate that nobody trusts. `way`: `smtps`, or `tls` for STARTTLS.
    pub fn self_signed_server(&self, way: &str) -> Process {
        let file = self.folder.path().join("self-signed.pem");
        fs::write(&file, SELF_SIGNED).expect("a file");
        let file = file.to_str().expect("a path");
        self.server_with(&[&format!("--{way}cert"), file, &format!("--{way}key"), file])
    }

    fn server_with(&self, options: &[&str]) -> Process {
        let (folder, address) = (self.folder.path(), format!("127.0.0.1:{}", self.port));
        fs::write(folder.join("moody.py"), SERVER).expect("a file");
        let mut command = Command::new(PYTHON);
        command.args(["-B", "-m", "aiosmtpd", "-n", "-l", &address, "-c", "moody.Moody"]);
        command.args(options).arg("mails");
        if !options.is_empty() {
            // Each connection that is refused would be told at length.
            command.stderr(Stdio::null());
        }
        command.env("PYTHONPATH", folder).current_dir(folder).stdin(Stdio::null());
        let mut server = Process(command.spawn().expect("python3"));
        until("the mail server listens", || {
            let ended = server.0.try_wait().expect("a child");
            assert!(ended.is_none(), "the mail server has ended: is python3-aiosmtpd there?");
            TcpStream::connect(&address).ok()
        });
        server
    }

    /// To whom mails have arrived, and their subjects, in the order of the alphabet.
    pub fn letters(&self) -> Vec<(String, String)> {
        let words = |value: &Value| value.as_str().expect("words").to_owned();
        let mails = self.arrived();
        let mut letters: Vec<_> =
            mails.iter().map(|mail| (words(&mail["X-RcptTo"]), words(&mail["Subject"]))).collect();
        letters.sort();
        letters
    }

    /// The mails that have arrived.
    pub fn arrived(&self) -> Vec<Value> {
        read(&self.folder.path().join("mails/new"))
    }
}
