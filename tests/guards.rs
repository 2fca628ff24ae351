//! Does nothing slip in unseen? Guards over the whole API: who may call, what a message can hold,
//! what is documented, what a server answers besides.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "guards/addresses.rs"]
mod addresses;
#[path = "guards/compared.rs"]
mod compared;
#[path = "guards/examples.rs"]
mod examples;
#[path = "guards/golden.rs"]
mod golden;
#[path = "guards/inside.rs"]
mod inside;
#[path = "guards/large.rs"]
mod large;
#[path = "guards/operation.rs"]
mod operation;
#[path = "guards/pages.rs"]
mod pages;
#[path = "guards/permissions.rs"]
mod permissions;
#[path = "guards/persons.rs"]
mod persons;
#[path = "guards/raw.rs"]
mod raw;
#[path = "guards/rest.rs"]
mod rest;
#[path = "guards/schema.rs"]
mod schema;
#[path = "support/mod.rs"]
mod support;
