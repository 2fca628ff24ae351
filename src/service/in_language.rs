//! How does a refusal that was made where nobody knew the caller come into the caller's language? Where the
//! answer goes out, from the table that holds every reason.

use http::HeaderMap;
use tonic::Status;
use tonic_types::StatusExt as _;

use super::{status::Language, texts};

/// The header with the details of a refusal.
const DETAILS: &str = "grpc-status-details-bin";

/// The same status for a caller who reads this language, when it was made where nobody knew that.
#[must_use]
pub fn in_language(status: Status, language: Language) -> Status {
    if language == Language::English || status.details().is_empty() {
        return status;
    }
    let mut details = status.get_error_details();
    let tag = language.tag();
    let told = details.localized_message().is_some_and(|message| message.locale == tag);
    let reason = details.error_info().map(|info| info.reason.clone());
    let Some(text) = reason.filter(|_| !told).and_then(|reason| texts::find(&reason)) else {
        return status;
    };
    details.set_localized_message(tag, text.nl);
    let (code, message, metadata) = (status.code(), status.message(), status.metadata().clone());
    Status::with_error_details_and_metadata(code, message, details, metadata)
}

/// The same of the headers or trailers in which a status stands.
pub(super) fn headers(headers: &mut HeaderMap, language: Language) {
    if language == Language::English || !headers.contains_key(DETAILS) {
        return;
    }
    let Some(status) = Status::from_header_map(headers) else { return };
    let mut told = HeaderMap::new();
    if in_language(status, language).add_header(&mut told).is_ok() {
        headers.extend(told);
    }
}
