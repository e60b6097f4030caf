//! Where mail leaves: a server, a folder, or a test's memory.

use std::{error::Error as _, io, path::PathBuf, sync::Mutex, time::Duration};

use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Attachment, Mailbox, MultiPart},
    transport::smtp,
};
use serde::{Deserialize, Serialize};

use super::blob::{Hash, Kind};

/// A mail with its words fixed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mail {
    /// Address it goes to.
    pub to: String,
    /// Name of the sender: the town's.
    pub from_name: String,
    /// One line.
    pub subject: String,
    /// The words, plain.
    pub text: String,
    /// The same words, as a page.
    pub html: String,
    /// Whether the words hold a secret: they are forgotten as soon as the mail has left.
    #[serde(default)]
    pub secret: bool,
    /// Who hears an answer, when it is not the sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// A file that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enclosed: Option<Enclosed>,
}

/// A file of a mail, whose bytes are kept for somebody else: without them the mail goes alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Enclosed {
    /// What it is called, without its ending.
    pub name: String,
    /// Its bytes.
    pub hash: Hash,
    /// What it is.
    pub kind: Kind,
}

/// Why a mail did not leave.
#[derive(Debug)]
pub enum Unsent {
    /// Trying again may help: no connection, a server that is busy.
    Later(Reason),
    /// It will not: the address is refused.
    Never(Reason),
}

/// What went wrong with a try: in a word for the town, and as it was said for whoever keeps the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// In a word.
    pub trouble: Trouble,
    /// As the server or the system said it.
    pub said: String,
}

/// Kinds of what goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// No server of that name, or nobody listens there.
    Unreachable,
    /// It did not answer in time.
    Slow,
    /// No secure connection: a certificate, or none spoken.
    Tls,
    /// It does not take our name and password.
    Credentials,
    /// It does not know, or take, the address that the mail goes to.
    Address,
    /// It says to come back later.
    Busy,
    /// It refuses for good.
    Refused,
    /// Something else.
    Other,
}

/// Longest wait for one answer of the server.
const ANSWER: Duration = Duration::from_secs(15);
/// Longest that sending one mail takes, so that one that is slow does not hold up the others for minutes.
const WHOLE: Duration = Duration::from_secs(20);
/// The same with a file: 5 MB through the line of a small town hall.
const WHOLE_WITH_FILE: Duration = Duration::from_secs(180);

/// A way out for mail.
pub enum Mailer {
    /// A real server; the address is the sender's.
    Smtp(AsyncSmtpTransport<Tokio1Executor>, String),
    /// Files `.eml` in a folder: the demonstration.
    Folder(PathBuf),
    /// Kept: tests.
    Memory(Mutex<Vec<Mail>>),
}

impl Mailer {
    /// A server named by an address such as `smtps://user:password@host:465` or `smtp://host:25`.
    ///
    /// # Errors
    /// What is wrong with the address.
    pub fn smtp(address: &str, sender: &str) -> Result<Self, String> {
        sender.parse::<lettre::Address>().map_err(|e| format!("{sender:?}: {e}"))?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(address).map_err(|e| e.to_string())?;
        Ok(Mailer::Smtp(transport.timeout(Some(ANSWER)).build(), sender.to_owned()))
    }

    /// Sends one mail, with the bytes of the file that goes with it. `id` is the same each time that it is tried: a
    /// server that has it already can tell.
    pub async fn send(&self, mail: &Mail, file: Option<Vec<u8>>, id: &str) -> Result<(), Unsent> {
        let never = |e: &dyn std::fmt::Display| {
            Unsent::Never(Reason { trouble: Trouble::Address, said: e.to_string() })
        };
        match self {
            Mailer::Smtp(server, sender) => {
                let whole = if file.is_some() { WHOLE_WITH_FILE } else { WHOLE };
                let message = message(mail, file, sender, id).map_err(|e| never(&e))?;
                match rocket::tokio::time::timeout(whole, server.send(message)).await {
                    Ok(answer) => answer.map(drop).map_err(|e| unsent(&e)),
                    Err(slow) => {
                        Err(Unsent::Later(Reason { trouble: Trouble::Slow, said: slow.to_string() }))
                    }
                }
            }
            Mailer::Folder(folder) => {
                let message = message(mail, file, "mairie@localhost", id).map_err(|e| never(&e))?;
                let files = AsyncFileTransport::<Tokio1Executor>::new(folder);
                let sent = files.send(message).await.map(drop);
                sent.map_err(|e| Unsent::Later(Reason { trouble: Trouble::Other, said: e.to_string() }))
            }
            Mailer::Memory(kept) => {
                if let Ok(mut kept) = kept.lock() {
                    kept.push(mail.clone());
                }
                Ok(())
            }
        }
    }
}

/// What an error of the server means. A wrong password of ours is nobody's address: the mails wait until the
/// town has mended it.
fn unsent(error: &smtp::Error) -> Unsent {
    let trouble = trouble(error);
    let reason = Reason { trouble, said: error.to_string() };
    match error.is_permanent() && trouble != Trouble::Credentials {
        true => Unsent::Never(reason),
        false => Unsent::Later(reason),
    }
}

fn trouble(error: &smtp::Error) -> Trouble {
    let code = error.status().map(u16::from);
    let mut sources = std::iter::successors(error.source(), |why| (*why).source());
    let system = sources.find_map(|why| why.downcast_ref::<io::Error>()).map(io::Error::kind);
    match (code, system) {
        (Some(530 | 534 | 535 | 538), _) => Trouble::Credentials,
        (Some(510..=513 | 550 | 551 | 553), _) => Trouble::Address,
        (Some(_), _) if error.is_transient() => Trouble::Busy,
        (Some(_), _) => Trouble::Refused,
        (None, Some(io::ErrorKind::TimedOut)) => Trouble::Slow,
        // What TLS does not understand comes as data that are not valid.
        (None, Some(io::ErrorKind::InvalidData)) => Trouble::Tls,
        (None, Some(_)) => Trouble::Unreachable,
        (None, None) if error.is_timeout() => Trouble::Slow,
        (None, None) if error.is_tls() || error.to_string().contains("STARTTLS") => Trouble::Tls,
        (None, None) => Trouble::Other,
    }
}

fn message(
    mail: &Mail,
    file: Option<Vec<u8>>,
    sender: &str,
    id: &str,
) -> Result<Message, Box<dyn std::error::Error>> {
    let from = Mailbox::new(Some(mail.from_name.clone()), sender.parse()?);
    let host = sender.rsplit_once('@').map_or("localhost", |(_, host)| host);
    let mut message = Message::builder()
        .from(from)
        .to(mail.to.parse()?)
        .subject(&mail.subject)
        .message_id(Some(format!("<{id}@{host}>")));
    if let Some(address) = &mail.reply_to {
        message = message.reply_to(address.parse()?);
    }
    let words = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
    Ok(match mail.enclosed.as_ref().zip(file) {
        Some((enclosed, bytes)) => {
            let name = format!("{}.{}", enclosed.name, enclosed.kind.ending());
            let file = Attachment::new(name).body(bytes, enclosed.kind.mime().parse()?);
            message.multipart(MultiPart::mixed().multipart(words).singlepart(file))?
        }
        None => message.multipart(words)?,
    })
}
