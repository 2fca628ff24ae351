//! The subcommands. (Stub of the engine clone; the lead owns this file.)

pub mod store;
