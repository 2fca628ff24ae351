//! Where does a read wait for the disk? On threads of its own, many at once: never on one that serves connections, and
//! never while it holds what the committer needs.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task;

use super::error::EngineError;

/// Reads that may wait for the disk at the same time; the others wait for their turn.
const AT_ONCE: usize = 64;

/// Threads that wait for the disk.
#[derive(Debug)]
pub(super) struct DiskThreads {
    turns: Arc<Semaphore>,
}

impl Default for DiskThreads {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl DiskThreads {
    /// Does work that may wait for the disk. It goes on when whoever asked has gone away.
    ///
    /// # Errors
    /// That of the work; closed when the process ends.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, EngineError> {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let turn = turn.map_err(|_| EngineError::Closed)?;
        let done = task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        match done.await {
            Ok(answer) => answer,
            Err(ended) if ended.is_cancelled() => Err(EngineError::Closed),
            Err(_) => Err(EngineError::Failed("a read of the disk ended unexpectedly".into())),
        }
    }
}
