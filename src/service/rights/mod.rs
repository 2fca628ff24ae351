//! Rights of the person: access and objections.

mod calls;
pub(super) mod parse;
pub(super) mod render;
