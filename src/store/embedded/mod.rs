//! The store in a directory of this machine: a journal that decides what happened, and an index that
//! is built from it.
//!
//! `engine` keeps bytes and knows nothing of what they mean. `encoded_change` writes a change down on
//! the task of its caller, `sequencer` decides it at its turn by the rules of `store/rules.rs`, and
//! `embedded_store` reads.

mod embedded_store;
mod encoded_change;
pub mod engine;
mod other_chains;
mod sequencer;
pub mod stopped;
pub(super) mod whole_directory;

pub use embedded_store::EmbeddedStore;
