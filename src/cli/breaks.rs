//! How long is waited before a stream that broke off is opened again? As long as the server asks, otherwise
//! twice as long after each break in a row; and where somebody waits for an end, not for ever.

use std::time::Duration;

use tonic::Status;
use tonic_types::StatusExt as _;

use super::{
    connect::passing,
    errors::CliError,
    texts::{fill, say},
};

/// Wait after the first break; doubles up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_millis(250);

/// Longest wait between attempts.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// Breaks in a row, without an answer in between.
#[derive(Debug)]
pub(super) struct Breaks {
    so_far: u32,
    most: u32,
}

impl Breaks {
    /// None yet; after so many in a row it is given up.
    pub(super) const fn at_most(most: u32) -> Self {
        Self { so_far: 0, most }
    }

    /// None yet; it is never given up.
    pub(super) const fn endless() -> Self {
        Self::at_most(u32::MAX)
    }

    /// An answer came: the next break is the first one.
    pub(super) fn forget(&mut self) {
        self.so_far = 0;
    }

    /// How long to wait after this one.
    ///
    /// # Errors
    /// It does not pass by itself, or there were too many.
    pub(super) fn wait(&mut self, status: Status) -> Result<Duration, CliError> {
        self.so_far = self.so_far.saturating_add(1);
        if !passing(&status) || self.so_far >= self.most {
            return Err(status.into());
        }
        let asked = status.get_details_retry_info().and_then(|info| info.retry_delay);
        let own = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(self.so_far - 1));
        Ok(asked.unwrap_or(own).min(LONGEST_WAIT))
    }
}

/// What broke, and when it is tried again.
pub(super) fn again(why: &str, wait: Duration) -> String {
    let why = if why.is_empty() { say("the connection broke") } else { why };
    fill("{}; again in {} s", &[&why, &format!("{:.1}", wait.as_secs_f64())])
}

#[cfg(test)]
mod tests {
    use tonic::Code;
    use tonic_types::ErrorDetails;

    use super::*;

    #[test]
    fn each_break_in_a_row_waits_longer_and_the_server_is_asked_first() {
        let broken = || Status::unavailable("");
        let mut breaks = Breaks::endless();
        let waits: Vec<u128> =
            (0..8).map(|_| breaks.wait(broken()).expect("never given up").as_millis()).collect();
        assert_eq!(waits, [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
        breaks.forget();
        assert_eq!(breaks.wait(broken()).unwrap(), FIRST_WAIT);
        let mut details = ErrorDetails::new();
        details.set_retry_info(Some(Duration::from_secs(3)));
        let busy = Status::with_error_details(Code::Unavailable, "busy", details);
        assert_eq!(breaks.wait(busy).unwrap(), Duration::from_secs(3));
        assert!(breaks.wait(Status::permission_denied("")).is_err(), "it does not pass by itself");
        let last = (0..100).map(|_| breaks.wait(broken()).unwrap()).last();
        assert_eq!(last, Some(LONGEST_WAIT), "it stays so");
        let mut few = Breaks::at_most(3);
        assert!(few.wait(broken()).is_ok() && few.wait(broken()).is_ok());
        assert!(few.wait(broken()).is_err(), "the third in a row");
    }
}
