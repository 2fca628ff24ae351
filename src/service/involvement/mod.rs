//! Involvements: registering, renewing, ending; and the feed of the population register.

mod calls;
pub(super) mod moving;
pub(super) mod parse;
