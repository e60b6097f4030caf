//! A person in front of a screen: looks, clicks, types; sees what the page reads.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    browser::label,
    driver::{Chromium, PATIENCE},
    network::Network,
    site::Site,
};

/// A phone or a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Phone,
    Narrow,
    Desk,
}

/// A Chromium that visits a portal.
pub struct Screen<'s> {
    pub site: &'s Site,
    pub network: Network,
    pub chromium: Chromium,
}

impl<'s> Screen<'s> {
    /// A fresh browser. `script`: whether pages may run scripts.
    pub fn new(site: &'s Site, size: Size, script: bool) -> Self {
        let chromium = Chromium::start(script);
        let network = chromium.runtime.block_on(Network::listen(&chromium.cdp));
        let screen = Self { site, network, chromium };
        screen.resize(size);
        screen
    }

    /// Somebody of the fixture town, signed in through the form: `lucie.alain`.
    pub fn signed_in(site: &'s Site, size: Size, script: bool, who: &str) -> Self {
        let screen = Self::new(site, size, script);
        screen.open("/connexion");
        screen.sign_in(who);
        screen
    }

    /// Fills in the sign-in form and sends it.
    pub fn sign_in(&self, who: &str) {
        self.sign_in_with(&format!("{who}@famille.example"), preau::demo::PASSWORD);
    }

    /// The same, with an address and a password of one's own.
    #[track_caller]
    pub fn sign_in_with(&self, mail: &str, password: &str) {
        self.write("adresse", mail);
        self.write("mot-de-passe", password);
        self.press("Se connecter");
    }

    /// Leaves the portal, by the button of the header.
    #[track_caller]
    pub fn sign_out(&self) {
        self.read("window.earlier = true");
        self.click("document.querySelector('.person button')");
        self.arrives();
        self.sees("Portail des familles de Valpréau");
    }

    /// Turns the screen into another.
    pub fn resize(&self, size: Size) {
        let (width, height, touch) = match size {
            Size::Phone => (360, 740, true),
            Size::Narrow => (320, 640, true),
            Size::Desk => (1280, 860, false),
        };
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": touch });
        self.tell("Emulation.setDeviceMetricsOverride", metrics);
        self.tell("Emulation.setTouchEmulationEnabled", json!({ "enabled": touch }));
    }

    /// Sends a command to Chromium.
    #[track_caller]
    pub fn tell(&self, command: &str, what: Value) -> Value {
        self.try_tell(command, what).unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// The same, where it may not be able to answer yet.
    pub fn try_tell(&self, command: &str, what: Value) -> Result<Value, String> {
        let answer = self.chromium.runtime.block_on(self.chromium.cdp.send_raw(command, what));
        answer.map_err(|error| error.to_string())
    }

    /// Opens an address of the portal.
    #[track_caller]
    pub fn open(&self, path: &str) {
        let address = self.site.address(path);
        self.chromium.runtime.block_on(self.chromium.driver.goto(address)).expect("the page is loaded");
        self.wait("the page is complete", "document.readyState === 'complete'");
    }

    /// Goes to an empty page, so that the next one is not a reload.
    pub fn leave(&self) {
        self.chromium.runtime.block_on(self.chromium.driver.goto("about:blank")).expect("an empty page");
    }

    /// What an expression of JavaScript gives, in one call.
    #[track_caller]
    pub fn read(&self, expression: &str) -> Value {
        self.try_read(expression).unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    fn try_read(&self, expression: &str) -> Result<Value, String> {
        let what = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.chromium.runtime.block_on(self.chromium.cdp.send_raw("Runtime.evaluate", what));
        let mut answer = answer.map_err(|error| error.to_string())?;
        match answer.get("exceptionDetails") {
            Some(details) => Err(details.to_string()),
            None => Ok(answer["result"]["value"].take()),
        }
    }

    /// Waits until an expression is true; gives what it is then.
    #[track_caller]
    pub fn wait(&self, what: &str, expression: &str) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            // Between two pages there is nothing to ask.
            let now = self.try_read(expression);
            match &now {
                Ok(value) if !matches!(value, Value::Null | Value::Bool(false)) => {
                    return value.clone();
                }
                _ if Instant::now() > deadline => {
                    panic!("{what}: {expression} is {now:?} on\n{}", self.text())
                }
                _ => thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    /// Everything that is read on the page.
    pub fn text(&self) -> String {
        let text = self.try_read("location.pathname + '\\n' + document.body.innerText");
        text.unwrap_or_default().as_str().map(crate::browser::plain).unwrap_or_default()
    }

    /// The page says this, now or soon.
    #[track_caller]
    pub fn sees(&self, words: &str) {
        let words = json!(crate::browser::plain(words));
        self.wait("the words are there", &format!("{PLAIN}(document.body.innerText).includes({words})"));
    }

    /// Types into a field, over what was there.
    #[track_caller]
    pub fn write(&self, id: &str, words: &str) {
        self.read(&format!("document.getElementById({}).select()", json!(id)));
        self.tell("Input.insertText", json!({ "text": words }));
    }

    /// Clicks where an element is; scrolls to it first. What lies under something else cannot be clicked.
    #[track_caller]
    pub fn click(&self, element: &str) {
        let place = self.wait(
            "it can be clicked",
            &format!(
                "(() => {{ const e = {element}; if (!e) return null;
               e.scrollIntoView({{ block: 'center', behavior: 'instant' }});
               const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;
               const hit = document.elementFromPoint(x, y);
               return e.contains(hit) ? {{ x, y }} : null; }})()"
            ),
        );
        for kind in ["mousePressed", "mouseReleased"] {
            let mouse =
                json!({ "type": kind, "x": place["x"], "y": place["y"], "button": "left", "clickCount": 1 });
            self.tell("Input.dispatchMouseEvent", mouse);
        }
    }

    /// Presses a button or follows a link, by its words, and waits for the page that comes.
    #[track_caller]
    pub fn press(&self, words: &str) {
        let words = json!(crate::browser::plain(words));
        self.read("window.earlier = true");
        self.click(&format!(
            "[...document.querySelectorAll('main button, main a')].find(e => e.getClientRects().length && {PLAIN}(e.textContent).includes({words}))"
        ));
        self.arrives();
    }

    /// Presses a button that changes the page where it stands.
    #[track_caller]
    pub fn press_here(&self, words: &str) {
        let words = json!(crate::browser::plain(words));
        self.click(&format!(
            "[...document.querySelectorAll('main button')].find(e => {PLAIN}(e.textContent) === {words})"
        ));
    }

    /// Waits for a page other than the one that was on the screen.
    #[track_caller]
    pub fn arrives(&self) {
        self.wait("the next page is complete", "!window.earlier && document.readyState === 'complete'");
    }

    /// Ticks or unticks a box, as a finger does.
    #[track_caller]
    pub fn tick(&self, child: &str, day: &str, service: &str) {
        self.click(&the_box(child, day, service));
    }

    /// Presses a key.
    pub fn key(&self, key: &str, code: u32, text: &str) {
        for kind in [if text.is_empty() { "rawKeyDown" } else { "keyDown" }, "keyUp"] {
            let what =
                json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text });
            self.tell("Input.dispatchKeyEvent", what);
        }
    }

    /// Waits until nothing is on the way any more.
    pub fn settles(&self) {
        let deadline = Instant::now() + PATIENCE;
        while self.network.exchanges().iter().any(|exchange| !exchange.finished) {
            assert!(Instant::now() < deadline, "still on the way: {:?}", self.network.exchanges());
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Spaces that do not break are spaces.
pub const PLAIN: &str = "(t => t.replace(/\\s+/g, ' ').trim())";

/// The expression of a box, by the name that is read aloud.
pub fn the_box(child: &str, day: &str, service: &str) -> String {
    let name = json!(label(child, day, service));
    format!(
        "[...document.querySelectorAll('input[type=checkbox]')].find(e => {PLAIN}(e.ariaLabel ?? '') === {name})"
    )
}
