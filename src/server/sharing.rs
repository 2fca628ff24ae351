//! How much of the machine may callers hold? The limits of the configuration, as admission takes them.

use std::time::Duration;

use super::config::Limits;
use crate::service::admission::{self, Percent, Resource};

/// What is shown as taken at each moment.
pub(super) const TAKEN: [(&str, &str, Resource); 5] = [
    ("requests_in_progress", "Unary calls in progress", Resource::Requests),
    ("open_streams", "Open streaming calls", Resource::Streams),
    ("open_imports", "Open imports", Resource::Uploads),
    ("requests_waiting", "Calls whose request has not come in whole", Resource::Waiting),
    ("waiting_bytes", "Bytes of requests and answers that wait", Resource::Bytes),
];

/// The bounds of calls over a connection.
pub(super) fn wire(limits: &Limits) -> admission::Limits {
    let unary_time = Duration::from_millis(limits.unary_timeout_ms);
    let import_idle = Duration::from_millis(limits.import_idle_timeout_ms);
    admission::Limits {
        connections: limits.max_connections,
        requests: limits.max_requests,
        streams: limits.max_open_streams,
        uploads: limits.max_imports,
        waiting_bytes: limits.max_waiting_bytes,
        shares: shares(limits),
        turns: usize::try_from(limits.max_streams_per_connection).unwrap_or(usize::MAX),
        request_bytes: usize::try_from(limits.max_request_bytes).unwrap_or(usize::MAX),
        unary_time,
        first_message_time: import_idle.min(unary_time),
        retry_after: Duration::from_millis(limits.retry_after_ms),
    }
}

/// The bounds of calls from inside, which take nothing from those.
pub(super) fn inside(limits: &Limits) -> admission::Limits {
    admission::Limits {
        requests: limits.max_local_requests,
        streams: limits.max_local_streams,
        ..wire(limits)
    }
}

/// How much of what there is one caller may hold.
fn shares(limits: &Limits) -> Percent {
    Percent {
        organisation: limits.organisation_share_percent,
        credential: limits.certificate_share_percent,
        strangers: limits.stranger_share_percent,
    }
}
