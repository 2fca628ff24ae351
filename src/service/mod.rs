//! gRPC to domain values and back. The only room, with `server` and `cli`, that knows tonic and prost.

pub mod admission;
mod audit;
mod case;
mod codes;
mod covenant;
#[doc(hidden)]
pub mod decoding;
mod entry;
pub(crate) mod field_texts;
mod fields;
mod front;
pub mod identity;
mod idle;
mod in_language;
mod inbox;
mod involvement;
pub mod json;
mod lists;
pub mod local;
mod matches;
mod out_of_reach;
mod page;
mod plan;
pub mod pseudonym;
#[cfg(test)]
mod reasons;
mod report;
mod rights;
mod room;
mod routes;
mod sessions;
mod shown;
mod signal;
mod sized;
mod status;
mod texts;
mod ticket;
mod unread;
mod wiped;
mod wrong_fields;

use std::sync::Arc;

use crate::api::v1;

pub use crate::broker::ids::fresh as fresh_id;
pub use front::Front;
pub use in_language::in_language;
pub use routes::{Answering, Between, Routes, Serve};
pub use status::{
    Language, language_of, metadata_too_large, no_such_address, not_json, shutting_down,
    unreadable_certificate, verb_not_allowed,
};

/// Most bytes in one message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sizes {
    /// In a request.
    pub request: usize,
    /// In a message of an import.
    pub import: usize,
    /// In an answer.
    pub response: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { request: 256 * 1024, import: 1024 * 1024, response: 1024 * 1024 }
    }
}

/// The services over one broker.
#[must_use]
pub fn routes(front: Arc<Front>, sizes: Sizes) -> Routes {
    use v1::{
        audit_service_server::AuditServiceServer, case_service_server::CaseServiceServer,
        covenant_service_server::CovenantServiceServer,
        escalation_service_server::EscalationServiceServer,
        inbox_service_server::InboxServiceServer, match_service_server::MatchServiceServer,
        registry_service_server::RegistryServiceServer, report_service_server::ReportServiceServer,
        rights_service_server::RightsServiceServer, session_service_server::SessionServiceServer,
        signal_service_server::SignalServiceServer,
    };
    let front = Arc::new(Front::clone(&front).sized(sizes));
    macro_rules! service {
        ($server:ident, $decode:expr) => {
            $server::from_arc(front.clone())
                .max_decoding_message_size($decode)
                .max_encoding_message_size(sizes.response)
        };
    }
    let registry = sized::ByMethod {
        import: service!(RegistryServiceServer, sizes.import),
        usual: service!(RegistryServiceServer, sizes.request),
    };
    Routes::default()
        .add_service(registry)
        .add_service(service!(MatchServiceServer, sizes.request))
        .add_service(service!(InboxServiceServer, sizes.request))
        .add_service(service!(EscalationServiceServer, sizes.request))
        .add_service(service!(SignalServiceServer, sizes.request))
        .add_service(service!(CovenantServiceServer, sizes.request))
        .add_service(service!(CaseServiceServer, sizes.request))
        .add_service(service!(RightsServiceServer, sizes.request))
        .add_service(service!(ReportServiceServer, sizes.request))
        .add_service(service!(SessionServiceServer, sizes.request))
        .add_service(service!(AuditServiceServer, sizes.request))
}
