//! The outside of the broker: configuration, sockets, TLS, limits, reload, shutdown, metrics.
//!
//! The way of a connection: `accept` takes it, `tls` shakes hands, `peer` reads the certificate,
//! `connections` remembers it, `gate` lets each request through to the service.

pub mod accept;
pub mod admin;
pub mod assemble;
pub mod browsers;
pub mod budget_config;
pub mod checkpoints;
mod classic_text;
mod clock;
pub mod config;
mod config_files;
pub mod connections;
pub mod console;
mod covenants;
#[doc(hidden)]
pub mod decoding;
mod deliveries;
pub mod expiry;
mod frames;
pub mod gate;
pub mod keys;
mod lasting;
mod listeners;
mod mail_config;
pub mod metrics;
mod newcomers;
pub mod pages;
pub mod peer;
pub mod people_config;
pub mod pki;
pub mod process;
mod refusals;
pub mod reload;
mod revocation;
mod seldom;
pub mod serve;
mod sharing;
pub mod shutdown;
pub mod store_config;
pub mod stream;
pub mod surroundings;
pub mod telemetry;
pub mod tls;
pub mod trial;
mod trust;
pub mod webhook_config;
