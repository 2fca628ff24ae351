//! How does the engine keep the store's contract? What is read, and how a change is submitted.

use std::{hint::black_box, ops::Bound, path::Path};

use async_trait::async_trait;
use uuid::Uuid;

use crate::{
    domain::{
        model::{audit::Subject, notification::Notification, party::Party, time::Time},
        state::{
            keys::{Key, Kind, Version},
            lists::List,
            loaded::Loaded,
            records::Record,
        },
    },
    store::{
        audit_chain::{Head, Sealed},
        audit_marks, codec,
        contract::{
            AuditLog, Chain, Change, CommitError, Found, Inboxes, Operations, Records, StoreError,
        },
    },
};

use super::{
    encoded_change::{EncodedChange, Keys},
    engine::{Engine, EngineError, Health, OpenError, Options, Reader},
    other_chains,
    sequencer::ChangeSequencer,
};

/// A store in a directory of this machine.
pub struct EmbeddedStore {
    // Taken out when the store is closed.
    engine: tokio::sync::RwLock<Option<Engine<ChangeSequencer>>>,
    reader: Reader,
}

impl EmbeddedStore {
    /// Opens the store in a directory, creating it when there is none, and recovers what a crash
    /// left. Blocking.
    ///
    /// # Errors
    /// See [`OpenError`]: each says what to do.
    pub fn open(dir: &Path, options: Options) -> Result<Self, OpenError> {
        let options = Options { marks: Some(other_chains::marks), ..options };
        let engine = Engine::open(dir, options, |reader| {
            Ok::<_, EngineError>(ChangeSequencer::new(reader))
        })?;
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
        StoreError::Refused(format!(
            "audit entry {position} cannot be read; run `verwijspunt store check`"
        ))
    })
}

#[async_trait]
impl Records for EmbeddedStore {
    async fn load(&self, keys: &[Key]) -> Result<Loaded, StoreError> {
        let encoded: Keys = keys.iter().collect();
        let found = self.reader.load_hidden(encoded.hidden()).await?;
        for other in &found.others {
            // Decoding is most of what it takes to read a record: it is done where there is none, too.
            black_box(codec::read_record(other).is_ok());
        }
        let mut loaded = Loaded::default();
        for (key, value) in keys.iter().zip(found.values) {
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
        engine.submit(EncodedChange::new(change)).await.map_err(StoreError::from)?
    }

    async fn list(
        &self,
        list: &List,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Uuid>, StoreError> {
        let prefix = codec::list_prefix(list);
        let after = after.map(|id| codec::list_key(list, &id));
        let found = self.reader.range_of(&prefix, after.as_deref(), limit).await?;
        Ok(found.iter().filter_map(|(key, _)| codec::listed(key)).collect())
    }

    async fn scan(
        &self,
        kind: Kind,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, Record)>, StoreError> {
        let after = after.map(codec::key);
        let found = self.reader.range_of(&[codec::tag(kind)], after.as_deref(), limit).await?;
        found
            .iter()
            .map(|(key, bytes)| Ok((codec::parse_key(key)?, codec::read_record(bytes)?.1)))
            .collect()
    }

    async fn due(&self, now: Time, limit: usize) -> Result<Vec<Key>, StoreError> {
        let (from, to) =
            (codec::deadline_prefix(Time(i64::MIN)), codec::deadline_prefix(now.plus_ms(1)));
        let bounds = (Bound::Included(from.as_slice()), Bound::Excluded(to.as_slice()));
        let found = self.reader.range(bounds.0, bounds.1, limit).await?;
        found.iter().map(|(key, _)| Ok(codec::due(key)?)).collect()
    }
}

#[async_trait]
impl Inboxes for EmbeddedStore {
    async fn last_sequence(&self, inbox: &Party) -> Result<u64, StoreError> {
        let key = codec::head_key(inbox);
        let head = self.reader.load([key.as_slice()]).await?.pop().flatten();
        Ok(head.and_then(|bytes| codec::sequence(&bytes)).unwrap_or(0))
    }

    async fn read_inbox(
        &self,
        inbox: &Party,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Notification)>, StoreError> {
        let after = codec::notification_key(inbox, after);
        let prefix = codec::inbox_prefix(inbox);
        let found = self.reader.range_of(&prefix, Some(&after), limit).await?;
        found
            .iter()
            .map(|(key, bytes)| {
                let sequence = codec::sequence(key).unwrap_or_default();
                Ok((sequence, codec::read_notification(bytes)?))
            })
            .collect()
    }
}

#[async_trait]
impl AuditLog for EmbeddedStore {
    async fn audit(&self, after: u64, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        let entries = self.reader.log_entries(after.saturating_add(1), limit).await?;
        entries.iter().map(|(position, bytes)| sealed(*position, bytes)).collect()
    }

    async fn audit_head(&self) -> Result<Head, StoreError> {
        let last = self.reader.log_len();
        if last == 0 {
            return Ok(Head::default());
        }
        let entries = self.reader.log_entries(last, 1).await?;
        let last = entries.first().map(|(position, bytes)| sealed(*position, bytes)).transpose()?;
        Ok(last
            .map_or_else(Head::default, |last| Head { position: last.position, hash: last.hash }))
    }

    async fn audit_about(
        &self,
        chain: &str,
        about: &[Subject],
        after: u64,
        limit: usize,
    ) -> Result<Found, StoreError> {
        if !chain.is_empty() {
            return self.others_about(chain, about, after, limit).await;
        }
        let marks = audit_marks::marks(about);
        let from = after.saturating_add(1);
        let (found, next) = self.reader.log_marked(marks, from, limit).await?;
        let entries = found.iter().map(|(position, bytes)| sealed(*position, bytes));
        let mut entries: Vec<Sealed> = entries.collect::<Result<_, _>>()?;
        entries.retain(|sealed| audit_marks::is_about(sealed, about));
        Ok(Found { entries, next: next.map(|next| next - 1) })
    }

    async fn chains(&self) -> Result<Vec<Chain>, StoreError> {
        let own = Chain { number: 0, name: String::new(), head: self.audit_head().await? };
        let others = self.reader.aside(|reader| Ok(other_chains::chains(reader))).await?;
        let others = others.map_err(StoreError::Refused)?;
        let numbered = (1..).zip(others).map(|(number, (name, head))| Chain { number, name, head });
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
        let chain = chain.to_owned();
        let read = move |reader: &Reader| Ok(other_chains::entries(reader, &chain, after, limit));
        self.reader.aside(read).await?.map_err(StoreError::Refused)
    }
}

/// Entries of other chains that are looked through at a time: they are not indexed.
const LOOKED_THROUGH: usize = 10_000;

impl EmbeddedStore {
    /// [`AuditLog::audit_about`] for a chain of another broker, from before the directory.
    async fn others_about(
        &self,
        chain: &str,
        about: &[Subject],
        after: u64,
        limit: usize,
    ) -> Result<Found, StoreError> {
        let looked_through = self.audit_of(chain, after, LOOKED_THROUGH).await?;
        let full = looked_through.len() == LOOKED_THROUGH;
        let end = looked_through.last().map(|last| last.position).filter(|_| full);
        let mut entries = looked_through;
        entries.retain(|sealed| audit_marks::is_about(sealed, about));
        if entries.len() <= limit {
            return Ok(Found { entries, next: end });
        }
        entries.truncate(limit);
        let next = entries.last().map(|last| last.position);
        Ok(Found { entries, next })
    }
}

#[async_trait]
impl Operations for EmbeddedStore {
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

    fn ready(&self) -> Result<(), String> {
        self.health()?;
        match self.engine.try_read().as_deref() {
            Ok(Some(engine)) => engine.ready(),
            _ => Ok(()),
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
