//! gRPC to domain values and back. The only room, with `server` and `cli`, that knows tonic and prost.

pub mod admission;
mod cases;
mod contact;
mod covenant;
mod escalation;
mod follow_up;
mod front;
pub mod identity;
mod inbox;
pub mod local;
mod out_of_reach;
mod page;
mod parse;
mod parse_case;
mod parse_contact;
mod parse_move;
mod parse_plan;
mod parse_registry;
mod parse_reports;
mod parse_rights;
mod parse_signal;
mod parse_ticket;
mod plans;
pub mod pseudonym;
#[cfg(test)]
mod reasons;
mod registry;
mod render;
mod render_case;
mod render_match;
mod render_plan;
mod render_reports;
mod render_rights;
mod render_signal;
mod render_ticket;
mod reports;
mod rights;
mod routes;
mod sessions;
mod signals;
mod sized;
mod status;
mod texts;

use std::sync::Arc;

use crate::api::v1;

pub use front::Front;
pub use routes::{Answering, Routes};
pub use status::{Language, shutting_down, unreadable_certificate};

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
        case_service_server::CaseServiceServer, covenant_service_server::CovenantServiceServer,
        escalation_service_server::EscalationServiceServer,
        inbox_service_server::InboxServiceServer, match_service_server::MatchServiceServer,
        registry_service_server::RegistryServiceServer, report_service_server::ReportServiceServer,
        rights_service_server::RightsServiceServer, session_service_server::SessionServiceServer,
        signal_service_server::SignalServiceServer,
    };
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
}
