//! What does the answer of a receiver mean? The status decides; what stands in the body is nobody's
//! business here.

use std::{fmt, time::Duration};

use http::{HeaderMap, StatusCode, header::RETRY_AFTER};

pub use crate::domain::state::delivery::Trouble;

/// Longest time that a receiver may ask for before the next try.
const RETRY_MOST: Duration = Duration::from_secs(3600);

/// What became of an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// The receiver has it.
    Taken,
    /// The receiver is not there any more and wants no more: 410.
    Gone,
    /// The receiver has too much to do: 429. `after`: when it wants to be called again, if it said so.
    Busy {
        /// At most an hour.
        after: Option<Duration>,
    },
    /// It does not have it; another try may go better.
    Failed(Trouble),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "the receiver answers {status}"),
            Self::Redirect(status) => {
                write!(f, "the receiver answers {status}; register the address that it points to")
            }
            Self::NoConsent => f.write_str(
                "the receiver does not answer OPTIONS with a WebHook-Allowed-Origin that is ours",
            ),
            Self::Forbidden => f.write_str(
                "the address is inside, or has no TLS; give one outside with https, or list it in \
                 [webhook] inside",
            ),
            Self::Unreachable => f.write_str("there is no such host, or nobody listens there"),
            Self::Certificate => f.write_str(
                "TLS failed: the receiver's certificate is not one that is trusted, or it does not \
                 take ours",
            ),
            Self::Broken => f.write_str(
                "the connection broke, or the answer is no HTTP; look at the receiver's log",
            ),
            Self::NoRecipient => f.write_str("the receiver knows no such recipient"),
            Self::TimedOut => f.write_str("the receiver does not answer within 5 seconds"),
            Self::Unsent => f.write_str("the event could not be made on this machine"),
        }
    }
}

/// What a status means.
pub(super) fn of(status: StatusCode, headers: &HeaderMap) -> Answer {
    match status.as_u16() {
        200..=299 => Answer::Taken,
        410 => Answer::Gone,
        429 => Answer::Busy { after: retry_after(headers) },
        redirect @ 300..=399 => Answer::Failed(Trouble::Redirect(redirect)),
        other => Answer::Failed(Trouble::Status(other)),
    }
}

/// The seconds of `Retry-After`. A date is not read: the receiver's clock may be another.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse::<u64>().ok()?;
    Some(Duration::from_secs(seconds).min(RETRY_MOST))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn the_status_decides() {
        let none = HeaderMap::new();
        let failed = |trouble| Answer::Failed(trouble);
        for (status, answer) in [
            (200, Answer::Taken),
            (202, Answer::Taken),
            (204, Answer::Taken),
            (301, failed(Trouble::Redirect(301))),
            (304, failed(Trouble::Redirect(304))),
            (400, failed(Trouble::Status(400))),
            (404, failed(Trouble::Status(404))),
            (410, Answer::Gone),
            (429, Answer::Busy { after: None }),
            (500, failed(Trouble::Status(500))),
            (999, failed(Trouble::Status(999))),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            assert_eq!(of(status, &none), answer, "{status}");
        }
    }

    #[test]
    fn a_receiver_says_when_it_wants_to_be_called_again() {
        for (text, seconds) in [
            ("0", Some(0)),
            ("120", Some(120)),
            (" 7 ", Some(7)),
            ("3601", Some(3600)),
            ("18446744073709551615", Some(3600)),
            ("18446744073709551616", None),
            ("-1", None),
            ("soon", None),
            ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ] {
            let value = HeaderValue::from_static(text);
            let headers = HeaderMap::from_iter([(RETRY_AFTER, value)]);
            let after = seconds.map(Duration::from_secs);
            assert_eq!(
                of(StatusCode::TOO_MANY_REQUESTS, &headers),
                Answer::Busy { after },
                "{text}"
            );
        }
    }
}
