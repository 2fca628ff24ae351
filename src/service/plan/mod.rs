//! The plan of a case: meetings, milestones, family manager and watch.

mod calls;
pub(super) mod parse;
pub(super) mod render;
