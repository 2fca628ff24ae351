//! What do the process tests have in common?

#![allow(dead_code)] // Two test programs use it, each its part.

pub mod attacker;
pub mod broker;
pub mod chance;
pub mod instant;
pub mod load;
pub mod place;
pub mod relay;
pub mod roam;
pub mod seat;
pub mod strangers_tls;

use std::time::Duration;

/// No event of a test may take longer; a test that waits so long fails.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Waits for something that another process brings about.
pub async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future)
        .await
        .unwrap_or_else(|_| panic!("{what}: not within {PATIENCE:?}"))
}

/// Asks again until the answer is there.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    within(what, async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
}

/// A number from the environment.
pub fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().map_or(default, |text| {
        text.parse().unwrap_or_else(|_| panic!("{variable} must be a number, it is {text:?}"))
    })
}
