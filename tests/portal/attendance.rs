//! Roll calls and counts, as agents use them.

use preau::{
    activity::ServiceId,
    attendance::{State, store},
    family::ChildId,
};

use crate::{
    browser::{Browser, form, plain},
    told_absences::tell,
    world::World,
};

const DAY: &str = "2026-12-03";
const LIST: &str = "/mairie/pointage/2026-12-03/3-2";

/// Théo (1) is booked for the first sitting on Thursday; it is noon. Fanny (3) and others of the school are not.
fn noon() -> World {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Théo", DAY, "Cantine 1er service").press("Valider");
    lucie.sees("C’est enregistré");
    world.set("2026-12-03 12:00");
    world
}

fn state(world: &World, child: u32) -> Option<State> {
    let day = DAY.parse().unwrap();
    let mark = world.parts.store.read(|r| store::mark(r, day, ServiceId(3), ChildId(child)));
    mark.expect("a mark").map(|mark| mark.state)
}

fn touch(child: &str, seen: &str, wanted: &str) -> String {
    form(&[("enfant", child), ("de", seen), ("vers", wanted)])
}

#[track_caller]
fn is_sound(world: &World) {
    assert_eq!(world.parts.store.read(|r| preau::check(r, &mut |_, _| ())).expect("a check"), [""; 0]);
}

#[test]
fn the_lists_of_a_day_are_those_of_the_agent() {
    let world = noon();
    let mut karim = world.agent("karim");
    karim.get("/mairie/pointage").sees("jeudi 3 décembre 2026, aujourd’hui").sees("Cantine 1er service");
    karim.sees("Attendus1").sees("à faire").sees_no("maternelle");
    karim.get("/mairie/pointage?jour=2026-12-06").sees("Aucune prestation à pointer ce jour-là.");
    // Another school's, one that is not there, a service that is not, a day that is none.
    for other in ["3-1", "3-9", "77-2", "x-2", "3"] {
        let page = karim.raw_get(&format!("/mairie/pointage/{DAY}/{other}"));
        assert_eq!(page.status.code, 404, "{other}");
    }
    assert_eq!(karim.raw_get("/mairie/pointage/hier/3-2").status.code, 404);
}

#[test]
fn one_touch_each_is_saved_and_says_by_whom_and_when() {
    let world = noon();
    let mut karim = world.agent("karim");
    karim.get(LIST).sees("1 enfant attendu, 0 présent, 0 absent, reste à appeler : 1.").sees("ALAIN Théo");
    karim.sees_no("Anna").sees_no("dont 1 sans réservation");
    karim.post(LIST, &touch("1", "", "here"));
    assert_eq!(karim.address, LIST);
    karim.sees("Présent, noté à 12 h par Karim HADDAD").sees("1 enfant attendu, 1 présent, 0 absent.");
    assert_eq!(state(&world, 1), Some(State::Here));
    // Another touch is a correction, the same one again takes it back.
    karim.post(LIST, &touch("1", "here", "ill")).sees("Malade, noté à 12 h").sees("0 présent, 1 absent");
    karim.post(LIST, &touch("1", "ill", "")).sees("reste à appeler : 1");
    assert_eq!(state(&world, 1), None);
    is_sound(&world);
}

#[test]
fn a_late_touch_never_undoes_what_another_agent_did() {
    let world = noon();
    let (mut karim, mut other) = (world.agent("karim"), world.agent("karim"));
    karim.post(LIST, &touch("1", "", "absent"));
    other.post(LIST, &touch("1", "", "here"));
    assert_eq!(other.page.status.code, 409);
    other.sees("Quelqu’un d’autre vient de pointer cet enfant.").sees("Absent, noté à 12 h par Karim HADDAD");
    assert_eq!(state(&world, 1), Some(State::Absent));
    // The same touch twice, as a telephone that lost the answer sends it, has one effect and is no quarrel.
    other.post(LIST, &touch("1", "", "absent"));
    assert_eq!(other.page.status.code, 200);
    assert_eq!(state(&world, 1), Some(State::Absent));
}

#[test]
fn all_here_spares_who_was_called_and_is_taken_back() {
    let world = noon();
    let mut karim = world.agent("karim");
    karim.post(LIST, &form(&[("tous", "oui")]));
    karim.sees("Tous ceux qui restaient à appeler sont notés présents.").sees("1 présent");
    let undo = karim.address.split("fait=").nth(1).expect("an instant").to_owned();
    world.set("2026-12-03 12:01");
    karim.post(LIST, &form(&[("defaire", &undo)])).sees("reste à appeler : 1");
    karim.post(LIST, &touch("1", "", "ill")).post(LIST, &form(&[("tous", "oui")]));
    assert_eq!(state(&world, 1), Some(State::Ill));
    // What was touched since is not taken back.
    karim.post(LIST, &form(&[("defaire", &undo)]));
    assert_eq!(state(&world, 1), Some(State::Ill));
}

#[test]
fn a_child_without_booking_is_found_and_added() {
    let world = noon();
    let mut karim = world.agent("karim");
    karim.get(&format!("{LIST}?q=alain")).sees("Aucun autre enfant de ces écoles ne correspond.");
    karim.get(&format!("{LIST}?q=baconn")).sees("BACONNAIS Fanny").sees("Ajouter, présent");
    karim.post(LIST, &touch("3", "", "here")).sees("sans réservation").sees("dont 1 sans réservation");
    assert_eq!(state(&world, 3), Some(State::Here));
    // Anna is of the other school, the last is nobody.
    for child in ["2", "99"] {
        karim.post(LIST, &touch(child, "", "here"));
        assert_eq!(karim.page.status.code, 404, "{child}");
    }
    for wrong in ["enfant=1", "enfant=x&de=&vers=here", "enfant=1&de=&vers=peut-etre", "autre=1", ""] {
        karim.post(LIST, wrong);
        assert_eq!(karim.page.status.code, 422, "{wrong}");
    }
}

#[test]
fn a_day_to_come_is_read_and_not_called() {
    let world = noon();
    world.set("2026-12-02 12:00");
    let mut karim = world.agent("karim");
    karim.get(LIST).sees("1 enfant attendu").sees("Ce jour n’est pas encore arrivé").sees_no("Tous présents");
    karim.post(LIST, &touch("1", "", "here"));
    assert_eq!((karim.page.status.code, state(&world, 1)), (404, None));
}

#[test]
fn the_script_gets_the_lines_alone() {
    let world = noon();
    let mut karim = world.agent("karim");
    let live = [("HX-Request", "true"), ("Sec-Fetch-Site", "same-origin")];
    let lines = karim.raw_post(LIST, &touch("1", "", "here"), &live);
    assert_eq!(lines.status.code, 200);
    assert!(plain(&lines.html).contains("1 enfant attendu"), "{}", lines.html);
    assert!(!lines.html.contains("<main") && lines.html.contains("data-etat=\"here\""));
    let again = karim.raw_get(&format!("{LIST}/liste"));
    assert_eq!(again.html, lines.html);
    assert_eq!(karim.raw_post(LIST, &touch("1", "", "ill"), &live).status.code, 409);
}

#[test]
fn a_touch_that_waited_on_a_shared_telephone_is_of_who_made_it() {
    let world = noon();
    let mut karim = world.agent("karim");
    let (own, _) = world.account("karim.haddad@valpreau.example");
    assert!(karim.raw_get(LIST).html.contains(&format!("data-compte=\"{own}\"")));
    let of = |account: &str| form(&[("enfant", "1"), ("de", ""), ("vers", "here"), ("compte", account)]);
    let live = [("HX-Request", "true"), ("Sec-Fetch-Site", "same-origin")];
    for account in ["1", "x", ""] {
        assert_eq!(karim.raw_post(LIST, &of(account), &live).status.code, 403, "{account}");
        assert_eq!(karim.raw_post(LIST, &format!("tous=oui&compte={account}"), &live).status.code, 403);
    }
    assert_eq!(state(&world, 1), None);
    assert_eq!(karim.raw_post(LIST, &of(&own.to_string()), &live).status.code, 200);
    assert_eq!(state(&world, 1), Some(State::Here));
}

#[test]
fn who_fetches_and_what_is_eaten_stand_on_the_list() {
    let world = noon();
    world.change(|w| {
        use preau::family::{
            FamilyId, GuardianId, Subject,
            field::{Field, Key},
            store as families,
        };
        let today = DAY.parse().unwrap();
        let about = Subject::Guardian(FamilyId(1), GuardianId(1));
        let mut sheet = families::sheet(w, about, today)?.expect("a guardian");
        sheet.set(Key { field: Field::Pickup, of: 1 }, "yes");
        sheet.set(Field::MobilePhone, "06 11 22 33 44");
        families::set_sheet(w, about, &sheet, today, Default::default())?;
        let about = Subject::Child(FamilyId(1), ChildId(1));
        let mut sheet = families::sheet(w, about, today)?.expect("a child");
        sheet.set(Field::Diet, "Sans porc");
        sheet.set(Field::CarePlan, "yes");
        families::set_sheet(w, about, &sheet, today, Default::default())?;
        Ok(())
    });
    let mut karim = world.agent("karim");
    karim.get(LIST).sees("Sans porc").sees("PAI").sees("Qui vient le chercher").sees("06 11 22 33 44");
    karim.sees("Lire santé et régime").sees("Qui vient le chercher : Paul ALAIN, 06 11 22 33 44");
    let mut jeanne = world.agent("jeanne");
    jeanne.get("/mairie/effectifs?jour=2026-12-03").sees("Jeudi 3 décembre").sees("1 Sans porc");
}

#[test]
fn times_are_asked_where_the_price_goes_by_time() {
    let world = noon();
    let mut karim = world.agent("karim");
    karim.get(LIST).sees_no("Arrivée");
    world.canteen_by_time();
    karim.get(LIST).sees("Arrivée");
    let fields =
        |left| [("enfant", "1"), ("de", ""), ("arrivee", "11:40"), ("depart", left), ("vers", "here")];
    karim.post(LIST, &form(&fields("")));
    karim.sees("Présent, arrivé à 11 h 40, noté à 12 h");
    let later =
        [("enfant", "1"), ("de", "here"), ("arrivee", "11:40"), ("depart", "13:15"), ("vers", "here")];
    karim.post(LIST, &form(&later)).sees("arrivé à 11 h 40, parti à 13 h 15");
    karim.post(LIST, &form(&fields("midi")));
    assert_eq!(karim.page.status.code, 422);
}

#[test]
fn the_kitchen_counts_a_week_and_takes_it_away() {
    let world = noon();
    let mut karim = world.agent("karim");
    karim.post(LIST, &touch("1", "", "here")).post(LIST, &touch("3", "", "here"));
    let mut odile = world.agent("odile");
    odile.get("/mairie/effectifs").sees("du 30 novembre au 6 décembre 2026");
    odile.sees("Cantine 1er service, Jules-Ferry Réservés1 Absences signalées– Attendus1");
    odile.sees("Régimes des attendus– Venus2");
    let file = odile.raw_get("/mairie/effectifs.csv?jour=2026-12-03");
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    assert!(file.headers["content-disposition"].contains("effectifs-2026-11-30.csv"));
    assert!(file.html.contains("2026-12-03;Cantine 1er service;Jules-Ferry;1;0;1;2"), "{}", file.html);
    odile.get("/mairie/effectifs?jour=2027-08-15").sees("Aucune réservation cette semaine.");
    let who = |browser: &mut Browser| browser.raw_get("/mairie/pointage").status.code;
    assert_eq!(who(&mut odile), 403);
}

#[test]
fn the_kitchen_cooks_for_those_who_are_not_told_absent() {
    const PAGE: &str = "/mairie/effectifs?jour=2026-12-03";
    let world = noon();
    world.set("2026-11-24 09:00");
    let mut sophie = world.sign_in("sophie.baconnais");
    sophie.get("/reservations/2026-11-30").tick("Fanny", DAY, "Cantine 1er service").press("Valider");
    sophie.sees("C’est enregistré");
    world.change(|w| {
        use preau::family::{FamilyId, Subject, field::Field, store as families};
        for (family, child, diet) in [(1, 1, "Sans porc"), (2, 3, "Végétarien")] {
            let (about, day) = (Subject::Child(FamilyId(family), ChildId(child)), DAY.parse().unwrap());
            let mut sheet = families::sheet(w, about, day)?.expect("a child");
            sheet.set(Field::Diet, diet);
            families::set_sheet(w, about, &sheet, day, Default::default())?;
        }
        Ok(())
    });
    let shows = |told: &str, expected: &str, diets: &str| {
        let row = format!(
            "Réservés2 Absences signalées{told} Attendus{expected} Régimes des attendus{diets} Venus–"
        );
        world.agent("odile").get(PAGE).sees(&row);
    };
    shows("–", "2", "1 Sans porc, 1 Végétarien");
    tell(&mut sophie, "3", (DAY, "2026-12-04"), "other", "").sees("L’absence est signalée.");
    shows("1", "1", "1 Sans porc");
    // Taken back before its day, it counts no more.
    sophie.post("/absences/3/1/retirer", "").sees("L’absence est retirée");
    shows("–", "2", "1 Sans porc, 1 Végétarien");
    world.set("2026-12-03 08:30");
    let mut lucie = world.sign_in("lucie.alain");
    tell(&mut lucie, "1", (DAY, DAY), "ill", "").sees("L’absence est signalée.");
    shows("1", "1", "1 Végétarien");
    let file = world.agent("odile").raw_get("/mairie/effectifs.csv?jour=2026-12-03").html;
    assert_eq!(
        file.trim_start_matches('\u{feff}').lines().collect::<Vec<_>>(),
        [
            "Jour;Prestation;École;Réservés;Absences signalées;Attendus;Venus;Végétarien",
            "2026-12-03;Cantine 1er service;Jules-Ferry;2;1;1;;1",
        ]
    );
}

#[test]
fn parents_read_what_became_of_each_booking_and_what_it_costs() {
    let world = noon();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/presences").sees("Présences").sees("Semaine précédente").sees("Semaine suivante");
    lucie.sees("Jour par jour, Théo").sees("jeudi 3 décembre").sees("réservé, à venir");
    lucie.sees("Total pour Théo : 5,40 €").sees("Total général : 5,40 €");
    // Its day has come, and nobody called the roll.
    world.set("2026-12-04 09:00");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/presences?jour=2026-12-03").sees("réservé, pas pointé").sees("5,40 €");
    let mut karim = world.agent("karim");
    karim.post(LIST, &touch("1", "", "here"));
    lucie.get("/presences?jour=2026-12-03").sees("réservé, présent").sees("5,40 €");
    karim.post(LIST, &touch("1", "here", "strike"));
    lucie
        .get("/presences?jour=2026-12-03")
        .sees("réservé, grève, non facturé")
        .sees("absence excusée")
        .sees_no("5,40 €");
    // Who comes unbooked is charged, and told so.
    karim.post("/mairie/pointage/2026-12-04/3-2", &touch("1", "", "here"));
    lucie
        .get("/presences?jour=2026-12-04")
        .sees("sans réservation, présent")
        .sees("Cantine 1er service, sans réservation");
    lucie.get("/presences?jour=2026-11-02").sees("Rien n’est réservé ni noté pour cette période.");
    assert_eq!(lucie.raw_get("/presences?jour=demain").status.code, 200);
    // Another family reads nothing of it.
    world.sign_in("claire.martel").get("/presences?jour=2026-12-03").sees_no("Théo");
}
