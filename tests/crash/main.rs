//! The whole program as a town runs it: killed, backed up, restored, damaged.

mod bills;
mod damage;
mod family;
mod http;
mod keep;
mod kills;
mod page;
mod program;
mod refusals;
mod town;
mod upgrade;
