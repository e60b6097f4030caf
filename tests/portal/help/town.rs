//! The screens of the town's side, in the states that their help speaks of.

use preau::{
    demo::payfip::Deed,
    family::{
        ChildId, FamilyId, Subject,
        field::Field,
        request::{Act, Request},
        sheet::Change,
    },
};

use super::Tour;
use crate::{
    browser::form,
    invoice::{call, issue},
    office::{access::newcomer, value},
    payment::service::Service,
    world::at,
};

pub(super) fn tour(tour: &mut Tour) {
    let service = Service::new();
    booked(&service);
    administrator(tour, &service);
    settings(tour, &service);
    families(tour, &service);
    requests(tour, &service);
    closures(tour, &service);
    calls(tour, &service);
    documents(tour, &service);
    payments(tour, &service);
    bills(tour, &service);
}

/// Théo's canteen, and his absence.
fn booked(service: &Service) {
    let mut lucie = service.world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Théo", "2026-12-03", "Cantine 1er service").press("Valider");
    lucie.sees("C’est enregistré").get("/absences");
    let number = value(&lucie.page, "n");
    let typed = [("n", number.as_str()), ("enfant", "1"), ("du", "2026-12-03"), ("au", ""), ("motif", "ill")];
    lucie.send_with("/absences", &typed, ("", b"")).sees("L’absence est signalée.");
}

fn administrator(tour: &mut Tour, service: &Service) {
    let mut nadia = service.world.agent("nadia");
    tour.screen("/mairie", &mut nadia, &["/mairie"]);
    tour.screen("/mairie/fiches", &mut nadia, &["/mairie/fiches"]);
    let marc = service.world.account("marc.petit@valpreau.example").0;
    let agents = ["/mairie/agents", "/mairie/agents/nouveau", &format!("/mairie/agents/{marc}")];
    tour.screen("/mairie/agents", &mut nadia, &agents);
    // The mail of a booking has not left yet.
    tour.screen("/mairie/courriels", &mut nadia, &["/mairie/courriels"]);
    tour.screen("/mairie/journal", &mut nadia, &["/mairie/journal"]);
    // Hugo is a parent too.
    let mut hugo = service.world.visitor();
    hugo.cookies.insert("preau".into(), service.world.session("hugo.perrin@famille.example"));
    tour.screen("/mairie", &mut hugo, &["/mairie"]);
}

fn settings(tour: &mut Tour, service: &Service) {
    let mut nadia = service.world.agent("nadia");
    let nadia = &mut nadia;
    let of = |name: &str| format!("/mairie/reglages/{name}");
    tour.screen("/mairie/reglages", nadia, &["/mairie/reglages"]);
    for (help, pages) in [
        ("commune", &["commune"][..]),
        ("ecoles", &["ecoles", "ecoles/nouvelle", "ecoles/1"]),
        ("calendrier", &["calendrier"]),
        ("prestations", &["prestations", "prestations/nouvelle", "prestations/3"]),
        ("delais", &["prestations/3/delais", "prestations/3/delais/regle"]),
        ("tarifs", &["tarifs", "tarifs/1", "tarifs/1/version"]),
        ("absences", &["absences", "absences/regle?prestation=3"]),
        ("presences", &["presences"]),
        ("regies", &["regies", "regies/1"]),
        ("paiement", &["paiement"]),
        ("mentions", &["mentions"]),
        ("fichier", &["fichier"]),
        ("ouverture", &["ouverture"]),
    ] {
        let pages: Vec<String> = pages.iter().map(|page| of(page)).collect();
        tour.screen(&of(help), nadia, &pages.iter().map(String::as_str).collect::<Vec<_>>());
    }
    tour.screen("/mairie/essai", nadia, &["/mairie/essai"]);
    // A tariff without a price, a file to look over, a number that the service knows.
    nadia.post("/mairie/reglages/tarifs", &form(&[("nom", "Neuf")])).sees("Le tarif est ajouté.");
    tour.shown("/mairie/reglages/tarifs", nadia);
    let typed = [("depuis", "2028-01-01"), ("c0-genre", "prix"), ("c0-prix", "3,00"), ("geste", "afficher")];
    nadia.post("/mairie/reglages/tarifs/1/version", &form(&typed)).sees("En clair");
    tour.shown("/mairie/reglages/tarifs", nadia);
    let file = nadia.raw_get("/mairie/reglages/fichier/reglages.toml").html;
    nadia
        .upload("/mairie/reglages/fichier", "reglages.toml", file.as_bytes())
        .sees("Ce que le fichier change");
    tour.shown("/mairie/reglages/fichier", nadia);
    let typed = [("numero", "012345"), ("mode", "test"), ("geste", "verifier")];
    nadia.post("/mairie/reglages/paiement", &form(&typed)).sees("Est-ce bien votre collectivité");
    tour.shown("/mairie/reglages/paiement", nadia);
    // What is closed can be opened again.
    nadia.post("/mairie/reglages/ouverture", "geste=fermer").sees("Le portail est fermé aux familles.");
    tour.shown("/mairie/reglages/ouverture", nadia);
    nadia.post("/mairie/courriels/essai", "").sees("Le courriel d’essai est parti");
    nadia.post("/mairie/reglages/ouverture", "geste=ouvrir").sees("Le portail est ouvert aux familles.");
}

fn families(tour: &mut Tour, service: &Service) {
    let mut odile = service.world.agent("odile");
    let odile = &mut odile;
    tour.screen("/mairie/familles", odile, &["/mairie/familles", "/mairie/familles/nouvelle"]);
    let one = "/mairie/familles/1";
    let file = [one, &format!("{one}/foyer"), &format!("{one}/enfants/1"), &format!("{one}/prix")];
    tour.screen("/mairie/familles/dossier", odile, &file);
    tour.screen(
        "/mairie/familles/acces",
        odile,
        &[&format!("{one}/acces"), &format!("{one}/acces?q=martel")],
    );
    tour.screen("/mairie/familles/quotient", odile, &[&format!("{one}/quotient")]);
    tour.screen("/mairie/familles/garde", odile, &["/mairie/familles/3/enfants/4/garde"]);
    let grid = format!("{one}/reservations/2026-11-30");
    tour.screen("/mairie/familles/reservations", odile, &[&grid, &format!("{one}/annee")]);
    // Somebody without an account, then invited and not yet come.
    newcomer(&service.world, "Monique", "ALAIN");
    tour.screen("/mairie/familles/acces", odile, &[&format!("{one}/acces")]);
    let typed = [("geste", "inviter"), ("responsable", "50"), ("adresse", "monique.alain@famille.example")];
    odile.post(&format!("{one}/acces"), &form(&typed)).sees("L’accès est ouvert.");
    tour.shown("/mairie/familles/acces", odile);
    tour.screen("/mairie/import", odile, &["/mairie/import"]);
    // A class that means nothing in this town.
    let pupils =
        include_str!("../../../fixtures/import/eleves.csv").replacen(";CE1;CE1;", ";CE1;Les lutins;", 1);
    odile.upload("/mairie/import", "eleves.csv", pupils.as_bytes()).sees("Rien n’est encore enregistré.");
    tour.shown("/mairie/import", odile);
}

/// A quotient, and something of health, that a family asks to change.
fn requests(tour: &mut Tour, service: &Service) {
    service.world.change(|w| {
        let asked = [
            (Subject::Household(FamilyId(3)), Field::Quotient, "850"),
            (Subject::Child(FamilyId(3), ChildId(4)), Field::Doctor, "Dr Martin"),
        ];
        for (about, field, after) in asked {
            let change = Change { key: field.into(), before: String::new(), after: after.into() };
            let request =
                Request::new(about, Act::Change, vec![change], 1, "Claire MARTEL", at("2026-11-20 11:00"));
            preau::family::store::set_request(w, None, &request)?;
        }
        Ok(())
    });
    let mut odile = service.world.agent("odile");
    let pages = ["/mairie/demandes", "/mairie/demandes/1", "/mairie/demandes/2"];
    tour.screen("/mairie/demandes", &mut odile, &pages);
}

fn closures(tour: &mut Tour, service: &Service) {
    let mut odile = service.world.agent("odile");
    let new = "/mairie/fermetures/nouvelle";
    tour.screen("/mairie/fermetures", &mut odile, &["/mairie/fermetures", new]);
    let strike = form(&[("du", "2026-12-03"), ("motif", "grève du personnel")]);
    odile.post(new, &format!("{strike}&geste=voir"));
    tour.shown("/mairie/fermetures", &odile);
    let (number, seen) = (value(&odile.page, "n"), value(&odile.page, "vus"));
    let rest = form(&[("n", &number), ("vus", &seen), ("geste", "fermer")]);
    odile.post(new, &format!("{strike}&{rest}")).sees("Les jours sont fermés.");
    tour.shown("/mairie/fermetures", &odile);
    odile.post(&odile.address.clone(), "geste=annuler").sees("La fermeture est annulée.");
}

fn calls(tour: &mut Tour, service: &Service) {
    service.world.set("2026-12-03 08:00");
    let (mut karim, mut odile) = (service.world.agent("karim"), service.world.agent("odile"));
    let list = "/mairie/pointage/2026-12-03/3-2";
    let pages = ["/mairie/pointage", list, &format!("{list}?q=baconn")];
    tour.screen("/mairie/pointage", &mut karim, &pages);
    let mut jeanne = service.world.agent("jeanne");
    tour.screen("/mairie/effectifs", &mut jeanne, &["/mairie/effectifs"]);
    let absences = ["/mairie/absences", "/mairie/absences/1/1", "/mairie/familles/1/absence"];
    tour.screen("/mairie/absences", &mut odile, &absences);
    odile.get("/mairie/familles/1");
    tour.beside("/mairie/absences", &odile);
}

fn documents(tour: &mut Tour, service: &Service) {
    let mut odile = service.world.agent("odile");
    let new = "/mairie/documents/nouveau";
    tour.screen("/mairie/documents", &mut odile, &["/mairie/documents", new]);
    let typed =
        [("titre", "Menus"), ("genre", "menu"), ("pour", "tous"), ("debut", "2026-12-03"), ("fin", "")];
    odile.send_with(new, &typed, ("menus.pdf", b"%PDF-1.4\n%%EOF")).sees("Le document est publié.");
    tour.screen("/mairie/documents", &mut odile, &["/mairie/documents", "/mairie/documents/1"]);
}

/// A payment of which the service says something else.
fn payments(tour: &mut Tour, service: &Service) {
    let back = service.act(&service.number(), Deed::OtherAmount);
    service.world.visitor().get(&back).sees("La mairie doit vérifier ce paiement");
    let mut marc = service.world.agent("marc.petit");
    tour.screen("/mairie/paiements", &mut marc, &["/mairie/paiements"]);
}

/// December billed, and a payment at the desk.
fn bills(tour: &mut Tour, service: &Service) {
    let world = &service.world;
    call(world, 1, 3, "2026-12-03", preau::attendance::State::Here);
    world.set("2027-01-04 09:00");
    let mut marc = world.agent("marc.petit");
    let preview = "/mairie/factures/apercu?mois=2026-12&regie=1";
    tour.screen("/mairie/factures", &mut marc, &["/mairie/factures", preview]);
    let mut marc = issue(world, "2026-12");
    tour.shown("/mairie/factures", &marc);
    tour.screen("/mairie/factures", &mut marc, &["/mairie/factures", "/mairie/factures/F2027-1-000001"]);
    let paid = crate::invoice::payment("1,00", "cash", &[("formulaire", "0123456789abcdef0123456789abcdef")]);
    let account = "/mairie/familles/1/compte";
    marc.post(account, &paid).sees("Le paiement est enregistré.");
    tour.shown("/mairie/familles/compte", &marc);
}
