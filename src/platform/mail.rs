//! Where mail leaves: a server, a folder, or a test's memory.

use std::{path::PathBuf, sync::Mutex};

use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
};
use serde::{Deserialize, Serialize};

/// A mail with its words fixed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
}

/// Why a mail did not leave.
#[derive(Debug)]
pub enum Unsent {
    /// Trying again may help: no connection, a server that is busy.
    Later(String),
    /// It will not: the address is refused.
    Never(String),
}

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
        Ok(Mailer::Smtp(transport.build(), sender.to_owned()))
    }

    /// Sends one mail. `id` is the same each time that it is tried: a server that has it already can
    /// tell.
    pub async fn send(&self, mail: &Mail, id: &str) -> Result<(), Unsent> {
        let never = |e: &dyn std::fmt::Display| Unsent::Never(e.to_string());
        match self {
            Mailer::Smtp(server, sender) => {
                let message = message(mail, sender, id).map_err(|e| never(&e))?;
                server.send(message).await.map(drop).map_err(|e| match e.is_permanent() {
                    true => Unsent::Never(e.to_string()),
                    false => Unsent::Later(e.to_string()),
                })
            }
            Mailer::Folder(folder) => {
                let message = message(mail, "mairie@localhost", id).map_err(|e| never(&e))?;
                let files = AsyncFileTransport::<Tokio1Executor>::new(folder);
                files.send(message).await.map(drop).map_err(|e| Unsent::Later(e.to_string()))
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

fn message(mail: &Mail, sender: &str, id: &str) -> Result<Message, Box<dyn std::error::Error>> {
    let from = Mailbox::new(Some(mail.from_name.clone()), sender.parse()?);
    let host = sender.rsplit_once('@').map_or("localhost", |(_, host)| host);
    Ok(Message::builder()
        .from(from)
        .to(mail.to.parse()?)
        .subject(&mail.subject)
        .message_id(Some(format!("<{id}@{host}>")))
        .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))?)
}
