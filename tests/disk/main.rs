//! Disks that lose, tear, change, refuse and fill, under the store and under the whole program.

mod disk;
mod every;
mod fatal;
mod flips;
mod full;
mod proof;
mod room;
mod script;
mod shell;
mod town;
