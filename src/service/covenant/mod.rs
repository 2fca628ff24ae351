//! What was agreed, as anybody may ask.

mod calls;
mod comparing;
pub(super) mod offices;
