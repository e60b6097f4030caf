//! Documents, from the town's desk to the families.

use crate::world::World;

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

const NEW: &str = "/mairie/documents/nouveau";

fn fields<'a>(title: &'a str, audience: &'a str, last: &'a str) -> [(&'a str, &'a str); 5] {
    [("titre", title), ("genre", "menu"), ("pour", audience), ("debut", "2026-11-24"), ("fin", last)]
}

#[track_caller]
fn is_sound(world: &World) {
    assert_eq!(world.parts.store.read(|r| preau::check(r, &mut |_, _| ())).expect("a check"), [""; 0]);
}

#[test]
fn a_document_is_read_by_those_whom_it_is_for_between_its_days() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile
        .get("/mairie/documents")
        .sees("Aucun document n’est publié.")
        .get("/mairie/documents/nouveau")
        .sees("10 Mo au plus");
    for (title, audience, last) in [
        ("Menus de décembre", "tous", "2026-12-31"),
        ("École élémentaire", "ecole-2", ""),
        ("École maternelle", "ecole-1", ""),
        ("Bus du matin", "prestation-1", ""),
    ] {
        odile
            .send_with(NEW, &fields(title, audience, last), ("../../x.exe", PDF))
            .sees("Le document est publié.");
    }
    odile.get("/mairie/documents").sees("Menus de décembre (PDF, 44 octets, nouvel onglet)").sees("visible");
    // Léa is at the elementary school.
    let mut claire = world.sign_in("claire.martel");
    claire.get("/documents").sees("Menus").sees("Menus de décembre (PDF, 44 octets, nouvel onglet)");
    claire.sees("École élémentaire").sees_no("École maternelle");
    let file = claire.raw_get("/documents/1/menus-de-decembre.pdf");
    assert_eq!((file.status.code, file.headers["content-type"].as_str()), (200, "application/pdf"));
    assert_eq!(file.headers["x-content-type-options"], "nosniff");
    assert!(file.headers["content-security-policy"].starts_with("default-src 'none'"), "{:?}", file.headers);
    assert_eq!(file.headers["content-disposition"], "inline; filename=\"menus-de-decembre.pdf\"");
    for address in ["/documents/3/ecole-maternelle.pdf", "/documents/1/autre.pdf", "/documents/9/menus.pdf"] {
        assert_eq!(claire.raw_get(address).status.code, 404, "{address}");
    }
    // Its last day has gone.
    world.set("2027-01-01 09:00");
    let mut claire = world.sign_in("claire.martel");
    claire.get("/documents").sees_no("Menus de décembre");
    assert_eq!(claire.raw_get("/documents/1/menus-de-decembre.pdf").status.code, 404);
    is_sound(&world);
}

#[test]
fn what_lies_about_its_type_its_name_or_its_size_is_refused_and_nothing_typed_is_lost() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let large = [PDF, &vec![b'x'; 10_000_001]].concat();
    let html = b"<!doctype html><script>alert(1)</script>%PDF-1.4".as_slice();
    for (name, bytes, status, words) in [
        ("menu.pdf", html, 422, "ni un PDF, ni une image JPEG ou PNG"),
        ("menu.pdf", b"".as_slice(), 422, "ni un PDF, ni une image JPEG ou PNG"),
        ("menu.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".as_slice(), 422, "ni un PDF"),
        ("", PDF, 422, "Choisissez d’abord un fichier."),
        ("menu.pdf", &large, 413, "Ce fichier est trop lourd : 10 Mo au plus."),
    ] {
        let typed = fields("Menus tapés", "tous", "2026-12-31");
        odile.send_with(NEW, &typed, (name, bytes)).sees(words);
        assert_eq!(odile.page.status.code, status, "{words}");
        assert!(odile.page.html.contains("value=\"Menus tapés\""), "{words}");
    }
    // A picture that says it is a PDF is a picture.
    odile.send_with(NEW, &fields("Photo", "tous", ""), ("photo.pdf", PNG)).sees("Le document est publié.");
    let file = world.sign_in("claire.martel").raw_get("/documents/1/photo.png");
    assert_eq!(file.headers["content-type"], "image/png");
    assert!(file.headers["content-security-policy"].contains("sandbox"), "{:?}", file.headers);
    odile.send_with(NEW, &fields(" ", "ecole-9", "2026-11-01"), ("x.pdf", PDF));
    assert_eq!(odile.page.status.code, 422);
    for words in ["Donnez un titre", "Choisissez pour qui", "qui ne soit pas avant le premier"] {
        odile.sees(words);
    }
    is_sound(&world);
}

#[test]
fn a_document_is_changed_and_withdrawn_and_the_same_form_twice_publishes_once() {
    let world = World::new();
    let mut odile = world.agent("odile");
    for _ in 0..2 {
        odile.send_with(NEW, &fields("Menus", "tous", ""), ("x.pdf", PDF));
    }
    // The same file under another title is kept once, and held twice.
    odile.send_with(NEW, &fields("Menus bis", "tous", ""), ("x.pdf", PDF));
    let count = |world: &World| world.parts.store.read(preau::document::store::documents).unwrap().len();
    assert_eq!(count(&world), 2);
    odile.post("/mairie/documents/1", "titre=Menus+d%27hiver&genre=rules&pour=ecole-1&debut=2026-12-01&fin=");
    odile.sees("C’est enregistré.").sees("Menus d'hiver").sees("pas encore visible");
    odile.post("/mairie/documents/1", "titre=&genre=menu&pour=tous&debut=&fin=").sees("Donnez un titre");
    odile.post("/mairie/documents/1/retirer", "").sees("Le document est retiré.").sees("Menus bis");
    is_sound(&world);
    odile
        .post("/mairie/documents/2/retirer", "")
        .post("/mairie/documents/2/retirer", "")
        .sees("Aucun document");
    assert_eq!(count(&world), 0);
    is_sound(&world);
    // Who only reads publishes nothing.
    let mut jeanne = world.agent("jeanne");
    jeanne.send_with(NEW, &fields("Menus", "tous", ""), ("x.pdf", PDF));
    assert_eq!(jeanne.page.status.code, 403);
}
