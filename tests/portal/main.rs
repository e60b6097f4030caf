//! The portal, from the address to the database and back, without a network.

mod access;
mod account;
mod address;
mod attendance;
mod browser;
mod command;
mod factor;
mod file;
mod house;
mod import;
mod mailbox;
mod model;
mod office;
mod payment;
mod places;
mod post;
mod reservation;
mod sessions;
mod smtp;
mod throttle;
mod told_absences;
mod town;
mod world;
