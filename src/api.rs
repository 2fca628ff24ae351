//! The code that prost and tonic make of `proto/`, and the descriptor set behind it.

/// Messages, servers and clients of `verwijspunt.v1`.
#[allow(missing_docs, unreachable_pub, clippy::all, clippy::pedantic, reason = "generated")]
pub mod v1 {
    tonic::include_proto!("verwijspunt.v1");
}

/// The descriptor set of `verwijspunt.v1`, comments included: for reflection and tests.
pub const DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/verwijspunt.v1.binpb"));
