//! The contract: without one nothing is offered; its number is checked with the service, and tried.

use preau::payment::{Mode, contract::Contract, order::NotBegun, store};

use super::service::{Service, bill};
use crate::{browser::form, world::World};

const PAGE: &str = "/mairie/reglages/paiement";

fn sent(number: &str, mode: &str, act: &str) -> String {
    form(&[("numero", number), ("mode", mode), ("geste", act)])
}

fn contract(world: &World) -> Option<Contract> {
    world.parts.store.read(store::contract).expect("the data")
}

#[test]
fn without_a_contract_nothing_is_offered() {
    let service = Service::without_contract();
    assert_eq!(service.begin(bill()), Err(NotBegun::NotOffered));
    let mut nadia = service.world.agent("nadia");
    nadia.get("/mairie/reglages").sees("Paiement en ligne").sees("aucun contrat avec PayFiP");
    nadia.get(PAGE).sees("Sans contrat, le portail ne propose pas de payer en ligne").sees_no("Essayer");
    let page = nadia.raw_post(&format!("{PAGE}/essai"), "", &[("Sec-Fetch-Site", "same-origin")]);
    assert_eq!(page.status.code, 422);
}

#[test]
fn a_number_is_checked_shown_and_only_then_kept() {
    let service = Service::without_contract();
    let mut nadia = service.world.agent("nadia");
    for (number, mode, words) in [
        ("1234", "production", "Indiquez le numéro client : six chiffres."),
        ("012345", "", "Choisissez ce que valent les paiements."),
        ("111111", "production", "ce numéro client n’existe pas (code T2)"),
        ("099999", "production", "n’a pas accès au paiement sécurisé"),
    ] {
        nadia.post(PAGE, &sent(number, mode, "enregistrer")).sees("Il y a un problème").sees(words);
        assert_eq!(nadia.page.status.code, 422);
    }
    nadia.post(PAGE, &sent("012 345", "production", "verifier"));
    nadia.sees("REGIE ENFANCE").sees("Est-ce bien votre collectivité ?");
    assert_eq!(contract(&service.world), None, "only shown");
    nadia.post(PAGE, &sent("012345", "production", "enregistrer"));
    nadia.sees("Le contrat est enregistré").sees("Les familles peuvent payer en ligne.").sees("VALPREAU");
    assert!(service.begin(bill()).is_ok());
    nadia.post(PAGE, &sent("", "", "retirer")).sees("Le contrat est retiré");
    assert_eq!(contract(&service.world), None);
    assert_eq!(service.attempts().len(), 1, "what was begun goes on");
}

#[test]
fn a_trial_goes_the_whole_way_and_is_worth_nothing() {
    for (mode, letter) in [("test", "T"), ("activation", "X"), ("production", "T")] {
        let service = Service::without_contract();
        let mut nadia = service.world.agent("nadia");
        nadia.post(PAGE, &sent("012345", mode, "enregistrer"));
        let away = nadia.raw_post(&format!("{PAGE}/essai"), "", &[("Sec-Fetch-Site", "same-origin")]);
        let to = away.headers["refresh"].strip_prefix("0;url=").expect("the way").to_owned();
        assert!(away.html.contains(&format!("href=\"{to}\"")), "the link leads there too");
        let order = service.stand_in.received().pop().expect("an order");
        assert!(order.contains(&format!("<saisie>{letter}</saisie>")), "{order}");
        let id = to.rsplit('=').next().expect("a number");
        let back = service.act(id, preau::demo::payfip::Deed::Card);
        nadia.get(&back).sees("Essai réussi").sees("Aucune somme n’a été prélevée").sees("1,00 €");
        let mut marc = service.world.agent("marc");
        marc.get("/mairie/paiements").sees("payé par carte (essai, sans valeur)").sees("mairie");
    }
}

#[test]
fn a_town_on_trial_offers_nothing_to_families() {
    let service = Service::without_contract();
    service.world.agent("nadia").post(PAGE, &sent("012345", "test", "enregistrer"));
    assert_eq!(service.begin(bill()), Err(NotBegun::NotOffered));
}

#[test]
fn a_number_that_comes_by_file_is_checked_before_it_is_used() {
    use preau::office::import::{Settings, Wrong};
    let town = |payment: &str| Settings::read(&format!("{}\n[payment]\n{payment}", preau::demo::TOWN));
    let faults = town("client = \"12345\"\nmode = \"production\"").expect_err("five figures");
    assert_eq!(faults, [Wrong::Client { number: "12345".into() }]);
    let said = "client = \"012345\"\nmode = \"production\"\nceiling = 50000";
    let service = Service::without_contract();
    let settings = town(said).expect("settings");
    let again = settings.clone();
    service.world.change(move |w| Ok(settings.store(w)?));
    assert_eq!(service.begin(bill()), Err(NotBegun::NotOffered));
    let mut nadia = service.world.agent("nadia");
    nadia.get(PAGE).sees("Le numéro 012345 n’a pas encore été vérifié");
    nadia.post(PAGE, &sent("012345", "production", "enregistrer"));
    service.world.change(move |w| Ok(again.store(w)?));
    let kept = contract(&service.world).expect("a contract");
    assert_eq!((kept.mode, kept.ceiling.0, kept.checked.is_some()), (Mode::Production, 50_000, true));
}
