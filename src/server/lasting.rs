//! What must go on for as long as the broker does, and begins again when it breaks off?

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How long to wait before it begins again.
const PAUSE: Duration = Duration::from_secs(1);

/// Does something until told to stop. A defect that breaks it off is logged, and it begins again: without
/// deadlines or deliveries a broker would look well and watch nothing.
pub(super) fn keep<W>(
    what: &'static str,
    stop: CancellationToken,
    mut work: impl FnMut() -> W + Send + 'static,
) -> JoinHandle<()>
where
    W: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(async move {
        while let Err(broken) = tokio::spawn(work()).await {
            tracing::error!(what, %broken, "broken off by a defect, and begun again; report it");
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use super::*;

    #[tokio::test]
    async fn what_breaks_off_begins_again_and_ends_when_it_is_done() {
        let begun = Arc::new(AtomicUsize::new(0));
        let counted = begun.clone();
        let work = move || {
            let first = counted.fetch_add(1, Ordering::SeqCst) == 0;
            async move { assert!(!first, "a defect") }
        };
        keep("a test", CancellationToken::new(), work).await.expect("it ends by itself");
        assert_eq!(begun.load(Ordering::SeqCst), 2);
    }
}
