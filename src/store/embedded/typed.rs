//! The store contract over the engine: what is read, and how a change is submitted.

use std::{ops::Bound, path::Path};

use async_trait::async_trait;
use uuid::Uuid;

use crate::{
    domain::{
        model::{notification::Notification, party::Party, time::Time},
        state::record::{Key, Kind, List, Loaded, Record, Version},
    },
    store::{Chain, Change, CommitError, Head, Sealed, Store, StoreError, codec},
};

use super::{
    engine::{Engine, EngineError, Health, OpenError, Options, Reader},
    kept,
    prepared::{Keys, Prepared},
    sequencer::Rules,
};

/// A store in a directory of this machine.
pub struct EmbeddedStore {
    // Taken out when the store is closed.
    engine: tokio::sync::RwLock<Option<Engine<Rules>>>,
    reader: Reader,
}

impl EmbeddedStore {
    /// Opens the store in a directory, creating it when there is none, and recovers what a crash
    /// left. Blocking.
    ///
    /// # Errors
    /// See [`OpenError`]: each says what to do.
    pub fn open(dir: &Path, options: Options) -> Result<Self, OpenError> {
        let engine = Engine::open(dir, options, |reader| Ok::<_, EngineError>(Rules::new(reader)))?;
        let reader = engine.reader();
        Ok(Self { engine: tokio::sync::RwLock::new(Some(engine)), reader })
    }

    /// Why the index was rebuilt at this start, when it was.
    pub async fn rebuilt(&self) -> Option<String> {
        let engine = self.engine.read().await;
        engine.as_ref().and_then(Engine::rebuilt).map(str::to_owned)
    }
}

fn sealed(position: u64, bytes: &[u8]) -> Result<Sealed, StoreError> {
    postcard::from_bytes(bytes).map_err(|_| {
        StoreError::Failed(format!(
            "audit entry {position} cannot be read; run `verwijspunt store check`"
        ))
    })
}

#[async_trait]
impl Store for EmbeddedStore {
    async fn load(&self, keys: &[Key]) -> Result<Loaded, StoreError> {
        let values = self.reader.get_many(keys.iter().collect::<Keys>().iter())?;
        let mut loaded = Loaded::default();
        for (key, value) in keys.iter().zip(values) {
            let read = value.map(|bytes| codec::read_record(&bytes)).transpose()?;
            let (version, record) = match read {
                Some((version, record)) => (version, Some(record)),
                None => (Version::ABSENT, None),
            };
            loaded.insert(key.clone(), version, record);
        }
        Ok(loaded)
    }

    async fn commit(&self, change: Change) -> Result<(), CommitError> {
        let engine = self.engine.read().await;
        let engine = engine.as_ref().ok_or_else(|| StoreError::from(EngineError::Closed))?;
        engine.submit(Prepared::new(change)).await.map_err(StoreError::from)?
    }

    async fn list(
        &self,
        list: &List,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Uuid>, StoreError> {
        let prefix = codec::list_prefix(list);
        let after = after.map(|id| codec::list_key(list, &id));
        let found = self.reader.scan_prefix(&prefix, after.as_deref(), limit)?;
        Ok(found.iter().filter_map(|(key, _)| codec::listed(key)).collect())
    }

    async fn scan(
        &self,
        kind: Kind,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, Record)>, StoreError> {
        let after = after.map(codec::key);
        let found = self.reader.scan_prefix(&[codec::tag(kind)], after.as_deref(), limit)?;
        found
            .iter()
            .map(|(key, bytes)| Ok((codec::parse_key(key)?, codec::read_record(bytes)?.1)))
            .collect()
    }

    async fn last_sequence(&self, inbox: &Party) -> Result<u64, StoreError> {
        let head = self.reader.get(&codec::head_key(inbox))?;
        Ok(head.and_then(|bytes| codec::sequence(&bytes)).unwrap_or(0))
    }

    async fn read_inbox(
        &self,
        inbox: &Party,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Notification)>, StoreError> {
        let after = codec::notification_key(inbox, after);
        let found = self.reader.scan_prefix(&codec::inbox_prefix(inbox), Some(&after), limit)?;
        found
            .iter()
            .map(|(key, bytes)| {
                let sequence = codec::sequence(key).unwrap_or_default();
                Ok((sequence, codec::read_notification(bytes)?))
            })
            .collect()
    }

    async fn due(&self, now: Time, limit: usize) -> Result<Vec<Key>, StoreError> {
        let (from, to) =
            (codec::deadline_prefix(Time(i64::MIN)), codec::deadline_prefix(now.plus_ms(1)));
        let found = self.reader.scan(Bound::Included(&from), Bound::Excluded(&to), limit, false)?;
        found.iter().map(|(_, bytes)| Ok(codec::read_key(bytes)?)).collect()
    }

    async fn audit(&self, after: u64, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        let entries = self.reader.log(after.saturating_add(1), limit)?;
        entries.iter().map(|(position, bytes)| sealed(*position, bytes)).collect()
    }

    async fn audit_head(&self) -> Result<Head, StoreError> {
        let entries = self.reader.log(self.reader.log_len(), 1)?;
        let last = entries.first().map(|(position, bytes)| sealed(*position, bytes)).transpose()?;
        Ok(last
            .map_or_else(Head::default, |last| Head { position: last.position, hash: last.hash }))
    }

    async fn chains(&self) -> Result<Vec<Chain>, StoreError> {
        let own = Chain { number: 0, name: String::new(), head: self.audit_head().await? };
        let kept = kept::chains(&self.reader).map_err(StoreError::Failed)?;
        let numbered = (1..).zip(kept).map(|(number, (name, head))| Chain { number, name, head });
        Ok(std::iter::once(own).chain(numbered).collect())
    }

    async fn audit_of(
        &self,
        chain: &str,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Sealed>, StoreError> {
        if chain.is_empty() {
            return self.audit(after, limit).await;
        }
        kept::entries(&self.reader, chain, after, limit).map_err(StoreError::Failed)
    }

    fn health(&self) -> Result<(), String> {
        match self.engine.try_read().as_deref() {
            Ok(Some(engine)) => match engine.health() {
                Health::Alive => Ok(()),
                Health::Failed(why) => Err(why),
            },
            Ok(None) => Err("the store is closed".to_owned()),
            // Only closing takes the lock for writing.
            Err(_) => Err("the store is closing".to_owned()),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "figures for a graph")]
    fn figures(&self) -> Vec<(&'static str, &'static str, f64)> {
        let engine = self.engine.try_read();
        let Some(engine) = engine.ok().as_deref().and_then(Option::as_ref).map(Engine::stats)
        else {
            return Vec::new();
        };
        vec![
            ("store_journal_bytes", "bytes of the journal on disk", engine.journal_bytes as f64),
            ("store_layer_bytes", "bytes in memory before the index", engine.layer_bytes as f64),
            ("store_index_bytes", "bytes of the index on disk", engine.index_bytes as f64),
            ("store_index_runs", "runs that the index consists of", engine.index_runs as f64),
            ("store_batches", "batches since the start", engine.batches as f64),
            ("store_requests", "changes since the start", engine.requests as f64),
            ("store_position", "last durable journal position", engine.committed as f64),
            ("store_renewals", "times the index was built anew", engine.renewals as f64),
            ("store_drained_position", "journal position of the index", engine.drained as f64),
            (
                "store_sync_seconds",
                "time spent writing and syncing the journal",
                engine.commit.total.as_secs_f64(),
            ),
        ]
    }

    async fn close(&self) {
        let engine = self.engine.write().await.take();
        if let Some(engine) = engine {
            // Draining into the index and syncing takes its time and must not hold up the runtime.
            drop(tokio::task::spawn_blocking(move || engine.close()).await);
        }
    }
}
