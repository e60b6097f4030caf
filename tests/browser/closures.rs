//! Closures and the calendar in a real browser: for everybody, with and without JavaScript.

use crate::{
    accessibility::same_titles,
    checks::faults,
    office::{agent, nadia},
    screen::Size,
    site::Site,
};

const ODILE: &str = "odile.renaud@valpreau.example";

#[test]
fn days_are_closed_families_told_and_it_is_undone() {
    for (size, script) in [(Size::Phone, false), (Size::Phone, true), (Size::Desk, true), (Size::Desk, false)]
    {
        let site = Site::weekly();
        let mut lucie = site.world.sign_in("lucie.alain");
        lucie
            .get("/reservations/2026-11-30")
            .tick("Anna", "2026-12-03", "Cantine 1er service")
            .press("Valider");
        let screen = agent(&site, size, script, ODILE);
        let (mut titles, mut wrong) = (Vec::new(), Vec::new());
        let mut check = |page: &str| {
            if script {
                screen.settles();
                titles.push(screen.read("document.title").as_str().unwrap_or_default().to_owned());
                wrong.extend(faults(&screen).into_iter().map(|fault| format!("{page}: {fault}")));
                screen.network.forget();
            }
        };
        screen.open("/mairie/fermetures");
        check("list");
        screen.press("Fermer des jours");
        check("form");
        screen.press("Voir qui a réservé");
        screen.sees("Il y a un problème");
        check("refused");
        screen.click("document.querySelector('input[name=service][value=\"3\"]')");
        screen.write("motif", "grève du personnel");
        screen.read("document.getElementById('du').value = '2026-12-03'");
        screen.press("Voir qui a réservé");
        screen.sees("1 réservation de 1 famille sera annulée");
        check("shown");
        screen.press("Fermer et prévenir");
        screen.sees("Les jours sont fermés.");
        check("closed");
        screen.press("Annuler cette fermeture");
        screen.sees("La fermeture est annulée. 1 réservation est remise");
        assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
        // Closed and refused forms keep the page's own title.
        titles.dedup();
        assert_eq!(same_titles(&titles), [""; 0]);
    }
}

#[test]
fn the_calendar_is_for_everybody() {
    for (size, script) in [(Size::Phone, true), (Size::Desk, true), (Size::Phone, false)] {
        let site = Site::weekly();
        let screen = nadia(&site, size, script);
        screen.open("/mairie/reglages/calendrier");
        let check = |page: &str| {
            if script {
                screen.settles();
                assert_eq!(faults(&screen), [""; 0], "{page}");
                screen.network.forget();
            }
        };
        check("calendar");
        screen.press("Zone A");
        screen.sees("Le calendrier de la zone A est rempli");
        check("zone");
        screen.press("Ajouter un jour");
        screen.press("Enregistrer le calendrier");
        screen.sees("Le calendrier est enregistré.");
        check("saved");
    }
}
