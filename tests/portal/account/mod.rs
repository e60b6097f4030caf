//! Signing in and out, and what a session is worth.

mod choice;
pub mod password;

use crate::{browser::form, world::World};

fn credentials(mail: &str, password: &str) -> String {
    form(&[("adresse", mail), ("mot-de-passe", password)])
}

#[test]
fn signing_in_leads_home_and_out_again() {
    let world = World::new();
    let mut lucie = world.visitor();
    lucie.get("/").sees("Portail des familles de Valpréau").sees("Se connecter");
    lucie.sign_in("lucie.alain").sees("Bonjour Lucie").sees("Se déconnecter");
    lucie.post("/deconnexion", "").sees("Portail des familles de Valpréau");
    lucie.get("/reservations").sees("Connectez-vous pour continuer.").sees_no("vous attendent");
}

#[test]
fn an_address_is_found_however_it_is_typed() {
    let world = World::new();
    let mut lucie = world.visitor();
    lucie
        .post("/connexion", &credentials("  Lucie.ALAIN@famille.example ", preau::demo::PASSWORD))
        .sees("Bonjour Lucie");
}

#[test]
fn what_is_wrong_is_said_beside_the_field_and_the_address_stays() {
    let world = World::new();
    for (mail, password, words) in [
        ("lucie", "x", "Indiquez votre adresse électronique, par exemple prenom@exemple.fr."),
        ("", "", "Indiquez votre adresse électronique"),
        ("lucie.alain@famille.example", "", "Indiquez votre mot de passe."),
        ("lucie.alain@famille.example", "faux", "L’adresse ou le mot de passe ne sont pas les bons."),
        ("personne@famille.example", "faux", "L’adresse ou le mot de passe ne sont pas les bons."),
        // The town no longer lets him in.
        (
            "marc.faure@famille.example",
            preau::demo::PASSWORD,
            "L’adresse ou le mot de passe ne sont pas les bons.",
        ),
    ] {
        let mut visitor = world.visitor();
        visitor.post("/connexion", &credentials(mail, password)).sees("Il y a un problème").sees(words);
        assert_eq!(visitor.page.status.code, 422);
        assert!(visitor.page.at("title").unwrap().starts_with("Erreur : "));
        if !mail.is_empty() {
            assert!(visitor.page.html.contains(&format!("value=\"{mail}\"")), "what was typed stays");
        }
        assert!(
            !visitor.page.html.contains(&format!("value=\"{password}\"")) || password.is_empty(),
            "not the password"
        );
    }
}

#[test]
fn a_known_and_an_unknown_address_are_answered_alike() {
    let world = World::new();
    let answer = |mail: &str| {
        let mut visitor = world.visitor();
        visitor.post("/connexion", &credentials(mail, "faux"));
        visitor.page.html.replace(mail, "")
    };
    assert_eq!(answer("lucie.alain@famille.example"), answer("nobody.known@famille.example"));
}

#[test]
fn a_very_long_password_is_not_even_hashed_as_it_is() {
    let world = World::new();
    let mut visitor = world.visitor();
    let long = preau::demo::PASSWORD.repeat(100);
    visitor
        .post("/connexion", &credentials("lucie.alain@famille.example", &long))
        .sees("ne sont pas les bons");
}

#[test]
fn a_session_ends_after_an_hour_without_use_and_not_before() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    for minute in ["08:50", "09:40", "10:30"] {
        world.set(&format!("2026-11-24 {minute}"));
        lucie.get("/reservations/2026-11-30").sees("Valider");
    }
    world.set("2026-11-24 11:30");
    lucie.get("/reservations/2026-11-30").sees("Adresse électronique");
}

#[test]
fn a_session_dies_with_the_sign_out_and_with_the_guardians_access() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let mut phone = world.sign_in("lucie.alain");
    let stolen = lucie.cookies.clone();
    lucie.post("/deconnexion", "");
    lucie.cookies = stolen;
    lucie.get("/reservations/2026-11-30").sees("Adresse électronique");
    phone.get("/reservations/2026-11-30").sees("Valider");
    world.change(|w| {
        let (family, guardian) = (preau::family::FamilyId(1), preau::family::GuardianId(2));
        let known = preau::family::store::guardian(w, family, guardian)?.expect("Lucie");
        let ended = preau::family::Guardian { access: false, ..known };
        Ok(preau::family::store::set_guardian(w, family, guardian, &ended)?)
    });
    phone.get("/reservations/2026-11-30").sees("Adresse électronique");
}

#[test]
fn the_cookie_is_opaque_and_kept_from_scripts_and_other_sites() {
    let world = World::new();
    let mut lucie = world.visitor();
    let own = [("Sec-Fetch-Site", "same-origin")];
    let page = lucie.raw_post(
        "/connexion",
        &credentials("lucie.alain@famille.example", preau::demo::PASSWORD),
        &own,
    );
    let cookie = page.headers["set-cookie"].lines().find(|line| line.starts_with("preau=")).unwrap();
    let (value, flags) = cookie.split_once(';').unwrap();
    assert_eq!(value.split_once('=').unwrap().1.len(), 64, "256 bits");
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(flags.contains(flag), "{cookie}");
    }
}

#[test]
fn the_way_back_stays_on_the_portal() {
    let world = World::new();
    for (back, to) in [
        ("/reservations/2026-11-30?p=2.3.2612.4", "/reservations/2026-11-30?p=2.3.2612.4"),
        ("https://mechant.example/", "/"),
        ("//mechant.example/", "/"),
        ("/\\mechant.example", "/"),
        ("/reservations\r\nSet-Cookie: a=b", "/"),
        ("/reservations/../../x\\y", "/"),
    ] {
        let mut lucie = world.visitor();
        let mail = "lucie.alain@famille.example";
        let body = form(&[("adresse", mail), ("mot-de-passe", preau::demo::PASSWORD), ("retour", back)]);
        let page = lucie.raw_post("/connexion", &body, &[("Sec-Fetch-Site", "same-origin")]);
        assert_eq!(page.headers["location"], to, "{back:?}");
    }
}

#[test]
fn names_are_text_and_never_run() {
    let world = World::new();
    world.change(|w| {
        let (id, family) = (preau::family::ChildId(2), preau::family::FamilyId(1));
        let (_, mut anna) =
            preau::family::store::children(w, family)?.into_iter().find(|(known, _)| *known == id).unwrap();
        anna.first_name = "<script>alert(1)</script>\u{202e}".into();
        Ok(preau::family::store::set_child(w, id, &anna)?)
    });
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").sees_no("<script>alert").sees("<script>alert(1)</script>");
    lucie.get("/").sees_no("<script>alert");
}
