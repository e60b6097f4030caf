//! Absences told by parents: what they change is said at once, certificates come and go, agents see them.

use preau::{
    attendance::{job, store, told::Told},
    family::{ChildId, FamilyId, Subject, history::What},
};

use crate::{
    browser::{Browser, form, plain},
    world::World,
};

const HERE: &str = "/absences";
const LIST: &str = "/mairie/pointage/2026-12-03/3-2";
const PDF: &[u8] = b"%PDF-1.7\n% a certificate that nobody signed\n%%EOF\n";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
/// Bytes of a certificate at most.
const MOST: usize = 5_000_000;

/// Théo is booked for the canteen on Thursday and Friday, and for the evening of Thursday; it is Thursday, half past
/// eight.
fn thursday() -> World {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30");
    for (day, service) in [
        ("2026-12-03", "Cantine 1er service"),
        ("2026-12-04", "Cantine 1er service"),
        ("2026-12-03", "Garderie soir"),
    ] {
        lucie.tick("Théo", day, service);
    }
    lucie.press("Valider").sees("C’est enregistré");
    world.set("2026-12-03 08:30");
    world
}

fn hidden(browser: &Browser, name: &str) -> String {
    let dom = browser.page.dom();
    let selector = scraper::Selector::parse(&format!("input[name={name}]")).unwrap();
    dom.select(&selector).next().and_then(|input| input.attr("value")).expect("a value").to_owned()
}

/// Opens the page and sends its form, without a file.
pub fn tell<'b, 'w>(
    parent: &'b mut Browser<'w>,
    child: &str,
    days: (&str, &str),
    reason: &str,
    words: &str,
) -> &'b mut Browser<'w> {
    tell_with(parent, child, days, reason, words, ("", b""))
}

/// The same with a file; one without a name is what a browser sends when none was chosen.
fn tell_with<'b, 'w>(
    parent: &'b mut Browser<'w>,
    child: &str,
    (first, last): (&str, &str),
    reason: &str,
    words: &str,
    (name, bytes): (&str, &[u8]),
) -> &'b mut Browser<'w> {
    parent.get(HERE);
    let number = hidden(parent, "n");
    let fields = [
        ("n", number.as_str()),
        ("enfant", child),
        ("du", first),
        ("au", last),
        ("motif", reason),
        ("precision", words),
    ];
    parent.send_with(HERE, &fields, (name, bytes))
}

fn told(world: &World, child: u32) -> Vec<Told> {
    let all = world.parts.store.read(|r| store::all_told(r, ChildId(child))).expect("absences");
    all.into_iter().map(|(_, told)| told).collect()
}

#[track_caller]
fn is_sound(world: &World) {
    assert_eq!(world.parts.store.read(|r| preau::check(r, &mut |_, _| ())).expect("a check"), [""; 0]);
}

#[test]
fn an_absence_is_told_and_what_it_changes_is_said_by_day_and_service() {
    let world = thursday();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/").sees("Absences").get(HERE);
    lucie.sees("pour aujourd’hui jusqu’à 9 h, pour les jours à venir à tout moment");
    lucie.sees("Signaler une absence n’annule pas une réservation.");
    assert!(lucie.page.html.contains("href=\"/reservations\">vos réservations"));
    assert!(lucie.page.html.contains("value=\"2026-12-03\""), "today is still open, and is proposed");
    tell(&mut lucie, "1", ("2026-12-03", "2026-12-06"), "ill", "").sees("L’absence est signalée.");
    lucie
        .sees("Théo, du 3 au 6 décembre 2026")
        .sees("Malade. Signalée le 3 décembre 2026 à 8 h 30 par Lucie ALAIN.");
    // The canteen goes by the time that a certificate takes: three days, then ten.
    lucie.sees(
        "Cantine 1er service, jeudi 3 et vendredi 4 décembre : n’est pas facturé si le certificat médical arrive avant le \
         samedi 5 décembre à minuit, reste facturé s’il arrive avant le samedi 12 décembre à minuit, sera facturé au prix \
         d’une absence si le certificat n’arrive pas avant le samedi 12 décembre à minuit.",
    );
    // Of the evening nothing was decided: illness is billed.
    lucie.sees("Garderie soir, jeudi 3 décembre : reste facturé au prix d’une absence.");
    lucie.sees("Les autres jours, rien n’est réservé : ils ne changent rien.");
    lucie.get("/reservations/2026-11-30");
    assert!(lucie.row("Théo", "Cantine 1er service").starts_with("2 "), "nothing is cancelled");
    is_sound(&world);
}

#[test]
fn nothing_booked_changes_nothing_and_another_reason_leaves_the_price() {
    let world = thursday();
    let mut lucie = world.sign_in("lucie.alain");
    tell(&mut lucie, "2", ("2026-12-04", ""), "ill", "");
    lucie.sees("Rien n’est réservé ces jours-là : la facture ne change pas.");
    tell(&mut lucie, "1", ("2026-12-04", ""), "other", "un mariage <b>loin</b>");
    lucie.sees("Autre motif : « un mariage <b>loin</b> ».").sees("vendredi 4 décembre : reste facturé.");
    lucie.sees_no("<b>loin");
    // Of an illness no words are kept.
    tell(&mut lucie, "1", ("2026-12-07", ""), "ill", "la varicelle").sees_no("varicelle");
    assert_eq!(told(&world, 1)[1].words, "");
}

#[test]
fn what_cannot_be_told_is_said_and_stays_typed() {
    let world = thursday();
    world.set("2026-12-03 09:00");
    let mut lucie = world.sign_in("lucie.alain");
    for (child, days, reason, words, said) in [
        ("1", ("2026-12-03", "2026-12-04"), "ill", "", "Il est 9 h passé"),
        ("1", ("2026-12-02", ""), "ill", "", "Ce jour est passé"),
        ("1", ("2026-12-04", "2027-01-04"), "ill", "", "31 jours au plus"),
        ("1", ("2026-12-04", "2026-12-03"), "ill", "", "Le dernier jour vient avant le premier"),
        ("1", ("", ""), "ill", "", "Indiquez le premier jour"),
        ("1", ("2026-12-04", ""), "", "", "Choisissez le motif"),
        ("", ("2026-12-04", ""), "ill", "", "Choisissez l’enfant"),
        // Somebody else's, and nobody's.
        ("3", ("2026-12-04", ""), "ill", "", "Choisissez l’enfant"),
        ("99", ("2026-12-04", ""), "ill", "", "Choisissez l’enfant"),
        ("1", ("2026-12-04", ""), "other", &"x".repeat(201), "200 lettres au plus"),
    ] {
        tell(&mut lucie, child, days, reason, words).sees("Il y a un problème").sees(said);
        assert_eq!(lucie.page.status.code, 422, "{said}");
        assert!(lucie.page.html.contains(&format!("value=\"{}\"", days.0)) || days.0.is_empty(), "{said}");
    }
    assert_eq!(told(&world, 1), []);
    // Tomorrow is open, and is what the page proposes.
    lucie.get(HERE);
    assert!(lucie.page.html.contains("value=\"2026-12-04\""));
    tell(&mut lucie, "1", ("2026-12-04", "2027-01-03"), "ill", "").sees("L’absence est signalée.");
    tell(&mut lucie, "1", ("2026-12-20", ""), "ill", "")
        .sees("Une absence est déjà signalée du 4 décembre 2026");
    assert_eq!(told(&world, 1).len(), 1);
}

#[test]
fn the_same_form_tells_once_and_what_has_not_begun_is_taken_back() {
    let world = thursday();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get(HERE);
    let number = hidden(&lucie, "n");
    let fields = [("n", number.as_str()), ("enfant", "1"), ("du", "2026-12-03"), ("motif", "ill")];
    for _ in 0..2 {
        lucie.send_with(HERE, &fields, ("", b"")).sees("L’absence est signalée.");
    }
    assert_eq!(told(&world, 1).len(), 1);
    tell_with(&mut lucie, "1", ("2026-12-04", ""), "ill", "", ("certificat.pdf", PDF));
    lucie.sees("Retirer cette absence (Théo, le vendredi 4 décembre)");
    // After the hour the absence of today stands; that of tomorrow is taken back, and its certificate with it.
    world.set("2026-12-03 09:00");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get(HERE).sees_no("Retirer cette absence (Théo, le jeudi 3 décembre)");
    lucie.post("/absences/1/1/retirer", "").sees("cette absence a commencé");
    lucie.sees("Théo, le jeudi 3 décembre");
    lucie.post("/absences/1/2/retirer", "").sees("L’absence est retirée").sees_no("vendredi 4");
    lucie.post("/absences/1/2/retirer", "").sees("L’absence est retirée");
    assert_eq!(told(&world, 1)[1].certificate, None);
    is_sound(&world);
    tell(&mut lucie, "1", ("2026-12-04", ""), "other", "").sees("L’absence est signalée.");
}

#[test]
fn what_a_roll_call_has_taken_up_is_not_taken_back() {
    let world = thursday();
    let mut lucie = world.sign_in("lucie.alain");
    tell(&mut lucie, "1", ("2026-12-03", ""), "ill", "").sees("L’absence est signalée.");
    lucie.get("/presences?jour=2026-12-03").sees("réservé, absence signalée");
    let touch = [("enfant", "1"), ("de", ""), ("vers", "ill")];
    world.agent("karim").post(LIST, &form(&touch)).sees("noté à 8 h 30");
    lucie.post("/absences/1/1/retirer", "").sees("L’appel est fait, ou cette absence a commencé");
    assert_eq!(told(&world, 1)[0].withdrawn, None);
    lucie.get("/presences?jour=2026-12-03").sees("réservé, malade");
}

#[test]
fn a_certificate_is_what_its_bytes_are() {
    let world = thursday();
    let mut lucie = world.sign_in("lucie.alain");
    let days = ("2026-12-03", "2026-12-04");
    let script = b"<html><script>alert(1)</script> %PDF-1.7".as_slice();
    let exact = [PDF, &vec![b' '; MOST - PDF.len()]].concat();
    let large = [exact.as_slice(), b" "].concat();
    let huge = [PDF, &vec![0; 9 * MOST]].concat();
    for (name, bytes, status, said) in [
        ("certificat.pdf", script, 422, "ni un PDF, ni une image"),
        ("certificat.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422, "ni un PDF, ni une image"),
        ("certificat.pdf", b"", 422, "ni un PDF, ni une image"),
        ("certificat.pdf", &large, 413, "Ce fichier est trop lourd : 5 Mo au plus."),
        ("certificat.pdf", &huge, 413, "Ce fichier est trop lourd : 5 Mo au plus."),
    ] {
        tell_with(&mut lucie, "1", days, "ill", "", (name, bytes)).sees(said);
        assert_eq!(lucie.page.status.code, status, "{name}");
        assert!(lucie.page.html.contains("value=\"2026-12-04\""), "what was typed stays");
        assert_eq!(told(&world, 1), [], "nothing was kept");
    }
    tell_with(&mut lucie, "1", days, "other", "", ("c.pdf", PDF)).sees("ne sert que pour une maladie");
    lucie.get(HERE).sees("PDF, JPEG ou PNG, 5 Mo au plus.").sees("effacé après 12 mois");
    // Neither a name nor a type that lies changes what it is taken for.
    tell_with(&mut lucie, "1", days, "ill", "", ("../../page.html", PNG)).sees("L’absence est signalée.");
    let read = lucie.raw_get("/absences/1/1/certificat");
    assert_eq!((read.status.code, read.headers["content-type"].as_str()), (200, "image/png"));
    assert_eq!(read.headers["content-disposition"], "inline; filename=\"certificat.png\"");
    assert_eq!(read.headers["x-content-type-options"], "nosniff");
    assert_eq!(read.headers["content-security-policy"], "sandbox; default-src 'none'");
    assert_eq!(read.headers["cache-control"], "no-store");
    // The largest that is taken.
    tell_with(&mut lucie, "2", days, "ill", "", ("c.pdf", &exact)).sees("L’absence est signalée.");
    let read = lucie.raw_get("/absences/2/1/certificat");
    assert_eq!(read.headers["content-disposition"], "attachment; filename=\"certificat.pdf\"");
    assert_eq!(read.html.len(), MOST);
    is_sound(&world);
}

#[test]
fn a_certificate_comes_later_once_and_in_time() {
    let world = thursday();
    let mut lucie = world.sign_in("lucie.alain");
    tell(&mut lucie, "1", ("2026-12-03", "2026-12-04"), "ill", "").sees("Aucun certificat n’est arrivé.");
    lucie.sees("avant le vendredi 11 décembre à minuit");
    let scan = "/absences/1/1/certificat";
    lucie.upload(scan, "", b"").sees("Choisissez d’abord un fichier.");
    lucie.upload(scan, "photo.jpg", b"GIF89a").sees("ni un PDF, ni une image");
    lucie.upload(scan, "photo.jpg", &vec![0; 2 * MOST]).sees("trop lourd");
    assert_eq!(lucie.page.status.code, 413);
    // Within three days nothing is due of the canteen.
    world.set("2026-12-05 23:59");
    let mut lucie = world.sign_in("lucie.alain");
    for _ in 0..2 {
        lucie.upload(scan, "certificat.pdf", PDF).sees("Le certificat est bien arrivé.");
    }
    lucie.sees("Cantine 1er service, jeudi 3 et vendredi 4 décembre : n’est pas facturé.");
    lucie.sees("Certificat arrivé le 5 décembre 2026 à 23 h 59.").sees("Lire le certificat (PDF)");
    lucie.upload(scan, "autre.png", PNG).sees("Un certificat est déjà arrivé");
    lucie.post(&format!("{scan}/retirer"), "").sees("Le certificat est retiré et effacé.");
    is_sound(&world);
    // The day after, two days stay due.
    world.set("2026-12-06 00:01");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.upload(scan, "certificat.pdf", PDF).sees("jeudi 3 et vendredi 4 décembre : reste facturé.");
    lucie.post(&format!("{scan}/retirer"), "");
    // A week after the last day none is taken any more.
    world.set("2026-12-12 00:00");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get(HERE).sees("reste facturé au prix d’une absence.").sees_no("Envoyer le certificat (");
    lucie.upload(scan, "certificat.pdf", PDF).sees("Il est trop tard");
    is_sound(&world);
}

#[test]
fn an_illness_that_goes_on_is_one_illness() {
    let world = thursday();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-12-07").tick("Théo", "2026-12-07", "Cantine 1er service");
    lucie.press("Valider").sees("C’est enregistré");
    tell(&mut lucie, "1", ("2026-12-03", "2026-12-04"), "ill", "");
    tell(&mut lucie, "1", ("2026-12-07", ""), "ill", "");
    // Two days are due when the certificate takes ten days: the third is not.
    lucie.sees(
        "lundi 7 décembre : n’est pas facturé avec un certificat médical, sera facturé au prix d’une absence si le \
         certificat n’arrive pas avant le lundi 14 décembre à minuit.",
    );
}

#[test]
fn a_child_of_separated_parents_is_told_absent_by_the_family_of_the_day_alone() {
    let world = World::new();
    let mut claire = world.sign_in("claire.martel");
    // Even weeks are hers.
    tell(&mut claire, "4", ("2026-12-03", "2026-12-10"), "ill", "");
    claire.sees("Le jeudi 3 décembre, Léa n’est pas dans votre famille.");
    tell(&mut claire, "4", ("2026-12-10", "2026-12-14"), "ill", "").sees("Le lundi 14 décembre, Léa");
    tell_with(&mut claire, "4", ("2026-12-10", "2026-12-11"), "ill", "", ("c.png", PNG));
    claire.sees("L’absence est signalée.").sees("Lire le certificat (PNG)");
    let mut julien = world.sign_in("julien.nogues");
    julien
        .get(HERE)
        .sees("Léa")
        .sees_no("10 au 11 décembre")
        .sees_no("Absences signalées")
        .sees_no("Malade.");
    assert_eq!(julien.raw_get("/absences/4/1/certificat").status.code, 404);
    for address in ["/absences/4/1/retirer", "/absences/4/1/certificat/retirer", "/absences/4/1/certificat"] {
        assert_eq!(julien.upload(address, "c.png", PNG).page.status.code, 404, "{address}");
    }
    tell(&mut julien, "4", ("2026-12-03", ""), "ill", "").sees("L’absence est signalée.");
    claire.get(HERE).sees_no("le jeudi 3 décembre");
    assert_eq!(told(&world, 4).len(), 2);
}

#[test]
fn the_agent_sees_it_on_the_list_and_all_here_leaves_the_child_out() {
    let world = thursday();
    let mut sophie = world.sign_in("sophie.baconnais");
    sophie.get("/reservations/2026-11-30");
    let mut lucie = world.sign_in("lucie.alain");
    let mut karim = world.agent("karim");
    karim.get(LIST).sees("1 enfant attendu").sees_no("Absence signalée");
    tell(&mut lucie, "1", ("2026-12-03", ""), "ill", "");
    tell(&mut lucie, "1", ("2026-12-04", ""), "other", "chez sa tante");
    karim.get(LIST).sees("ALAIN Théo CE1 Absence signalée : malade");
    karim.sees("0 enfant attendu, 1 absence signalée");
    karim.get("/mairie/pointage?jour=2026-12-03").sees("à faire").get(LIST);
    let friday = karim.raw_get("/mairie/pointage/2026-12-04/3-2").text();
    assert!(friday.contains("Absence signalée : autre motif") && !friday.contains("tante"), "{friday}");
    assert!(plain(&karim.raw_get(&format!("{LIST}/liste")).html).contains("Absence signalée : malade"));
    world.set("2026-12-03 12:00");
    let mut karim = world.agent("karim");
    karim.get(LIST).post(LIST, "tous=oui").sees("reste à appeler : 1");
    karim.sees("Ceux dont l’absence est signalée restent à pointer.");
    // It came all the same: that is what is billed.
    karim.post(LIST, &form(&[("enfant", "1"), ("de", ""), ("vers", "here")]));
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get(HERE).sees("Cantine 1er service, jeudi 3 décembre : venu quand même, facturé comme réservé.");
}

#[test]
fn the_town_hall_reads_notes_and_tells_for_a_family_that_telephones() {
    let world = thursday();
    let mut lucie = world.sign_in("lucie.alain");
    tell_with(&mut lucie, "1", ("2026-12-03", "2026-12-04"), "ill", "", ("c.pdf", PDF));
    let mut jeanne = world.agent("jeanne");
    jeanne
        .get("/mairie/absences")
        .sees("Absences signalées du 3 au 9 décembre 2026")
        .sees("ALAIN Théo , CE1");
    jeanne.sees("arrivé le 3 décembre 2026");
    jeanne.get("/mairie/absences?du=2026-12-05&au=2026-12-31").sees("Aucune absence n’est signalée");
    jeanne.get("/mairie/absences?du=hier&au=2026-12-01").sees("Absence").sees("le jeudi 3 décembre");
    jeanne.get("/mairie/absences/1/1").sees("Absence de Théo ALAIN").sees_no("Lire le certificat");
    assert_eq!(jeanne.raw_post("/mairie/absences/1/1/certificat", "", OWN).status.code, 403);
    // Each reading is written in the family's history.
    let mut odile = world.agent("odile");
    odile
        .get("/mairie/absences/1/1")
        .sees("La lecture du certificat est notée dans l’historique de la famille.");
    let read = odile.raw_post("/mairie/absences/1/1/certificat", "", OWN);
    assert_eq!((read.status.code, read.html.as_bytes()), (200, PDF));
    assert_eq!(read.headers["content-security-policy"], "sandbox; default-src 'none'");
    odile.get("/mairie/familles/1/historique").sees("Odile RENAUD a lu un certificat médical de Théo ALAIN.");
    let lines = world.parts.store.read(|r| preau::family::store::history(r, FamilyId(1), None, 1)).unwrap();
    assert_eq!(lines[0].3[0].what, What::CertificateRead);
    assert_eq!(lines[0].3[0].about, Subject::Child(FamilyId(1), ChildId(1)));
    // A family telephones, for yesterday.
    odile.get("/mairie/familles/1").sees("Signaler une absence").get("/mairie/familles/1/absence");
    let number = hidden(&odile, "n");
    let mut fields = vec![("n", number.as_str()), ("enfant", "2"), ("du", "2026-12-02"), ("motif", "ill")];
    for _ in 0..2 {
        odile.post("/mairie/familles/1/absence", &form(&fields)).sees("L’absence est signalée.");
    }
    odile.sees("Signalée le 3 décembre 2026 à 8 h 30 par Odile RENAUD.");
    assert_eq!(told(&world, 2).len(), 1);
    (fields[0].1, fields[1].1) = ("00000000000000000000000000000000", "3");
    odile.post("/mairie/familles/1/absence", &form(&fields)).sees("Choisissez l’enfant");
    // The certificate came on paper.
    let note = "/mairie/absences/2/1/recu";
    odile.post(note, "recu=2026-12-04").sees("aujourd’hui ou avant");
    odile.post(note, "recu=2026-12-03").sees("Certificat reçu à la mairie le 3 décembre 2026.");
    odile.post(note, "recu=").sees("Aucun certificat n’est arrivé.");
    // A file that the family sent stays whatever is noted.
    odile.post("/mairie/absences/1/1/recu", "recu=").sees("aujourd’hui ou avant");
    odile.post("/mairie/absences/1/1/recu", "recu=2026-12-02").sees("Certificat arrivé le 2 décembre 2026");
    is_sound(&world);
    odile.post("/mairie/absences/2/1/retirer", "").sees("Cette absence a été retirée");
    odile
        .get("/mairie/absences?du=2026-12-02&au=2026-12-02")
        .sees("Aucune absence n’est signalée le mercredi 2");
    is_sound(&world);
}

/// What a browser says of a form of the portal's own page.
const OWN: &[(&str, &str)] = &[("Sec-Fetch-Site", "same-origin")];

#[test]
fn the_town_sets_the_hour_and_the_times_and_takes_them_to_its_file() {
    let world = thursday();
    let mut nadia = world.agent("nadia");
    const PAGE: &str = "/mairie/reglages/presences";
    nadia.get("/mairie/reglages").sees("pour le jour même jusqu’à 9 h, certificat dans les 7 jours.");
    nadia.get(PAGE).sees("Heure limite pour le jour même");
    nadia
        .post(PAGE, "heure=8+h&jours=x&mois=0")
        .sees("Indiquez une heure")
        .sees("de 0 à 90")
        .sees("de 1 à 60");
    assert_eq!(nadia.page.status.code, 422);
    nadia.post(PAGE, "heure=08:15&jours=3&mois=6").sees("C’est enregistré.");
    let mut lucie = world.sign_in("lucie.alain");
    tell(&mut lucie, "1", ("2026-12-03", ""), "ill", "")
        .sees("Il est 8 h 15 passé")
        .sees("effacé après 6 mois");
    tell(&mut lucie, "1", ("2026-12-04", ""), "ill", "").sees("avant le lundi 7 décembre à minuit");
    let file = nadia.raw_get("/mairie/reglages/fichier/reglages.toml").html;
    assert!(
        file.contains("[presences]\ntoday_until = \"08:15:00\"\ncertificate_days = 3\nerased_after = 6\n"),
        "{file}"
    );
    let settings = preau::office::import::Settings::read(&file).expect("the file");
    assert_eq!(settings.presences.map(|limits| limits.certificate_days), Some(3));
    let wrong = file.replace("erased_after = 6", "erased_after = 600");
    let wrong = preau::office::import::Settings::read(&wrong).expect_err("too many months");
    assert_eq!(wrong, [preau::office::import::Wrong::Presences]);
    // A file that says nothing of it leaves it as it is.
    let without = file.split("[presences]").next().unwrap_or_default();
    let settings = preau::office::import::Settings::read(without).expect("the file");
    world.change(move |w| Ok(settings.store(w)?));
    nadia.get(PAGE);
    assert_eq!(hidden(&nadia, "heure"), "08:15");
}

#[test]
fn certificates_are_erased_after_the_time_that_the_town_has_set() {
    let world = thursday();
    let mut lucie = world.sign_in("lucie.alain");
    tell_with(&mut lucie, "1", ("2026-12-03", "2026-12-04"), "ill", "", ("c.pdf", PDF));
    // The same bytes are held by another absence.
    tell_with(&mut lucie, "2", ("2026-12-03", ""), "ill", "", ("c.pdf", PDF));
    let erase = || world.runtime.block_on(job::erase(&world.parts)).expect("the job");
    let kept = || told(&world, 1)[0].certificate.as_ref().is_some_and(|known| known.scan.is_some());
    world.set("2027-12-03 23:59");
    erase();
    assert!(kept(), "twelve months have not gone by");
    world.set("2027-12-04 00:01");
    erase();
    assert!(!kept());
    is_sound(&world);
    let mut lucie = world.sign_in("lucie.alain");
    assert_eq!(lucie.raw_get("/absences/1/1/certificat").status.code, 404);
    let before = world.parts.store.read(preau::platform::store::journal::last).unwrap();
    erase();
    assert_eq!(world.parts.store.read(preau::platform::store::journal::last).unwrap(), before, "once");
    world
        .agent("odile")
        .get("/mairie/absences/1/1")
        .sees("Certificat arrivé le 3 décembre 2026 à 8 h 30, effacé depuis.");
}
