//! How does everybody learn that the server stops?

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Tells streams and loops that the server stops. Cheap to clone; all clones are one signal.
///
/// A stream selects on [`stopped`](Self::stopped), sends where its reader can resume, and ends.
#[derive(Clone, Debug, Default)]
pub struct ShutdownSignal(CancellationToken);

impl ShutdownSignal {
    /// A signal that has not been given.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the server stops.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.0.is_cancelled()
    }

    /// Waits until the server stops; at once when it does already.
    pub async fn stopped(&self) {
        self.0.cancelled().await;
    }

    /// A signal that is given together with this one, for a place that waits often.
    #[must_use]
    pub fn child(&self) -> Self {
        Self(self.0.child_token())
    }

    /// Gives the signal. It cannot be taken back.
    pub fn stop(&self) {
        self.0.cancel();
    }
}

/// Why the server should stop.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StopReason {
    /// SIGTERM or SIGINT.
    Asked,
    /// Something failed for good; the text says what.
    Failed(String),
}

/// Listens for SIGTERM and SIGINT from the moment it is made: one that comes before somebody waits
/// is not lost.
#[derive(Debug)]
pub struct StopSignals(Option<(Signal, Signal)>);

impl StopSignals {
    /// Begins to listen.
    #[must_use]
    pub fn listen() -> Self {
        let term = signal(SignalKind::terminate());
        let int = signal(SignalKind::interrupt());
        Self(term.ok().zip(int.ok()))
    }

    /// Waits for one of them. When signals cannot be listened to, waits for ever.
    pub async fn received(&mut self) {
        let Some((term, int)) = &mut self.0 else {
            tracing::error!("signals cannot be listened to: only kill -9 stops this process");
            return std::future::pending().await;
        };
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
    }
}
