//! Cases: who is in one, how a family is classified.

mod calls;
pub(super) mod parse;
pub(super) mod render;
