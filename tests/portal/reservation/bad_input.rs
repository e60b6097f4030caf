//! Forms that no page of ours sends: refused with a clear page, nothing stored, nothing of others shown.

use preau::platform::store::journal;

use crate::{
    browser::{form, word},
    world::World,
};

/// What Lucie's form is without any tick, to which each case adds.
const NUMBER: &str = "n=0123456789abcdef0123456789abcdef";

#[test]
fn is_refused_and_leaves_nothing() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let writes = || world.parts.store.read(journal::last).unwrap();
    let before = writes();
    let long = form(&[("p", &"1.3.2612.1_".repeat(3000))]);
    for (what, fields) in [
        ("another family's child", word(3, 3, "2026-12-03")),
        ("a child that does not exist", word(999, 3, "2026-12-03")),
        ("a service that does not exist", word(1, 99, "2026-12-03")),
        ("a day outside the period", word(1, 3, "2026-12-10")),
        ("another family's child, in the base", form(&[("b", "3.3.2612.4")])),
        ("another family's child, carried along", form(&[("p", "3.3.2701.10")])),
        ("a malformed box", "1.3=3".into()),
        ("a day that does not exist", "1.3.2611=31".into()),
        ("a field that is not ours", "admin=1".into()),
        ("the same box twice", format!("{0}&{0}", word(1, 3, "2026-12-03"))),
        ("a box in both rows", "1.3.2612=3&1.3L.2612=3".into()),
        ("a malformed number", "n=12".into()),
        ("a malformed draft", form(&[("p", "~~~")])),
        ("a draft far too long", long),
        ("a draft over twenty years", form(&[("p", &years())])),
        ("bytes that are not text", "%ff%fe=1".into()),
        ("NUL", "1.3.2612=%00".into()),
        ("a script", form(&[("<script>alert(1)</script>", "1")])),
    ] {
        for address in ["/reservations/2026-11-30", "/reservations/2026-11-30/valider"] {
            lucie.post(address, &format!("{NUMBER}&{fields}"));
            assert_eq!(lucie.page.status.code, 422, "{what}: {}", lucie.page.text());
            lucie.sees("Nous n’avons pas pu lire cette demande. Rien n’a été enregistré.");
            for marker in ["BACONNAIS", "Fanny", "<script>alert"] {
                lucie.sees_no(marker);
            }
        }
    }
    assert_eq!(writes(), before, "nothing was stored");
    assert!(world.mails().is_empty());
}

fn years() -> String {
    (10..30).map(|year| format!("1.3.{year}01.1")).collect::<Vec<_>>().join("_")
}

#[test]
fn a_service_the_child_is_not_registered_for_is_refused() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let body = format!("{NUMBER}&{}", word(2, 1, "2026-12-03"));
    lucie.post("/reservations/2026-11-30/valider", &body);
    assert_eq!(lucie.page.status.code, 422);
    lucie.sees(
        "Anna, Bus matin, jeudi 3 décembre n’a pas été réservé : l’enfant n’y est pas inscrit ce jour-là.",
    );
}

#[test]
fn a_hundred_thousand_boxes_are_too_many() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let boxes = (0..100_000).map(|n| format!("{}.3.2612=3", n + 1)).collect::<Vec<_>>().join("&");
    lucie.post("/reservations/2026-11-30/valider", &format!("{NUMBER}&{boxes}"));
    assert_eq!(lucie.page.status.code, 413);
    lucie.sees("Cette demande est trop grande pour être lue. Rien n’a été enregistré.");
}

#[test]
fn an_address_that_is_no_period_is_not_found() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    for address in [
        "/reservations/hier",
        "/reservations/2026-13-01",
        "/reservations/1900-01-01",
        "/reservations/2026-W49",
    ] {
        assert_eq!(lucie.get(address).page.status.code, 404, "{address}");
        lucie.sees("Page introuvable");
    }
    assert_eq!(lucie.get("/reservations/2026-11-30?p=nonsense").page.status.code, 422);
}
