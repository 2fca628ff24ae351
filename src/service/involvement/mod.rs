//! Involvements: registering, renewing, ending; and the feed of the population register.

mod afterwards;
mod calls;
mod contact;
mod import;
mod moving;
pub(super) mod parse;
mod reconcile;
pub(super) mod render;
mod turns;

pub(super) use reconcile::Places;
