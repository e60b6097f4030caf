//! Disks that lose, tear, refuse and fill, under the store and under the whole program.

mod disk;
mod every;
mod full;
mod proof;
mod room;
mod script;
mod shell;
mod town;
