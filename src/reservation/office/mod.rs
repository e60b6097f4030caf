//! The town's door to families' reservations, to their prices, and to the days that it closes.

mod book;
mod closures;
mod price;
mod trial;
mod year;

use rocket::{Route, routes};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    let mut all = routes![
        book::current,
        book::show,
        book::change,
        book::validate,
        book::back,
        price::page,
        trial::page
    ];
    all.extend(routes![year::form, year::list, year::month, year::validate]);
    all.extend(closures::routes());
    all
}
