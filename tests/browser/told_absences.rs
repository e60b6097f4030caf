//! Absences told in a real browser: for everybody, with and without JavaScript, with a certificate; the agent sees them.

use crate::{
    accessibility::{check, same_titles},
    import::choose,
    office::{agent, nadia},
    screen::{Screen, Size},
    site::Site,
};

/// Any of the kinds that are taken; this one is a picture of ours.
const PICTURE: &str = "../assets/grille-telephone.png";
const KARIM: &str = "karim.haddad@valpreau.example";
const ODILE: &str = "odile.renaud@valpreau.example";

/// Théo is booked for the canteen on Thursday; it is Thursday, half past eight.
fn thursday() -> Site {
    let site = Site::weekly();
    let mut lucie = site.world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Théo", "2026-12-03", "Cantine 1er service");
    lucie.press("Valider").sees("C’est enregistré");
    site.world.set("2026-12-03 08:30");
    site
}

/// Fills in the form: Théo is ill today and tomorrow.
fn fill(screen: &Screen) {
    screen.open("/absences");
    screen.read("document.querySelector('#enfant option[value=\"1\"]').selected = true");
    screen.read("document.querySelector('#motif option[value=ill]').selected = true");
    screen.read("document.getElementById('du').value = '2026-12-03'; document.getElementById('au').value = '2026-12-04'");
}

#[test]
fn a_parent_tells_an_absence_with_a_certificate_and_the_agent_sees_it() {
    for (size, script) in [(Size::Phone, true), (Size::Desk, true), (Size::Phone, false), (Size::Desk, false)]
    {
        let site = thursday();
        let screen = Screen::signed_in(&site, size, script, "lucie.alain");
        let (mut titles, mut wrong) = (Vec::new(), Vec::new());
        let mut check = |screen: &Screen, page: &str| {
            if script {
                check(screen, page, &mut titles, &mut wrong);
            }
        };
        screen.open("/absences");
        screen.sees("Votre enfant ne viendra pas");
        check(&screen, "form");
        screen.press("Signaler l’absence");
        screen.sees("Il y a un problème");
        screen.sees("Choisissez l’enfant qui sera absent.");
        check(&screen, "refused");
        fill(&screen);
        screen.press("Signaler l’absence");
        screen.sees("L’absence est signalée.");
        screen.sees("n’est pas facturé si le certificat médical arrive avant le samedi 5 décembre à minuit");
        check(&screen, "told");
        screen.press("Envoyer le certificat");
        screen.sees("Choisissez d’abord un fichier.");
        check(&screen, "no file");
        // With a certificate at once, for another child.
        fill(&screen);
        screen.read("document.querySelector('#enfant option[value=\"2\"]').selected = true");
        choose(&screen, PICTURE);
        screen.press("Signaler l’absence");
        screen.sees("Lire le certificat (PNG)");
        check(&screen, "certificate");
        let karim = agent(&site, size, script, KARIM);
        karim.open("/mairie/pointage/2026-12-03/3-2");
        karim.sees("Absence signalée : malade");
        check(&karim, "list");
        // On paper too.
        karim.tell("Emulation.setEmulatedMedia", serde_json::json!({ "media": "print" }));
        let printed = "[...document.querySelectorAll('.roll b.late')].some(one => one.checkVisibility())";
        assert_eq!(karim.read(printed), true);
        assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    }
}

#[test]
fn the_pages_of_the_town_hall_are_for_everybody() {
    for size in [Size::Phone, Size::Desk] {
        let site = thursday();
        let parent = Screen::signed_in(&site, size, true, "lucie.alain");
        fill(&parent);
        choose(&parent, PICTURE);
        parent.press("Signaler l’absence");
        parent.sees("L’absence est signalée.");
        let (mut titles, mut wrong) = (Vec::new(), Vec::new());
        let odile = agent(&site, size, true, ODILE);
        for page in ["/mairie/absences", "/mairie/absences/1/1", "/mairie/familles/1/absence"] {
            odile.open(page);
            check(&odile, page, &mut titles, &mut wrong);
        }
        odile.press("Signaler l’absence");
        odile.sees("Choisissez l’enfant qui sera absent.");
        check(&odile, "refused", &mut titles, &mut wrong);
        let nadia = nadia(&site, size, true);
        nadia.open("/mairie/reglages/presences");
        check(&nadia, "settings", &mut titles, &mut wrong);
        nadia.write("heure", "");
        nadia.read("document.getElementById('heure').value = ''");
        nadia.press("Enregistrer");
        nadia.sees("Indiquez une heure");
        check(&nadia, "settings refused", &mut titles, &mut wrong);
        assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
        assert_eq!(same_titles(&titles), [""; 0]);
    }
}
