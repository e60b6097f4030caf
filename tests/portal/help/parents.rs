//! The screens of a family and of who signs in, in the states that their help speaks of.

use preau::demo::payfip::Deed;

use super::Tour;
use crate::{
    account::password::fresh,
    browser::form,
    invoice::{call, issue},
    payment::service::Service,
};

pub(super) fn tour(tour: &mut Tour) {
    let service = Service::new();
    signing_in(tour, &service);
    bookings(tour, &service);
    absences(tour, &service);
    messages(tour, &service);
    files(tour, &service);
    bills(tour, &service);
}

fn signing_in(tour: &mut Tour, service: &Service) {
    let world = &service.world;
    let mut visitor = world.visitor();
    tour.screen("/accueil", &mut visitor, &["/"]);
    tour.screen("/connexion", &mut visitor, &["/connexion"]);
    tour.screen("/mot-de-passe", &mut visitor, &["/mot-de-passe"]);
    tour.screen("/regles", &mut visitor, &["/regles"]);
    let link = fresh(world, "lucie.alain@famille.example");
    tour.screen("/mot-de-passe/choix", &mut visitor, &[&link]);
    // Odile is an agent without a second factor; Marc has one, and owes a code.
    tour.screen("/connexion/code", &mut world.agent("odile"), &["/connexion/application"]);
    let mut marc = world.visitor();
    let typed = [("adresse", "marc.petit@valpreau.example"), ("mot-de-passe", preau::demo::PASSWORD)];
    marc.post("/connexion", &form(&typed)).sees("Code de vérification");
    tour.shown("/connexion/code", &marc);
    // Here and on another device.
    world.sign_in("lucie.alain");
    let mut lucie = world.sign_in("lucie.alain");
    tour.screen("/compte", &mut lucie, &["/compte", "/compte/adresse", "/compte/connexions"]);
    tour.screen("/familles", &mut lucie, &["/familles"]);
    tour.screen("/documents", &mut lucie, &["/documents"]);
}

fn bookings(tour: &mut Tour, service: &Service) {
    let mut lucie = service.world.sign_in("lucie.alain");
    tour.screen("/accueil", &mut lucie, &["/"]);
    tour.screen("/reservations", &mut lucie, &["/reservations", "/reservations/2026-11-30"]);
    tour.beside("/reservations/annee", &lucie);
    let list = "/reservations/annee/liste?enfant=1&1.3=4&rythme=toutes";
    tour.screen("/reservations/annee", &mut lucie, &["/reservations/annee", list]);
    lucie.get("/reservations/2026-11-30").tick("Théo", "2026-12-03", "Cantine 1er service").press("Valider");
    lucie.sees("C’est enregistré");
    tour.shown("/reservations", &lucie);
    let why = "/reservations/prix?enfant=1&prestation=3&jour=2026-12-03";
    tour.screen("/reservations", &mut lucie, &[why]);
    tour.screen("/presences", &mut lucie, &["/presences?jour=2026-12-03"]);
    // What is booked can no longer be cancelled.
    service.world.set("2026-12-02 12:00");
    let mut lucie = service.world.sign_in("lucie.alain");
    tour.screen("/reservations", &mut lucie, &["/reservations/2026-11-30"]);
}

fn absences(tour: &mut Tour, service: &Service) {
    let mut lucie = service.world.sign_in("lucie.alain");
    tour.screen("/absences", &mut lucie, &["/absences"]);
    let number = lucie.page.html.split_once("name=\"n\" value=\"").expect("a number").1;
    let number = number.split('"').next().expect("a number").to_owned();
    let typed = [
        ("n", number.as_str()),
        ("enfant", "1"),
        ("du", "2026-12-03"),
        ("au", ""),
        ("motif", "ill"),
        ("precision", ""),
    ];
    lucie.send_with("/absences", &typed, ("", b"")).sees("L’absence est signalée.");
    tour.shown("/absences", &lucie);
}

/// A message, and the town's answer.
fn messages(tour: &mut Tour, service: &Service) {
    let world = &service.world;
    tour.screen("/contact", &mut world.visitor(), &["/contact"]);
    let mut lucie = world.sign_in("lucie.alain");
    tour.screen("/contact", &mut lucie, &["/contact"]);
    let number = ("n", "00000000000000000000000000000001");
    let typed =
        [number, ("famille", "1"), ("objet", "Facture de novembre"), ("message", "Merci de la vérifier.")];
    lucie.send_with("/contact", &typed, ("", b"")).sees("Votre message est envoyé");
    tour.shown("/contact", &lucie);
    tour.screen("/contact", &mut lucie, &["/contact"]);
    let mut odile = world.agent("odile");
    let (inbox, one) = ("/mairie/messages", "/mairie/messages/1");
    tour.screen(inbox, &mut odile, &[inbox, "/mairie/messages?lesquels=tous", one]);
    let typed = [("n", "00000000000000000000000000000002"), ("vu", "1"), ("message", "C’est fait.")];
    odile.send_with(one, &typed, ("", b"")).sees("La réponse est envoyée.");
    tour.shown(inbox, &odile);
    tour.screen("/accueil", &mut lucie, &["/"]);
}

fn files(tour: &mut Tour, service: &Service) {
    let mut claire = service.world.sign_in("claire.martel");
    let family =
        ["/famille/4", "/famille/foyer", "/famille/autres", "/famille/autres/nouveau", "/famille/demandes"];
    tour.screen("/famille", &mut claire, &family);
    tour.screen("/enfants", &mut claire, &["/enfants/4"]);
}

/// December called, billed and paid online.
fn bills(tour: &mut Tour, service: &Service) {
    let world = &service.world;
    call(world, 1, 3, "2026-12-03", preau::attendance::State::Here);
    world.set("2027-01-04 09:00");
    let mut lucie = world.sign_in("lucie.alain");
    tour.screen("/factures", &mut lucie, &["/factures"]);
    issue(world, "2026-12");
    tour.screen("/accueil", &mut lucie, &["/"]);
    tour.screen("/factures", &mut lucie, &["/factures"]);
    tour.screen("/facture", &mut lucie, &["/factures/F2027-1-000001"]);
    lucie.post("/factures/F2027-1-000001/payer", "").sees("Vers la page de paiement");
    tour.shown("/paiement", &lucie);
    tour.beside("/factures", &lucie);
    tour.screen("/factures", &mut lucie, &["/factures"]);
    let latest = world.parts.store.read(|r| preau::payment::store::latest(r, 1)).expect("the data");
    let number = latest.into_iter().next().and_then(|(_, known)| known.service).expect("a number");
    tour.screen("/paiement", &mut lucie, &[&format!("/paiements/retour?idop={number}")]);
    let back = service.act(&number, Deed::Card);
    world.set("2027-01-04 09:01");
    lucie.get(&back).sees("Paiement accepté");
    tour.shown("/paiement", &lucie);
    tour.screen("/factures", &mut lucie, &["/factures"]);
    let receipt = format!(
        "/factures/recus/{}",
        lucie
            .page
            .html
            .split_once("/factures/recus/")
            .expect("a receipt")
            .1
            .split('"')
            .next()
            .expect("a number")
    );
    tour.screen("/factures", &mut lucie, &[&receipt]);
}
