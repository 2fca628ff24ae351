//! Figures for the agreement as a whole.

mod calls;
pub(super) mod parse;
pub(super) mod render;
