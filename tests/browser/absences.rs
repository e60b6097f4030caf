//! Absences and trials in a real browser: for everybody, with and without JavaScript.

use crate::{
    checks::faults,
    office::nadia,
    screen::{Screen, Size},
    site::Site,
};

fn choose(screen: &Screen, id: &str, value: &str) {
    screen.read(&format!(
        "{{ const field = document.getElementById('{id}'); field.value = '{value}'; \
         field.dispatchEvent(new Event('change', {{ bubbles: true }})) }}"
    ));
}

#[test]
fn what_is_owed_of_absences_is_decided_and_tried() {
    for (size, script) in [(Size::Phone, false), (Size::Phone, true), (Size::Desk, true), (Size::Desk, false)]
    {
        let site = Site::weekly();
        let screen = nadia(&site, size, script);
        let mut wrong = Vec::new();
        let mut check = |page: &str| {
            if script {
                screen.settles();
                wrong.extend(faults(&screen).into_iter().map(|fault| format!("{page}: {fault}")));
                screen.network.forget();
            }
        };
        screen.open("/mairie/reglages");
        screen.press("Absences");
        screen.sees("Par prudence, le portail applique");
        check("absences");
        screen.press("Décider");
        check("rule");
        choose(&screen, "maladie", "first_free");
        screen.press("Enregistrer");
        screen.sees("Il y a un problème");
        screen.sees("Indiquez un nombre de jours");
        check("refused");
        screen.write("gratuits", "2");
        if script {
            screen.wait(
                "the sentence",
                "document.querySelector('#apercu').innerText.includes('2 premiers jours')",
            );
        } else {
            screen.press("Voir");
            screen.sees("les 2 premiers jours ne sont pas dus");
        }
        screen.press("Enregistrer");
        screen.sees("C’est enregistré.");
        check("saved");
        screen.open("/mairie/essai?prestation=6");
        check("trial");
        choose(&screen, "classe", "7");
        choose(&screen, "jour", "2026-12-03");
        if script {
            screen.wait("the price", "document.querySelector('#prix-essai')?.innerText.includes('2,50')");
            screen.sees("malade, à partir du 3e jour");
        }
        screen.press("Essayer");
        screen.sees("malade, à partir du 3e jour");
        screen.sees("oui, dans les délais.");
        check("answer");
        choose(&screen, "jour", "");
        if script {
            screen.sees("À compléter");
        }
        screen.press("Essayer");
        screen.sees("Indiquez une date.");
        check("trial refused");
        assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    }
}
