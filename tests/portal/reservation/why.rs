//! "Pourquoi ce prix ?"

use std::collections::BTreeSet;

use preau::{
    activity::period::Period,
    family::FamilyId,
    platform::{dated::Dated, money::Cents, store::Read},
    reservation::store as reservations,
    tariff::{
        self,
        rule::{Row, Rule},
    },
    town::Span,
};

use crate::{browser::plain, world::World};

#[test]
fn a_price_says_the_decision_the_quotient_the_bracket_and_each_step() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie
        .get("/reservations/prix?enfant=1&prestation=3&jour=2026-12-03")
        .sees("Cantine 1er service, Théo")
        .sees(": 5,40 €")
        .sees("en vigueur depuis le 1er septembre 2025, jusqu’au changement du 12 janvier 2027")
        .sees("délibération du 26 juin 2025")
        .sees("Dans la commune")
        .sees("de 776 à moins de 1 001")
        .sees("Prix de la tranche : 5,40 €");
}

#[test]
fn a_late_price_says_what_lateness_adds() {
    let world = World::new();
    world.set("2026-11-27 10:00");
    let mut lucie = world.sign_in("lucie.alain");
    lucie
        .get("/reservations/prix?enfant=1&prestation=3&jour=2026-11-30&tard=oui")
        .sees("Cantine 1er service hors délai, Théo")
        .sees("Prix de la tranche : 5,40 €")
        .sees("Réservation après la date limite, 50 % de plus : 8,10 €");
}

#[test]
fn the_price_on_the_grid_opens_with_what_is_ticked_and_leads_back_to_it() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Théo", "2026-12-03", "Garderie soir");
    lucie.tick("Anna", "2026-12-03", "Garderie soir");
    let body = format!("{}&prix=1.6.2611.30", lucie.body());
    let to = lucie.raw_post("/reservations/2026-11-30", &body, &[("Sec-Fetch-Site", "same-origin")]);
    let to = to.headers["location"].clone();
    lucie
        .get(&to)
        .sees("Garderie soir, Théo")
        .sees("1er des enfants réservés ce jour-là, sur 2")
        .sees("0,10 € de moins par enfant quand des frères ou sœurs sont présents le même jour : 2,40 €");
    let back = plain(&lucie.page.html);
    assert!(back.contains("href=\"/reservations/2026-11-30?p="), "{back}");
}

#[test]
fn nobody_elses_child_no_other_service_and_no_nonsense_is_explained() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    for address in [
        "enfant=4&prestation=3&jour=2026-12-03",
        "enfant=1&prestation=99&jour=2026-12-03",
        "enfant=1&prestation=3&jour=x",
        "",
    ] {
        let page = lucie.raw_get(&format!("/reservations/prix?{address}"));
        assert_eq!(page.status.code, 404, "{address}");
    }
}

#[test]
fn the_town_reads_why_a_family_pays_what_it_pays() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile
        .get("/mairie/familles/1/prix?jour=2026-12-03")
        .sees("Cantine 1er service, Théo")
        .sees("Prix de la tranche : 5,40 €")
        .sees("délibération du 26 juin 2025");
}

#[test]
fn the_rules_are_written_from_the_settings() {
    let world = World::new();
    let mut anybody = world.visitor();
    let before = plain(&anybody.get("/regles").page.html);
    for words in [
        "Cantine 1er service",
        "délibération du 26 juin 2025",
        "À partir du 12 janvier 2027",
        "5,40 €",
        "50 % de plus",
    ] {
        assert!(before.contains(words), "{words}: {before}");
    }
    world.change(|w| {
        let mut bus = tariff::store::tariffs(w)?.0[&tariff::TariffId(5)].clone();
        let first = bus.versions.iter().next().expect("a version").clone();
        let mut version = first.value.clone();
        version.cases[0].rule = Rule::Flat { resident: Cents(1234), other: None };
        bus.versions = Dated::since(first.from, version);
        tariff::store::set_tariff(w, &bus)?;
        Ok(())
    });
    let after = plain(&anybody.get("/regles").page.html);
    assert!(!before.contains("12,34 €") && after.contains("12,34 €"), "{after}");
}

#[test]
fn a_childs_total_opens_on_each_price_that_makes_it_with_what_is_ticked() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Théo", "2026-12-03", "Cantine 1er service");
    lucie.tick("Théo", "2026-12-03", "Garderie soir").tick("Théo", "2026-12-04", "Garderie soir");
    let body = format!("{}&prix=1", lucie.body());
    let to = lucie.raw_post("/reservations/2026-11-30", &body, &[("Sec-Fetch-Site", "same-origin")]);
    let to = to.headers["location"].clone();
    lucie
        .get(&to)
        .sees("Total de Théo : 10,40 €")
        .sees("Cantine 1er service, Théo")
        .sees("Garderie soir, Théo");
    lucie.sees("1 × 5,40 € = 5,40 €").sees("2 × 2,50 € = 5,00 €").sees("délibération du 26 juin 2025");
    lucie.get("/reservations/total?enfant=1&periode=2026-11-30").sees("Rien n’est coché");
    assert_eq!(lucie.raw_get("/reservations/total?enfant=4&periode=2026-11-30").status.code, 404);
    // A flat rate is owed beside what is ticked.
    world.change(|w| {
        let tariffs = tariff::store::tariffs(w)?;
        let mut bus = tariffs.0[&tariff::TariffId(3)].clone();
        let from = "2026-11-01".parse().expect("a date");
        let mut version = bus.versions.on(from).expect("a version").value.clone();
        version.subscription = Some(tariff::Subscription { per: tariff::Span::Month, charged: None });
        bus.versions.set(from, version);
        Ok(tariff::store::set_tariff(w, &bus)?)
    });
    lucie
        .get("/reservations/total?enfant=1&periode=2026-12-07")
        .sees("S’ajoute au total")
        .sees("forfait Garderie soir");
    lucie.get("/reservations/2026-12-07");
    lucie.sees("S’ajoute au total, que Théo vienne ou non : forfait Garderie soir, 2,50 € à partir du 1er décembre 2026.");
}

/// Prices by the days of a week or by the weeks of holidays look beyond the month that is shown.
#[test]
fn what_prices_count_is_read_beyond_the_period() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Théo", "2026-12-03", "Cantine 1er service").press("Valider");
    let seen = |month: &str| {
        let period = Period::of(Span::Month, month.parse().expect("a date"));
        let read = |r: &Read| reservations::open(r, FamilyId(1), period, &BTreeSet::new());
        world.parts.store.read(read).expect("a family").booked().keys().map(|cell| cell.day).min()
    };
    let rule = |rule: Rule| {
        world.change(move |w| {
            let mut canteen = tariff::store::tariffs(w)?.0[&tariff::TariffId(1)].clone();
            let from = "2026-11-01".parse().expect("a date");
            let mut version = canteen.versions.on(from).expect("a version").value.clone();
            version.cases[0].rule = rule;
            canteen.versions.set(from, version);
            Ok(tariff::store::set_tariff(w, &canteen)?)
        });
    };
    let third = Some("2026-12-03".parse().expect("a date"));
    assert_ne!(seen("2027-01-01"), third);
    // The first of January stands in the week, and in the holidays, of the end of December.
    rule(Rule::Week { totals: vec![Cents(500), Cents(900)] });
    assert_eq!(seen("2027-01-01"), third);
    assert_ne!(seen("2027-02-01"), third);
    rule(Rule::Weeks { grid: vec![Row { below: None, prices: vec![Cents(5000), Cents(9000)] }] });
    assert_eq!(seen("2027-01-01"), third);
    assert_ne!(seen("2027-02-01"), third);
}

/// Every amount of a page that parents or the town read opens on why, or is named here with its reason.
#[test]
fn no_amount_of_the_grid_is_without_its_why() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Théo", "2026-12-03", "Cantine 1er service").press("Valider");
    lucie.get("/reservations/2026-11-30");
    let dom = lucie.page.dom();
    let select = |text: &str| scraper::Selector::parse(text).expect("a selector");
    let mut seen = 0;
    for section in dom.select(&select("main section")) {
        for row in section.select(&select("tbody tr")) {
            let amounts = row.text().filter(|text| text.contains('€')).count();
            let opens = row.select(&select("th button[name=prix]")).count();
            assert!(amounts == 0 || opens == 1, "{}", row.html());
            seen += amounts;
        }
        let total = section.select(&select(".sum")).next().expect("the child's total");
        assert_eq!(total.select(&select("button[name=prix]")).count(), 1);
    }
    assert!(seen > 10, "{seen}");
}
