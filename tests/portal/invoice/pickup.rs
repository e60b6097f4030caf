//! A child who is fetched late: from the agent's touch to the bill.

use preau::{
    invoice::What,
    platform::money::Cents,
    tariff::{self, TariffId, modifier::Pickup},
};

use super::{again, balance, bills, is_sound, issue};
use crate::{browser::form, world::World};

const LIST: &str = "/mairie/pointage/2026-12-03/6-2";

/// The evening garderie ends at half past six; each started quarter of an hour later costs 3 €.
fn strict() -> World {
    let world = World::new();
    world.change(|w| {
        let mut tariff = tariff::store::tariffs(w)?.0[&TariffId(3)].clone();
        let from = "2026-11-25".parse().unwrap();
        let mut version = tariff.versions.on(from).expect("a version").value.clone();
        version.fetched_by = "18:30:00".parse().ok();
        version.pickup = Some(Pickup::Started { minutes: 15, cents: Cents(300) });
        tariff.versions.set(from, version);
        Ok(tariff::store::set_tariff(w, &tariff)?)
    });
    world
}

#[test]
fn a_quarter_of_an_hour_late_is_a_line_of_the_bill_beside_the_days() {
    let world = strict();
    let mut lucie = world.sign_in("lucie.alain");
    for (week, day) in [("2026-11-30", "2026-12-03"), ("2026-12-07", "2026-12-10")] {
        lucie.get(&format!("/reservations/{week}")).tick("Théo", day, "Garderie soir").press("Valider");
    }
    lucie.sees("C’est enregistré");
    world.set("2026-12-03 19:00");
    let mut karim = world.agent("karim");
    karim.get(LIST).sees("Départ");
    let touch = [("enfant", "1"), ("de", ""), ("arrivee", "16:30"), ("depart", "18:46"), ("vers", "here")];
    karim.post(LIST, &form(&touch)).sees("parti à 18 h 46");
    world.set("2026-12-10 19:00");
    let touch = [("enfant", "1"), ("de", ""), ("arrivee", "16:30"), ("depart", "18:30"), ("vers", "here")];
    world.agent("karim").post(&LIST.replace("-03/", "-10/"), &form(&touch)).sees("parti à 18 h 30");
    world.set("2027-01-04 09:00");
    // Parents read it before the bill comes.
    world
        .sign_in("lucie.alain")
        .get("/presences?jour=2026-12-03")
        .sees("enfant repris en retard")
        .sees("6,00 €");
    issue(&world, "2026-12");
    let [bill] = &bills(&world, 1)[..] else { panic!("one bill") };
    let lines: Vec<_> = bill
        .lines
        .iter()
        .map(|line| (line.what, line.days.len(), line.charge.unit.0, line.amount().0))
        .collect();
    // Sixteen minutes: two quarters of an hour that have begun.
    assert_eq!(lines, [(What::Day, 2, 250, 500), (What::Pickup, 1, 600, 600)]);
    let mut lucie = world.sign_in("lucie.alain");
    lucie
        .get(&format!("/factures/{}", bill.number))
        .sees("Garderie soir, enfant repris en retard")
        .sees("11,00 €");
    // Parents read the rule before.
    world
        .visitor()
        .get("/regles")
        .sees("enfant repris en retard : 3,00 € par tranche de quart d’heure commencée, après 18 h 30");
    // Billed once; an hour that was noted wrong is taken back, and a bill that is cancelled takes it all back.
    again(&world, 1);
    assert_eq!(bills(&world, 1).len(), 1);
    let left = [("enfant", "1"), ("de", "here"), ("arrivee", "16:30"), ("depart", "18:29"), ("vers", "here")];
    world.agent("karim").post(LIST, &form(&left)).sees("parti à 18 h 29");
    again(&world, 1);
    let credit = bills(&world, 1)[1].clone();
    assert_eq!((credit.total.0, credit.lines.len(), credit.lines[0].what), (-600, 1, What::Pickup));
    assert_eq!(balance(&world, 1), 500);
    again(&world, 1);
    assert_eq!(bills(&world, 1).len(), 2);
    is_sound(&world);
}
