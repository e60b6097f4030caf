//! What will be billed: what is owed now, less what was billed already.
//!
//! A second run of the same month bills only what is new, and corrects what reads otherwise; run again, it bills nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Charge, Item, Line, What};
use crate::{
    family::ChildId,
    platform::money::Cents,
    tariff::price::{self, Kind},
};

/// What a family owes, or was billed, item by item.
pub type Charges = BTreeMap<Item, Charge>;

/// What the engine's lines charge; `children`: those of the household, in its order. What costs nothing to anybody
/// is no charge.
pub fn charges(lines: &[price::Line], children: &[ChildId]) -> Charges {
    let mut charges = Charges::new();
    for line in lines {
        let Some(child) = children.get(line.child).copied() else { continue };
        let (what, booked) = match line.kind {
            Kind::Days(booked) => (What::Day, Some(booked)),
            Kind::Ceiling => (What::Ceiling, None),
            Kind::Minimum => (What::Minimum, None),
            Kind::Subscription => (What::Subscription, None),
            Kind::Pickup => (What::Pickup, None),
        };
        if line.unit == Cents::ZERO && line.third == Cents::ZERO {
            continue;
        }
        let charge = Charge { booked, unit: line.unit, third: line.third };
        for day in &line.days {
            let item = Item { child, service: line.service, what, day: *day };
            // Two prices of one ceiling on one day are one charge.
            let known =
                charges.entry(item).or_insert(Charge { unit: Cents::ZERO, third: Cents::ZERO, ..charge });
            known.unit += charge.unit;
            known.third += charge.third;
        }
    }
    charges
}

/// The lines that lead from what was billed to what is owed, by child, service and price. What costs the same is not
/// billed anew, whatever it is called now: nobody is sent a bill of nothing because a child was marked absent.
pub fn lines(owed: &Charges, billed: &Charges) -> Vec<Line> {
    let mut grouped: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let mut say = |item: &Item, charge: &Charge, takes_back: bool| {
        let key = (item.child, item.service, item.what, takes_back, *charge);
        grouped.entry(key).or_default().push(item.day);
    };
    let items: BTreeSet<&Item> = owed.keys().chain(billed.keys()).collect();
    for item in items {
        let (now, before) = (owed.get(item), billed.get(item));
        let money = |charge: &Charge| (charge.unit, charge.third);
        if now.map(money) == before.map(money) {
            continue;
        }
        if let Some(before) = before {
            say(item, before, true);
        }
        if let Some(now) = now {
            say(item, now, false);
        }
    }
    let line = |((child, service, what, takes_back, charge), days)| Line {
        child,
        service,
        what,
        charge,
        takes_back,
        days,
    };
    grouped.into_iter().map(line).collect()
}

/// What was billed once lines are issued too.
pub fn after(billed: &Charges, lines: &[Line]) -> Charges {
    let mut after = billed.clone();
    let item = |line: &Line, day| Item { child: line.child, service: line.service, what: line.what, day };
    for line in lines.iter().filter(|line| line.takes_back) {
        for day in &line.days {
            after.remove(&item(line, *day));
        }
    }
    for line in lines.iter().filter(|line| !line.takes_back) {
        after.extend(line.days.iter().map(|day| (item(line, *day), line.charge)));
    }
    after
}

/// What lines come to.
pub fn total(lines: &[Line]) -> Cents {
    lines.iter().map(Line::amount).sum()
}
