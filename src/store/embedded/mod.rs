//! The embedded store: a journal that is the truth, sled as the index built from it.
//!
//! `engine` keeps bytes and knows no rule of the store; `typed` gives it the rules: versions,
//! inbox sequences, lists, deadlines, the audit chain.

pub(super) mod bulk;
pub mod engine;
mod kept;
mod prepared;
mod sequencer;
mod typed;

pub use typed::EmbeddedStore;
