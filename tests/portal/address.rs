//! Another mail address for one's own account.

use preau::{
    account::{
        event::What,
        store,
        token::{Purpose, Token},
    },
    demo::PASSWORD,
    platform::mail::Mail,
};

use crate::{
    browser::{Browser, form, plain},
    world::World,
};

const OLD: &str = "lucie.alain@famille.example";
const NEW: &str = "lucie.neuve@famille.example";

fn ask<'b, 'w>(visitor: &'b mut Browser<'w>, to: &str, password: &str) -> &'b mut Browser<'w> {
    visitor.post("/compte/adresse", &form(&[("adresse", to), ("mot-de-passe", password)]))
}

/// The link of a mail, without the portal's address.
fn link(mail: &Mail) -> String {
    let (_, rest) = mail.text.split_once("http://localhost:8000/compte/adresse/").expect("a link");
    format!("/compte/adresse/{}", rest.lines().next().unwrap())
}

fn to<'m>(mails: &'m [Mail], address: &str) -> Vec<&'m Mail> {
    mails.iter().filter(|mail| mail.to == address).collect()
}

#[test]
fn an_address_changes_when_the_link_is_followed_and_not_before() {
    let world = World::new();
    let mut other = world.sign_in("lucie.alain");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/compte/adresse").sees(OLD);
    ask(&mut lucie, &format!(" {} ", NEW.to_uppercase()), PASSWORD)
        .sees("Un message est envoyé à lucie.neuve@famille.example");
    let mails = world.mails();
    let asked = to(&mails, OLD)[0];
    assert!(asked.text.contains(NEW) && asked.text.contains("Si ce n’est pas vous"), "{}", asked.text);
    assert!(!asked.text.contains("/compte/adresse/"), "the link goes to the new address only");
    let mail = to(&mails, NEW)[0];
    assert!(mail.secret && mail.html.contains("Confirmer la nouvelle adresse"));
    let link = link(mail);
    assert_eq!(link.rsplit('/').next().unwrap().len(), 32, "128 bits");
    // A program that looks for viruses opens it, twice.
    let mut scanner = world.visitor();
    for _ in 0..2 {
        scanner.get(&link).sees("Confirmer la nouvelle adresse").sees(NEW);
    }
    lucie.get("/compte").sees(OLD);
    // A link to a password waits at the old address.
    let (secret, now) = ("0123456789abcdef0123456789abcdef", world.parts.clock.now());
    let key = store::keyed(&world.parts.config, store::Kind::Link, secret);
    world.change(move |w| {
        let (account, _) = store::account(w, OLD)?.expect("Lucie");
        let purpose = Purpose::Password { account, without_factor: false };
        Ok(store::issue(w, &key, &Token { purpose, until: now + Token::MAILED }, now)?)
    });
    // The link was opened on a telephone where nobody is signed in.
    let mut phone = world.visitor();
    phone.post(&link, "").sees("Votre nouvelle adresse est enregistrée. Connectez-vous avec elle.");
    other.get("/compte").sees("Adresse électronique");
    lucie.get("/compte").sees("Adresse électronique");
    phone.post("/connexion", &form(&[("adresse", NEW), ("mot-de-passe", PASSWORD)])).sees("Bonjour Lucie");
    world
        .visitor()
        .post("/connexion", &form(&[("adresse", OLD), ("mot-de-passe", PASSWORD)]))
        .sees("ne sont pas les bons");
    let waiting = world.parts.store.read(|r| store::find(r, &key, now)).unwrap();
    assert_eq!(waiting, None, "whoever reads the old address opens nothing with it");
    let told = world.mails().pop().unwrap();
    assert_eq!((told.to.as_str(), told.subject.as_str()), (OLD, "Votre adresse a changé"));
    assert!(
        plain(&told.text).contains("La nouvelle adresse est lucie.neuve@famille.example."),
        "{}",
        told.text
    );
    let changed = What::AddressChanged { from: OLD.into(), to: NEW.into() };
    assert!(world.events().iter().any(|event| event.what == changed));
}

#[test]
fn who_is_signed_in_stays_so_and_all_others_are_out() {
    let world = World::new();
    let mut other = world.sign_in("lucie.alain");
    let mut lucie = world.sign_in("lucie.alain");
    ask(&mut lucie, NEW, PASSWORD);
    let link = link(to(&world.mails(), NEW)[0]);
    lucie.post(&link, "").sees("Votre nouvelle adresse est enregistrée.").sees(NEW);
    assert_eq!(lucie.address, "/compte?fait=adresse");
    other.get("/compte").sees("Adresse électronique");
    // Somebody else who is signed in where the link is opened stays who he is.
    ask(&mut lucie, OLD, PASSWORD);
    let back = self::link(to(&world.mails(), OLD).last().unwrap());
    let mut paul = world.sign_in("paul.alain");
    paul.post(&back, "").sees("Bonjour Paul");
    lucie.get("/compte").sees("Adresse électronique");
}

#[test]
fn what_is_wrong_is_said_beside_its_field() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    for (address, password, words) in [
        ("", "", "Indiquez la nouvelle adresse électronique"),
        ("lucie", PASSWORD, "Indiquez la nouvelle adresse électronique"),
        (OLD, PASSWORD, "C’est déjà l’adresse de votre compte."),
        (NEW, "", "Indiquez votre mot de passe."),
        (NEW, "faux", "Le mot de passe n’est pas le bon."),
    ] {
        ask(&mut lucie, address, password).sees("Il y a un problème").sees(words);
        assert_eq!(lucie.page.status.code, 422);
        assert!(lucie.page.at("title").unwrap().starts_with("Erreur : "));
    }
    assert!(world.mails().is_empty());
}

#[test]
fn wrong_passwords_slow_down_here_too_and_not_at_the_sign_in() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    for _ in 0..3 {
        ask(&mut lucie, NEW, "faux").sees("n’est pas le bon");
    }
    ask(&mut lucie, NEW, PASSWORD).sees("réessayez dans 21 secondes");
    assert_eq!(lucie.page.status.code, 429);
    world.sign_in("lucie.alain").sees("Bonjour Lucie");
    world.set("2026-11-24 08:01");
    ask(&mut lucie, NEW, PASSWORD).sees("Un message est envoyé");
}

#[test]
fn an_address_of_somebody_else_is_answered_alike_and_told_to_its_owner() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let mut answer = |to: &str| {
        ask(&mut lucie, to, PASSWORD);
        (lucie.page.status, lucie.address.clone(), lucie.page.html.replace(to, ""))
    };
    let (taken, free) = ("claire.martel@famille.example", "personne.du.tout@famille.example");
    assert_eq!(answer(taken), answer(free));
    let mails = world.mails();
    let told = to(&mails, taken)[0];
    assert!(told.text.contains("rien n’a changé") && !told.text.contains("lucie"), "{}", told.text);
    assert_eq!(to(&mails, OLD).len(), 2);
    assert_eq!(store_owner(&world, taken), 4, "Claire keeps it");
}

fn store_owner(world: &World, mail: &str) -> u32 {
    world.parts.store.read(|r| store::account(r, mail)).unwrap().expect("somebody").0.0
}

#[test]
fn a_link_is_good_once_for_a_day_and_a_newer_one_ends_it() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    ask(&mut lucie, NEW, PASSWORD);
    ask(&mut lucie, NEW, PASSWORD);
    let mails = world.mails();
    let links: Vec<String> = to(&mails, NEW).into_iter().map(link).collect();
    let over = |address: &str| {
        let mut visitor = world.visitor();
        assert_eq!(visitor.raw_get(address).status.code, 410);
        visitor.post(address, "").sees("Ce lien ne sert plus").sees("Recommencer");
        assert_eq!(visitor.page.status.code, 410);
    };
    over(&links[0]);
    over("/compte/adresse/0123456789abcdef0123456789abcdef");
    world.set("2026-11-25 07:59");
    world.visitor().get(&links[1]).sees(NEW);
    world.set("2026-11-25 08:00");
    over(&links[1]);
    let mut lucie = world.sign_in("lucie.alain");
    ask(&mut lucie, NEW, PASSWORD);
    let third = link(to(&world.mails(), NEW)[2]);
    lucie.post(&third, "").sees(NEW);
    over(&third);
}

#[test]
fn an_address_that_somebody_took_meanwhile_is_not_taken_again() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let mut paul = world.sign_in("paul.alain");
    ask(&mut lucie, NEW, PASSWORD);
    let hers = link(to(&world.mails(), NEW)[0]);
    ask(&mut paul, NEW, PASSWORD);
    let his = link(to(&world.mails(), NEW)[1]);
    paul.post(&his, "").sees("enregistrée");
    lucie.post(&hers, "").sees("Ce lien ne sert plus");
    lucie.get("/compte").sees(OLD);
    assert_eq!(world.parts.store.read(store::check).unwrap(), [""; 0]);
}

#[test]
fn mails_are_not_sent_without_end() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    for n in 0..10 {
        ask(&mut lucie, &format!("x{n}@famille.example"), PASSWORD).sees("Un message est envoyé");
    }
    ask(&mut lucie, NEW, PASSWORD).sees("réessayez dans 61 secondes");
    assert_eq!(lucie.page.status.code, 429);
    assert!(to(&world.mails(), NEW).is_empty());
}
