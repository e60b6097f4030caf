//! What is done about accounts beside the requests.

mod links;

pub use links::answer_asks;
