//! The rules, as pure functions over values.

pub mod party;
pub mod routing;
pub mod time;
