//! Files of families come in, in a real browser: with and without scripts, and the bar that moves by itself.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use preau::family::{
    import::{
        line::Choices,
        waiting::{Import, ImportId, Report, State},
    },
    store,
};

use crate::{
    accessibility::{check, same_titles},
    office::agent,
    screen::{Screen, Size},
    site::Site,
    world::{World, at},
};

const PUPILS: &str = include_str!("../../fixtures/import/eleves.csv");

/// Somebody who keeps the families' files.
fn odile(site: &Site, size: Size, script: bool) -> Screen<'_> {
    agent(site, size, script, "odile.renaud@valpreau.example")
}

/// Chooses a file of the fixtures.
pub fn choose(screen: &Screen, name: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    // A browser reads no path that goes up.
    let file = file.canonicalize().expect("a file");
    let field = screen
        .tell("Runtime.evaluate", serde_json::json!({ "expression": "document.getElementById('fichier')" }));
    let what = serde_json::json!({ "files": [file], "objectId": field["result"]["objectId"] });
    screen.tell("DOM.setFileInputFiles", what);
}

/// Sends a file of the fixtures.
fn send(screen: &Screen, name: &str) {
    screen.open("/mairie/import");
    choose(screen, name);
    screen.press("Envoyer le fichier");
}

#[test]
fn a_secretary_imports_a_school_with_and_without_scripts() {
    for (size, script) in [(Size::Phone, false), (Size::Desk, false), (Size::Phone, true), (Size::Desk, true)]
    {
        let site = Site::weekly();
        let screen = odile(&site, size, script);
        screen.open("/mairie/familles");
        screen.press("Importer des familles depuis un fichier");
        choose(&screen, "import/eleves.csv");
        screen.press("Envoyer le fichier");
        screen.sees("Rien n’est encore enregistré.");
        screen.click("document.querySelector('input[name=ligne][value=\"6\"]')");
        screen.press("Garder ces choix");
        screen.sees("4 lignes seront importées en l’état.");
        screen.press("Importer");
        if !script {
            crate::world::until("it is done", || {
                let imports = site.world.parts.store.read(store::imports).expect("imports");
                imports.iter().all(|(_, import)| matches!(import.state, State::Done { .. })).then_some(())
            });
            let done = screen.text().contains("terminé");
            if !done {
                screen.press("Actualiser");
            }
        }
        screen.sees("L’import est terminé");
        screen.sees("4 enfants créés");
        send(&screen, "import/responsables.csv");
        screen.press("Lignes douteuses");
        screen.sees("N’habite pas à l’adresse de la famille");
        screen.press("Abandonner");
        screen.sees("L’import est abandonné. Rien n’a été enregistré.");
    }
}

fn every_page(size: Size) {
    let free = Arc::new(AtomicU64::new(u64::MAX));
    let site = Site::launch(World::on_disk_with(free.clone()));
    let screen = odile(&site, size, true);
    let (mut titles, mut wrong) = (Vec::new(), Vec::new());
    screen.open("/mairie/import");
    check(&screen, "first", &mut titles, &mut wrong);
    screen.press("Envoyer le fichier");
    screen.sees("Choisissez un fichier.");
    check(&screen, "refused", &mut titles, &mut wrong);
    send(&screen, "import/eleves.csv");
    check(&screen, "preview", &mut titles, &mut wrong);
    send(&screen, "import/douteux.csv");
    screen.sees("Classes à reconnaître");
    screen.press("Lignes douteuses");
    check(&screen, "doubtful", &mut titles, &mut wrong);
    let import = Import {
        name: "eleves-2.csv".into(),
        by: "Odile RENAUD".into(),
        at: at("2026-11-24 08:00"),
        lines: 5,
        choices: Choices::default(),
        state: State::Running { who: "account 12".into() },
        report: Report::default(),
    };
    // It cannot go on for a while.
    site.world.change(move |w| Ok(store::add_import(w, ImportId(7), &import, &PUPILS.to_owned())?));
    free.store(0, Ordering::SeqCst);
    screen.open("/mairie/import/7");
    screen.sees("Lignes faites : 0 sur 5");
    check(&screen, "under way", &mut titles, &mut wrong);
    screen.read("window.same = true");
    free.store(u64::MAX, Ordering::SeqCst);
    screen.sees("L’import est terminé");
    assert_eq!(screen.read("window.same"), true, "the page was not left");
    screen.open("/mairie/import/7");
    check(&screen, "done", &mut titles, &mut wrong);
    screen.open("/mairie/import");
    screen.sees("importé");
    titles.remove(0);
    check(&screen, "with files", &mut titles, &mut wrong);
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(same_titles(&titles), [""; 0]);
}

#[test]
fn imports_on_a_phone_are_for_everybody() {
    every_page(Size::Phone);
}

#[test]
fn imports_on_a_narrow_phone_are_for_everybody() {
    every_page(Size::Narrow);
}

#[test]
fn imports_on_a_desk_are_for_everybody() {
    every_page(Size::Desk);
}
