//! What goes over the wire? The code that the build makes from `proto/`, as it is.

use zeroize::Zeroize;

/// The messages, clients and servers of `verwijspunt.v1`. Documented in the proto files.
#[allow(missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]
pub mod v1 {
    tonic::include_proto!("verwijspunt.v1");
}

/// The encoded `FileDescriptorSet` of the proto files, comments included: what reflection serves.
pub const FILE_DESCRIPTOR_SET: &[u8] =
    include_bytes!(concat!(env!("OUT_DIR"), "/verwijspunt.v1.binpb"));

/// A message.
pub trait Named {
    /// Its name in the proto files.
    const NAME: &'static str;
}

/// A request: it names who acts.
pub trait Acting {
    /// Who acts.
    fn acting(&self) -> &str;
}

/// A message in which BSNs can stand, at any depth.
pub trait Wipe {
    /// Overwrites every BSN.
    fn wipe(&mut self);
}

/// A coded value.
pub trait Coded: Copy + PartialEq + Into<i32> + 'static {
    /// Every value with its name in the proto, without the name of the enum before it; the
    /// unspecified one first.
    const ALL: &'static [(Self, &'static str)];

    /// Its name.
    #[must_use]
    fn name(self) -> &'static str {
        let named = Self::ALL.iter().find(|(value, _)| *value == self);
        named.map_or("UNSPECIFIED", |(_, name)| name)
    }
}

include!(concat!(env!("OUT_DIR"), "/verwijspunt.v1.traits.rs"));
