//! What is said of a call that the layer below refuses before a handler reads it, or of an answer that it
//! cannot send? The same with a reason.

use std::collections::HashMap;

use http::HeaderMap;
use tonic::{Code, Status, body::Body};
use tonic_types::ErrorDetails;

use super::status::{Language, Said, build, response_too_large, text_of};

/// Headers of a refusal: its code, and its details.
pub(super) const GRPC_STATUS: &str = "grpc-status";
const GRPC_DETAILS: &str = "grpc-status-details-bin";

/// The code of the layer below for a message that is too large.
const OUT_OF_RANGE: &str = "11";

/// Reasons for what the layer below refuses before a handler reads it, in its own words and without
/// one: a message that is larger than its limit, one that is no message, a call that there is not.
const UNREAD: [(Code, Code, &str); 3] = [
    (Code::OutOfRange, Code::InvalidArgument, "MESSAGE_TOO_LARGE"),
    (Code::Internal, Code::InvalidArgument, "MESSAGE_UNREADABLE"),
    (Code::Unimplemented, Code::Unimplemented, "NO_SUCH_CALL"),
];

/// The same answer, with a reason when it is a refusal without one.
pub(super) fn documented(answer: http::Response<Body>) -> http::Response<Body> {
    let headers = answer.headers();
    if !headers.contains_key(GRPC_STATUS) || headers.contains_key(GRPC_DETAILS) {
        return answer;
    }
    match Status::from_header_map(headers).and_then(|status| unread(&status)) {
        Some(status) => status.into_http(),
        None => answer,
    }
}

/// What is wrong with a message of a stream.
pub(super) fn of_a_message(status: Status) -> Status {
    if status.details().is_empty() { unread(&status).unwrap_or(status) } else { status }
}

/// The end of an answer. A message of ours that was larger than an answer may be is refused by the layer
/// below, in its own words and without a reason: what to do about it is said here.
pub(super) fn documented_end(trailers: HeaderMap) -> HeaderMap {
    let refused = trailers.get(GRPC_STATUS).is_some_and(|code| code == OUT_OF_RANGE);
    if !refused || trailers.contains_key(GRPC_DETAILS) {
        return trailers;
    }
    let mut documented = HeaderMap::new();
    let status = response_too_large();
    status.add_header(&mut documented).expect("our texts and details were made for headers");
    documented
}

fn unread(status: &Status) -> Option<Status> {
    let (_, code, reason) = UNREAD.iter().find(|(given, ..)| *given == status.code())?;
    // What the layer says names sizes and fields, never a value.
    let Said { en, nl } = text_of(reason);
    let own = Said { en: format!("{en}: {}", status.message()), nl };
    let (facts, details) = (HashMap::new(), ErrorDetails::new());
    Some(build(*code, reason, Some(own), facts, details, Language::English))
}
