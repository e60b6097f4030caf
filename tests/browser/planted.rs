//! The faults of QUALITY.md, planted on the live page one by one: each is caught.

use crate::{
    accessibility::{refused_box, refused_sign_in, same_titles},
    checks::faults,
    screen::{Screen, Size},
    site::Site,
};

/// Past, locked, late and free boxes.
const GRID: &str = "/reservations/2026-11-23";

/// What it is; the check that catches it; how it is planted.
const ON_THE_GRID: [(&str, &str, &str); 13] = [
    ("a box without a name", "names: no name", "free.removeAttribute('aria-label')"),
    ("the name of the wrong child", "boxes: ", "free.ariaLabel = free.ariaLabel.replace('Théo', 'Anna')"),
    ("totals not announced", "status: ", "document.getElementById('etat').removeAttribute('role')"),
    ("locked by colour alone", "locked: ", "locked.parentElement.querySelector('small').remove()"),
    (
        "th turned td",
        "tables: no header: ",
        "const th = document.querySelector('thead th.d'), td = document.createElement('td'); td.append(...th.childNodes); th.replaceWith(td)",
    ),
    ("focus outline removed", "focus: ", "rule('*:focus { outline: none !important; box-shadow: none !important }')"),
    ("targets of 12 px", "targets: ", "rule('input[type=checkbox] { width: 12px !important; height: 12px !important; border: 0 !important }')"),
    ("no lang", "language: ", "document.documentElement.removeAttribute('lang')"),
    ("low contrast", "axe [\"violations\",\"color-contrast\"", "rule('.notice { color: #b9c4d0 !important }')"),
    (
        "a div that submits",
        "handlers: \"click\" on <div>",
        "const old = document.querySelector('.bar button.main'), div = document.createElement('div');
         div.textContent = old.textContent; div.addEventListener('click', () => document.forms.grille.submit()); old.replaceWith(div)",
    ),
    ("duplicate ids", "ids: ", "document.querySelector('h1').id = 'etat'"),
    ("no skip link", "skip_link: ", "document.querySelector('.skip').remove()"),
    ("a table without a name", "tables: a table without", "document.querySelector('table').caption.remove()"),
];

/// Names for what the scripts above touch.
const TOOLS: &str = "const rule = text => document.styleSheets[0].insertRule(text, document.styleSheets[0].cssRules.length);
    const free = document.querySelector('input[type=checkbox]:not(:disabled)'), locked = document.querySelector('input:disabled');";

/// Plants a fault on the page on the screen.
fn plant(screen: &Screen, script: &str) {
    screen.read(&format!("(() => {{ {TOOLS} {script}; return true; }})()"));
}

/// The faults that were not there before begin with this.
#[track_caller]
fn caught(what: &str, check: &str, before: &[String], after: &[String]) {
    let new: Vec<&String> = after.iter().filter(|fault| !before.contains(fault)).collect();
    assert!(new.iter().any(|fault| fault.starts_with(check)), "{what} is not caught by {check:?}: {new:#?}");
    let axe = new.iter().any(|fault| fault.starts_with("axe "));
    println!("{what}: caught by {}{check:?}", if axe { "axe, and by " } else { "" });
}

#[test]
fn faults_planted_on_the_grid_are_caught() {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, Size::Phone, true, "lucie.alain");
    refused_box(&screen);
    screen.open(GRID);
    let before = faults(&screen);
    for (what, check, script) in ON_THE_GRID {
        screen.open(GRID);
        plant(&screen, script);
        caught(what, check, &before, &faults(&screen));
    }
}

#[test]
fn an_error_neither_linked_nor_focused_is_caught() {
    let site = Site::weekly();
    let screen = Screen::new(&site, Size::Desk, true);
    refused_sign_in(&screen);
    let before = faults(&screen);
    for (script, check) in [
        ("document.activeElement.blur()", "refused: the focus"),
        (
            "for (const a of document.querySelectorAll('.refused a')) a.replaceWith(...a.childNodes)",
            "refused: not linked",
        ),
    ] {
        refused_sign_in(&screen);
        plant(&screen, script);
        caught("an error neither linked nor focused", check, &before, &faults(&screen));
    }
}

#[test]
fn identical_titles_are_caught() {
    let site = Site::weekly();
    let screen = Screen::new(&site, Size::Desk, true);
    let titles = ["/connexion", "/accessibilite"].map(|path| {
        screen.open(path);
        plant(&screen, "document.title = 'Portail – Valpréau'");
        screen.read("document.title").as_str().unwrap_or_default().to_owned()
    });
    assert_eq!(same_titles(&titles), [&titles[1]]);
}
