//! The rules, as pure functions over values: no IO, no clock, no randomness.

pub mod access;
pub mod agreement;
pub mod audit;
pub mod calendar;
pub mod case;
pub mod changing;
pub mod escalation;
pub mod follow_up;
pub mod ids;
pub mod inbox;
pub mod involvement;
pub mod kinship;
pub mod lead;
pub mod matching;
pub mod notification;
pub mod party;
pub mod person;
pub mod receipt;
pub mod record;
pub mod refusal;
pub mod registering;
pub mod retention;
pub mod routing;
pub mod telling;
pub mod terms;
pub mod time;
