//! Which methods are there, and which of them stream? Read from the descriptor sets.

use std::collections::BTreeMap;

use prost::Message as _;
use prost_types::FileDescriptorSet;

/// How a method is limited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// One answer, within the time limit.
    Unary,
    /// A stream to the caller, who asks once: as long as both sides want.
    Streaming,
    /// Streams both ways, of a service that every server has.
    Exchange,
    /// A stream from the caller, who must not pause for too long.
    Upload,
}

/// The package of the API.
const OURS: &str = "verwijspunt.v1";

/// Whether a method is one of the API, by its path.
pub(super) fn is_ours(path: &str) -> bool {
    path.strip_prefix('/')
        .and_then(|path| path.strip_prefix(OURS))
        .is_some_and(|rest| rest.starts_with('.'))
}

/// The place of what is not a method of ours, in [`Methods::listed`].
pub(super) const OTHER: usize = 0;

/// The methods that are served, by path (`/package.Service/Method`). Others are treated as unary
/// and counted as `other`, so that callers cannot make metrics grow.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Methods {
    kinds: BTreeMap<String, Kind>,
    services: Vec<String>,
}

impl Methods {
    /// Reads encoded `FileDescriptorSet`s.
    ///
    /// # Errors
    /// When one is not a descriptor set.
    pub fn from_descriptor_sets(sets: &[&[u8]]) -> Result<Self, prost::DecodeError> {
        let mut methods = Self::default();
        for set in sets {
            for file in FileDescriptorSet::decode(*set)?.file {
                for service in &file.service {
                    let name = format!("{}.{}", file.package(), service.name());
                    for method in &service.method {
                        let ours = file.package() == OURS;
                        let kind = match (method.client_streaming(), method.server_streaming()) {
                            (true, _) if ours => Kind::Upload,
                            (true, _) => Kind::Exchange,
                            (false, true) => Kind::Streaming,
                            (false, false) => Kind::Unary,
                        };
                        methods.kinds.insert(format!("/{name}/{}", method.name()), kind);
                    }
                    methods.services.push(name);
                }
            }
        }
        Ok(methods)
    }

    /// Adds a method.
    #[must_use]
    pub fn with(mut self, path: &str, kind: Kind) -> Self {
        self.kinds.insert(path.to_owned(), kind);
        self
    }

    /// Names of the services in the descriptor sets.
    #[must_use]
    pub fn services(&self) -> &[String] {
        &self.services
    }

    /// Every method, the first one for what is not a method of ours.
    pub fn listed(&self) -> impl Iterator<Item = (&str, Kind)> {
        let known = self.kinds.iter().map(|(path, kind)| (path.as_str(), *kind));
        std::iter::once(("other", Kind::Unary)).chain(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streaming_is_read_from_the_descriptors() {
        let sets = [tonic_health::pb::FILE_DESCRIPTOR_SET, crate::api::FILE_DESCRIPTOR_SET];
        let methods = Methods::from_descriptor_sets(&sets).expect("descriptors");
        let kind = |path| methods.listed().find(|(p, _)| *p == path).map(|(_, kind)| kind);
        assert_eq!(kind("/grpc.health.v1.Health/Check"), Some(Kind::Unary));
        assert_eq!(kind("/grpc.health.v1.Health/Watch"), Some(Kind::Streaming));
        let import = "/verwijspunt.v1.RegistryService/ImportInvolvements";
        assert_eq!(kind(import), Some(Kind::Upload));
        let subscribe = "/verwijspunt.v1.InboxService/Subscribe";
        assert_eq!(kind(subscribe), Some(Kind::Streaming));
        assert!(
            is_ours(subscribe) && !is_ours("/grpc.health.v1.Health/Check") && !is_ours("other")
        );
        assert_eq!(methods.services()[0], "grpc.health.v1.Health");
    }
}
