//! The ladder: a ticket is opened, moves from step to step, and is closed. Which office comes
//! next is the covenant's answer; who may act, and who is told, is decided here.

pub mod closing;
pub mod moving;
pub mod opening;
pub mod overdue;
pub mod rerouting;
pub mod ticket;

use super::routing::{Route, RouteQuestion, RouteRefusal};

/// The covenant's answer to a question about a ticket, as a pure function.
pub type Router<'a> = &'a (dyn Fn(&RouteQuestion) -> Result<Route, RouteRefusal> + Sync);
