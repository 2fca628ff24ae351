//! What was agreed, as anybody may ask.

mod calls;
pub(super) mod offices;
