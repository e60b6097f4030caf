//! The portal, from the address to the database and back, without a network.

mod access;
mod account;
mod browser;
mod command;
mod house;
mod model;
mod post;
mod places;
mod reservation;
mod world;
