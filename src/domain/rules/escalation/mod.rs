//! The ladder: a ticket is opened, moves from step to step, and is closed. Which office comes
//! next is the covenant's answer; who may act, and who is told, is decided here.

pub mod asking;
pub mod by_office;
pub mod closing;
pub mod happening;
pub mod moving;
pub mod opening;
pub mod overdue;
pub mod own_name;
pub mod parting;
pub mod rerouting;
pub mod seeing;
