//! From the booking to the roll call, the bill and its payment online, in a real browser: as a parent and as agents, to
//! each end that a payment may have. The service is stood in for on the loopback, on a page of its own.

use preau::invoice::job;

use crate::{
    checks::faults,
    screen::{Screen, Size},
    service::opened_for,
    site::Site,
    world::free_port,
};

const LUCIE: &str = "lucie.alain@famille.example";
const KARIM: &str = "karim.haddad@valpreau.example";
const MARC: &str = "marc.petit@valpreau.example";
const BILL: &str = "/factures/F2027-1-000001";

/// Somebody before a screen, and what was found wrong on the pages that they met.
struct Walk<'s> {
    screen: Screen<'s>,
    size: Size,
    script: bool,
    wrong: Vec<String>,
}

impl Walk<'_> {
    /// Another takes the screen, signed in.
    fn is(&self, mail: &str) {
        let (token, address) = (self.screen.site.world.session(mail), self.screen.site.address("/"));
        let cookie = serde_json::json!({ "name": "preau", "value": token, "url": address, "httpOnly": true });
        self.screen.tell("Network.setCookie", cookie);
    }

    fn check(&mut self, page: &str) {
        if self.script {
            self.screen.settles();
            self.wrong.extend(faults(&self.screen).into_iter().map(|fault| format!("{page}: {fault}")));
            self.screen.network.forget();
        }
    }

    #[track_caller]
    fn sees(&self, words: &str) {
        self.screen.sees(words);
    }

    /// The agent of billing reads the operations.
    fn operations(&self) {
        self.is(MARC);
        self.screen.open("/mairie/paiements");
    }

    /// The parent opens the bill, pays online, and does this on the service's page, which opens in a new tab.
    #[track_caller]
    fn pays(&mut self, deed: &str) {
        self.is(LUCIE);
        self.screen.open(BILL);
        let button =
            "[...document.querySelectorAll('main button')].find(e => e.textContent.includes('Payer par CB'))";
        self.screen.click(button);
        self.screen.follow_tab(self.size);
        let stands = "location.pathname === '/tpa/paiementws.web' && document.readyState === 'complete'";
        self.screen.wait("the service's page opens by itself", stands);
        self.sees("5,40 €");
        self.sees("F2027R1N000001");
        self.screen.press(deed);
    }

    /// The bill is paid, and the parent reads it everywhere.
    fn is_paid(&mut self) {
        self.is(LUCIE);
        self.screen.open(BILL);
        self.sees("Payée.");
        self.check("bill that is paid");
        self.screen.press("Revenir aux factures");
        self.sees("Vous ne devez rien.");
        self.sees("Paiement en ligne");
        self.check("bills, paid");
        let pays = "document.body.innerText.includes('Payer par CB')";
        assert_eq!(self.screen.read(pays), false);
    }
}

/// A month until its bill; then `ends`, the ends of its payments.
fn journey(size: Size, script: bool, ends: fn(&mut Walk)) {
    let port = free_port();
    let (world, _stand_in, _, _runtime) = opened_for(&format!("http://127.0.0.1:{port}"));
    let site = Site::launch_on(world, port);
    let parts = site.world.parts.clone();
    site.world.runtime.block_on(preau::demo::payfip::sign(&parts)).expect("a contract");
    let screen = Screen::new(&site, size, script);
    let mut walk = Walk { screen, size, script, wrong: Vec::new() };
    // Booked by the parent.
    walk.is(LUCIE);
    walk.screen.open("/reservations/2026-11-30");
    walk.screen.tick("Théo", "2026-12-03", "Cantine 1er service");
    walk.screen.press("Valider");
    walk.sees("C’est enregistré");
    // Called by the agent of the canteen.
    site.world.set("2026-12-03 12:00");
    walk.is(KARIM);
    walk.screen.open("/mairie/pointage");
    walk.screen.press("Cantine 1er service");
    walk.screen.click("document.querySelector('#e1 [data-vers=here]')");
    walk.sees("Présent, noté à 12 h");
    // Billed by the cash officer.
    site.world.set("2027-01-04 09:00");
    walk.is(MARC);
    walk.screen.open("/mairie/factures");
    walk.screen.press("Voir ce qui serait facturé");
    walk.sees("Cantine 1er service : 1 × 5,40 €");
    walk.screen.press("Émettre 1 document");
    site.world.runtime.block_on(job::run(&parts)).expect("bills");
    walk.screen.open("/mairie/factures/emissions/1");
    walk.sees("1 facture émise");
    // The parent has the mail, and follows its link to the bills.
    let mails = crate::world::until("the mail leaves", || {
        let mails = site.world.mails();
        mails.iter().any(|mail| mail.to == LUCIE && mail.subject.contains("F2027-1-000001")).then_some(mails)
    });
    let mail = mails.iter().find(|mail| mail.to == LUCIE && mail.subject.contains("F2027")).expect("a mail");
    assert!(mail.text.contains("5,40") && mail.text.contains(&site.address("/factures")), "{}", mail.text);
    walk.is(LUCIE);
    walk.screen.open("/factures");
    walk.sees("Vous devez 5,40 €");
    walk.check("bills");
    walk.screen.press("Facture F2027-1-000001");
    walk.sees("Total à payer : 5,40 €");
    walk.check("bill");
    walk.screen.click("document.querySelector('a[href$=\".pdf\"]')");
    walk.screen.opens_beside("/factures/F2027-1-000001/facture.pdf");
    ends(&mut walk);
    let wrong = walk.wrong;
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_card_that_is_refused_then_accepted() {
    journey(Size::Phone, true, |walk| {
        walk.pays("Payer par carte : refusé par la banque");
        walk.sees("Paiement refusé");
        walk.sees("Rien n’a été prélevé.");
        walk.check("refused");
        walk.screen.press("Revenir aux factures");
        walk.sees("Vous devez 5,40 €");
        walk.pays("Payer par carte");
        walk.sees("Paiement accepté");
        walk.check("paid");
        walk.is_paid();
        walk.operations();
        walk.sees("Aucun paiement n’est en cours.");
        walk.sees("carte refusée");
        walk.sees("payé par carte");
        walk.check("operations, all ended");
    });
}

#[test]
fn a_payment_that_is_abandoned_then_one_whose_answer_is_late() {
    journey(Size::Phone, false, |walk| {
        walk.pays("Abandonner");
        walk.sees("Vous avez quitté la page de paiement.");
        walk.screen.site.world.set("2027-01-04 09:03");
        walk.screen.press("Voir où en est le paiement");
        walk.sees("Rien n’a été prélevé. Vous pouvez recommencer.");
        walk.pays("Payer ; le résultat tarde");
        walk.sees("Paiement en attente de confirmation");
        // Meanwhile the bill says so, and cannot be paid twice.
        walk.screen.open(BILL);
        walk.sees("Un paiement est en attente de confirmation.");
        assert_eq!(walk.screen.read("document.body.innerText.includes('Payer par CB')"), false);
        walk.screen.site.world.set("2027-01-04 09:04");
        walk.screen.press("Voir où en est le paiement");
        walk.sees("Paiement en attente de confirmation");
        walk.screen.site.world.set("2027-01-04 09:04:30");
        walk.screen.press("Voir où en est le paiement");
        walk.sees("Paiement accepté");
        walk.is_paid();
    });
}

#[test]
fn a_wrong_amount_that_the_town_checks_then_an_answer_that_an_agent_asks_for() {
    journey(Size::Desk, true, |walk| {
        walk.pays("Payer ; le service répond un autre montant");
        walk.sees("Paiement à vérifier");
        walk.check("doubtful");
        walk.screen.open(BILL);
        walk.sees("La mairie vérifie un paiement de cette facture.");
        walk.check("bill whose payment is checked");
        walk.operations();
        walk.sees("ne concorde pas (le montant)");
        walk.check("operations, one to be checked");
        walk.screen.press("Classer");
        walk.sees("Aucun paiement n’est en cours.");
        walk.pays("Payer ; le résultat tarde");
        walk.sees("Paiement en attente de confirmation");
        walk.check("waiting");
        walk.screen.open("/factures");
        walk.sees("Un paiement est en attente de confirmation.");
        walk.check("bills, one waiting");
        walk.operations();
        walk.sees("en attente du résultat");
        walk.check("operations under way");
        walk.screen.press("Redemander");
        walk.sees("PayFiP a été interrogé sur le paiement 2 : en attente du résultat.");
        walk.screen.press("Redemander");
        walk.sees("PayFiP a été interrogé sur le paiement 2 : payé par carte.");
        walk.is_paid();
    });
}

#[test]
fn an_answer_that_never_comes_then_a_debit() {
    journey(Size::Desk, false, |walk| {
        walk.pays("Payer ; le résultat ne vient jamais");
        walk.sees("Paiement en attente de confirmation");
        walk.operations();
        walk.screen.press("Redemander");
        walk.sees("PayFiP a été interrogé sur le paiement 1 : en attente du résultat.");
        walk.screen.site.world.set("2027-01-04 11:00");
        walk.is(MARC);
        walk.screen.press("Redemander");
        walk.sees("expiré, rien n’a été payé");
        walk.pays("Payer par prélèvement");
        walk.sees("Prélèvement enregistré");
        walk.is_paid();
    });
}
