//! The town's list of families in a real browser: for everybody, searched as one types, light.

use preau::{
    family::{
        Address, Child, ChildId, Family, FamilyId, Guardian, GuardianId, InClass, custody::Home, store,
    },
    platform::dated::Dated,
    town::ClassId,
};

use crate::{
    accessibility::{check, same_titles},
    budgets::{cold, within},
    office::agent,
    screen::{Screen, Size},
    site::Site,
    world::World,
};

/// Somebody who keeps the families' files.
fn odile(site: &Site, size: Size, script: bool) -> Screen<'_> {
    agent(site, size, script, "odile.renaud@valpreau.example")
}

/// The fixture town with 500 families.
fn large() -> Site {
    let world = World::new();
    world.change(|w| {
        let from = "2025-09-01".parse().expect("a date");
        for number in 9..=500 {
            let id = FamilyId(number);
            let (street, city) = (format!("{number} rue des Lilas"), "Valpréau".into());
            let address = Address { street, postcode: "44999".into(), city, resident: true };
            let name = format!("FAMILLE-{number}");
            let address = Dated::since(from, address);
            let family = Family { name: name.clone(), address, quotient: Dated::default(), archived: None };
            store::set_family(w, id, &family)?;
            for guardian in [2, 3] {
                let person = Guardian {
                    first_name: format!("Camille{guardian}"),
                    last_name: name.clone(),
                    access: true,
                    archived: None,
                };
                store::set_guardian(w, id, GuardianId(number * 2 + guardian), &person)?;
            }
            for child in [0, 1] {
                let class = Some(ClassId(1 + (number + child) % 10));
                let known = Child {
                    first_name: ["Léo", "Zoé"][child as usize].into(),
                    last_name: name.clone(),
                    born: from,
                    class: Dated::since(from, InClass { class }),
                    home: Dated::since(from, Home::with(id)),
                    archived: None,
                };
                store::set_child(w, ChildId(number * 2 + child), &known)?;
            }
        }
        Ok(())
    });
    Site::launch(world)
}

fn every_page(size: Size) {
    let site = large();
    let screen = odile(&site, size, true);
    let (mut titles, mut wrong) = (Vec::new(), Vec::new());
    for page in ["", "?page=2", "?q=rien+de+tel", "?q=martel&etat=all", "?classe=7"] {
        screen.open(&format!("/mairie/familles{page}"));
        check(&screen, page, &mut titles, &mut wrong);
    }
    screen.open("/mairie/familles?etat=all");
    screen.write("q", "ce1");
    screen.sees("100 familles");
    check(&screen, "as one types", &mut titles, &mut wrong);
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    // The last is the first, with what was typed since.
    titles.pop();
    assert_eq!(same_titles(&titles), [""; 0]);
}

#[test]
fn the_families_on_a_phone_are_for_everybody() {
    every_page(Size::Phone);
}

#[test]
fn the_families_on_a_narrow_phone_are_for_everybody() {
    every_page(Size::Narrow);
}

#[test]
fn the_families_on_a_desk_are_for_everybody() {
    every_page(Size::Desk);
}

#[test]
fn what_is_typed_is_searched_at_once_and_stays_in_the_address() {
    for size in [Size::Phone, Size::Desk] {
        let site = large();
        let screen = odile(&site, size, true);
        screen.open("/mairie/familles");
        screen.sees("500 familles, page 1 sur 10");
        screen.read("window.same = true; document.querySelector('#q').focus()");
        screen.settles();
        screen.network.forget();
        for letter in ["l", "é", "a"] {
            screen.tell("Input.insertText", serde_json::json!({ "text": letter }));
        }
        screen.wait(
            "both of Léa's families",
            "document.querySelector('#compte').textContent === '2\\u00a0familles'",
        );
        screen.sees("MARTEL");
        screen.settles();
        assert_eq!(screen.network.exchanges().len(), 1, "three letters in a row are asked once");
        let kept = screen
            .read("[window.same, document.activeElement.id, document.activeElement.value, location.search]");
        assert_eq!(kept, serde_json::json!([true, "q", "léa", "?q=l%C3%A9a"]));
        // A filter is one more answer; the address brings both back.
        screen.click("document.querySelector('summary')");
        screen.read("const e = document.querySelector('#ecole'); e.value = '1'; e.dispatchEvent(new Event('input', { bubbles: true }))");
        screen.sees("Aucune famille trouvée.");
        screen.wait("the address has both", "location.search === '?q=l%C3%A9a&ecole=1'");
        screen.read("window.earlier = true; location.reload()");
        screen.arrives();
        assert_eq!(
            screen.read("[document.querySelector('#q').value, document.querySelector('details').open]"),
            serde_json::json!(["léa", true])
        );
        screen.press("Voir toutes les familles");
        screen.press("Page suivante");
        screen.sees("page 2 sur 10");
        screen.write("q", "le gall");
        screen.wait(
            "the first page of what is found",
            "document.querySelector('#compte').textContent === '1\\u00a0famille'",
        );
    }
}

#[test]
fn without_scripts_a_button_searches() {
    for size in [Size::Phone, Size::Desk] {
        let site = Site::weekly();
        let screen = odile(&site, size, false);
        screen.open("/mairie/familles");
        screen.write("q", "CE1 alain");
        screen.press("Chercher");
        screen.sees("1 famille");
        screen.sees("Théo ALAIN, CE1, Jules-Ferry");
        assert_eq!(screen.read("document.querySelector('#q').value"), "CE1 alain");
    }
}

#[test]
fn a_line_that_is_down_is_said_and_a_session_that_has_ended_signs_in() {
    let site = Site::weekly();
    let screen = odile(&site, Size::Phone, true);
    screen.open("/mairie/familles");
    let offline = |offline: bool| {
        let how = serde_json::json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        screen.tell("Network.emulateNetworkConditions", how);
    };
    offline(true);
    screen.write("q", "alain");
    screen.sees("Le réseau ne répond pas : la liste n’est pas à jour.");
    offline(false);
    screen.write("q", "martel");
    screen.wait("it is no longer said", "!document.querySelector('#reseau')");
    screen.tell("Network.clearBrowserCookies", serde_json::json!({}));
    screen.read("window.earlier = true");
    screen.write("q", "faure");
    screen.arrives();
    screen.sees("Se connecter");
    assert_eq!(
        screen.read(
            "new URLSearchParams(location.search).get('retour').startsWith('/mairie/familles?q=faure')"
        ),
        true
    );
}

#[test]
fn the_list_of_a_large_town_is_light() {
    let site = large();
    let screen = odile(&site, Size::Desk, true);
    within("list of 500 families, cold", &cold(&screen, "/mairie/familles"), 40_000, 3);
    screen.network.forget();
    screen.write("q", "famille-2");
    screen.wait("those that begin so", "document.querySelector('#compte').textContent.startsWith('110')");
    screen.settles();
    within("fifty families as one types", &screen.network.exchanges(), 4_000, 1);
}
