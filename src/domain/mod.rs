//! The rules, as pure functions over values.

pub mod calendar;
pub mod party;
pub mod routing;
pub mod time;
