//! The service's door: three questions over SOAP 1.1, and the address of its page.

mod message;

use std::time::Duration;

use rocket::tokio::sync::oneshot;
use ureq::{Agent, Body, http::Response};

use super::{answer::Answer, fault::Trouble, order::Order};
use message::Said;

/// Where the service is found, on the town's side and on the payer's.
const SERVICE: &str = "/tpa/services/securite";
const PAGE: &str = "/tpa/paiementws.web";

/// It answers within so long, or is taken for closed.
const PATIENCE: Duration = Duration::from_secs(15);
/// No message of its is anywhere near so long.
const LONGEST: u64 = 1 << 20;

/// The service, or whatever speaks as it does.
#[derive(Clone, Debug)]
pub struct Gateway {
    base: String,
}

/// What the service knows of a client.
#[derive(Clone, Debug, PartialEq)]
pub struct Client {
    /// Its number.
    pub number: String,
    /// Its labels, those that say something.
    pub labels: Vec<String>,
}

impl Gateway {
    /// At an address, without a slash at its end.
    pub fn at(base: &str) -> Self {
        Self { base: base.trim_end_matches('/').into() }
    }

    /// Whom a client number is of.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn client(&self, number: &str) -> Result<Client, Trouble> {
        let fields = [("numCli", number.to_owned())];
        let said = self.ask("recupererDetailClient", &fields).await?;
        let labels = ["libellen1", "libellen2", "libellen3"].map(|name| said.text(name));
        let labels = labels.into_iter().filter(|label| !label.is_empty()).collect();
        match said.text("numcli") {
            known if known == number => Ok(Client { number: known, labels }),
            other => Err(Trouble::Garbled(format!("numcli {other:?}"))),
        }
    }

    /// Creates an operation; gives the service's number of it.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn create(&self, order: &Order) -> Result<String, Trouble> {
        let id = self.ask("creerPaiementSecurise", &order.fields()).await?.text("idop");
        if is_id(&id) { Ok(id) } else { Err(Trouble::Garbled(format!("idOp {id:?}"))) }
    }

    /// How an operation ended.
    ///
    /// # Errors
    /// Why that is not known.
    pub async fn result(&self, id: &str) -> Result<Answer, Trouble> {
        let said = self.ask("recupererDetailPaiementSecurise", &[("idOp", id.to_owned())]).await?;
        let text = |name| said.text(name);
        Ok(Answer {
            id: text("idop"),
            client: text("numcli"),
            reference: text("refdet"),
            amount: text("montant"),
            mode: text("saisie"),
            result: text("resultrans"),
            date: text("dattrans"),
            time: text("heurtrans"),
            authorisation: text("numauto"),
        })
    }

    /// The page on which an operation is paid.
    pub fn page(&self, id: &str) -> String {
        format!("{}{PAGE}?idop={id}", self.base)
    }

    async fn ask(&self, operation: &'static str, fields: &[(&str, String)]) -> Result<Said, Trouble> {
        let (address, body) = (format!("{}{SERVICE}", self.base), message::request(operation, fields));
        let (answer, answered) = oneshot::channel();
        // A thread of its own, not one that the runtime waits for: a portal that is stopped does not wait for it.
        std::thread::spawn(move || {
            let _ = answer.send(send(&address, &body));
        });
        let (status, text) = answered
            .await
            .map_err(|_| Trouble::Unreachable("interrupted".into()))?
            .map_err(|error| Trouble::Unreachable(error.to_string()))?;
        message::read(operation, &text).map_err(|trouble| match trouble {
            // A page of a proxy, or of a server that is closed, is not the service's own mistake.
            Trouble::Garbled(_) if status != 200 => Trouble::Unreachable(format!("HTTP {status}")),
            other => other,
        })
    }
}

/// Sends a message; gives the status and the body of what comes back, whatever the status.
fn send(address: &str, body: &str) -> Result<(u16, String), ureq::Error> {
    let config = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false);
    // What is reached in the clear is on this machine: the stand-in.
    let config = if address.starts_with("http://") { config.proxy(None) } else { config };
    let mut response: Response<Body> = config
        .build()
        .new_agent()
        .post(address)
        .header("Content-Type", "text/xml; charset=utf-8")
        .header("SOAPAction", "\"\"")
        .send(body)?;
    let text = response.body_mut().with_config().limit(LONGEST).lossy_utf8(true).read_to_string()?;
    Ok((response.status().as_u16(), text))
}

/// Whether a text can be the service's number of an operation: part of addresses, and of messages.
pub fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
