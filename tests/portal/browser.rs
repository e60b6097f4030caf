//! One visitor: cookies, the page on the screen, the form as it is filled in.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rocket::{
    http::{ContentType, Cookie, Header, Status},
    local::asynchronous::LocalRequest,
};
use scraper::{ElementRef, Html, Selector};

use crate::world::World;

/// A page as it was received.
#[derive(Clone)]
pub struct Page {
    pub status: Status,
    pub headers: BTreeMap<String, String>,
    pub html: String,
}

/// A visitor of a portal.
pub struct Browser<'w> {
    world: &'w World,
    pub cookies: BTreeMap<String, String>,
    /// The address of the page on the screen.
    pub address: String,
    /// The page on the screen.
    pub page: Page,
    /// Where the visitor is, on the network; the machine itself when it is not said.
    pub from: Option<std::net::IpAddr>,
    /// What the browser calls itself.
    pub agent: String,
    /// Boxes that were changed since the page was received, by name and value.
    changed: Vec<(String, String)>,
}

/// Text as it is read: spaces that do not break are spaces.
pub fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn select(selector: &str) -> Selector {
    Selector::parse(selector).expect("a selector")
}

fn text(element: ElementRef) -> String {
    plain(&element.text().collect::<Vec<_>>().join(" "))
}

impl Page {
    pub fn dom(&self) -> Html {
        Html::parse_document(&self.html)
    }

    /// Everything that is read on the page.
    pub fn text(&self) -> String {
        let mut html = self.html.clone();
        for block in ["td", "th", "p", "li", "h1", "h2", "h3", "button", "div", "small", "caption", "a"] {
            html = html.replace(&format!("</{block}>"), &format!(" </{block}>"));
        }
        let dom = Html::parse_document(&html);
        plain(&dom.select(&select("body")).flat_map(|body| body.text()).collect::<String>())
    }

    /// The text of the first element of a selector.
    pub fn at(&self, selector: &str) -> Option<String> {
        self.dom().select(&select(selector)).next().map(text)
    }
}

impl<'w> Browser<'w> {
    pub fn new(world: &'w World) -> Self {
        let page = Page { status: Status::Ok, headers: BTreeMap::new(), html: String::new() };
        Self {
            world,
            cookies: BTreeMap::new(),
            address: "/".into(),
            page,
            from: None,
            agent: String::new(),
            changed: Vec::new(),
        }
    }

    pub fn sign_in(&mut self, who: &str) -> &mut Self {
        let body =
            form(&[("adresse", &format!("{who}@famille.example")), ("mot-de-passe", preau::demo::PASSWORD)]);
        self.post("/connexion", &body);
        assert_eq!(self.page.status, Status::Ok, "{who} signs in: {}", self.page.text());
        self
    }

    /// Opens an address and follows where it leads.
    pub fn get(&mut self, address: &str) -> &mut Self {
        let address = address.split('#').next().unwrap_or_default().to_owned();
        let page = self.send(self.world.client.get(address.clone()));
        self.arrive(address, page)
    }

    /// Sends a form as a browser does, and follows where it leads.
    pub fn post(&mut self, address: &str, body: &str) -> &mut Self {
        let page = self.raw_post(address, body, &[("Sec-Fetch-Site", "same-origin")]);
        self.arrive(address.to_owned(), page)
    }

    /// Sends a form that holds a file, as a browser does, and follows where it leads.
    pub fn upload(&mut self, address: &str, name: &str, bytes: &[u8]) -> &mut Self {
        self.upload_with(address, &[], name, bytes)
    }

    /// The same with fields before the file.
    pub fn upload_with(
        &mut self,
        address: &str,
        fields: &[(&str, &str)],
        name: &str,
        bytes: &[u8],
    ) -> &mut Self {
        let kind = Header::new("Content-Type", "multipart/form-data; boundary=limite");
        let field = |(name, text): &(&str, &str)| {
            format!("--limite\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
        };
        let fields: String = fields.iter().map(field).collect();
        let head = format!(
            "{fields}--limite\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, b"\r\n--limite--\r\n"].concat();
        let own = Header::new("Sec-Fetch-Site", "same-origin");
        let request = self.world.client.post(address.to_owned()).header(kind).header(own).body(body);
        let page = self.send(request);
        self.arrive(address.to_owned(), page)
    }

    /// Sends a form with these headers; stays on the page.
    pub fn raw_post(&mut self, address: &str, body: &str, headers: &[(&'static str, &'static str)]) -> Page {
        let mut request = self.world.client.post(address.to_owned()).header(ContentType::Form).body(body);
        for (name, value) in headers {
            request.add_header(Header::new(*name, *value));
        }
        self.send(request)
    }

    /// Opens an address and stays on the page.
    pub fn raw_get(&mut self, address: &str) -> Page {
        self.get_with(address, &[])
    }

    /// The same, with these headers.
    pub fn get_with(&mut self, address: &str, headers: &[(&'static str, &'static str)]) -> Page {
        let mut request = self.world.client.get(address.to_owned());
        for (name, value) in headers {
            request.add_header(Header::new(*name, *value));
        }
        self.send(request)
    }

    fn send(&mut self, mut request: LocalRequest<'_>) -> Page {
        if let Some(from) = self.from {
            request = request.remote((from, 40_000).into());
        }
        if !self.agent.is_empty() {
            request.add_header(Header::new("User-Agent", self.agent.clone()));
        }
        for (name, value) in &self.cookies {
            request = request.cookie(Cookie::new(name.clone(), value.clone()));
        }
        let (page, set) = self.world.runtime.block_on(async {
            let response = request.dispatch().await;
            let set: Vec<_> =
                response.cookies().iter().map(|c| (c.name().to_owned(), c.value().to_owned())).collect();
            let mut headers = BTreeMap::<String, String>::new();
            for header in response.headers().iter() {
                let lines = headers.entry(header.name.to_string().to_lowercase()).or_default();
                *lines += if lines.is_empty() { "" } else { "\n" };
                *lines += header.value();
            }
            let status = response.status();
            let html = response.into_string().await.unwrap_or_default();
            (Page { status, headers, html }, set)
        });
        for (name, value) in set {
            match value.is_empty() {
                true => self.cookies.remove(&name),
                false => self.cookies.insert(name, value),
            };
        }
        page
    }

    fn arrive(&mut self, address: String, page: Page) -> &mut Self {
        self.changed.clear();
        if page.status == Status::SeeOther {
            let to = page.headers["location"].clone();
            return self.get(&to);
        }
        (self.address, self.page) = (address, page);
        self
    }

    /// The page says this.
    #[track_caller]
    pub fn sees(&mut self, words: &str) -> &mut Self {
        assert!(
            self.page.text().contains(&plain(words)),
            "{words:?} is not on the page:\n{}",
            self.page.text()
        );
        self
    }

    /// The page does not say this, nor hold it.
    #[track_caller]
    pub fn sees_no(&mut self, words: &str) -> &mut Self {
        assert!(
            !plain(&self.page.html).contains(&plain(words)),
            "{words:?} is on the page:\n{}",
            self.page.text()
        );
        self
    }

    /// Ticks or unticks a box, as a finger does.
    #[track_caller]
    pub fn tick(&mut self, child: &str, day: &str, service: &str) -> &mut Self {
        let key = self.the_box(child, day, service).unwrap_or_else(|| {
            panic!("no box for {child}, {day}, {service}: {:?}", self.cell(child, day, service))
        });
        match self.changed.iter().position(|known| *known == key) {
            Some(at) => drop(self.changed.remove(at)),
            None => self.changed.push(key),
        }
        self
    }

    /// The name and value of a box that can be ticked.
    fn the_box(&self, child: &str, day: &str, service: &str) -> Option<(String, String)> {
        let label = label(child, day, service);
        let dom = self.page.dom();
        dom.select(&select("input[type=checkbox]:not([disabled])"))
            .find(|input| input.attr("aria-label").map(plain) == Some(label.clone()))
            .map(|input| (input.attr("name").unwrap().to_owned(), input.attr("value").unwrap().to_owned()))
    }

    /// How a box looks: "ticked", "free", "locked" with its word, or the word that stands instead.
    pub fn cell(&self, child: &str, day: &str, service: &str) -> String {
        let (dom, date) = (self.page.dom(), date(day));
        for section in dom.select(&select("section")) {
            if section.select(&select("h3")).next().map(text).is_none_or(|name| !name.starts_with(child)) {
                continue;
            }
            for table in section.select(&select("table")) {
                let column = preau::ui::french::column(date);
                let days: Vec<String> = table.select(&select("thead th, thead td")).map(text).collect();
                let Some(at) = days.iter().position(|known| *known == plain(&column)) else {
                    continue;
                };
                let cells_of = select("th, td");
                for row in table.select(&select("tbody tr")) {
                    let mut cells = row.select(&cells_of);
                    if cells.next().map(text) == Some(plain(service)) {
                        let cell = cells.nth(at - 1).expect("a cell");
                        return face(cell);
                    }
                }
            }
        }
        "absent".into()
    }

    /// Quantity, unit price and total of a service, as they are read: "2 3,30 € 6,60 €".
    pub fn row(&self, child: &str, service: &str) -> String {
        let dom = self.page.dom();
        for section in dom.select(&select("section")) {
            if section.select(&select("h3")).next().map(text).is_none_or(|name| !name.starts_with(child)) {
                continue;
            }
            for row in section.select(&select("tbody tr")) {
                if row.select(&select("th")).next().map(text) == Some(plain(service)) {
                    return row.select(&select(".q, .u, .m")).map(text).collect::<Vec<_>>().join(" ");
                }
            }
        }
        "absent".into()
    }

    /// The body of the grid's form as it is filled in.
    pub fn body(&self) -> String {
        let dom = self.page.dom();
        let mut pairs = Vec::new();
        for input in dom.select(&select("#grille input")) {
            let (name, value) = (input.attr("name"), input.attr("value").unwrap_or_default());
            let Some(name) = name else { continue };
            let pair = (name.to_owned(), value.to_owned());
            let turned = self.changed.contains(&pair);
            let sent = match input.attr("type") {
                Some("checkbox") => {
                    input.attr("disabled").is_none() && input.attr("checked").is_some() != turned
                }
                _ => true,
            };
            if sent {
                pairs.push(pair);
            }
        }
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        form(&pairs)
    }

    /// Presses a button of the grid, by its words, as a browser without JavaScript does.
    #[track_caller]
    pub fn press(&mut self, words: &str) -> &mut Self {
        let dom = self.page.dom();
        let form_action =
            dom.select(&select("#grille")).next().expect("a grid").attr("action").unwrap().to_owned();
        let named = |button: &ElementRef| text(*button).contains(&plain(words));
        // Without JavaScript what is inside `noscript` is there as well.
        let noscript: String =
            dom.select(&select("noscript")).flat_map(|e| e.text().collect::<Vec<_>>()).collect();
        let hidden = Html::parse_fragment(&noscript);
        let button = dom
            .select(&select("#grille button"))
            .find(named)
            .or_else(|| hidden.select(&select("button")).find(named));
        let button = button.unwrap_or_else(|| panic!("no button {words:?}"));
        let mut body = self.body();
        if let Some(name) = button.attr("name") {
            body += &format!("&{}", form(&[(name, button.attr("value").unwrap_or_default())]));
        }
        let action = button.attr("formaction").unwrap_or(&form_action).to_owned();
        self.post(&action, &body)
    }

    /// Sends the form as the script does after a tick; gives the regions that are swapped, by target.
    #[track_caller]
    pub fn live(&mut self) -> BTreeMap<String, String> {
        let changed: Vec<String> =
            self.changed.iter().map(|(name, value)| format!("{name}.{value}")).collect();
        let body = self.body().replace("&d=&", &format!("&d={}&", changed.join("_")));
        let address = self.address.split('?').next().unwrap_or_default().to_owned();
        let page =
            self.raw_post(&address, &body, &[("Sec-Fetch-Site", "same-origin"), ("HX-Request", "true")]);
        assert_eq!(page.status, Status::Ok, "{}", page.html);
        regions(&page.html)
    }
}

/// The regions of an answer to a tick.
pub fn regions(html: &str) -> BTreeMap<String, String> {
    let mut regions = BTreeMap::new();
    for part in html.split("<hx-partial ").skip(1) {
        let target =
            part.split("hx-target=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let inside = part.split_once('>').map_or("", |(_, rest)| rest).trim_end_matches("</hx-partial>");
        regions.insert(target.to_owned(), inside.to_owned());
    }
    regions
}

fn face(cell: ElementRef) -> String {
    let words = text(cell);
    match cell.select(&select("input")).next() {
        Some(input) => {
            let ticked = if input.attr("checked").is_some() { "ticked" } else { "free" };
            let state = match (input.attr("disabled"), input.attr("class")) {
                (Some(_), _) => "locked",
                (None, Some("new")) => {
                    if ticked == "ticked" {
                        "ticked, not saved"
                    } else {
                        "unticked, not saved"
                    }
                }
                (None, _) => ticked,
            };
            plain(&format!("{state} {words}"))
        }
        None => words,
    }
}

fn date(day: &str) -> NaiveDate {
    day.parse().unwrap_or_else(|_| panic!("{day} is not a date"))
}

/// The name of a box, as it is read aloud.
pub fn label(child: &str, day: &str, service: &str) -> String {
    plain(&format!("{service}, {child}, {}", preau::ui::french::date(date(day))))
}

/// A body of a form.
pub fn form(pairs: &[(&str, &str)]) -> String {
    let encoded = |text: &str| rocket::http::RawStr::new(text).percent_encode().to_string();
    pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect::<Vec<_>>()
        .join("&")
}

/// The word of a box in the form: `3.2.2612=7`.
pub fn word(child: u32, service: u32, day: &str) -> String {
    let day = date(day);
    format!("{child}.{service}.{}={}", day.format("%y%m"), day.day())
}
