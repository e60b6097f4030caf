//! The pages of accounts, in French.

mod address;
mod agent;
mod agents;
mod ask;
mod confirm;
mod factor;
mod families;
mod first;
mod journal;
mod overview;
mod password;
mod roles;
mod sessions;
mod sign_in;

pub use address::{BadAddress, Moving, confirming, link_over, moving};
pub use agent::{Form, agent, invitation};
pub use agents::{Line, agents};
pub use ask::{Asked, ask, asked};
pub use confirm::Untaken;
pub use factor::{Enrolment, code, codes, enrolment, remake, removal};
pub use families::families;
pub use first::{first, first_gone};
pub use journal::{Past, journal};
pub use overview::{Overview, overview};
pub use password::{Choice, Way, choose, gone};
pub use roles::{role, roles};
pub use sessions::{Shown, sessions};
pub use sign_in::{SignIn, sign_in};

use maud::{Markup, html};

use super::Bar;
use crate::{
    town::Identity,
    ui::{french::NBSP, layout::Frame},
};

/// Said to parents while the portal is not open to them.
fn not_open(town: &Identity) -> Markup {
    html! {
        @if !town.opened {
            p.notice {
                "Le portail n’est pas encore ouvert aux familles" (NBSP) ": la mairie le prépare. "
                "D’ici là, seules les personnes de la mairie peuvent se connecter."
            }
        }
    }
}

/// Shows in the frame of a page who is signed in, and what is open to this person.
pub fn dress<'a>(frame: &mut Frame<'a>, bar: &'a Bar) {
    frame.person = Some(&bar.person);
    frame.ends = bar.ends;
    let entries = [
        (bar.family, ("/", "Accueil")),
        (bar.family, ("/reservations", "Réservations")),
        (bar.family, ("/presences", "Présences")),
        (bar.family, ("/factures", "Factures")),
        (bar.family, ("/documents", "Documents")),
        (bar.family, ("/absences", "Absences")),
        (bar.family, ("/famille", "Famille")),
        (bar.family, ("/enfants", "Enfants")),
        (bar.family, ("/contact", "Contact")),
        (bar.families, ("/familles", "Changer de famille")),
        (bar.office, ("/mairie", "Mairie")),
        (bar.inside, ("/mot-de-passe", "Mot de passe")),
        (bar.inside, ("/compte", "Compte")),
    ];
    frame.menu = entries.into_iter().filter_map(|(shown, entry)| shown.then_some(entry)).collect();
}
