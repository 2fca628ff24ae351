//! Verwijspunt: a that-registry and message broker for the people around families with many
//! problems at once. `src/ARCHITECTURE.md` is the map.

pub mod api;
pub mod broker;
pub mod cli;
pub mod covenant;
pub mod deliver;
pub mod domain;
pub mod dutch;
pub mod notify;
pub mod pem;
pub mod people;
pub mod plain_text;
pub mod rest;
pub mod server;
pub mod service;
pub mod store;
pub mod toml_file;
pub mod web;
pub mod wire;
