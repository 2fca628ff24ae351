//! What do the committer, the readers and whoever asks after the store's health know together?

use std::{
    sync::{
        Arc, OnceLock, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{sync::Notify, task::JoinHandle, time::timeout};

use crate::store::contract::StoreError;

use super::{
    connect::{Connector, Options},
    error::{self, OpenError},
    session::Session,
};

/// A database that is gone for less than this is waited for; after it callers are told at once.
const PATIENCE: Duration = Duration::from_secs(5);

/// For all statements of a new session together.
const SETTLING_IN: Duration = Duration::from_secs(5);

/// Shared by every part of one store.
pub(super) struct Shared {
    pub(super) connector: Connector,
    pub(super) broker: String,
    pub(super) require_synchronous: bool,
    pub(super) notify: bool,
    /// Rung when something was written to an inbox.
    pub(super) wrote: Notify,
    pub(super) counters: Counters,
    failed: OnceLock<String>,
    trouble: RwLock<Option<(Instant, String)>>,
}

/// Counted since the start.
#[derive(Default)]
pub(super) struct Counters {
    pub(super) batches: AtomicU64,
    pub(super) changes: AtomicU64,
    pub(super) round_trips: AtomicU64,
    pub(super) again: AtomicU64,
    pub(super) connections: AtomicU64,
    pub(super) loads: AtomicU64,
    pub(super) load_trips: AtomicU64,
}

impl Counters {
    pub(super) fn add(counter: &AtomicU64, number: usize) {
        counter.fetch_add(number as u64, Ordering::Relaxed);
    }
}

impl Shared {
    pub(super) fn new(options: &Options) -> Result<Self, OpenError> {
        let (wrote, counters, failed, trouble) = Default::default();
        Ok(Self {
            connector: Connector::new(options)?,
            broker: options.broker.clone(),
            require_synchronous: options.require_synchronous,
            notify: options.notify,
            wrote,
            counters,
            failed,
            trouble,
        })
    }

    /// A session with its statements.
    ///
    /// # Errors
    /// Why no server can be used now.
    pub(super) async fn session(&self) -> Result<Session, String> {
        let session = self.connector.connect().await?;
        Counters::add(&self.counters.connections, 1);
        let preparing = session.prepared(self.require_synchronous);
        match timeout(SETTLING_IN, preparing).await {
            Ok(prepared) => prepared.map_err(|error| error::text(&error)),
            Err(_) => Err("no answer in time".to_owned()),
        }
    }

    /// Does something for as long as the store is open. A defect that breaks it off ends the store: without
    /// it every call would fail while the broker looks well.
    pub(super) fn watched(
        self: &Arc<Self>,
        what: &'static str,
        work: impl Future<Output = ()> + Send + 'static,
    ) -> JoinHandle<()> {
        let shared = Arc::clone(self);
        tokio::spawn(async move {
            if let Err(broken) = tokio::spawn(work).await
                && broken.is_panic()
            {
                shared.fail(&format!("{what} was broken off by a defect; report it"));
            }
        })
    }

    /// The store can do nothing more in this process.
    pub(super) fn fail(&self, why: &str) -> StoreError {
        tracing::error!("the store has failed: {why}");
        StoreError::Failed(self.failed.get_or_init(|| why.to_owned()).clone())
    }

    pub(super) fn failure(&self) -> Option<&String> {
        self.failed.get()
    }

    /// Writes do not come through, since an instant.
    pub(super) fn troubled(&self, since: Instant, why: &str) {
        let mut trouble = self.trouble.write().expect("nothing panics while it holds the text");
        match &mut *trouble {
            Some((_, text)) => why.clone_into(text),
            None => {
                tracing::warn!("the database takes no writes now: {why}");
                *trouble = Some((since, why.to_owned()));
            }
        }
    }

    /// Writes come through.
    pub(super) fn well(&self) {
        if self.trouble.read().expect("nothing panics while it holds the text").is_none() {
            return;
        }
        let gone = self.trouble.write().expect("nothing panics while it holds the text").take();
        if let Some((since, _)) = gone {
            let seconds = since.elapsed().as_secs();
            tracing::info!(seconds, "the database takes writes again");
        }
    }

    /// Why writes do not come through, since when.
    pub(super) fn trouble(&self) -> Option<(Instant, String)> {
        self.trouble.read().expect("nothing panics while it holds the text").clone()
    }

    /// Why nothing new is taken now.
    pub(super) fn refuses(&self) -> Option<StoreError> {
        if let Some(why) = self.failure() {
            return Some(StoreError::Failed(why.clone()));
        }
        let (since, why) = self.trouble()?;
        (since.elapsed() > PATIENCE).then_some(StoreError::Unavailable(why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_part_that_breaks_off_ends_the_store() {
        let options = Options {
            url: "postgres://broker@localhost/verwijspunt?sslmode=disable".to_owned(),
            password_file: None,
            tls: super::super::connect::TlsFiles::default(),
            broker: "one".to_owned(),
            require_synchronous: false,
            notify: false,
        };
        let shared = || Arc::new(Shared::new(&options).map_err(|error| error.to_string()).unwrap());
        let well = shared();
        well.watched("this", async {}).await.unwrap();
        assert_eq!(well.failure(), None);
        let broken = shared();
        broken.watched("this", async { panic!("a defect of a test") }).await.unwrap();
        assert!(broken.failure().is_some_and(|why| why.contains("this was broken off")));
    }
}
