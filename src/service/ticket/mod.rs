//! Tickets, and where one would go.

mod calls;
pub(super) mod parse;
pub(super) mod render;
