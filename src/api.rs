//! What goes over the wire? The code that the build makes from `proto/`, as it is.

/// The messages, clients and servers of `verwijspunt.v1`. Documented in the proto files.
#[allow(missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]
pub mod v1 {
    tonic::include_proto!("verwijspunt.v1");
}

/// The encoded `FileDescriptorSet` of the proto files, comments included: what reflection serves.
pub const FILE_DESCRIPTOR_SET: &[u8] =
    include_bytes!(concat!(env!("OUT_DIR"), "/verwijspunt.v1.binpb"));
