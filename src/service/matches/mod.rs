//! Matches: follow-up and the lead.

mod calls;
pub(super) mod parse;
pub(super) mod render;
