//! Concern signals.

mod calls;
mod entry;
pub(super) mod parse;
pub(super) mod render;
