//! What a family's history says of bookings that the town hall made or cancelled.

use std::collections::BTreeMap;

use super::{Booking, open::Open, plan::Plan};
use crate::{
    activity::ServiceId,
    family::{
        ChildId, Subject,
        history::{Booked, Deed, Line, What},
    },
};

/// What the history says of a plan that was carried out, and why, a line for each child.
pub fn lines(open: &Open, plan: &Plan, reason: &str) -> Vec<Line> {
    let deed = |booking: &Booking| match booking {
        Booking::OnTime => Deed::OnTime,
        Booking::Late => Deed::Late,
    };
    let added = plan.added.iter().map(|(cell, booking)| (*cell, deed(booking)));
    let removed = plan.removed.iter().map(|cell| (*cell, Deed::Cancelled));
    let mut children: BTreeMap<ChildId, BTreeMap<(ServiceId, Deed), Vec<_>>> = BTreeMap::new();
    for (cell, deed) in added.chain(removed) {
        children.entry(cell.child).or_default().entry((cell.service, deed)).or_default().push(cell.day);
    }
    let line = |(id, booked): (ChildId, BTreeMap<(ServiceId, Deed), Vec<_>>)| {
        let (_, known) = open.child(id)?;
        let booked = booked.into_iter().map(|((service, deed), days)| Booked { service, deed, days });
        Some(Line {
            about: Subject::Child(open.family, id),
            name: format!("{} {}", known.child.first_name, known.child.last_name),
            what: What::Booked(booked.collect(), reason.to_owned()),
        })
    };
    children.into_iter().filter_map(line).collect()
}
