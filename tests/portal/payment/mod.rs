//! Paying online, against a stand-in of the service that is reached over a socket.

mod attempts;
mod contract;
mod faults;
mod messages;
pub mod service;
mod stand_in;
