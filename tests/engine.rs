//! Does the embedded engine keep its word: durable, atomic, never a wrong answer?
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "engine/audit_gaps.rs"]
mod audit_gaps;
#[path = "engine/cold.rs"]
mod cold;
#[path = "engine/crash.rs"]
mod crash;
#[path = "engine/damage.rs"]
mod damage;
#[path = "engine/gone.rs"]
mod gone;
#[path = "engine/harness.rs"]
mod harness;
#[path = "engine/hidden.rs"]
mod hidden;
#[path = "engine/marks.rs"]
mod marks;
#[path = "engine/merging.rs"]
mod merging;
#[path = "engine/model.rs"]
mod model;
#[path = "support/packed.rs"]
mod packed;
#[path = "engine/plain.rs"]
mod plain;
#[path = "engine/room.rs"]
mod room;
