//! The list of families: found by whatever a secretary remembers, a page at a time.

use preau::family::{Address, Child, Family, FamilyId, Guardian, GuardianId, custody::Home, store};

use crate::{
    browser::{Browser, form, regions},
    world::World,
};

/// The names of the families on the page, in their order.
fn names(browser: &Browser) -> Vec<String> {
    listed(&browser.page.html)
}

fn listed(html: &str) -> Vec<String> {
    let links = scraper::Selector::parse("th a[href^='/mairie/familles/']").expect("a selector");
    let dom = scraper::Html::parse_fragment(html);
    let name = |link: scraper::ElementRef| link.text().next().unwrap_or_default().trim().to_owned();
    dom.select(&links).map(name).collect()
}

/// Searches, and gives who is found.
fn search(browser: &mut Browser, asked: &[(&str, &str)]) -> Vec<String> {
    names(browser.get(&format!("/mairie/familles?{}", form(asked))))
}

fn change_family(world: &World, id: u32, change: fn(&mut Family)) {
    world.change(move |w| {
        let mut family = store::family(w, FamilyId(id))?.expect("a family");
        change(&mut family);
        Ok(store::set_family(w, FamilyId(id), &family)?)
    });
}

#[test]
fn the_list_names_each_family_with_its_people_and_leads_to_it() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get("/mairie").sees("Familles").get("/mairie/familles");
    let all = ["ALAIN", "BACONNAIS", "DIALLO", "FAURE", "LE GALL", "MARTEL", "NOGUES", "PERRIN"];
    assert_eq!(names(&odile), all);
    odile.sees("8 familles").sees("Lucie ALAIN").sees("Théo ALAIN, CE1, Jules-Ferry").sees("Saint-Aubin");
    odile.sees_no("Page suivante");
    assert!(odile.page.html.contains("href=\"/mairie/familles/5\""));
    let status = odile.page.at("[role=status]");
    assert_eq!(status.as_deref(), Some("8 familles"));
}

#[test]
fn a_family_is_found_by_whatever_one_remembers() {
    let world = World::new();
    let mut odile = world.agent("odile");
    for (typed, found) in [
        ("alain", &["ALAIN"][..]),
        ("ÉWÈN", &["LE GALL"]),
        ("legall", &["LE GALL"]),
        ("lea", &["MARTEL", "NOGUES"]),
        ("ce1", &["ALAIN", "LE GALL"]),
        ("ce1 alain", &["ALAIN"]),
        ("tilleuls", &["ALAIN", "DIALLO", "PERRIN"]),
        ("12 rue des lilas", &["ALAIN"]),
        ("44998", &["LE GALL"]),
        ("6", &["PERRIN"]),
        // What stands in the files of its people.
        ("lucie.alain@famille.example", &["ALAIN"]),
        ("0639980002", &["ALAIN"]),
        ("+33 6 39 98 00 02", &["ALAIN"]),
        ("06 39 98 00 90", &["ALAIN"]),
        ("monique", &["ALAIN"]),
        ("4412345", &["ALAIN"]),
        ("<script>", &[]),
    ] {
        assert_eq!(search(&mut odile, &[("q", typed)]), found, "{typed}");
    }
    odile.sees("Aucune famille trouvée.").sees("Voir toutes les familles").sees_no("<script>");
}

#[test]
fn filters_narrow_the_list_and_stay_filled_in() {
    let world = World::new();
    let mut odile = world.agent("odile");
    change_family(&world, 8, |faure| faure.archived = Some("2026-09-01".parse().expect("a date")));
    for (asked, found) in [
        (&[("ecole", "1")][..], &["ALAIN", "DIALLO", "PERRIN"][..]),
        (&[("ecole", "1"), ("q", "jade")], &["PERRIN"]),
        (&[("classe", "7")], &["ALAIN", "LE GALL"]),
        (&[("classe", "7"), ("ecole", "1")], &[]),
        (&[("quotient", "false")], &["PERRIN"]),
        (&[("etat", "archived")], &["FAURE"]),
        (&[("etat", "all"), ("q", "fa")], &["FAURE", "BACONNAIS"]),
        (&[("q", "faure")], &[]),
        (&[("ecole", "99")], &[]),
    ] {
        assert_eq!(search(&mut odile, asked), found, "{asked:?}");
    }
    odile.get("/mairie/familles?classe=7&q=al");
    assert_eq!(odile.page.at("option[value='7'][selected]").as_deref(), Some("CE1"));
    assert_eq!(super::value(&odile.page, "q"), "al");
    let eight = search(&mut odile, &[("ecole", ""), ("classe", "x"), ("etat", "?"), ("page", "-1")]);
    assert_eq!(eight.len(), 7, "what the form does not send is not asked");
}

#[test]
fn what_is_typed_is_answered_with_the_list_alone() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let page =
        odile.get_with("/mairie/familles?q=perrin&ecole=&classe=&etat=&quotient=", &[("HX-Request", "true")]);
    let parts = regions(&page.html);
    assert_eq!(parts.keys().collect::<Vec<_>>(), ["#compte", "#familles"]);
    assert_eq!(
        (parts["#compte"].replace('\u{a0}', " "), listed(&parts["#familles"])),
        ("1 famille".into(), vec!["PERRIN".into()])
    );
    assert!(!page.html.contains("<main") && page.html.len() < 2_000, "{}", page.html);
    // Whose session has ended signs in, with the whole page.
    let page = world.visitor().get_with("/mairie/familles?q=martel", &[("HX-Request", "true")]);
    assert_eq!(
        (page.status.code, page.headers["hx-redirect"].starts_with("/connexion?retour=")),
        (401, true)
    );
}

#[test]
fn many_families_are_shown_fifty_at_a_time_and_the_search_goes_along() {
    let world = World::new();
    world.change(|w| {
        for number in 100..220 {
            let address = Address {
                street: "1 quai é&=".into(),
                postcode: "44999".into(),
                city: "Valpréau".into(),
                resident: true,
            };
            let from = "2025-09-01".parse().expect("a date");
            let address = preau::platform::dated::Dated::since(from, address);
            let family = Family {
                name: format!("FOULE {number}"),
                address,
                quotient: Default::default(),
                archived: None,
            };
            store::set_family(w, FamilyId(number), &family)?;
        }
        Ok(())
    });
    let mut odile = world.agent("odile");
    assert_eq!(search(&mut odile, &[("q", "quai é")]).len(), 50);
    odile.sees("120 familles, page 1 sur 3").sees_no("Page précédente");
    let next = |odile: &Browser| {
        let link = scraper::Selector::parse("a[rel=next]").expect("a selector");
        odile.page.dom().select(&link).next().and_then(|link| link.attr("href")).map(str::to_owned)
    };
    let second = next(&odile).expect("a second page");
    odile.get(&second).sees("page 2 sur 3").sees("Page précédente").sees("FOULE 150");
    assert_eq!(super::value(&odile.page, "q"), "quai é");
    let third = next(&odile).expect("a third page");
    assert_eq!(names(odile.get(&third)).len(), 20);
    assert_eq!(next(&odile), None);
    odile.get("/mairie/familles?q=quai&page=99").sees("page 3 sur 3");
}

#[test]
fn what_changes_is_found_at_once_and_what_was_is_not() {
    let world = World::new();
    let mut odile = world.agent("odile");
    assert_eq!(search(&mut odile, &[("q", "lina")]), ["FAURE"]);
    change_family(&world, 8, |faure| faure.name = "DURAND".into());
    assert_eq!(search(&mut odile, &[("q", "lina")]), ["DURAND"]);
    world.change(|w| {
        let marc = store::guardian(w, FamilyId(8), GuardianId(9))?.expect("Marc");
        store::set_guardian(
            w,
            FamilyId(8),
            GuardianId(9),
            &Guardian { first_name: "Solène".into(), ..marc },
        )?;
        let (id, lina) = store::children(w, FamilyId(8))?.remove(0);
        let mut home = lina.home.clone();
        home.set("2026-11-01".parse().expect("a date"), Home::with(FamilyId(1)));
        Ok(store::set_child(w, id, &Child { home, ..lina })?)
    });
    assert_eq!(search(&mut odile, &[("q", "solene")]), ["DURAND"]);
    // She moved from one family to another: both know her name, one has her among its children.
    assert_eq!(search(&mut odile, &[("q", "lina")]), ["ALAIN", "DURAND"]);
    assert_eq!(odile.page.html.matches("Lina").count(), 1);
    let faults = world.parts.store.read(store::check).expect("families");
    assert_eq!(faults, [""; 0]);
}
