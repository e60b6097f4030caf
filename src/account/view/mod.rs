//! The pages of accounts, in French.

mod ask;
mod families;
mod password;
mod sign_in;

pub use ask::{Asked, ask, asked};
pub use families::families;
pub use password::{Choice, Way, choose, gone};
pub use sign_in::{SignIn, sign_in};

use super::Bar;
use crate::ui::layout::Frame;

/// Shows in the frame of a page who is signed in, and what is open to this person.
pub fn dress<'a>(frame: &mut Frame<'a>, bar: &'a Bar) {
    frame.person = Some(&bar.person);
    frame.ends = bar.ends;
    let entries = [
        (bar.family, ("/", "Accueil")),
        (bar.family, ("/reservations", "Réservations")),
        (bar.families, ("/familles", "Changer de famille")),
        (bar.office, ("/mairie", "Mairie")),
        (true, ("/mot-de-passe", "Mot de passe")),
        (true, ("/compte", "Mon compte")),
    ];
    frame.menu = entries.into_iter().filter_map(|(shown, entry)| shown.then_some(entry)).collect();
}
