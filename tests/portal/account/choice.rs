//! Choosing a password behind a mailed link: each rule, each way, and what a change ends.

use crate::{
    browser::{Browser, Page, form, plain},
    world::{World, at},
};
use preau::account::{
    AccountId,
    event::What,
    factor::Factor,
    store::{self, Kind, keyed},
    token::{Purpose, Token},
};

use super::password::{GOOD, LUCIE, changes, events, fresh, is_gone, own, signs_in};

/// What a refused form says: in the summary, and beside which fields.
fn refused(world: &World, link: &str, body: &str) -> (Vec<String>, Page) {
    let mut visitor: Browser = world.visitor();
    let before = changes(world);
    visitor.post(link, body).sees("Il y a un problème");
    assert_eq!(visitor.page.status.code, 422);
    assert_eq!(changes(world), before);
    let dom = visitor.page.dom();
    let links = scraper::Selector::parse(".refused a").expect("a selector");
    let said = |link: scraper::ElementRef| {
        let (field, words) = (link.attr("href").expect("a field"), plain(&link.text().collect::<String>()));
        let beside = visitor.page.at(&format!("{field}-aide")).expect("words beside the field");
        assert_eq!(beside, words);
        format!("{field} {words}")
    };
    (dom.select(&links).map(said).collect(), visitor.page.clone())
}

#[test]
fn each_rule_is_refused_in_words_and_the_link_stays_good() {
    let world = World::new();
    let link = fresh(&world, LUCIE);
    let same =
        "#confirmation Les deux saisies ne sont pas identiques : tapez deux fois le même mot de passe.";
    let common = "Ce mot de passe est trop facile à deviner.";
    for (password, again, words) in [
        ("nS3J|t+", None, "#mot-de-passe Il manque à ce mot de passe : au moins 8 caractères."),
        ("NS3JJ|T+", None, "#mot-de-passe Il manque à ce mot de passe : une minuscule."),
        ("ns3jj|t+", None, "#mot-de-passe Il manque à ce mot de passe : une majuscule."),
        ("nSxJJ|t+", None, "#mot-de-passe Il manque à ce mot de passe : un chiffre."),
        ("nS3JJzt9", None, "#mot-de-passe Il manque à ce mot de passe : un caractère spécial."),
        (
            "chat",
            None,
            "#mot-de-passe Il manque à ce mot de passe : au moins 8 caractères, une majuscule, un chiffre et un caractère spécial.",
        ),
        (GOOD, Some("nS3JJ|t-"), same),
        (GOOD, Some(""), same),
        ("Motdepasse1!", None, common),
        ("Cantine2026!", None, common),
        ("Valpréau44!", None, common),
        ("Théo2019!", None, common),
        ("Alain-1980", None, common),
    ] {
        let body = form(&[("mot-de-passe", password), ("confirmation", again.unwrap_or(password))]);
        let (said, page) = refused(&world, &link, &body);
        assert!(said.len() == 1 && said[0].contains(words), "{password}: {said:?}");
        assert!(!page.html.contains(&format!("\"{password}\"")), "not what was typed");
    }
    let (both, _) = refused(&world, &link, &form(&[("mot-de-passe", "chat"), ("confirmation", "chien")]));
    assert_eq!(both.len(), 2);
    assert_eq!(refused(&world, &link, "").0.len(), 1, "a form without its fields");
    world.visitor().post(&link, &own(GOOD)).sees("Votre mot de passe est enregistré.");
}

#[test]
fn a_password_has_128_characters_at_most_whatever_bytes_they_take() {
    for (long, signs) in [
        ("nS3JJ|t+".repeat(16), true),
        ("nS3é|ütÀ".repeat(16), true),
        (format!("é{}", "nS3JJ|t+".repeat(16)), false),
    ] {
        let world = World::new();
        let link = fresh(&world, LUCIE);
        match signs {
            true => drop(world.visitor().post(&link, &own(&long)).sees("Votre mot de passe est enregistré.")),
            false => {
                let (said, _) = refused(&world, &link, &own(&long));
                assert_eq!(
                    said,
                    ["#mot-de-passe Ce mot de passe est trop long : gardez-en 128 caractères au plus."]
                );
            }
        }
        assert_eq!(signs_in(&world, LUCIE, &long), signs);
    }
}

#[test]
fn without_scripts_a_password_is_proposed_another_on_demand_and_taken() {
    let world = World::new();
    let link = fresh(&world, LUCIE);
    let mut lucie = world.visitor();
    let proposed = |lucie: &Browser| {
        let dom = lucie.page.dom();
        let field = scraper::Selector::parse("input#genere").expect("a selector");
        dom.select(&field).next().and_then(|field| field.attr("value")).expect("a password").to_owned()
    };
    let first = proposed(lucie.get(&link));
    assert!(lucie.page.at("details[open]").is_none());
    let second = proposed(lucie.get(&format!("{link}?choix=genere")));
    assert!(lucie.page.at("details[open] input#genere").is_some());
    assert!(first != second && first.len() == 16 && second.len() == 16);
    lucie.post(&link, &form(&[("genere", &second)])).sees("Votre mot de passe est enregistré.");
    assert!(signs_in(&world, LUCIE, &second));
}

#[test]
fn without_scripts_the_method_of_the_sentence_is_explained_and_its_result_judged() {
    let world = World::new();
    let link = fresh(&world, LUCIE);
    let mut lucie = world.visitor();
    lucie.get(&link).sees("De chaque mot, gardez la première lettre").sees("Mot de passe obtenu");
    assert!(!lucie.page.html.contains("name=\"phrase\""), "the sentence is never sent");
    let (said, page) = refused(&world, &link, &form(&[("resultat", "lcdlm")]));
    assert!(said[0].starts_with("#resultat Il manque"), "{said:?}");
    assert!(page.at("details[open] input#resultat").is_some(), "the way that was taken is open");
    let (said, _) = refused(&world, &link, &form(&[("resultat", "Lcdlmsg,im60cdlp30cdl")]));
    assert!(said[0].contains("trop facile"), "the example itself: {said:?}");
    lucie.post(&link, &form(&[("resultat", "Jcq4s4,S,eq8s8")])).sees("Votre mot de passe est enregistré.");
    assert!(signs_in(&world, LUCIE, "Jcq4s4,S,eq8s8"));
}

/// A link as an agent or the pages of the account make one.
fn issue(world: &World, purpose: Purpose) -> String {
    let secret = "5".repeat(64);
    let key = keyed(&world.parts.config, Kind::Link, &secret);
    let token = Token { purpose, until: at("2026-11-25 08:00") };
    world.change(move |w| Ok(store::issue(w, &key, &token, at("2026-11-24 08:00"))?));
    format!("/mot-de-passe/{secret}")
}

fn account(world: &World, id: u32) -> preau::account::Account {
    world.parts.store.read(|r| store::account_of(r, AccountId(id))).expect("the store").expect("an account")
}

fn with_factor(world: &World) {
    world.change(|w| {
        let mut account = store::account_of(w, AccountId(2))?.expect("Lucie");
        account.factor = Some(Factor { secret: [1; 20], used: 0, recovery: Vec::new() });
        Ok(store::set_account(w, AccountId(2), &account)?)
    });
}

#[test]
fn a_link_of_an_administrator_removes_the_second_factor_and_no_other_does() {
    for (without_factor, removed) in [(true, true), (false, false)] {
        let world = World::new();
        with_factor(&world);
        let link = issue(&world, Purpose::Password { account: AccountId(2), without_factor });
        world.visitor().post(&link, &own(GOOD)).sees("Votre mot de passe est enregistré.");
        assert_eq!(account(&world, 2).factor.is_none(), removed);
        assert_eq!(events(&world).contains(&(Some(AccountId(2)), What::FactorRemoved)), removed);
        let told = world.mails().pop().expect("a mail").text;
        assert_eq!(told.contains("La double vérification"), removed, "{told}");
    }
}

#[test]
fn a_change_of_password_ends_every_other_link_of_the_account() {
    let world = World::new();
    let mail = "voleur@famille.example".to_owned();
    issue(&world, Purpose::Address { account: AccountId(2), mail });
    let link = fresh(&world, LUCIE);
    let other = || {
        let key = keyed(&world.parts.config, Kind::Link, &"5".repeat(64));
        world.parts.store.read(|r| store::find(r, &key, world.parts.clock.now())).expect("the store")
    };
    assert!(other().is_some());
    world.visitor().post(&link, &own(GOOD));
    assert_eq!(other(), None);
}

#[test]
fn a_link_for_something_else_opens_no_password() {
    let world = World::new();
    for purpose in [
        Purpose::Address { account: AccountId(2), mail: "autre@famille.example".into() },
        Purpose::FirstAdministrator,
    ] {
        let link = issue(&world, purpose);
        is_gone(&world, &link);
    }
}
