//! Involvements: registering, renewing, ending; and the feed of the population register.

mod calls;
mod import;
mod moving;
pub(super) mod parse;
pub(super) mod render;
