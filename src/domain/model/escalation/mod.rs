//! The ladder: a ticket is opened, moves from step to step, and is closed. Which office comes
//! next is the covenant's answer; who may act, and who is told, is decided here.

pub mod ticket;

use crate::domain::model::routing::{Route, RouteQuestion, RouteRefusal};

/// The covenant's answer to a question about a ticket, as a pure function.
pub type Router<'a> = &'a (dyn Fn(&RouteQuestion) -> Result<Route, RouteRefusal> + Sync);
