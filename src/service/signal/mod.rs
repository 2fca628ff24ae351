//! Concern signals.

mod calls;
pub(super) mod parse;
pub(super) mod render;
