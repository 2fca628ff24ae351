//! Where does a read wait for the disk? On threads of its own, many at once: never on one that serves connections, and
//! never while it holds what the committer needs.

use std::sync::Arc;

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task,
};
use tokio_util::task::AbortOnDropHandle;

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
        let work = move |turn: OwnedSemaphorePermit| {
            task::spawn_blocking(move || {
                let _turn = turn;
                work()
            })
        };
        let done = match Arc::clone(&self.turns).try_acquire_owned() {
            Ok(turn) => work(turn).await,
            // A turn is given to whoever waits longest, and is held from then on. Whoever asked may be looked
            // after no more (a stream whose reader takes nothing): a task of its own waits, and goes with it.
            Err(_) => {
                let turns = Arc::clone(&self.turns);
                let waits = tokio::spawn(async move {
                    let turn = turns.acquire_owned().await.map_err(|_| EngineError::Closed)?;
                    Ok::<_, EngineError>(work(turn).await)
                });
                match AbortOnDropHandle::new(waits).await {
                    Ok(done) => done?,
                    Err(ended) => Err(ended),
                }
            }
        };
        match done {
            Ok(answer) => answer,
            Err(ended) if ended.is_cancelled() => Err(EngineError::Closed),
            Err(_) => Err(EngineError::Failed("a read of the disk ended unexpectedly".into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::poll_fn,
        pin::Pin,
        sync::{Condvar, Mutex},
        task::Poll,
        time::Duration,
    };

    use super::*;

    #[tokio::test]
    async fn who_waits_and_is_not_looked_after_holds_no_turn() {
        let threads = DiskThreads::default();
        let gate = Arc::new((Mutex::new(false), Condvar::new()));
        let held = || {
            let gate = Arc::clone(&gate);
            threads.run(move || {
                let (open, opened) = &*gate;
                drop(opened.wait_while(open.lock().unwrap(), |open| !*open).unwrap());
                Ok(())
            })
        };
        let forgotten = || Box::pin(threads.run(|| Ok(())));
        let begun: Vec<_> = (0..AT_ONCE).map(|_| Box::pin(held())).collect();
        let waiting: Vec<_> = (0..AT_ONCE).map(|_| forgotten()).collect();
        let mut all: Vec<Pin<Box<dyn Future<Output = _>>>> = Vec::new();
        begun.into_iter().for_each(|one| all.push(one));
        waiting.into_iter().for_each(|one| all.push(one));
        // Each is looked after once, and never again.
        poll_fn(|context| {
            all.iter_mut().for_each(|one| assert!(one.as_mut().poll(context).is_pending()));
            Poll::Ready(())
        })
        .await;
        *gate.0.lock().unwrap() = true;
        gate.1.notify_all();
        let served = tokio::time::timeout(Duration::from_secs(30), threads.run(|| Ok(7))).await;
        assert_eq!(served.expect("a turn").unwrap(), 7);
    }
}
