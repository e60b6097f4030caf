//! The checks of a page: axe's, those of `checks.js`, and those that take a keyboard or a parser.

use std::{env, fs, path::PathBuf};

use scraper::Html;
use serde_json::{Value, json};

use crate::screen::{PLAIN, Screen};

const CHECKS: &str = include_str!("checks.js");

/// Everything that is wrong with the page on the screen.
pub fn faults(screen: &Screen) -> Vec<String> {
    [axe(screen), own(screen), listeners(screen), keyboard(screen), html(screen)].concat()
}

/// What axe finds wrong, and what it cannot decide: nothing is excused. What sticks to the screen is put back in
/// its place meanwhile: axe cannot tell the colours of what it happens to cover.
pub fn axe(screen: &Screen) -> Vec<String> {
    screen.read(&format!("{}; true", axe_source()));
    screen.read("document.styleSheets[0].insertRule('thead, .bar { position: static !important }', 0)");
    let found = screen.read(
        "axe.run(document, { resultTypes: ['violations', 'incomplete'] }).then(r => ['violations', 'incomplete'].flatMap(kind =>
            r[kind].flatMap(rule => rule.nodes.map(node => [kind, rule.id, node.html.slice(0, 200), node.failureSummary ?? '']))))",
    );
    screen.read("document.styleSheets[0].deleteRule(0)");
    list(&found).map(|fault| format!("axe {fault}")).collect()
}

fn axe_source() -> String {
    let folder =
        env::var_os("AXE").map_or_else(|| PathBuf::from("target/tools/axe-core-4.14.1"), PathBuf::from);
    let file = folder.join("axe.min.js");
    fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("{}: {error}; bash tests/run fetches it", file.display()))
}

/// What `checks.js` finds.
pub fn own(screen: &Screen) -> Vec<String> {
    list(&screen.read(CHECKS)).map(|fault| fault.as_str().unwrap_or_default().to_owned()).collect()
}

/// Listeners for clicks on what is not a control.
pub fn listeners(screen: &Screen) -> Vec<String> {
    let body = screen.tell("Runtime.evaluate", json!({ "expression": "document.body" }));
    let body = json!({ "objectId": body["result"]["objectId"], "depth": -1 });
    let found = screen.tell("DOMDebugger.getEventListeners", body);
    let clicks = ["click", "mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "keydown"];
    let clicks =
        list(&found["listeners"]).filter(|listener| clicks.iter().any(|kind| listener["type"] == *kind));
    let not_a_control = |listener: &Value| {
        let node = screen.tell("DOM.describeNode", json!({ "backendNodeId": listener["backendNodeId"] }));
        let name = node["node"]["localName"].as_str().unwrap_or_default().to_owned();
        let control =
            matches!(name.as_str(), "a" | "button" | "input" | "select" | "textarea" | "summary" | "label");
        (!control).then(|| format!("handlers: {} on <{name}>", listener["type"]))
    };
    clicks.filter_map(|listener| not_a_control(&listener)).collect()
}

/// Goes through the page with Tab: order, focus in sight.
pub fn keyboard(screen: &Screen) -> Vec<String> {
    let names = screen.read(&format!("{REMEMBER}({PLAIN})"));
    let names: Vec<Value> = list(&names).collect();
    let mut faults = Vec::new();
    for (at, name) in names.iter().enumerate() {
        screen.key("Tab", 9, "");
        // A field of dates or hours has stops of its own: day, month, year, calendar.
        for _ in 0..4 {
            if at > 0
                && screen.read(&format!(
                    "document.activeElement === stops[{at} - 1][0] && ['date', 'time', 'datetime-local'].includes(document.activeElement.type)"
                )) == true
            {
                screen.key("Tab", 9, "");
            }
        }
        let found = screen.read(&format!("{LOOK}({at})"));
        faults.extend(
            list(&found).map(|fault| format!("focus: {name} {}", fault.as_str().unwrap_or_default())),
        );
    }
    faults
}

/// Notes what Tab should reach, in reading order, and how it looks without the focus; goes before all.
const REMEMBER: &str = "(plain => {
    const style = e => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow].join() };
    document.activeElement.blur();
    window.stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]):not([disabled]), select, textarea, summary')]
        .filter(e => e.getClientRects().length && e.checkVisibility())
        // Of choices that exclude each other one is reached, and arrows lead to the others.
        .filter(e => e.type !== 'radio' || e.checked || !document.querySelector(`input[type=radio][name=${CSS.escape(e.name)}]:checked`)).map(e => [e, style(e)]);
    const start = document.body.insertBefore(document.createElement('span'), document.body.firstChild);
    start.tabIndex = -1; start.focus(); start.remove();
    window.styleOf = style; window.before = null;
    return stops.map(([e]) => plain(e.ariaLabel || e.textContent || e.name));
})";

/// What is wrong with where the focus is after so many steps.
const LOOK: &str = "(at => {
    const [wanted, look] = stops[at], e = document.activeElement, faults = [];
    if (e !== wanted) { wanted.focus(); return ['is not the next: ' + e.outerHTML.slice(0, 90)]; }
    if (styleOf(e) === look) faults.push('looks the same with the focus');
    const r = e.getBoundingClientRect(), y = scrollY;
    const points = [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]].map(([x, y]) => [r.x + r.width * x, r.y + r.height * y]);
    if (!points.some(([x, y]) => e.contains(document.elementFromPoint(x, y)))) faults.push('is hidden while it has the focus');
    // What sticks to the screen has no place on the page.
    const place = e.closest('.bar, .skip') ? null : { top: r.top + y, bottom: r.bottom + y };
    if (place && before && place.bottom <= before.top) faults.push('stands above what comes before it');
    before = place;
    return faults;
})";

/// The page asked for again, as text.
const AGAIN: &str = "(() => { const r = new XMLHttpRequest(); r.open('GET', location.href, false); r.send(); return r.responseText; })()";

/// Errors of the HTML as it was received.
pub fn html(screen: &Screen) -> Vec<String> {
    // Chromium may have let go of what it received, of a page that a refused form answered above all: then the page is asked for again.
    let kept = screen
        .network
        .document()
        .and_then(|number| screen.try_tell("Network.getResponseBody", json!({ "requestId": number })).ok());
    let page = kept.map(|page| page["body"].clone()).unwrap_or_else(|| screen.read(AGAIN));
    let page = page.as_str().expect("its text");
    Html::parse_document(page).errors.iter().map(|error| format!("html: {error}")).collect()
}

fn list(value: &Value) -> impl Iterator<Item = Value> {
    value.as_array().cloned().unwrap_or_default().into_iter()
}
