//! What the browser really received, against the budgets of QUALITY.md, section 1.

use serde_json::json;

use crate::{
    network::Exchange,
    office::agent,
    screen::{Screen, Size},
    site::Site,
};

const WEEK: &str = "/reservations/2026-11-30";
const MONTH: &str = "/reservations/2026-12";

/// Loads a page with an empty cache; gives what went over the line.
pub fn cold(screen: &Screen, path: &str) -> Vec<Exchange> {
    screen.tell("Network.clearBrowserCache", json!({}));
    load(screen, path)
}

/// Loads a page as a link does, with what the cache holds.
fn load(screen: &Screen, path: &str) -> Vec<Exchange> {
    screen.leave();
    screen.network.forget();
    screen.open(path);
    screen.settles();
    let seen = screen.network.exchanges();
    let strangers: Vec<_> =
        seen.iter().filter(|one| !one.address.starts_with(&screen.site.address("/"))).collect();
    assert!(strangers.is_empty(), "{path} asks other hosts: {strangers:?}");
    assert_eq!(screen.network.complaints(), [""; 0], "{path}");
    seen
}

/// Asserts that a page keeps its budget, and says what it takes.
#[track_caller]
pub fn within(what: &str, seen: &[Exchange], bytes: u64, requests: usize) {
    let received: u64 = seen.iter().map(|one| one.received).sum();
    println!("{what}: {received} B in {} requests (at most {bytes} B in {requests})", seen.len());
    assert!(received > 0, "{what}: nothing was received");
    assert!(received <= bytes && seen.len() <= requests, "{what}: {seen:#?}");
}

#[test]
fn pages_before_the_sign_in_are_light() {
    let site = Site::weekly();
    let screen = Screen::new(&site, Size::Phone, true);
    within("sign-in page, cold", &cold(&screen, "/connexion"), 6_000, 2);
    for path in ["/", "/accessibilite"] {
        within(&format!("{path}, cold"), &cold(&screen, path), 14_600, 3);
    }
}

#[test]
fn pages_of_a_parent_are_light() {
    for (site, grid) in [(Site::weekly(), WEEK), (Site::monthly(), MONTH)] {
        let screen = Screen::signed_in(&site, Size::Phone, true, "aminata.diallo");
        for path in ["/", grid, "/presences", "/factures", "/documents", "/absences", "/contact"] {
            let seen = cold(&screen, path);
            within(&format!("{path} of three children, cold, with the script"), &seen, 30_000, 4);
            let page: Vec<Exchange> = seen.into_iter().filter(|one| !one.address.ends_with(".js")).collect();
            within(&format!("{path} of three children, cold, without the script"), &page, 14_600, 3);
        }
    }
}

#[test]
fn pages_of_the_town_are_light() {
    let site = Site::weekly();
    for (mail, pages) in [
        (
            "marc.petit@valpreau.example",
            &[
                "factures",
                "paiements",
                "messages",
                "messages?lesquels=tous",
                "absences",
                "documents",
                "effectifs",
                "familles/1/compte",
            ][..],
        ),
        ("karim.haddad@valpreau.example", &["pointage", "effectifs"]),
    ] {
        let screen = agent(&site, Size::Desk, true, mail);
        for path in pages {
            let path = format!("/mairie/{path}");
            within(&format!("{path}, cold"), &cold(&screen, &path), 40_000, 3);
        }
    }
}

#[test]
fn a_grid_of_three_children_and_a_month_is_light() {
    let site = Site::monthly();
    let screen = Screen::signed_in(&site, Size::Phone, true, "aminata.diallo");
    load(&screen, "/reservations/2027-01");
    within("grid of three children and a month, warm", &load(&screen, MONTH), 6_000, 1);
    let elements = screen.read("document.querySelectorAll('*').length").as_u64().expect("a number");
    let boxes = screen.read("document.querySelectorAll('input[type=checkbox]').length");
    println!(
        "grid of three children and a month: {elements} elements, of which {boxes} boxes (at most 1800)"
    );
    assert!(elements <= 1_800, "{elements} elements");
}

/// Ticks a box; gives the exchange.
fn ticked(screen: &Screen, child: &str, day: &str, service: &str) -> Exchange {
    screen.settles();
    screen.network.forget();
    screen.tick(child, day, service);
    screen.sees("non validé");
    screen.settles();
    let seen = screen.network.exchanges();
    assert_eq!(seen.len(), 1, "one tick, one request: {seen:#?}");
    seen[0].clone()
}

fn a_tick_is_light(what: &str, (site, path): (Site, &str), both: u64, body: u64) {
    let screen = Screen::signed_in(&site, Size::Phone, true, "aminata.diallo");
    screen.open(path);
    let one = ticked(&screen, "Awa", "2026-12-03", "Cantine 1er service");
    screen.press("Cocher les jours habituels de tous les enfants");
    let late = ticked(&screen, "Awa", "2026-12-04", "Cantine 2e service");
    screen.press("Valider");
    let saved = ticked(&screen, "Awa", "2026-12-04", "Garderie soir");
    let three = [
        ("the first tick", one),
        ("a tick after all the usual days", late),
        ("a tick after they are saved", saved),
    ];
    for (when, tick) in three {
        println!(
            "{what}, {when}: {} B sent, {} B received of which {} B of body (at most {both} B both ways, {body} B of body)",
            tick.sent, tick.received, tick.body
        );
        assert!(tick.sent > 100 && tick.received > tick.body && tick.body > 0, "{tick:?}");
        assert!(tick.sent + tick.received <= both && tick.body <= body, "{what}, {when}: {tick:?}");
    }
}

#[test]
fn a_tick_in_a_week_is_light() {
    a_tick_is_light("week", (Site::weekly(), WEEK), 2_000, 600);
}

#[test]
fn a_tick_in_a_month_is_light() {
    a_tick_is_light("month", (Site::monthly(), MONTH), 3_000, 1_200);
}

/// Shifts since the page began. Those after a tap count too: on a slow line the answer comes so late that
/// the next tap is on its way. A figure may make room for those beside it.
pub const SHIFTS: &str = "new Promise(done => {
    const shifts = [];
    new PerformanceObserver(list => shifts.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() =>
        done(shifts.flatMap(s => s.sources.map(x => x.node?.parentElement ? x.node : null))
            .filter(node => !node?.matches?.('.q, .u, .m')).map(node => node?.outerHTML?.slice(0, 80) ?? 'something')))));
})";

/// The time that tasks of more than 50 ms took beyond them.
const BLOCKED: &str = "new Promise(done => {
    const tasks = [];
    new PerformanceObserver(list => tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() =>
        done(Math.round(tasks.reduce((sum, task) => sum + Math.max(0, task.duration - 50), 0))))));
})";

#[test]
fn nothing_moves() {
    for (site, path) in [(Site::weekly(), WEEK), (Site::monthly(), MONTH)] {
        for size in [Size::Phone, Size::Desk] {
            let screen = Screen::signed_in(&site, size, true, "aminata.diallo");
            screen.open(path);
            assert_eq!(screen.read(SHIFTS), json!([]), "{path} on a {size:?} moves while it loads");
            screen.tick("Awa", "2026-12-03", "Cantine 1er service");
            screen.sees("1 changement non validé");
            assert_eq!(screen.read(SHIFTS), json!([]), "{path} on a {size:?} moves after a tick");
        }
    }
}

/// Told, not judged: a time is never a test.
#[test]
fn blocking_time_is_told() {
    let site = Site::monthly();
    let screen = Screen::signed_in(&site, Size::Phone, true, "aminata.diallo");
    screen.tell("Emulation.setCPUThrottlingRate", json!({ "rate": 4 }));
    screen.open(MONTH);
    println!(
        "grid of three children and a month, CPU x 4: blocked for {} ms (wished: 50)",
        screen.read(BLOCKED)
    );
}
