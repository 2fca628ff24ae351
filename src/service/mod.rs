//! gRPC to domain values and back. The only room, with `server` and `cli`, that knows tonic and prost.

mod covenant;
mod escalation;
mod follow_up;
mod front;
pub mod identity;
mod inbox;
mod page;
mod parse;
mod parse_registry;
mod parse_ticket;
pub mod pseudonym;
mod registry;
mod render;
mod render_ticket;
mod status;
mod texts;

use std::sync::Arc;

use tonic::service::Routes;

use crate::api::v1;

pub use front::Front;

/// Most bytes in one request message.
pub const DECODE_MOST: usize = 256 * 1024;
/// Most bytes in one message of an import.
pub const IMPORT_DECODE_MOST: usize = 1024 * 1024;
/// Most bytes in one answer.
pub const ENCODE_MOST: usize = 1024 * 1024;

/// The five services over one broker. The descriptor set serves reflection.
#[must_use]
pub fn routes(front: Arc<Front>) -> Routes {
    use v1::{
        covenant_service_server::CovenantServiceServer,
        escalation_service_server::EscalationServiceServer,
        inbox_service_server::InboxServiceServer, match_service_server::MatchServiceServer,
        registry_service_server::RegistryServiceServer,
    };
    let registry = RegistryServiceServer::from_arc(front.clone())
        .max_decoding_message_size(IMPORT_DECODE_MOST)
        .max_encoding_message_size(ENCODE_MOST);
    let matches = MatchServiceServer::from_arc(front.clone())
        .max_decoding_message_size(DECODE_MOST)
        .max_encoding_message_size(ENCODE_MOST);
    let inbox = InboxServiceServer::from_arc(front.clone())
        .max_decoding_message_size(DECODE_MOST)
        .max_encoding_message_size(ENCODE_MOST);
    let escalation = EscalationServiceServer::from_arc(front.clone())
        .max_decoding_message_size(DECODE_MOST)
        .max_encoding_message_size(ENCODE_MOST);
    let covenant = CovenantServiceServer::from_arc(front)
        .max_decoding_message_size(DECODE_MOST)
        .max_encoding_message_size(ENCODE_MOST);
    Routes::new(registry)
        .add_service(matches)
        .add_service(inbox)
        .add_service(escalation)
        .add_service(covenant)
}
