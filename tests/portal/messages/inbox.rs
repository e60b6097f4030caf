//! The town's inbox: who answers, and in which order.

use preau::message::{State, ThreadId, store};

use super::{LUCIE, NO_FILE, answer, asks, is_sound, mails_to, number, state};
use crate::world::World;

#[test]
fn two_agents_do_not_answer_over_each_other() {
    let world = World::new();
    let mut lucie = asks(&world);
    let (mut odile, mut marc) = (world.agent("odile"), world.agent("marc"));
    odile.send_with("/mairie/messages/1", &answer(&number(2), "1", "Oui"), NO_FILE).sees("envoyée");
    marc.send_with("/mairie/messages/1", &answer(&number(3), "1", "Ma réponse tapée"), NO_FILE);
    assert_eq!(marc.page.status.code, 422);
    marc.sees("Un autre message est arrivé pendant que vous écriviez.").sees("Odile RENAUD");
    assert_eq!(marc.page.at("textarea").unwrap(), "Ma réponse tapée");
    assert!(marc.page.html.contains("name=\"vu\" value=\"2\""), "sent again it goes");
    lucie.send_with("/contact/1", &answer(&number(4), "", "Et encore"), NO_FILE);
    marc.post("/mairie/messages/1/classer", "vu=2").sees("Un autre message est arrivé");
    assert!(matches!(state(&world), State::Waiting(_)));
    is_sound(&world);
}

#[test]
fn what_wants_no_answer_is_put_away_until_the_family_writes_again() {
    let world = World::new();
    let mut lucie = asks(&world);
    let mut odile = world.agent("odile");
    odile.post("/mairie/messages/1/classer", "vu=1").sees("Le message est classé sans réponse.");
    assert_eq!(state(&world), State::PutAway);
    odile.get("/mairie/messages").sees("Aucun message n’attend de réponse.").sees_no("Facture de novembre");
    odile.get("/mairie/messages/1").sees("est classé sans réponse").sees_no("Classer sans répondre");
    lucie.get("/contact").sees("lu par la mairie").get("/contact/1").sees("La mairie a lu ce message.");
    world.set("2026-11-24 08:50");
    lucie.send_with("/contact/1", &answer(&number(2), "", "Si"), NO_FILE);
    world.set("2026-11-24 08:55");
    lucie.send_with("/contact/1", &answer(&number(3), "", "Vraiment"), NO_FILE);
    odile.get("/mairie/messages").sees("attend une réponse depuis le 24 novembre 2026 à 8 h 50");
    assert_eq!(mails_to(&world, LUCIE).len(), 0);
    is_sound(&world);
}

#[test]
fn who_only_reads_answers_nothing() {
    let world = World::new();
    asks(&world);
    let mut jeanne = world.agent("jeanne");
    jeanne
        .get("/mairie/messages")
        .sees("Facture de novembre")
        .get("/mairie/messages/1")
        .sees("merci de vérifier");
    jeanne.sees_no("Envoyer la réponse").sees_no("Classer");
    jeanne.send_with("/mairie/messages/1", &answer(&number(2), "1", "Non"), NO_FILE);
    assert_eq!(jeanne.page.status.code, 403);
    // Karim calls the roll.
    assert_eq!(world.agent("karim").raw_get("/mairie/messages").status.code, 403);
    // Nor who has just lost the role, on a page that was open.
    let odile = world.account("odile.renaud@valpreau.example").0;
    let still = move |w: &preau::platform::store::Write| {
        let mut account = preau::account::store::account_of(w, odile)?.expect("Odile");
        account.duty.as_mut().expect("a duty").roles.clear();
        Ok(preau::account::store::set_account(w, odile, &account)?)
    };
    let mut odile = world.agent("odile");
    odile.get("/mairie/messages/1").sees("Envoyer la réponse");
    world.change(still);
    odile.send_with("/mairie/messages/1", &answer(&number(2), "1", "Non"), NO_FILE);
    assert_eq!(odile.page.status.code, 403);
    assert!(matches!(state(&world), State::Waiting(_)));
}

#[test]
fn an_answer_to_who_comes_in_no_more_is_kept_and_mailed_to_nobody() {
    let world = World::new();
    asks(&world);
    world.change(|w| {
        let place = (preau::family::FamilyId(1), preau::family::GuardianId(2));
        let mut known = preau::family::store::guardian(w, place.0, place.1)?.expect("Lucie");
        known.access = false;
        Ok(preau::family::store::set_guardian(w, place.0, place.1, &known)?)
    });
    let mut odile = world.agent("odile");
    odile.get("/mairie/messages/1").sees("Personne n’est prévenu par courriel");
    odile
        .send_with("/mairie/messages/1", &answer(&number(2), "1", "Oui"), NO_FILE)
        .sees("Personne n’est prévenu par courriel");
    assert_eq!(mails_to(&world, LUCIE).len(), 0);
    world.sign_in("paul.alain").get("/contact/1").sees("Oui");
}

#[test]
fn the_inbox_is_read_page_by_page() {
    let world = World::new();
    world.change(|w| {
        for n in 1..=60_u32 {
            let at = crate::world::at("2026-11-24 07:00") + chrono::TimeDelta::seconds(i64::from(n));
            let state = if n % 2 == 0 { State::Answered } else { State::Waiting(at) };
            let family = preau::family::FamilyId(1);
            let thread =
                preau::message::Thread { family, subject: format!("Objet {n:02}."), messages: 1, at, state };
            let message = preau::message::Message {
                side: preau::message::Side::Family,
                by: preau::account::AccountId(2),
                name: "Lucie ALAIN".into(),
                at,
                words: "Bonjour".into(),
                file: None,
            };
            store::write(w, ThreadId(n), &thread, &message, None)?;
        }
        Ok(())
    });
    let mut odile = world.agent("odile");
    // The oldest of thirty that wait come first; of all, the latest.
    odile
        .get("/mairie/messages")
        .sees("30 messages attendent")
        .sees("Objet 01.")
        .sees("Objet 49.")
        .sees_no("Objet 51.")
        .sees_no("Objet 02.");
    odile.sees("Page suivante").sees_no("Page précédente");
    odile
        .get("/mairie/messages?page=2")
        .sees("Objet 59.")
        .sees_no("Objet 49.")
        .sees("Page précédente")
        .sees_no("Page suivante");
    odile.get("/mairie/messages?lesquels=tous").sees("Objet 60.").sees("Objet 36.").sees_no("Objet 35.");
    odile
        .get("/mairie/messages?lesquels=tous&page=3")
        .sees("Objet 10.")
        .sees("Objet 01.")
        .sees_no("Page suivante");
    odile.get("/mairie/messages?famille=1&page=2").sees("Objet 35.").sees_no("Objet 36.");
    assert_eq!(odile.raw_get("/mairie/messages?famille=99").status.code, 404);
    odile.get("/mairie/messages?page=9999999").sees("30 messages attendent");
    is_sound(&world);
}
