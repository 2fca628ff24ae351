//! The audit log, for whoever checks it.

mod calls;
mod parse;
mod render;
