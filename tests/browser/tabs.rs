//! Tabs: what a link or a form has opened beside the page on the screen.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    driver::PATIENCE,
    network::Network,
    screen::{Screen, Size},
};

impl Screen<'_> {
    /// The tabs beside this one: the number that Chromium gives each, and its address.
    fn beside(&self) -> Vec<(String, String)> {
        let own = self.tell("Target.getTargetInfo", json!({}))["targetInfo"]["targetId"].clone();
        let all = self.tell("Target.getTargets", json!({}))["targetInfos"].clone();
        let all = all.as_array().cloned().unwrap_or_default().into_iter();
        let others = all.filter(|target| target["type"] == "page" && target["targetId"] != own);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        others.map(|target| (text(&target["targetId"]), text(&target["url"]))).collect()
    }

    /// Waits for the tab that was opened to show an address with these words; closes it.
    #[track_caller]
    pub fn opens_beside(&self, words: &str) {
        let deadline = Instant::now() + PATIENCE;
        let id = loop {
            let tabs = self.beside();
            match tabs.iter().find(|(_, address)| address.contains(words)) {
                Some((id, _)) => break id.clone(),
                None => assert!(Instant::now() < deadline, "{words:?} is in no address of {tabs:?}"),
            }
            thread::sleep(Duration::from_millis(20));
        };
        self.tell("Target.closeTarget", json!({ "targetId": id }));
        while self.beside().iter().any(|(known, _)| *known == id) {
            assert!(Instant::now() < deadline, "the tab stays open");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Goes on in the tab that was opened, and closes the one it was opened from.
    #[track_caller]
    pub fn follow_tab(&mut self, size: Size) {
        let deadline = Instant::now() + PATIENCE;
        while self.beside().is_empty() {
            assert!(Instant::now() < deadline, "no tab was opened by\n{}", self.text());
            thread::sleep(Duration::from_millis(20));
        }
        let chromium = &mut self.chromium;
        let moved = chromium.runtime.block_on(async {
            let here = chromium.driver.window().await?;
            let all = chromium.driver.windows().await?;
            chromium.driver.close_window().await?;
            let other = all.into_iter().find(|window| *window != here).expect("another tab");
            chromium.driver.switch_to_window(other).await?;
            chromium.driver.cdp().connect().await
        });
        chromium.cdp = moved.expect("Chromium goes on in the other tab");
        self.network = self.chromium.runtime.block_on(Network::listen(&self.chromium.cdp));
        self.resize(size);
    }
}
