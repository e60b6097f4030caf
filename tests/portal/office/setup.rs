//! A town is set up by its pages, and parents are let in.

use preau::{
    account::{Account, AccountId, Session, factor::Factor, job, role::Role, store},
    platform::Parts,
    town,
};

use super::value;
use crate::{
    browser::{Browser, form},
    world::World,
};

/// The administrator of a town that nothing is known of, all steps of the sign-in done.
pub fn beginner(world: &World) -> Browser<'_> {
    let Parts { store: data, config, random, clock, .. } = &*world.parts;
    let link = world.runtime.block_on(job::first(data, config, random, clock.now())).expect("a link");
    let mut visitor = world.visitor();
    let address = link.expect("nobody administers").replace("http://localhost:8000", "");
    visitor.get(&address).sees("le portail de votre commune");
    let anne = form(&[("prenom", "Anne"), ("nom", "NEUVE"), ("adresse", "anne@valpreau.example")]);
    visitor.raw_post(&address, &anne, &[("Sec-Fetch-Site", "same-origin")]);
    let (id, _) = world.account("anne@valpreau.example");
    let token = random.token();
    let key = store::keyed(config, store::Kind::Session, &token);
    let session = Session::new(id, None, clock.now());
    world.change(move |w| {
        let account = store::account_of(w, id)?.expect("Anne");
        let factor = Some(Factor { secret: [7; 20], used: 0, recovery: Default::default() });
        store::set_account(w, id, &Account { factor, ..account })?;
        Ok(store::begin(w, &key, &session)?)
    });
    visitor.cookies.insert("preau".into(), token);
    visitor
}

/// What the page of the town sends.
fn identity(seen: &str, change: &[(&str, &str)]) -> String {
    let mut all = vec![
        ("nom", "Valpréau"),
        ("accueil", "Bienvenue."),
        ("service", "Service enfance"),
        ("adresse", "1 place de la Mairie"),
        ("telephone", "02 40 00 00 00"),
        ("courriel", "enfance@valpreau.example"),
        ("fuseau", "Indian/Reunion"),
        ("periode", "month"),
        ("vu", seen),
    ];
    for (name, value) in change {
        all.iter_mut().filter(|(known, _)| known == name).for_each(|known| known.1 = value);
    }
    form(&all)
}

#[test]
fn an_empty_town_answers_everywhere_and_leads_to_its_settings() {
    let world = World::empty();
    let mut visitor = world.visitor();
    visitor.get("/").sees("Le portail est en préparation.").sees("Portail des familles");
    visitor.get("/connexion").sees("Le portail n’est pas encore ouvert aux familles");
    visitor.sees("Un souci pour vous connecter ? Adressez-vous à la mairie.");
    visitor.sees_no("Portail des familles, portail des familles");
    visitor.get("/mot-de-passe").sees("Le portail n’est pas encore ouvert aux familles");
    for address in ["/accessibilite", "/rien"] {
        visitor.get(address).sees("Portail des familles");
    }
    let mut anne = beginner(&world);
    anne.get("/mairie").sees("Réglages de la commune").sees("Il manque le nom de la commune.");
    assert_eq!(anne.address, "/mairie/reglages");
    // Where there is no service there is no price and no deadline to settle: neither is said to be.
    anne.sees("Ensuite : quand les prestations seront enregistrées.").sees_no("Réglé : aucun tarif");
    for address in [
        "/mairie/agents",
        "/mairie/courriels",
        "/mairie/journal",
        "/mairie/familles",
        "/mairie/fiches",
        "/mairie/demandes",
    ] {
        assert_eq!(anne.raw_get(address).status.code, 200, "{address}");
    }
}

#[test]
fn the_hub_says_what_is_set_and_what_is_missing() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    nadia
        .get("/mairie/reglages")
        .sees("Valpréau, Service enfance de la mairie")
        .sees("2 écoles, 10 classes.");
    nadia
        .sees("Aucun courriel d’essai n’est parti")
        .sees_no("n’a pas de tarif")
        .sees("9 prestations réglées sur 9.");
    nadia.post("/mairie/courriels/essai", "").sees("Le courriel d’essai est parti");
    nadia.get("/mairie/reglages").sees("un courriel d’essai est parti le 24 novembre").sees_no("À compléter");
    world.agent("odile").get("/mairie").sees_no("/mairie/reglages");
}

#[test]
fn the_towns_name_is_written_down_and_what_is_wrong_is_said() {
    let world = World::empty();
    let mut anne = beginner(&world);
    const PAGE: &str = "/mairie/reglages/commune";
    anne.get(PAGE).sees("France métropolitaine").sees("La Réunion");
    let seen = value(&anne.page, "vu");
    anne.post(PAGE, &identity(&seen, &[("nom", " "), ("telephone", "non"), ("courriel", "enfance")]));
    anne.sees("Indiquez le nom de la commune")
        .sees("Indiquez un numéro de téléphone")
        .sees("Indiquez une adresse électronique");
    assert_eq!((anne.page.status.code, value(&anne.page, "telephone")), (422, "non".into()));
    anne.post(PAGE, &identity(&seen, &[])).sees("C’est enregistré.");
    anne.get("/mairie/reglages").sees("La Réunion, un mois à la fois").sees_no("Il manque le nom");
    anne.get("/mairie").sees("Le portail n’est pas encore ouvert aux familles.");
    world
        .visitor()
        .get("/")
        .sees("Portail des familles de Valpréau")
        .sees("02\u{a0}40\u{a0}00\u{a0}00\u{a0}00");
    // A second tab still shows what there was.
    anne.post(PAGE, &identity(&seen, &[("nom", "Ailleurs")])).sees("Quelqu’un d’autre vient de changer");
    assert_eq!((anne.page.status.code, value(&anne.page, "nom")), (422, "Ailleurs".into()));
}

#[test]
fn a_school_and_its_classes_are_entered_changed_and_taken_away() {
    let world = World::empty();
    let mut anne = beginner(&world);
    const NEW: &str = "/mairie/reglages/ecoles/nouvelle";
    anne.get("/mairie/reglages/ecoles").sees("Aucune école n’est encore enregistrée.");
    anne.get(NEW);
    let seen = value(&anne.page, "vu");
    let school = format!("{}&jour=1&jour=2", form(&[("nom", "École Jules-Ferry"), ("vu", &seen)]));
    let row = |number: &str, name: &str, level: &str| {
        form(&[("numero", number), ("classe", name), ("niveau", level)])
    };
    let rows = format!("{school}&{}", row("", "CP A", "CP"));
    anne.post(NEW, &format!("{rows}&geste=ligne")).sees("Classe 2").sees_no("Classe 3");
    assert!(anne.page.html.contains("CP A"), "what was typed stays");
    anne.post(NEW, &format!("{rows}&{}&geste=enregistrer", row("", "CE1", "")))
        .sees("Classe 2\u{a0}: choisissez son niveau.");
    anne.post(NEW, &format!("{rows}&{}&geste=enregistrer", row("", "CE1", "CE1")))
        .sees("L’école et ses classes sont enregistrées.");
    anne.get("/mairie/reglages/ecoles").sees("lundi et mardi").sees("CP A, CE1");
    let page = "/mairie/reglages/ecoles/1";
    anne.get(page);
    let seen = value(&anne.page, "vu");
    let school = format!("{}&jour=1&geste=enregistrer", form(&[("nom", "École Ferry"), ("vu", &seen)]));
    anne.post(page, &format!("{school}&{}&retirer=oui&{}", row("1", "CP A", "CP"), row("2", "CE1 B", "CE1")));
    anne.sees("enregistrées").sees_no("CP A");
    let town = world.parts.store.read(town::store::town).expect("the town");
    let names: Vec<&str> = town.classes.values().map(|class| class.name.as_str()).collect();
    assert_eq!((names, town.schools.len()), (vec!["CE1 B"], 1));
    anne.post(page, "geste=supprimer").sees("L’école est supprimée").sees("Aucune école");
    assert_eq!(anne.raw_get(page).status.code, 404);
}

#[test]
fn a_class_with_children_and_a_school_that_serves_stay() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let page = "/mairie/reglages/ecoles/2";
    nadia.get(page).sees("la classe ne peut pas être retirée");
    let seen = value(&nadia.page, "vu");
    let town = world.parts.store.read(town::store::town).expect("the town");
    let mut body = format!(
        "{}&jour=1&geste=enregistrer",
        form(&[("nom", "École élémentaire Jules-Ferry"), ("vu", &seen)])
    );
    for class in town.classes.values().filter(|class| class.school.0 == 2) {
        let (id, level) = (class.id.to_string(), format!("{:?}", class.level));
        body += &format!(
            "&{}&retirer=oui",
            form(&[("numero", &id), ("classe", &class.name), ("niveau", &level)])
        );
    }
    nadia.post(page, &body).sees("elle ne peut pas être retirée");
    assert_eq!(nadia.page.status.code, 422);
    nadia
        .post(page, "geste=supprimer")
        .sees("Cette école ne peut pas être supprimée")
        .sees("y sont ou y ont été");
    let after = world.parts.store.read(town::store::town).expect("the town");
    assert_eq!((after.classes.len(), after.schools.len()), (town.classes.len(), town.schools.len()));
}

#[test]
fn a_closed_portal_lets_agents_in_and_no_parent() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let mut nadia = world.agent("nadia");
    const PAGE: &str = "/mairie/reglages/ouverture";
    nadia
        .get(PAGE)
        .sees("En ce moment, le portail est ouvert aux familles.")
        .sees("Les parents connectés sont arrêtés");
    nadia.post(PAGE, "geste=fermer").sees("Le portail est fermé aux familles.");
    assert_eq!(lucie.raw_get("/").status.code, 200);
    lucie.get("/").sees("Le portail est en préparation.").get("/enfants").sees("Se connecter");
    let credentials = |mail: &str| form(&[("adresse", mail), ("mot-de-passe", preau::demo::PASSWORD)]);
    lucie.post("/connexion", &credentials("lucie.alain@famille.example"));
    lucie.sees("Votre mot de passe est le bon, mais le portail n’est pas encore ouvert");
    assert_eq!(lucie.page.status.code, 403);
    lucie.post("/connexion", &credentials("odile.renaud@valpreau.example")).sees("Bonjour Odile");
    for mail in ["claire.martel@famille.example", "jeanne.morel@valpreau.example"] {
        world.visitor().post("/mot-de-passe", &form(&[("adresse", mail)]));
    }
    let to: Vec<String> = world.mails().into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["jeanne.morel@valpreau.example"]);
    // No test mail has left: it stays closed, and says why.
    nadia.post(PAGE, "geste=ouvrir").sees("il manque encore quelque chose").sees("Aucun courriel d’essai");
    assert_eq!(nadia.page.status.code, 422);
    nadia.post("/mairie/courriels/essai", "");
    nadia.post(PAGE, "geste=ouvrir").sees("Le portail est ouvert aux familles.");
    world.sign_in("lucie.alain").get("/").sees("Bonjour Lucie");
}

/// The least of a PNG that browsers draw: one pixel.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0,
    0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x62, 0,
    1, 0, 0, 5, 0, 1, 0x0d, 0x0a, 0x2d, 0xb4, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

#[test]
fn a_logo_is_a_picture_and_nothing_else() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    const PAGE: &str = "/mairie/reglages/commune/logo";
    nadia.upload(PAGE, "logo.png", b"<script>alert(1)</script>").sees("n’est pas une image PNG ou JPEG");
    nadia.upload(PAGE, "logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>").sees("n’est pas une image");
    assert_eq!(nadia.page.status.code, 422);
    nadia.upload(PAGE, "logo.png", &[PNG, &vec![0; 100_000]].concat()).sees("Ce fichier est trop lourd");
    nadia.upload(PAGE, "page.html", PNG).sees("Le logo est enregistré.");
    let mut visitor = world.visitor();
    visitor.get("/");
    let address = visitor.page.html.split("src=\"/logo/").nth(1).and_then(|rest| rest.split('"').next());
    let address = format!("/logo/{}", address.expect("the logo of the header"));
    assert!(visitor.page.html.contains("alt=\"Logo de Valpréau\" width=\"1\" height=\"1\""));
    let logo = visitor.raw_get(&address);
    assert_eq!((logo.status.code, logo.headers["content-type"].as_str()), (200, "image/png"));
    assert_eq!(logo.headers["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(logo.headers["x-content-type-options"], "nosniff");
    assert!(logo.headers["content-security-policy"].contains("default-src 'none'"));
    nadia.post(&format!("{PAGE}/retirer"), "").sees("Le logo est retiré.");
    assert_eq!(visitor.raw_get(&address).status.code, 404);
    visitor.get("/").sees_no("/logo/");
}

#[test]
fn who_administers_no_longer_settles_nothing() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let id: AccountId = world.account("nadia.belkacem@valpreau.example").0;
    world.change(move |w| {
        let mut account = store::account_of(w, id)?.expect("Nadia");
        account.duty.as_mut().expect("a duty").roles = [Role::Families].into();
        Ok(store::set_account(w, id, &account)?)
    });
    for (address, body) in [
        ("/mairie/reglages/ouverture", "geste=fermer"),
        ("/mairie/reglages/ecoles/1", "geste=supprimer"),
        ("/mairie/reglages/commune/logo/retirer", ""),
    ] {
        let page = nadia.raw_post(address, body, &[("Sec-Fetch-Site", "same-origin")]);
        assert_eq!(page.status.code, 403, "{address}");
    }
}
