//! Absences and trials in a real browser: for everybody, with and without JavaScript.

use preau::account::{self, role::Role};

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
        // She also reads the families' files.
        site.world.change(|w| {
            let mail = "nadia.belkacem@valpreau.example";
            let (id, mut account) = account::store::account(w, mail)?.expect("Nadia");
            account.duty.as_mut().expect("a duty").roles.insert(Role::Reader);
            Ok(account::store::set_account(w, id, &account)?)
        });
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
        screen.open("/mairie/essai");
        screen.write("q", "martel");
        screen.press("Chercher");
        screen.sees("enfant trouvé");
        check("search");
        choose(&screen, "enfant", "3-4");
        choose(&screen, "prestation", "3");
        choose(&screen, "jour", "2026-12-03");
        if script {
            screen.sees("Calcul");
        }
        screen.press("Essayer");
        screen.sees("Cantine 1er service, jeudi 3 décembre 2026");
        check("child");
        assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    }
}
