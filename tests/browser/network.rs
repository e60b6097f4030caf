//! What the browser sent, received and complained about.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use rocket::futures::StreamExt;
use serde_json::Value;
use thirtyfour::cdp::{CdpSession, RawEvent};

/// One request and its answer.
#[derive(Clone, Debug, Default)]
pub struct Exchange {
    pub address: String,
    pub method: String,
    /// Bytes of the request: its line, its headers, its body.
    pub sent: u64,
    /// Bytes of the answer, its headers included.
    pub received: u64,
    /// Bytes of the answer's body, as compressed.
    pub body: u64,
    pub finished: bool,
    cached: bool,
}

/// Everything that happened, as it happens.
#[derive(Clone, Default)]
pub struct Network(Arc<Mutex<Vec<RawEvent>>>);

impl Network {
    /// Listens to a page from now on.
    pub async fn listen(cdp: &CdpSession) -> Self {
        let network = Self::default();
        let (mut events, kept) = (cdp.subscribe_all(), network.clone());
        rocket::tokio::spawn(async move {
            while let Some(event) = events.next().await {
                kept.0.lock().expect("events").push(event);
            }
        });
        for domain in ["Network.enable", "Log.enable", "Runtime.enable", "Page.enable"] {
            cdp.send_raw(domain, serde_json::json!({})).await.expect("Chromium takes it");
        }
        network
    }

    /// Forgets what happened so far.
    pub fn forget(&self) {
        self.0.lock().expect("events").clear();
    }

    /// What went over the line: what came from the cache did not.
    pub fn exchanges(&self) -> Vec<Exchange> {
        let events = self.0.lock().expect("events");
        let mut begun: BTreeMap<&str, usize> = BTreeMap::new();
        let mut found = Vec::new();
        let left = left_behind(&events);
        for event in events.iter().filter(|event| event.method == "Network.requestWillBeSent") {
            let id = event.params["requestId"].as_str().unwrap_or_default();
            // A redirection keeps its number: there may be several requests of one.
            let nth = begun.entry(id).or_default();
            let mut exchange = Exchange::of(id, *nth, &events);
            exchange.finished |= left.contains(id);
            found.push(exchange);
            *nth += 1;
        }
        found.retain(|exchange| exchange.address.starts_with("http") && !exchange.cached);
        found
    }

    /// Chromium's number of the page on the screen.
    pub fn document(&self) -> Option<String> {
        let events = self.0.lock().expect("events");
        let last = events
            .iter()
            .rfind(|event| event.method == "Network.responseReceived" && event.params["type"] == "Document");
        last.and_then(|event| event.params["requestId"].as_str()).map(str::to_owned)
    }

    /// Errors on the console, exceptions, breaches of the policy. That a page of an error has the status of
    /// an error is not one.
    pub fn complaints(&self) -> Vec<String> {
        let events = self.0.lock().expect("events");
        let complaint = |event: &RawEvent| match event.method.as_str() {
            "Runtime.exceptionThrown" => Some(event.params["exceptionDetails"].to_string()),
            "Runtime.consoleAPICalled" if event.params["type"] == "error" => {
                Some(event.params["args"].to_string())
            }
            "Log.entryAdded" if is_serious(&event.params["entry"]) => Some(event.params["entry"].to_string()),
            _ => None,
        };
        events.iter().filter_map(complaint).collect()
    }
}

/// Requests of pages that were left: nothing tells that they end.
fn left_behind(events: &[RawEvent]) -> BTreeSet<&str> {
    let Some(at) = events.iter().rposition(|event| event.method == "Page.frameNavigated") else {
        return BTreeSet::new();
    };
    let now = &events[at].params["frame"]["loaderId"];
    let before = events[..at].iter().filter(|event| event.method == "Network.requestWillBeSent");
    let left = before.filter(|event| event.params["loaderId"] != *now);
    left.filter_map(|event| event.params["requestId"].as_str()).collect()
}

fn is_serious(entry: &Value) -> bool {
    let status = entry["text"]
        .as_str()
        .is_some_and(|text| text.starts_with("Failed to load resource: the server responded"));
    let own =
        entry["url"].as_str().is_some_and(|address| !address.ends_with(".js") && !address.ends_with(".css"));
    matches!(entry["level"].as_str(), Some("error" | "warning")) && !(status && own)
}

impl Exchange {
    /// The nth request of a number, and its answer: the events come in any order.
    fn of(id: &str, nth: usize, events: &[RawEvent]) -> Self {
        let of = |method: &str| -> Vec<&Value> {
            let known =
                events.iter().filter(|event| event.method == method && event.params["requestId"] == id);
            known.map(|event| &event.params).collect()
        };
        let begun = of("Network.requestWillBeSent");
        let request = &begun[nth]["request"];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut exchange =
            Self { address: text(&request["url"]), method: text(&request["method"]), ..Self::default() };
        if let Some(headers) = of("Network.requestWillBeSentExtraInfo").get(nth) {
            exchange.sent = exchange.head(&headers["headers"]) + text(&request["postData"]).len() as u64;
        }
        if let Some(next) = begun.get(nth + 1) {
            exchange.received = number(&next["redirectResponse"]["encodedDataLength"]);
            exchange.finished = true;
            return exchange;
        }
        let from_disk =
            of("Network.responseReceived").iter().any(|answer| answer["response"]["fromDiskCache"] == true);
        exchange.cached = from_disk || !of("Network.requestServedFromCache").is_empty();
        exchange.body =
            of("Network.dataReceived").iter().map(|part| number(&part["encodedDataLength"])).sum();
        let ends = of("Network.loadingFinished");
        exchange.received = ends.first().map_or(0, |end| number(&end["encodedDataLength"]));
        exchange.finished = !ends.is_empty() || !of("Network.loadingFailed").is_empty();
        exchange
    }

    /// Bytes of a request's first line and headers over HTTP/1.1.
    fn head(&self, headers: &Value) -> u64 {
        let path = self.address.splitn(4, '/').nth(3).unwrap_or_default();
        let line = format!("{} /{path} HTTP/1.1\r\n\r\n", self.method);
        let headers = headers.as_object().into_iter().flatten();
        let headers: usize =
            headers.map(|(name, value)| name.len() + value.as_str().map_or(0, str::len) + 4).sum();
        (line.len() + headers) as u64
    }
}

fn number(value: &Value) -> u64 {
    value.as_f64().unwrap_or_default() as u64
}
