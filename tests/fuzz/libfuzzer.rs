//! One program of `cargo fuzz` for each target: its name says which.
#![no_main]

#[path = "targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::named(env!("CARGO_BIN_NAME"))(bytes));
