//! The portal, from the address to the database and back, without a network.

mod access;
mod account;
mod browser;
mod command;
mod house;
mod model;
mod office;
mod places;
mod post;
mod reservation;
mod town;
mod world;
