//! The portal, from the address to the database and back, without a network.

mod browser;
mod reservation;
mod world;
