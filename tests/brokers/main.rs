//! Do several brokers over one database keep what one broker promises?

#![allow(unreachable_pub, missing_docs)]

mod audit;
mod budget;
mod covenants;
mod deliveries;
mod keys;
mod lost;
#[path = "../conformance/make.rs"]
#[allow(dead_code)]
mod make;
mod pooled;
#[path = "../support/postgres.rs"]
mod postgres;
mod refused;
mod rig;
mod schema;
mod sweeping;
mod tls;
mod together;
