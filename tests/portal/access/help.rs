//! Every page leads to help that is there.

use std::collections::BTreeSet;

use rocket::http::Method;

use super::{
    actor,
    documents::EVERYBODY,
    marks::marked,
    rules,
    table::{ACTORS, AGENTS, NOTHING, Rule, rule},
};
use crate::help;

pub(super) const HELP: &[Rule] =
    &[rule(Method::Get, "/aide/<screen..>", "/aide/mairie/pointage", NOTHING, EVERYBODY, EVERYBODY)];

#[test]
fn every_page_leads_to_help_that_is_there() {
    let world = marked();
    let mut led: BTreeSet<String> = BTreeSet::new();
    let mut pages = 0;
    for rule in rules().filter(|rule| rule.method == Method::Get) {
        let answers = rule.answers.iter().chain(&rule.agents);
        let mut all = ACTORS.iter().chain(&AGENTS).zip(answers);
        let Some((who, status)) = all.find(|(who, status)| {
            matches!(status, 200 | 404 | 410) && !matches!(**who, "expired" | "ended" | "marc.faure")
        }) else {
            continue;
        };
        let page = actor(&world, who).raw_get(rule.address);
        assert_eq!(page.status.code, *status, "{who}: {}", rule.address);
        let is_page = page.headers.get("content-type").is_some_and(|kind| kind.starts_with("text/html"));
        if is_page && page.html.starts_with("<!DOCTYPE") {
            pages += 1;
            led.insert(help::of(&page));
        }
    }
    assert!(pages > 80, "{pages} pages were read");
    assert!(led.len() > 40, "they lead to {led:?}");
    for address in led {
        assert_eq!(world.visitor().raw_get(&address).status.code, 200, "{address}");
    }
}
