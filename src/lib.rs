//! Verwijspunt: a that-registry and message broker for the people around families with many
//! problems at once. See `src/ARCHITECTURE.md` for the map.

pub mod cli;
pub mod domain;
pub mod store;
