//! Trying it: may this child be booked, until when, at what price, and why; for a child of a family, or one that is
//! made up. What answers is what answers on the grid; what is asked may be of a day that nobody can book yet.

pub mod read;

use chrono::{DateTime, NaiveDate, Utc};
use strum::VariantArray;

use super::{
    Booking, Cell,
    grid::together,
    judge::{Judged, Reason, judge},
    open::Open,
    plan::{Plan, plan},
    sheet::Asked,
    ticks::Draft,
    why::{self, Row},
};
use crate::{
    activity::ServiceId,
    family::{Child, ChildId, FamilyId, InClass, custody::Home},
    platform::dated::{Dated, From},
    registration::Registration,
    tariff::{
        Regime, TariffId,
        absence::{Absences, Cause, Excuse, Terms},
        household::{Household, Pupil},
        modifier::{Penalty, Pickup},
        price::{self, Booked, NoPrice, Together},
        quotient::Quotient,
        why::{Told, why as told},
    },
    town::{ClassId, Town},
};

/// The family of a child that is made up: no family has this number.
pub const NOBODY: FamilyId = FamilyId(0);

/// A child that is made up.
#[derive(Clone, Debug, PartialEq)]
pub struct Pretend {
    /// Its class.
    pub class: Option<ClassId>,
    /// Date of birth, if prices look at it.
    pub born: Option<NaiveDate>,
    /// Whether it lives in the town.
    pub resident: bool,
    /// The family's quotient; none: not known.
    pub quotient: Option<Quotient>,
    /// How many children the family has.
    pub children: usize,
    /// Which of them it is, 1 for the eldest.
    pub rank: usize,
    /// Whether all of them are booked.
    pub together: bool,
    /// Who insures it.
    pub regime: Option<Regime>,
    /// Whether it brings its own meal.
    pub own_meal: bool,
}

impl Pretend {
    /// Its number.
    pub fn id(&self) -> ChildId {
        number(self.rank.saturating_sub(1))
    }

    /// What prices look at in its family from a day on: all its children are like it.
    pub fn household(&self, town: &Town, day: NaiveDate) -> Household {
        let level = self.class.and_then(|id| town.classes.get(&id)).map(|class| class.level);
        let pupil = || Pupil {
            level: level.map_or_else(Dated::default, |level| Dated::since(day, level)),
            born: self.born,
            regime: self.regime,
            own_meal: self.own_meal,
            away: Dated::default(),
        };
        Household {
            resident: Dated::since(day, self.resident),
            quotient: Dated::since(day, self.quotient),
            children: (0..self.children).map(|_| pupil()).collect(),
        }
    }

    /// The children of its family, the eldest first.
    pub fn children(&self) -> Vec<(ChildId, Child)> {
        let child = || Child {
            first_name: String::new(),
            last_name: String::new(),
            born: self.born.unwrap_or_default(),
            class: Dated::since(NaiveDate::MIN, InClass { class: self.class }),
            home: Dated::since(NaiveDate::MIN, Home::with(NOBODY)),
            archived: None,
        };
        (0..self.children).map(|n| (number(n), child())).collect()
    }

    /// Registers its family for a service, and books its brothers and sisters where they all are.
    pub fn register(&self, open: &mut Open, service: ServiceId, tariff: TariffId, day: NaiveDate) {
        for id in (0..self.children).map(number) {
            register(open, id, service, tariff);
        }
        for child in open.children.iter_mut().filter(|child| self.together && child.id != self.id()) {
            child.booked.insert((service, day), Booking::OnTime);
        }
    }
}

fn number(place: usize) -> ChildId {
    ChildId(u32::try_from(place).unwrap_or(u32::MAX))
}

/// Registers a child for a service at a tariff, on all days.
pub fn register(open: &mut Open, child: ChildId, service: ServiceId, tariff: TariffId) {
    for known in open.children.iter_mut().filter(|known| known.id == child) {
        let mut all = known.registrations.as_ref().clone();
        all.retain(|known| known.service != service);
        all.push(Registration { service, tariff, usual: vec![], from: NaiveDate::MIN, until: None });
        known.registrations = all.into();
    }
}

/// What is asked of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    /// The child, the service, the day.
    pub cell: Cell,
    /// When somebody books.
    pub at: DateTime<Utc>,
    /// How long the child stays, where prices look at it.
    pub minutes: Option<u32>,
}

/// All that the town's settings say of it.
#[derive(Debug)]
pub struct Trial<'t> {
    /// Whether it may be booked and cancelled then, and the deadlines.
    pub judged: Judged,
    /// What may be done once it is asked for: places, other services.
    pub book: Result<Booking, Reason>,
    /// What it costs so, and why.
    pub price: Option<Row<'t>>,
    /// What it costs otherwise.
    pub others: Vec<(Otherwise, Result<Told<'t>, NoPrice>)>,
    /// What is decided of absences that day; none: nothing.
    pub absences: Option<&'t From<Terms>>,
    /// What fetching the child late costs.
    pub pickup: Option<Pickup>,
}

/// What else may happen to a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Otherwise {
    /// It is booked, or not, in another way.
    Booked(Booked),
    /// The child does not come, and there is a reason; of an illness, the last day that is owed alike.
    Excused(Excuse, Option<usize>),
}

/// Asks the same rules as the grid does.
pub fn trial<'t>(open: &'t Open, absences: &'t Absences, question: &Question) -> Trial<'t> {
    let Question { cell, at, minutes } = *question;
    let judged = judge(open, &cell, at);
    let (book, plan) = asked(open, &judged, &cell, at);
    let booking = judged.booked.or(book.clone().ok()).unwrap_or(Booking::OnTime);
    let mut price = why::explain(open, &plan, [cell.day].into_iter(), &cell, booking);
    let priced = open.priced(&cell, booking).map(|priced| price::Cell { minutes, ..priced });
    let together = together(open, &plan);
    // The grid does not know how long a child will stay.
    if let (Some(row), Some(priced), Some(_)) = (&mut price, &priced, minutes) {
        let told = told(&open.tariffs, &open.household, &together, priced).ok();
        row.prices = told.into_iter().map(|told| (vec![cell.day], told)).collect();
    }
    let others = priced.map_or_else(Vec::new, |priced| others(open, absences, &together, &priced));
    let version = priced.and_then(|priced| open.tariffs.0.get(&priced.tariff)?.versions.on(cell.day));
    Trial {
        judged,
        book,
        price,
        others,
        absences: absences.on(cell.service, cell.day),
        pickup: version.and_then(|version| version.value.pickup),
    }
}

/// What becomes of the cell if it is ticked: its places, what it excludes and needs.
fn asked(open: &Open, judged: &Judged, cell: &Cell, at: DateTime<Utc>) -> (Result<Booking, Reason>, Plan) {
    let booking = match (&judged.book, judged.booked) {
        (Ok(booking), None) => *booking,
        (book, _) => return (book.clone(), plan(open, &Asked::default(), at)),
    };
    let draft = Draft { add: [(*cell, booking)].into(), ..Draft::default() };
    let plan = plan(open, &Asked::of(&draft), at);
    let refused = plan.refused.iter().find(|refused| refused.cell == *cell);
    (refused.map_or(Ok(booking), |refused| Err(refused.reason.clone())), plan)
}

/// The other things that may happen, and what each costs.
fn others<'t>(
    open: &'t Open,
    absences: &Absences,
    together: &Together,
    priced: &price::Cell,
) -> Vec<(Otherwise, Result<Told<'t>, NoPrice>)> {
    let version = open.tariffs.0.get(&priced.tariff).and_then(|tariff| tariff.versions.on(priced.day));
    // From which time on it costs more: the first of them, and that one.
    let times = match version.and_then(|version| version.value.unreserved) {
        Some(Penalty::Times { from, .. }) if from > 1 => vec![1, from],
        _ => vec![1],
    };
    let terms = absences.on(priced.service, priced.day);
    let illness = terms.map_or_else(Default::default, |terms| terms.value.illness.clone());
    let booked = [Booked::OnTime, Booked::Late];
    let booked = booked.into_iter().chain(times.into_iter().map(Booked::Unreserved)).chain([Booked::Absent]);
    let causes = Cause::VARIANTS.iter().map(|cause| (Excuse::Cause(*cause), None));
    let excuses = illness.cases().into_iter().chain(causes);
    let excuses = excuses.map(|(excuse, last)| Otherwise::Excused(excuse, last));
    let all = booked.map(Otherwise::Booked).chain(excuses);
    let cost = |otherwise: Otherwise| {
        let booked = match otherwise {
            Otherwise::Booked(booked) => booked,
            Otherwise::Excused(excuse, _) => {
                absences.booked(priced.service, priced.day, priced.booked, excuse)
            }
        };
        let cell = price::Cell { booked, ..*priced };
        (otherwise, told(&open.tariffs, &open.household, together, &cell))
    };
    all.map(cost).collect()
}
