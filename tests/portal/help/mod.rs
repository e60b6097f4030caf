//! Help: every screen has its own at its foot, and what a page of help quotes stands on that screen.

mod parents;
mod town;

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};

use crate::{
    browser::{Browser, Page, plain},
    world::World,
};

/// The address of the link "Aide" at the foot of a page.
#[track_caller]
pub fn of(page: &Page) -> String {
    let dom = page.dom();
    let links = Selector::parse("footer a").expect("a selector");
    let named = |link: &scraper::ElementRef| link.text().collect::<String>() == "Aide";
    let link = dom.select(&links).find(named).unwrap_or_else(|| panic!("no help: {}", page.text()));
    link.attr("href").expect("an address").to_owned()
}

/// What stands on screens, by the address of their help: words of controls, of titles, of columns, of marks.
#[derive(Default)]
struct Tour(BTreeMap<String, Vec<String>>);

/// All that is read of a screen as a name.
const NAMES: &str = "a, button, label, legend, summary, option, caption, th, dt, h1, h2, h3, b, small, p > strong, input[type=submit]";

impl Tour {
    /// The pages of a screen; its help is at the foot of each.
    #[track_caller]
    fn screen(&mut self, help: &str, visitor: &mut Browser, addresses: &[&str]) {
        for address in addresses {
            visitor.get(address);
            assert_eq!(visitor.page.status.code, 200, "{address}");
            self.shown(help, visitor);
        }
    }

    /// The page that a visitor is on.
    #[track_caller]
    fn shown(&mut self, help: &str, visitor: &Browser) {
        assert_eq!(of(&visitor.page), format!("/aide{help}"), "{}", visitor.address);
        self.beside(help, visitor);
    }

    /// A page of another screen that the help leads through.
    fn beside(&mut self, help: &str, visitor: &Browser) {
        // What is only there without JavaScript is there.
        let html = visitor.page.html.replace("<noscript>", "").replace("</noscript>", "");
        let dom = Html::parse_document(&html);
        let text = |name: scraper::ElementRef| plain(&name.text().collect::<String>());
        let names = dom.select(&Selector::parse(NAMES).expect("a selector")).map(text).collect::<Vec<_>>();
        self.0.entry(format!("/aide{help}")).or_default().extend(names);
    }
}

/// Every page of help that somebody finds in the list.
fn listed(visitor: &mut Browser) -> Vec<String> {
    visitor.get("/aide").sees("Une page courte pour chaque écran");
    let dom = visitor.page.dom();
    let links = Selector::parse("main ul a").expect("a selector");
    dom.select(&links).map(|link| link.attr("href").expect("an address").to_owned()).collect()
}

/// What a page of help quotes.
fn quoted(page: &Page) -> Vec<String> {
    let dom = page.dom();
    let quotes = Selector::parse("main strong").expect("a selector");
    dom.select(&quotes).map(|quote| plain(&quote.text().collect::<String>())).collect()
}

#[test]
fn what_help_quotes_stands_on_its_screen() {
    let mut tour = Tour::default();
    parents::tour(&mut tour);
    town::tour(&mut tour);
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let (mut lacking, mut quotes) = (Vec::new(), 0);
    for address in listed(&mut nadia) {
        let page = nadia.raw_get(&address);
        let Some(names) = tour.0.remove(&address) else {
            lacking.push(format!("{address}: no screen leads there"));
            continue;
        };
        for quote in quoted(&page) {
            quotes += 1;
            if !names.iter().any(|name| name.contains(&quote)) {
                lacking.push(format!("{address}: {quote}"));
            }
        }
        let open = page.text().matches('«').count();
        assert_eq!(open, quoted(&page).len(), "{address}: each « is a quotation");
    }
    assert_eq!(lacking, [""; 0]);
    assert!(quotes > 200, "{quotes} quotations were looked for");
    assert_eq!(tour.0.keys().collect::<Vec<_>>(), [""; 0], "a screen leads to help that is not listed");
}

#[test]
fn help_is_short_says_who_reads_and_leads_back() {
    let world = World::new();
    let (mut visitor, mut lucie, mut karim) =
        (world.visitor(), world.sign_in("lucie.alain"), world.agent("karim"));
    let parents = listed(&mut visitor);
    assert_eq!(listed(&mut lucie), parents, "a family reads of its own screens");
    let all = listed(&mut karim);
    assert!(all.ends_with(&parents) && all.len() > parents.len() + 20, "{all:?}");
    let mut texts = BTreeSet::new();
    for address in &all {
        let page = visitor.raw_get(address);
        assert_eq!(page.status.code, 200, "{address} is open to everybody");
        assert_eq!(of(&page), "/aide");
        let main = page.at("main").expect("a page");
        let words = main.split_whitespace().count();
        assert!((50..=240).contains(&words), "{address}: {words} words");
        assert!(texts.insert(main), "{address} says what another says");
        let back = page.dom();
        let back = back.select(&Selector::parse("main a.main").unwrap()).next().expect("a way back");
        // Who may not open it is asked to sign in, or told so; there is such a screen.
        let there = karim.raw_get(back.attr("href").unwrap()).status.code;
        assert!(matches!(there, 200 | 303 | 403), "{address}: {there}");
        assert!(page.headers["content-type"].starts_with("text/html"));
    }
    // Who is signed in keeps their menu: a parent's, or that of the town's side.
    lucie.get("/aide/reservations").sees("Lucie ALAIN").sees("Se déconnecter").sees_no("Pointage");
    karim.get("/aide/mairie/pointage").sees("Karim HADDAD").sees("Effectifs");
    visitor.get("/aide/mairie/pointage").sees("Faire l’appel").sees_no("Se déconnecter");
    for nothing in ["/aide/rien", "/aide/mairie/rien", "/aide/reservations/rien"] {
        assert_eq!(visitor.raw_get(nothing).status.code, 404, "{nothing}");
    }
}

#[test]
fn each_entry_of_a_menu_has_its_own_help() {
    let world = World::new();
    let mut entries: BTreeMap<String, String> = BTreeMap::new();
    let menu = Selector::parse("nav.menu a").expect("a selector");
    let mut visitors = vec![(world.sign_in("lucie.alain"), "/")];
    for who in ["nadia", "marc.petit", "odile", "karim", "jeanne"] {
        visitors.push((world.agent(who), "/mairie"));
    }
    for (visitor, first) in &mut visitors {
        visitor.get(first);
        let dom = visitor.page.dom();
        let found: Vec<_> = dom.select(&menu).map(|entry| entry.attr("href").unwrap().to_owned()).collect();
        assert!(found.len() > 3, "{found:?}");
        for entry in found {
            let help = of(&visitor.get(&entry).page.clone());
            let known = entries.insert(entry.clone(), help.clone());
            assert!(known.is_none_or(|known| known == help), "{entry}");
            assert_ne!(help, "/aide", "{entry} has no help of its own");
        }
    }
    assert!(entries.len() > 24, "{entries:?}");
    let distinct: BTreeSet<&String> = entries.values().collect();
    assert_eq!(distinct.len(), entries.len(), "{entries:?}");
}
