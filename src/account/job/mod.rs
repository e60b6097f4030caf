//! What is done about accounts beside the requests.

mod agents;
mod links;

pub use agents::{Asked, Told, answer, first};
pub use links::answer_asks;
