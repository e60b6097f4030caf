//! On a phone: nothing sideways, fingers find the boxes, the total never leaves.

use serde_json::json;

use crate::{
    screen::{Screen, Size},
    site::Site,
};

const WEEK: &str = "/reservations/2026-11-30";

/// The bar's total and button, at every place that the page can be scrolled to.
const BAR: &str = "(async () => {
    const faults = [], end = document.documentElement.scrollHeight;
    for (let y = 0; y < end; y += 150) {
        scrollTo({ top: y, behavior: 'instant' });
        await new Promise(done => requestAnimationFrame(done));
        for (const part of document.querySelectorAll('#etat strong, .bar button.main')) {
            const r = part.getBoundingClientRect();
            const hit = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
            if (r.top < 0 || r.bottom > innerHeight || !part.contains(hit)) faults.push(part.textContent + ' at ' + y);
        }
    }
    scrollTo({ top: 0, behavior: 'instant' });
    return faults;
})()";

/// What stands outside of the screen, to the left or to the right. A phone zooms out until all is in
/// sight, and then counts `innerWidth` so: `clientWidth` stays what it was.
const SIDEWAYS: &str = "(() => {
    const faults = [], root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) faults.push('the page is ' + root.scrollWidth + ' px wide');
    for (const e of document.querySelectorAll('thead th.d, input, button, a, td, h1, h2, h3, p')) {
        const r = e.getBoundingClientRect();
        if (e.closest('.away, .skip') || !r.width) continue;
        if (r.left < 0 || r.right > root.clientWidth + .5) faults.push(e.tagName + ' ' + e.textContent.trim() + ' ' + e.ariaLabel);
    }
    return faults;
})()";

/// Boxes that are too small for a finger.
const SMALL: &str = "[...document.querySelectorAll('input[type=checkbox]:not([disabled])')]
    .map(e => [e.ariaLabel, e.getBoundingClientRect()])
    .filter(([, r]) => r.width < 44 || r.height < 44).map(([name, r]) => name + ': ' + r.width + ' x ' + r.height)";

/// Columns of the days and boxes in the widest week.
const DAYS: &str =
    "[Math.max(...[...document.querySelectorAll('table')].map(t => t.querySelectorAll('thead th.d').length)),
    document.querySelectorAll('input[type=checkbox]:not([disabled])').length > 0]";

fn fits(site: &Site, path: &str, days: usize) {
    let screen = Screen::signed_in(site, Size::Phone, true, "lucie.alain");
    screen.open(path);
    assert_eq!(screen.read(DAYS), json!([days, true]));
    assert_eq!(screen.read(BAR), json!([]), "the bar leaves the screen");
    assert_eq!(screen.read(SMALL), json!([]), "boxes of less than 44 px");
    assert_eq!(screen.read(SIDEWAYS), json!([]), "outside of 360 px");
    screen.resize(Size::Narrow);
    assert_eq!(screen.read(SIDEWAYS), json!([]), "outside of 320 px");
    assert_eq!(screen.read(BAR), json!([]), "the bar leaves the screen of 320 px");
}

#[test]
fn a_week_fits_a_phone() {
    fits(&Site::weekly(), WEEK, 5);
}

#[test]
fn a_month_fits_a_phone() {
    fits(&Site::monthly(), "/reservations/2026-12", 5);
}

#[test]
fn every_page_fits_a_narrow_phone() {
    let site = Site::weekly();
    let screen = Screen::new(&site, Size::Narrow, true);
    for path in ["/", "/connexion", "/accessibilite", "/nulle-part"] {
        screen.open(path);
        assert_eq!(screen.read(SIDEWAYS), json!([]), "{path}");
    }
    screen.open("/connexion");
    screen.sign_in("lucie.alain");
    assert_eq!(screen.read(SIDEWAYS), json!([]), "the home page");
}

#[test]
fn what_does_not_fit_is_caught() {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, Size::Phone, true, "lucie.alain");
    for (rule, check) in [
        (".bar { position: static !important }", BAR),
        ("table { width: 30rem !important }", SIDEWAYS),
        ("input[type=checkbox] { width: 40px !important }", SMALL),
    ] {
        screen.open(WEEK);
        screen.read(&format!("document.styleSheets[0].insertRule({}, 0)", json!(rule)));
        assert_ne!(screen.read(check), json!([]), "{rule} is not seen");
    }
}
