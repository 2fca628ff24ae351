//! gRPC to domain values and back.

pub mod identity;
