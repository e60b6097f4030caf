//! The contract of online payment, the operations and the way back, in a real browser.

use preau::payment::portal::begin;

use crate::{
    accessibility::same_titles,
    checks::faults,
    office::{agent, nadia},
    screen::{Screen, Size},
    service::{bill, opened},
    site::Site,
};

const MARC: &str = "marc.petit@valpreau.example";
const WAYS: [(Size, bool); 4] =
    [(Size::Phone, false), (Size::Phone, true), (Size::Desk, true), (Size::Desk, false)];

#[test]
fn the_contract_and_the_operations_are_for_everybody() {
    for (size, script) in WAYS {
        let (world, _stand_in, _, _runtime) = opened();
        let site = Site::launch(world);
        let check = |screen: &Screen, page: &str| {
            if script {
                screen.settles();
                assert_eq!(faults(screen), [""; 0], "{page}");
                screen.network.forget();
            }
            screen.read("document.title").as_str().unwrap_or_default().to_owned()
        };
        let mut titles = Vec::new();
        {
            let screen = nadia(&site, size, script);
            screen.open("/mairie/reglages/paiement");
            screen.sees("Sans contrat");
            titles.push(check(&screen, "none"));
            screen.press("Vérifier auprès de PayFiP");
            screen.sees("Il y a un problème");
            titles.push(check(&screen, "refused"));
            screen.write("numero", "012345");
            screen.read("document.getElementById('mode').value = 'production'");
            screen.press("Vérifier auprès de PayFiP");
            screen.sees("Est-ce bien votre collectivité");
            check(&screen, "found");
            screen.press("Oui, enregistrer ce contrat");
            screen.sees("Les familles peuvent payer en ligne.");
            check(&screen, "saved");
        }
        let parts = site.world.parts.clone();
        let begun = site.world.runtime.block_on(begin(&parts, "test".into(), bill(), false));
        let to = begun.expect("the data").expect("it begins");
        let screen = agent(&site, size, script, MARC);
        screen.open("/mairie/paiements");
        screen.sees("Redemander");
        titles.push(check(&screen, "operations"));
        screen.press("Redemander");
        screen.sees("PayFiP a été interrogé sur le paiement 1");
        check(&screen, "asked");
        let id = to.rsplit('=').next().expect("a number");
        screen.open(&format!("/paiements/retour?idop={id}"));
        screen.sees("Paiement en attente de confirmation");
        titles.push(check(&screen, "back"));
        assert_eq!(same_titles(&titles), [""; 0]);
    }
}
