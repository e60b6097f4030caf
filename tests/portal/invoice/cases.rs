//! What follows a bill once the roll call, or the child, says otherwise.

use preau::{attendance::State, invoice::Invoice};

use super::{again, balance, bills, call, december, is_sound, issue};
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

#[test]
fn what_the_roll_call_says_later_is_a_credit_note_or_a_bill_of_the_difference() {
    let world = december();
    let meal = meal(&world);
    // A strike: nothing is owed of that day.
    call(&world, 1, 3, "2026-12-10", State::Strike);
    again(&world, 1);
    let all = bills(&world, 1);
    assert_eq!(written(&all[1]), [(1, meal, -meal)]);
    assert_eq!(all[1].mends, Some(all[0].number));
    // It came after all.
    call(&world, 1, 3, "2026-12-10", State::Here);
    again(&world, 1);
    assert_eq!(written(&bills(&world, 1)[2]), [(1, meal, meal)]);
    again(&world, 1);
    assert_eq!(bills(&world, 1).len(), 3, "nothing has changed");
    // It did not come, and nobody had said so: that is another word for the same price.
    call(&world, 1, 3, "2026-12-10", State::Absent);
    again(&world, 1);
    assert_eq!(bills(&world, 1).len(), 3, "nobody is sent a bill of nothing");
    assert_eq!(balance(&world, 1), 3 * meal);
    is_sound(&world);
}

#[test]
fn a_child_who_leaves_is_billed_for_the_days_it_had() {
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
