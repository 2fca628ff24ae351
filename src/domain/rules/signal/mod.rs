//! Concern signals: a request to look at a family, in the hands of exactly one party that must act.

pub mod alarm;
pub mod answering;
pub mod delivering;
pub mod outcome;
pub mod retention;
pub mod seeing;
pub mod sending;
