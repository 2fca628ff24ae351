//! What is worked on beside the calls of everybody, so that it delays nobody: handshakes, and the
//! connections of a caller who has very many.

use std::{future::Future, io, num::NonZeroUsize};

use rustix::process::{nice, setpriority_process};
use tokio::{
    runtime::{Builder, Runtime},
    task::JoinError,
};
use tokio_util::task::AbortOnDropHandle;

/// How far such threads stand behind the others at the processor, as the system counts (0 to 19). They
/// come by all the same: what another caller's connection waits for may be held by one of them.
const BEHIND: i32 = 10;

/// Threads of their own, which have the processor when no other thread of the broker wants it more.
pub(super) struct Aside(Option<Runtime>);

impl Aside {
    /// So many threads with this name.
    ///
    /// # Errors
    /// What the system says when it has no more threads.
    pub(super) fn threads(name: &str, threads: usize) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(threads)
            .thread_name(name)
            .on_thread_start(stand_behind)
            .enable_all()
            .build()?;
        Ok(Self(Some(runtime)))
    }

    /// One thread fewer than there are processors, at least one.
    pub(super) fn all_but_one_processor(name: &str) -> io::Result<Self> {
        let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self::threads(name, processors.saturating_sub(1).max(1))
    }

    /// Works on something there; it ends when whoever waits for it goes away.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, JoinError> {
        let runtime = self.0.as_ref().expect("it is there until it is dropped");
        AbortOnDropHandle::new(runtime.spawn(work)).await
    }
}

impl Drop for Aside {
    /// What it works on does not outlive it; nobody waits for it here, as a task may not.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Of the thread that calls: the system keeps it for each thread. Without it all threads are alike.
fn stand_behind() {
    let now = nice(0).unwrap_or(0);
    let _ = setpriority_process(None, (now + BEHIND).min(19));
}

#[cfg(test)]
mod tests {
    use rustix::process::getpriority_process;
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn it_stands_behind_whoever_works_elsewhere() {
        let here = getpriority_process(None).unwrap();
        let aside = Aside::threads("aside", 1).unwrap();
        let there = aside.work(async { getpriority_process(None).unwrap() }).await;
        assert_eq!(there.unwrap(), (here + BEHIND).min(19));
        assert_eq!(getpriority_process(None).unwrap(), here);
    }

    #[tokio::test]
    async fn nobody_waits_nothing_is_worked_on() {
        let aside = Aside::threads("aside", 1).unwrap();
        let (held, dropped) = oneshot::channel::<()>();
        let work = aside.work(async move {
            let _held = held;
            std::future::pending::<()>().await;
        });
        tokio::select! {
            biased;
            _ = work => unreachable!("it has no end"),
            () = tokio::task::yield_now() => {}
        }
        assert!(dropped.await.is_err(), "what it held is given back");
    }
}
