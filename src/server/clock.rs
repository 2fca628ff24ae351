//! What time is it for certificates, and how long are they still good?

use std::time::{SystemTime, UNIX_EPOCH};

use rustls::pki_types::UnixTime;

use crate::domain::model::time::Time;

/// Now, as certificates count.
pub(super) fn unix_now() -> UnixTime {
    UnixTime::since_unix_epoch(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

/// Until then, in seconds; negative when it is past.
#[expect(clippy::cast_precision_loss, reason = "seconds until then fit a double")]
pub(super) fn seconds_until(then: Time) -> f64 {
    let now = i64::try_from(unix_now().as_secs()).unwrap_or(i64::MAX);
    (then.0 / 1000 - now) as f64
}
