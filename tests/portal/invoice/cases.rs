//! The bill that a clerk would write by hand, case by case.

use preau::{attendance::State, invoice::Invoice};

use super::{balance, bills, call, december, is_sound, issue};
use crate::world::World;

/// A bill's lines as a clerk writes them: how many days, at what price in cents, in all.
fn written(bill: &Invoice) -> Vec<(usize, i64, i64)> {
    bill.lines.iter().map(|line| (line.days.len(), line.charge.unit.0, line.amount().0)).collect()
}

/// What one canteen meal of Théo costs.
fn meal(world: &World) -> i64 {
    issue(world, "2026-12");
    bills(world, 1)[0].lines[0].charge.unit.0
}

/// A month worked out again for the ALAIN family.
fn again(world: &World) {
    let mut marc = world.agent("marc.petit");
    marc.post("/mairie/familles/1/compte/recalculer", "mois=2026-12&regie=1");
    world.runtime.block_on(preau::invoice::job::run(&world.parts)).expect("bills");
}

#[test]
fn what_the_roll_call_says_later_is_a_credit_note_or_a_bill_of_the_difference() {
    let world = december();
    let meal = meal(&world);
    // A strike: nothing is owed of that day.
    call(&world, 1, 3, "2026-12-10", State::Strike);
    again(&world);
    let all = bills(&world, 1);
    assert_eq!(written(&all[1]), [(1, meal, -meal)]);
    assert_eq!(all[1].mends, Some(all[0].number));
    // It came after all.
    call(&world, 1, 3, "2026-12-10", State::Here);
    again(&world);
    assert_eq!(written(&bills(&world, 1)[2]), [(1, meal, meal)]);
    again(&world);
    assert_eq!(bills(&world, 1).len(), 3, "nothing has changed");
    assert_eq!(balance(&world, 1), 3 * meal);
    is_sound(&world);
}

#[test]
fn two_prices_in_one_month_are_two_lines() {
    let world = december();
    // The quotient is another from the 4th on.
    world.change(|w| {
        let id = preau::family::FamilyId(1);
        let mut family = preau::family::store::family(w, id)?.expect("ALAIN");
        let quotient = preau::tariff::quotient::Quotient::euros(200);
        family.quotient.set("2026-12-04".parse().unwrap(), preau::family::Known::of(Some(quotient)));
        Ok(preau::family::store::set_family(w, id, &family)?)
    });
    issue(&world, "2026-12");
    let lines = written(&bills(&world, 1)[0]);
    assert_eq!(lines.iter().map(|(days, ..)| *days).sum::<usize>(), 3);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_ne!(lines[0].1, lines[1].1);
}

#[test]
fn separated_parents_are_each_billed_their_own_days() {
    let world = World::new();
    // Léa (4) is her mother's on the 10th (family 3) and her father's the week before or after (family 4).
    let (mut claire, mut julien) = (world.sign_in("claire.martel"), world.sign_in("julien.nogues"));
    claire.get("/reservations/2026-12-07").tick("Léa", "2026-12-10", "Cantine 1er service").press("Valider");
    julien.get("/reservations/2026-11-30").tick("Léa", "2026-12-03", "Cantine 1er service").press("Valider");
    julien.sees("C’est enregistré");
    for day in ["2026-12-03", "2026-12-10"] {
        call(&world, 4, 3, day, State::Here);
    }
    // She comes unbooked on a day of her mother's, who alone owes it.
    call(&world, 4, 3, "2026-12-11", State::Here);
    world.set("2027-01-04 09:00");
    issue(&world, "2026-12");
    let days = |family: u32| -> Vec<String> {
        let all = bills(&world, family);
        let mut days: Vec<String> = all
            .iter()
            .flat_map(|bill| &bill.lines)
            .flat_map(|line| &line.days)
            .map(ToString::to_string)
            .collect();
        days.sort();
        days
    };
    let julien = world.account("julien.nogues@famille.example").1.families[0].0.0;
    assert_eq!(days(3), ["2026-12-10", "2026-12-11"]);
    assert_eq!(days(julien), ["2026-12-03"]);
    is_sound(&world);
}

#[test]
fn a_child_who_changes_school_or_leaves_is_billed_for_the_days_it_had() {
    let world = december();
    world.change(|w| {
        let id = preau::family::ChildId(1);
        let mut child = preau::family::store::child_of(w, id)?.expect("Théo");
        child.class.set("2026-12-14".parse().unwrap(), preau::family::InClass { class: None });
        child.archived = "2026-12-20".parse().ok();
        Ok(preau::family::store::set_child(w, id, &child)?)
    });
    issue(&world, "2026-12");
    assert_eq!(bills(&world, 1)[0].lines[0].days.len(), 3);
}

#[test]
fn a_name_that_changes_changes_no_bill() {
    let world = december();
    issue(&world, "2026-12");
    let before = world.sign_in("lucie.alain").get("/factures/F2027-1-000001").body();
    world.change(|w| {
        let id = preau::family::FamilyId(1);
        let mut family = preau::family::store::family(w, id)?.expect("ALAIN");
        family.name = "AUTRE".into();
        preau::family::store::set_family(w, id, &family)?;
        let services = preau::activity::store::services(w)?;
        let mut list = services.list.clone();
        list.iter_mut().for_each(|service| service.name = "Autre".into());
        Ok(preau::activity::store::set_services(w, &list)?)
    });
    assert_eq!(world.sign_in("lucie.alain").get("/factures/F2027-1-000001").body(), before);
}
