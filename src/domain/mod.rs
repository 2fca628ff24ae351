//! The rules, as pure functions over values: no IO, no clock, no randomness.

pub mod model;
pub mod rules;
pub mod state;
