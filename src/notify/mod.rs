//! Waking subscribers and reading on after a position. Carries no data of its own.

pub mod bell;
pub mod crises;
pub mod cursor;
pub mod neighbours;
