//! The demonstration: one family in Zeeburg, seven parties, everything over the wire.

pub mod actors;
pub mod inbox;
pub mod story;
pub mod teller;
