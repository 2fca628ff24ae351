//! What was agreed, as anybody may ask.

mod calls;
mod comparing;
mod ladder;
pub(super) mod offices;
