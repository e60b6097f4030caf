//! What a boat-rental site would need just as well: the store, the clock, mail, the rules of HTTP.

pub mod assets;
pub mod blob;
pub mod body;
pub mod clock;
pub mod compress;
pub mod config;
pub mod csrf;
pub mod dated;
pub mod error;
pub mod file;
pub mod headers;
pub mod jobs;
pub mod live;
pub mod mail;
pub mod money;
pub mod origin;
pub mod outbox;
pub mod password;
pub mod random;
pub mod store;
pub mod upload;

use std::sync::Arc;

/// What the portal is made of. `main.rs` hands in the real ones, the tests others.
pub struct Parts {
    /// The town's data.
    pub store: store::Store,
    /// What time it is.
    pub clock: clock::Clock,
    /// Where tokens come from.
    pub random: random::Random,
    /// Where mail leaves.
    pub mailer: Arc<mail::Mailer>,
    /// How the portal is deployed.
    pub config: config::Config,
    /// The workers that hash passwords.
    pub passwords: password::Passwords,
}
