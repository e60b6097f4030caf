//! What families ask of the town: read, accepted, refused, told.

use preau::family::{
    ChildId, FamilyId, GuardianId, Source, Subject,
    field::Field,
    history::What,
    request::{Act, Request, RequestId, State},
    sheet::Change,
    store,
};

use super::value;
use crate::{
    browser::{Browser, form},
    world::{World, at},
};

const THEO: Subject = Subject::Child(FamilyId(1), ChildId(1));
const ANNA: Subject = Subject::Child(FamilyId(1), ChildId(2));

/// A parent sends some fields of a form.
pub fn ask<'a, 'w>(parent: &'a mut Browser<'w>, page: &str, fields: &[(&str, &str)]) -> &'a mut Browser<'w> {
    parent.get(page);
    let vu = value(&parent.page, "vu");
    let of_these = |word: &&str| fields.iter().any(|(name, _)| word.split(':').next() == Some(name));
    let vu: Vec<&str> = vu.split(' ').filter(of_these).collect();
    assert_eq!(vu.len(), fields.len(), "the form has these fields: {fields:?}");
    parent.post(page, &form(&[fields, &[("vu", &vu.join(" "))]].concat()))
}

/// What a request said that was on the screen a moment ago.
fn seen(world: &World, id: u32) -> String {
    request(world, id).seen()
}

fn request(world: &World, id: u32) -> Request {
    world.parts.store.read(|r| store::request(r, RequestId(id))).expect("requests").expect("a request")
}

/// Presses a button of a request that was just looked at.
fn press<'a, 'w>(
    world: &World,
    agent: &'a mut Browser<'w>,
    id: u32,
    act: &str,
    more: &[(&str, &str)],
) -> &'a mut Browser<'w> {
    let vu = seen(world, id);
    let body = form(&[&[("geste", act), ("vu", &vu)], more].concat());
    agent.post(&format!("/mairie/demandes/{id}"), &body)
}

/// Asks behind the portal's back for what its forms would not ask.
fn asked(world: &World, about: Subject, changes: &[(Field, u32, &str, &str)]) {
    let change = |(field, of, before, after): &(Field, u32, &str, &str)| Change {
        key: preau::family::field::Key { field: *field, of: *of },
        before: (*before).into(),
        after: (*after).into(),
    };
    let changes = changes.iter().map(change).collect();
    let request = Request::new(about, Act::Change, changes, 2, "Lucie ALAIN", at("2026-11-23 18:00"));
    world.change(move |w| Ok(store::set_request(w, None, &request).map(drop)?));
}

fn field(world: &World, about: Subject, field: Field) -> String {
    let today = "2026-11-24".parse().unwrap();
    let sheet = world.parts.store.read(|r| store::sheet(r, about, today)).expect("files").expect("a file");
    sheet.get(field).to_owned()
}

/// What the history of a family says, the latest first.
pub fn history(world: &World, family: u32) -> Vec<(String, What)> {
    let rows = world.parts.store.read(|r| store::history(r, FamilyId(family), None, 50)).expect("history");
    rows.into_iter().flat_map(|(.., lines)| lines).map(|line| (line.name, line.what)).collect()
}

#[test]
fn what_waits_is_on_one_screen_the_oldest_first() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get("/mairie/demandes").sees("Aucune demande n’attend de réponse.");
    ask(&mut world.sign_in("lucie.alain"), "/enfants/1", &[("born_at", "Quimper")]);
    ask(&mut world.sign_in("claire.martel"), "/famille/foyer", &[("quotient", "700,5")]);
    odile.get("/mairie").sees("2 demandes de familles attendent une réponse.").sees("Voir les demandes");
    odile.get("/mairie/demandes").sees("2 demandes attendent une réponse");
    odile.sees("Famille ALAIN (nº 1)").sees("Demandé par Lucie ALAIN le 24 novembre 2026 à 8 h.");
    let page = odile.page.text();
    assert!(page.contains("Lieu de naissance") && page.contains("Quimper"), "{page}");
    assert!(page.contains("640") && page.contains("700,50"), "before and after: {page}");
    assert!(page.find("Théo ALAIN").unwrap() < page.find("Foyer MARTEL").unwrap(), "the oldest first");
    for reader in ["jeanne", "marc.petit"] {
        let mut reader = world.agent(reader);
        reader.get("/mairie/demandes").sees("Quimper").sees_no("Accepter").sees_no("motif");
        reader.get("/mairie/demandes/1").sees("Quimper").sees_no("geste");
        assert_eq!(press(&world, &mut reader, 1, "accepter", &[]).page.status.code, 403);
    }
    assert_eq!(world.agent("karim").raw_get("/mairie/demandes").status.code, 403);
}

#[test]
fn what_is_accepted_is_done_and_told_without_a_value() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    ask(&mut lucie, "/enfants/1", &[("born_at", "Quimper"), ("first_name", "Théodore")]);
    let mut odile = world.agent("odile");
    odile.get("/mairie/demandes");
    press(&world, &mut odile, 1, "accepter", &[])
        .sees("1 demande est acceptée. La réponse part par courriel.");
    odile.sees("Aucune demande n’attend de réponse.");
    assert_eq!(field(&world, THEO, Field::BornAt), "Quimper");
    assert!(matches!(request(&world, 1).state, State::Accepted { .. }));
    let lines = history(&world, 1);
    assert!(
        matches!(&lines[..2], [(_, What::Changed(changes)), (name, What::Accepted(RequestId(1)))]
        if changes.len() == 2 && name == "Théo ALAIN"),
        "{lines:?}"
    );
    let mails = world.mails();
    let [mail] = &mails[..] else { panic!("{mails:?}") };
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        ("lucie.alain@famille.example", "Votre demande est acceptée")
    );
    for words in ["Fiche de Théo ALAIN", "Identité de l’enfant", "http://localhost:8000/enfants/1"] {
        assert!(mail.text.contains(words) && mail.html.contains(words), "{}", mail.text);
    }
    assert!(!mail.text.contains("Quimper") && !mail.text.contains("Théodore"), "{}", mail.text);
    odile
        .get("/mairie/demandes/1")
        .sees("Acceptée par Odile RENAUD le 24 novembre 2026 à 8 h.")
        .sees_no("geste");
    lucie.get("/enfants/1").sees_no("Demandé à la mairie");
}

#[test]
fn a_refusal_says_why_and_changes_nothing() {
    let world = World::new();
    ask(&mut world.sign_in("lucie.alain"), "/enfants/1", &[("born_at", "Quimper")]);
    let mut odile = world.agent("odile");
    press(&world, &mut odile, 1, "refuser", &[("motif", " ")]).sees("Indiquez le motif du refus");
    assert_eq!((odile.page.status.code, request(&world, 1).state), (422, State::Waiting));
    let long = format!("{} fin", "x".repeat(500));
    press(&world, &mut odile, 1, "refuser", &[("motif", &long)]).sees("500 caractères au plus").sees(&long);
    press(&world, &mut odile, 1, "refuser", &[("motif", "Il manque l’acte de naissance.")]);
    odile.sees("La demande est refusée.");
    assert_eq!(field(&world, THEO, Field::BornAt), "");
    let mails = world.mails();
    assert_eq!(mails[0].subject, "Votre demande n’est pas acceptée");
    assert!(mails[0].text.contains("Il manque l’acte de naissance.") && !mails[0].text.contains("Quimper"));
    assert!(matches!(&history(&world, 1)[0].1, What::Refused(RequestId(1))));
    odile.get("/mairie/demandes/1").sees("Refusée par Odile RENAUD").sees("Il manque l’acte de naissance.");
}

#[test]
fn the_second_of_two_agents_hears_that_it_was_answered() {
    let world = World::new();
    ask(&mut world.sign_in("lucie.alain"), "/enfants/1", &[("born_at", "Quimper")]);
    let (mut odile, mut hugo) = (world.agent("odile"), world.agent("hugo"));
    press(&world, &mut odile, 1, "refuser", &[("motif", "Non.")]);
    press(&world, &mut hugo, 1, "accepter", &[]).sees("Odile RENAUD a déjà refusé cette demande.");
    assert_eq!((hugo.page.status.code, field(&world, THEO, Field::BornAt)), (422, String::new()));
    let tick = form(&[("demande", &format!("1.{}", seen(&world, 1)))]);
    hugo.post("/mairie/demandes", &tick).sees("Théo ALAIN – Odile RENAUD a déjà refusé cette demande.");
    assert_eq!(world.mails().len(), 1);
}

#[test]
fn what_the_family_changed_meanwhile_is_read_again() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    ask(&mut lucie, "/enfants/1", &[("born_at", "Quimper")]);
    let old = seen(&world, 1);
    world.set("2026-11-24 08:05");
    ask(&mut lucie, "/enfants/1", &[("born_at", "Brest")]);
    let mut odile = world.agent("odile");
    odile.post("/mairie/demandes/1", &form(&[("geste", "accepter"), ("vu", &old)]));
    odile.sees("La famille a changé sa demande entre-temps.").sees("Brest");
    assert_eq!(field(&world, THEO, Field::BornAt), "");
    press(&world, &mut odile, 1, "accepter", &[]);
    assert_eq!(field(&world, THEO, Field::BornAt), "Brest");
}

#[test]
fn what_has_moved_since_stands_beside() {
    let world = World::new();
    ask(&mut world.sign_in("lucie.alain"), "/enfants/1", &[("born_at", "Quimper"), ("first_name", "Tho")]);
    let mut odile = world.agent("odile");
    odile.get("/mairie/demandes").sees_no("Aujourd’hui");
    world.change(|w| {
        let today = "2026-11-24".parse().unwrap();
        let mut sheet = store::sheet(w, THEO, today)?.expect("Théo");
        sheet.set(Field::BornAt, "Vannes");
        Ok(store::set_sheet(w, THEO, &sheet, today, Source::Town)?)
    });
    odile.get("/mairie/demandes").sees("Aujourd’hui").sees("Vannes").sees("inchangé");
    press(&world, &mut odile, 1, "accepter", &[]).sees("1 demande est acceptée.");
    assert_eq!(field(&world, THEO, Field::BornAt), "Quimper");
}

#[test]
fn health_is_hidden_until_a_reading_is_written_down() {
    let world = World::new();
    asked(
        &world,
        ANNA,
        &[
            (Field::Doctor, 0, "M. Lefevbre", "Mme Riou"),
            (Field::Diet, 0, "Sans porc", ""),
            (Field::BornAt, 0, "Lannion", "Brest"),
        ],
    );
    let mut odile = world.agent("odile");
    for page in ["/mairie/demandes", "/mairie/demandes/1"] {
        odile.get(page).sees("Régime alimentaire et Santé : valeurs masquées.").sees("Brest");
        odile.sees_no("Riou").sees_no("Sans porc");
        world
            .agent("jeanne")
            .get(page)
            .sees("valeurs masquées")
            .sees_no("Riou")
            .sees_no("Afficher les valeurs");
    }
    assert_eq!(history(&world, 1), []);
    assert_eq!(press(&world, &mut world.agent("jeanne"), 1, "afficher", &[]).page.status.code, 403);
    press(&world, &mut odile, 1, "afficher", &[]).sees("Mme Riou").sees("Sans porc").sees_no("masquées");
    assert_eq!(history(&world, 1), [("Anna ALAIN".into(), What::Read)]);
    press(&world, &mut odile, 1, "accepter", &[]).sees("1 demande est acceptée.");
    assert_eq!(field(&world, ANNA, Field::Doctor), "Mme Riou");
    let mails = world.mails();
    assert!(
        mails[0].text.contains("Informations réservées") && mails[0].text.contains("Identité de l’enfant")
    );
    for word in ["Santé", "Régime", "Riou", "porc", "Brest", "santé"] {
        assert!(!mails[0].text.contains(word) && !mails[0].html.contains(word), "{}", mails[0].text);
    }
}

#[test]
fn of_those_that_are_ticked_each_is_judged_on_its_own() {
    let world = World::new();
    // Théo has booked the canteen; no diet of that name is offered; Anna's is as it should be.
    world
        .sign_in("lucie.alain")
        .get("/reservations/2026-12-07")
        .tick("Théo", "2026-12-10", "Cantine 1er service")
        .press("Valider");
    asked(&world, THEO, &[(Field::Service, 3, "yes", "")]);
    asked(&world, ANNA, &[(Field::BornAt, 0, "Lannion", "Brest")]);
    asked(&world, ANNA, &[(Field::Diet, 0, "Sans porc", "Sans gluten du tout")]);
    let mut odile = world.agent("odile");
    odile.post("/mairie/demandes", "page=1").sees("Cochez au moins une demande.");
    let ticks: Vec<String> =
        (1..4).map(|id| form(&[("demande", &format!("{id}.{}", seen(&world, id)))])).collect();
    odile.post("/mairie/demandes", &ticks.join("&")).sees("1 demande est acceptée.");
    assert_eq!(odile.page.status.code, 422);
    odile.sees("Théo ALAIN – Inscription – Cantine 1er service : des jours sont encore réservés.");
    odile.sees("Anna ALAIN – Une partie de cette demande est masquée.");
    assert_eq!(field(&world, ANNA, Field::BornAt), "Brest");
    assert_eq!(field(&world, ANNA, Field::Diet), "Sans porc");
    odile.get("/mairie/demandes").sees("2 demandes attendent une réponse");
    assert_eq!(world.mails().iter().filter(|mail| mail.subject.contains("demande")).count(), 1);
}

#[test]
fn a_page_of_them_is_refused_with_one_reason() {
    let world = World::new();
    asked(&world, THEO, &[(Field::BornAt, 0, "", "Brest")]);
    asked(&world, ANNA, &[(Field::BornAt, 0, "Lannion", "Brest")]);
    let mut odile = world.agent("odile");
    let ticks: Vec<String> =
        (1..3).map(|id| form(&[("demande", &format!("{id}.{}", seen(&world, id)))])).collect();
    let refuse = format!("{}&geste=refuser", ticks.join("&"));
    odile.post("/mairie/demandes", &refuse).sees("Indiquez le motif du refus");
    assert_eq!(odile.page.status.code, 422);
    odile.get("/mairie/demandes").sees("2 demandes attendent une réponse");
    odile.post("/mairie/demandes", &format!("{refuse}&motif=Il+manque+un+acte+de+naissance."));
    odile.sees("2 demandes sont refusées. Les réponses partent par courriel.");
    odile.sees("Aucune demande n’attend de réponse.");
    assert_eq!(field(&world, ANNA, Field::BornAt), "Lannion");
    let mails = world.mails();
    assert_eq!(mails.iter().filter(|mail| mail.text.contains("acte de naissance")).count(), 2);
}

#[test]
fn a_quotient_takes_effect_on_the_day_that_is_named() {
    let world = World::new();
    ask(&mut world.sign_in("lucie.alain"), "/famille/foyer", &[("quotient", "620")]);
    let mut odile = world.agent("odile");
    odile.get("/mairie/demandes/1").sees("Date d’effet du quotient");
    assert_eq!(value(&odile.page, "effet"), "2026-11-24");
    for (day, words) in
        [("2024-11-23", "pas plus de deux ans en arrière"), ("32", "Indiquez une date d’effet")]
    {
        press(&world, &mut odile, 1, "accepter", &[("effet", day)]).sees(words);
        assert_eq!((odile.page.status.code, value(&odile.page, "effet")), (422, day.into()));
    }
    press(&world, &mut odile, 1, "accepter", &[("effet", "2026-12-01")]).sees("1 demande est acceptée.");
    let family = world.parts.store.read(|r| store::family(r, FamilyId(1))).unwrap().unwrap();
    let on = |day: &str| family.quotient.on(day.parse().unwrap()).map(|known| known.value).unwrap();
    assert_eq!(on("2026-11-30").quotient, Some(preau::tariff::quotient::Quotient::euros(850)));
    assert_eq!((on("2026-12-01").quotient, on("2026-12-01").source), ("620".parse().ok(), Source::Family));
}

#[test]
fn a_quotient_is_not_hidden_by_a_later_one() {
    let world = World::new();
    ask(&mut world.sign_in("lucie.alain"), "/famille/foyer", &[("quotient", "620")]);
    world.change(|w| {
        let mut family = store::family(w, FamilyId(1))?.expect("ALAIN");
        let known = preau::family::Known::of("900".parse().ok());
        family.quotient.set("2026-11-01".parse().unwrap(), known);
        Ok(store::set_family(w, FamilyId(1), &family)?)
    });
    let mut odile = world.agent("odile");
    press(&world, &mut odile, 1, "accepter", &[("effet", "2026-10-01")]);
    odile.sees("Un autre quotient est enregistré à partir du 1er novembre 2026.");
    press(&world, &mut odile, 1, "accepter", &[("effet", "2026-11-01")]).sees("1 demande est acceptée.");
}

#[test]
fn who_is_no_longer_let_in_is_not_written_to() {
    let world = World::new();
    ask(&mut world.sign_in("lucie.alain"), "/enfants/1", &[("born_at", "Quimper")]);
    world.change(|w| {
        let guardian = store::guardian(w, FamilyId(1), GuardianId(2))?.expect("Lucie");
        let guardian = preau::family::Guardian { access: false, ..guardian };
        Ok(store::set_guardian(w, FamilyId(1), GuardianId(2), &guardian)?)
    });
    press(&world, &mut world.agent("odile"), 1, "accepter", &[]).sees("1 demande est acceptée.");
    assert_eq!(world.mails(), []);
}

#[test]
fn an_agent_whose_duty_has_ended_meanwhile_answers_nothing() {
    let world = World::new();
    asked(&world, ANNA, &[(Field::BornAt, 0, "Lannion", "Brest")]);
    let mut odile = world.agent("odile");
    odile.get("/mairie/demandes");
    world.change(|w| {
        let (id, mut account) =
            preau::account::store::account(w, "odile.renaud@valpreau.example")?.expect("Odile");
        account.duty.as_mut().expect("a duty").roles = [preau::account::role::Role::Reader].into();
        Ok(preau::account::store::set_account(w, id, &account)?)
    });
    assert_eq!(press(&world, &mut odile, 1, "accepter", &[]).page.status.code, 403);
    assert_eq!(request(&world, 1).state, State::Waiting);
}

#[test]
fn twenty_are_on_a_page() {
    let world = World::new();
    for n in 1..=21 {
        asked(&world, ANNA, &[(Field::BornAt, 0, "Lannion", &format!("Ville{n}x"))]);
    }
    let mut odile = world.agent("odile");
    odile
        .get("/mairie/demandes")
        .sees("Page 1 sur 2")
        .sees("Ville20x")
        .sees_no("Ville21x")
        .sees("Page suivante");
    odile.get("/mairie/demandes?page=2").sees("Ville21x").sees_no("Ville20x").sees("Page précédente");
    odile.get("/mairie/demandes?page=99").sees("Ville21x");
}

/// Parents ask before an adult comes or goes.
fn adults_are_asked(world: &World) {
    world.change(|w| {
        let mut rights = (*store::rights(w)?).clone();
        rights.pages.insert(preau::family::field::Page::Adults, preau::family::rights::Mode::Ask);
        Ok(store::set_rights(w, &rights)?)
    });
}

fn adults(world: &World) -> Vec<String> {
    let known = world.parts.store.read(|r| store::adults(r, FamilyId(1))).expect("adults");
    known.into_iter().map(|(_, sheet)| sheet.get(Field::FirstName).to_owned()).collect()
}

#[test]
fn an_adult_comes_and_goes_when_the_town_says_so() {
    let world = World::new();
    adults_are_asked(&world);
    let mut lucie = world.sign_in("lucie.alain");
    let rose = [("last_name", "ROSE"), ("first_name", "Rose"), ("relation", "voisine"), ("pickup-1", "yes")];
    lucie.get("/famille/autres/nouveau");
    let shown = value(&lucie.page, "numero");
    lucie.post("/famille/autres/nouveau", &form(&[&rose[..], &[("numero", &shown)]].concat()));
    let mut odile = world.agent("odile");
    odile.get("/mairie/demandes").sees("Rose ROSE").sees("Ajouter cette personne").sees("voisine");
    odile.sees("Peut venir chercher l’enfant – Théo").sees_no("Avant").sees_no("n’est plus dans le dossier");
    assert_eq!(adults(&world), ["Monique"]);
    press(&world, &mut odile, 1, "accepter", &[]).sees("1 demande est acceptée.");
    assert_eq!(adults(&world), ["Monique", "Rose"]);
    assert!(world.mails()[0].text.contains("Ajout dans votre dossier"));

    lucie.post("/famille/autres/1/retirer", "");
    odile.get("/mairie/demandes").sees("Retirer Monique ALAIN des autres responsables de la famille.");
    press(&world, &mut odile, 2, "accepter", &[]).sees("1 demande est acceptée.");
    assert_eq!(adults(&world), ["Rose"]);
    assert!(matches!(request(&world, 2).state, State::Accepted { .. }));
    let lines: Vec<What> = history(&world, 1).into_iter().take(2).map(|(_, what)| what).collect();
    assert_eq!(lines, [What::Accepted(RequestId(2)), What::Removed]);
    odile.get("/mairie/demandes/2").sees("Monique ALAIN").sees("Acceptée par Odile RENAUD");
}
