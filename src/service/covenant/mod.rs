//! What was agreed, as anybody may ask.

mod calls;
mod ladder;
pub(super) mod offices;
