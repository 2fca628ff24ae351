//! How does a database keep the store's contract? What is read, and how a change is submitted.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock, atomic::Ordering},
    time::Instant,
};

use async_trait::async_trait;
use sha2::{Digest as _, Sha256};
use tokio::{
    sync::{Mutex, Notify, RwLock, mpsc, oneshot},
    task::JoinHandle,
};
use tokio_postgres::Row;
use tokio_util::task::AbortOnDropHandle;
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
        audit_chain::{GENESIS, Head, Sealed},
        codec,
        contract::{
            AuditLog, Chain, Change, CommitError, Found, Inboxes, Operations, Records, StoreError,
        },
    },
};

use super::{
    audit_search,
    batch::EncodedChange,
    bell,
    committer::{Committer, Waiting},
    connect::Options,
    error::{self, OpenError, Remedy},
    pooling,
    reads::Reads,
    schema,
    session::Session,
    shared::Shared,
    synchronous, transaction,
};

/// Changes that wait at most; more are refused.
const QUEUE: usize = 16_384;

/// A store in a database that other brokers may use at the same time.
pub struct PostgresStore {
    shared: Arc<Shared>,
    reads: Arc<Reads>,
    /// Taken out when the store is closed.
    queue: RwLock<Option<mpsc::Sender<Waiting>>>,
    committer: Mutex<Option<JoinHandle<()>>>,
    /// Gives older audit entries their marks; ends with the store.
    _marking: Option<AbortOnDropHandle<()>>,
    /// What other brokers say, from the first time that somebody asks.
    word: OnceLock<(Arc<Notify>, Option<AbortOnDropHandle<()>>)>,
}

impl PostgresStore {
    /// Connects, brings the tables up to date, and enters this broker.
    ///
    /// # Errors
    /// See [`OpenError`]: each says what to do.
    pub async fn open(options: &Options) -> Result<Self, OpenError> {
        let shared = Arc::new(Shared::new(options)?);
        let session = shared.connector.connect().await;
        let mut session = session.map_err(OpenError::Unreachable)?;
        pooling::refuse(&shared.connector, &session).await.map_err(OpenError::Pooled)?;
        schema::migrate(&mut session.client).await?;
        let session = shared.session().await.map_err(OpenError::Unreachable)?;
        synchronous::check(&session).await.map_err(|remedy| match remedy {
            Remedy::Reconnect(why) => OpenError::NotSynchronous(why),
            other => OpenError::Unreachable(format!("{other:?}")),
        })?;
        let session = Arc::new(session);
        let head = enter(&session, &shared.broker).await?;
        let (queue, waiting) = mpsc::channel(QUEUE);
        let committer = Committer::new(Arc::clone(&shared), waiting, session, head);
        let committer = shared.watched("what writes to the database", committer.run());
        Ok(Self::new(shared, Some(queue), Some(committer)))
    }

    /// Opens what other brokers wrote, to read it only: no broker is entered, nothing is changed,
    /// every commit fails.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open_to_read(options: &Options) -> Result<Self, OpenError> {
        let shared = Arc::new(Shared::new(options)?);
        let session = shared.connector.connect().await;
        schema::check(&session.map_err(OpenError::Unreachable)?.client).await?;
        Ok(Self::new(shared, None, None))
    }

    fn new(
        shared: Arc<Shared>,
        queue: Option<mpsc::Sender<Waiting>>,
        committer: Option<JoinHandle<()>>,
    ) -> Self {
        let reads = Arc::new(Reads::new(Arc::clone(&shared)));
        // Whoever only reads changes nothing.
        let marking = committer.as_ref().map(|_| audit_search::mark_all(Arc::clone(&reads)));
        let marking = marking.map(|marking| AbortOnDropHandle::new(tokio::spawn(marking)));
        let (queue, committer) = (RwLock::new(queue), Mutex::new(committer));
        Self { shared, reads, queue, committer, _marking: marking, word: OnceLock::new() }
    }
}

/// Makes this broker's row when there is none, and reads where its chain ends.
async fn enter(session: &Arc<Session>, broker: &str) -> Result<Head, OpenError> {
    let statement = &session.statements().enter_broker;
    let entered = session.client.execute(statement, &[&broker, &GENESIS.as_slice()]).await;
    entered.map_err(|error| OpenError::Unreachable(error::text(&error)))?;
    let settled = transaction::settle(Arc::clone(session), broker.to_owned()).await;
    settled.map_err(|remedy| OpenError::Unreachable(format!("{remedy:?}")))
}

/// The same for a name at every time and in every broker.
fn chain_number(name: &str) -> u32 {
    let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(name));
    u32::from_be_bytes([a, b, c, d])
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

#[async_trait]
impl Records for PostgresStore {
    async fn load(&self, keys: &[Key]) -> Result<Loaded, StoreError> {
        let encoded: Arc<[Vec<u8>]> = keys.iter().map(codec::key).collect();
        let values = self.reads.load(Arc::clone(&encoded)).await?;
        let mut loaded = Loaded::default();
        for (key, encoded) in keys.iter().zip(&*encoded) {
            let read = values.get(encoded).map(codec::read_record).transpose()?;
            let (version, record) = match read {
                Some((version, record)) => (version, Some(record)),
                None => (Version::ABSENT, None),
            };
            loaded.insert(key.clone(), version, record);
        }
        Ok(loaded)
    }

    async fn commit(&self, change: Change) -> Result<(), CommitError> {
        self.commit_in(self.era(), change).await
    }

    fn era(&self) -> u64 {
        self.shared.connector.timeline().into()
    }

    async fn commit_in(&self, era: u64, change: Change) -> Result<(), CommitError> {
        if let Some(refused) = self.shared.refuses() {
            return Err(refused.into());
        }
        let change = EncodedChange::new(&change);
        let (answer, answered) = oneshot::channel();
        let waiting = Waiting { change, era, answer, since: Instant::now() };
        let closed = || StoreError::Failed("the store is closed".to_owned());
        {
            let queue = self.queue.read().await;
            let queue = queue.as_ref().ok_or_else(closed)?;
            queue.try_send(waiting).map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => StoreError::Busy,
                mpsc::error::TrySendError::Closed(_) => closed(),
            })?;
        }
        answered.await.map_err(|_| closed())?
    }

    async fn list(
        &self,
        list: &List,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Uuid>, StoreError> {
        let list = &codec::list_prefix(list);
        let after = &after.map_or_else(Vec::new, |id| id.as_bytes().to_vec());
        let rows = self.reads.query(|s| async move {
            s.client.query(&s.statements().list, &[list, after, &count(limit)]).await
        });
        let ids = rows.await?;
        Ok(ids.iter().filter_map(|row| Uuid::from_slice(row.get(0)).ok()).collect())
    }

    async fn scan(
        &self,
        kind: Kind,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, Record)>, StoreError> {
        let tag = codec::tag(kind);
        let from = &after.map_or_else(|| vec![tag], codec::key);
        let to = &vec![tag + 1];
        let rows = self.reads.query(|s| async move {
            s.client.query(&s.statements().scan, &[from, to, &count(limit)]).await
        });
        let rows = rows.await?;
        rows.iter()
            .map(|row| Ok((codec::parse_key(row.get(0))?, codec::read_record(row.get(1))?.1)))
            .collect()
    }

    async fn due(&self, now: Time, limit: usize) -> Result<Vec<Key>, StoreError> {
        let rows = self.reads.query(|s| async move {
            s.client.query(&s.statements().due, &[&now.0, &count(limit)]).await
        });
        rows.await?.iter().map(|row| Ok(codec::parse_key(row.get(0))?)).collect()
    }
}

#[async_trait]
impl Inboxes for PostgresStore {
    async fn last_sequence(&self, inbox: &Party) -> Result<u64, StoreError> {
        Ok(self.last_sequences(std::slice::from_ref(inbox)).await?[0])
    }

    async fn last_sequences(&self, inboxes: &[Party]) -> Result<Vec<u64>, StoreError> {
        let inboxes: &Vec<Vec<u8>> = &inboxes.iter().map(codec::inbox_prefix).collect();
        let rows = self
            .reads
            .query(|s| async move { s.client.query(&s.statements().heads, &[inboxes]).await });
        let rows = rows.await?;
        let last: HashMap<&[u8], u64> =
            rows.iter().map(|row| (row.get(0), row.get::<_, i64>(1).cast_unsigned())).collect();
        Ok(inboxes.iter().map(|inbox| last.get(&**inbox).copied().unwrap_or(0)).collect())
    }

    fn others(&self) -> Option<Arc<Notify>> {
        let listen = || {
            let word = Arc::new(Notify::new());
            let talk = bell::run(Arc::clone(&self.shared), Arc::clone(&word));
            let talk = self.shared.notify.then(|| AbortOnDropHandle::new(tokio::spawn(talk)));
            (word, talk)
        };
        Some(Arc::clone(&self.word.get_or_init(listen).0))
    }

    async fn read_inbox(
        &self,
        inbox: &Party,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Notification)>, StoreError> {
        let (inbox, after) = (&codec::inbox_prefix(inbox), &signed(after));
        let rows = self.reads.query(|s| async move {
            s.client.query(&s.statements().read_inbox, &[inbox, after, &count(limit)]).await
        });
        let rows = rows.await?;
        rows.iter()
            .map(|row| {
                let sequence = row.get::<_, i64>(0).cast_unsigned();
                Ok((sequence, codec::read_notification(row.get(1))?))
            })
            .collect()
    }
}

#[async_trait]
impl AuditLog for PostgresStore {
    async fn audit(&self, after: u64, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        self.audit_of(&self.shared.broker, after, limit).await
    }

    async fn audit_head(&self) -> Result<Head, StoreError> {
        let chains = self.chains().await?;
        let own = chains.into_iter().find(|chain| chain.name == self.shared.broker);
        Ok(own.map_or_else(Head::default, |chain| chain.head))
    }

    async fn chains(&self) -> Result<Vec<Chain>, StoreError> {
        let rows =
            self.reads.query(|s| async move { s.client.query(&s.statements().brokers, &[]).await });
        let chain = |row: &Row| {
            let name: String = row.get(0);
            Some(Chain { number: chain_number(&name), head: transaction::head(row, 1)?, name })
        };
        let damaged = || StoreError::Failed("the table broker is damaged".to_owned());
        let mut chains: Vec<Chain> = rows
            .await?
            .iter()
            .map(|row| chain(row).ok_or_else(damaged))
            .collect::<Result<_, _>>()?;
        chains.sort_by_key(|chain| chain.number);
        Ok(chains)
    }

    async fn audit_of(
        &self,
        chain: &str,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Sealed>, StoreError> {
        let rows = self.reads.query(|s| async move {
            s.client.query(&s.statements().audit, &[&chain, &signed(after), &count(limit)]).await
        });
        rows.await?.iter().map(audit_search::sealed).collect()
    }

    async fn audit_about(
        &self,
        chain: &str,
        about: &[Subject],
        after: u64,
        limit: usize,
    ) -> Result<Found, StoreError> {
        audit_search::about(&self.reads, chain, about, after, limit).await
    }

    fn chain(&self) -> &str {
        &self.shared.broker
    }
}

#[async_trait]
impl Operations for PostgresStore {
    fn health(&self) -> Result<(), String> {
        self.shared.failure().map_or(Ok(()), |why| Err(why.clone()))
    }

    fn ready(&self) -> Result<(), String> {
        self.health()?;
        self.shared.trouble().map_or(Ok(()), |(_, why)| Err(why))
    }

    #[expect(clippy::cast_precision_loss, reason = "figures for a graph")]
    fn figures(&self) -> Vec<(&'static str, &'static str, f64)> {
        let counters = &self.shared.counters;
        let figure =
            |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed) as f64;
        vec![
            ("store_batches", "batches since the start", figure(&counters.batches)),
            ("store_requests", "changes since the start", figure(&counters.changes)),
            (
                "store_round_trips",
                "times that a batch waited for the database",
                figure(&counters.round_trips),
            ),
            ("store_again", "batches that had to be done again", figure(&counters.again)),
            (
                "store_connections",
                "connections made to the database",
                figure(&counters.connections),
            ),
            ("store_loads", "loads since the start", figure(&counters.loads)),
            ("store_load_trips", "queries that these loads took", figure(&counters.load_trips)),
        ]
    }

    async fn close(&self) {
        drop(self.queue.write().await.take());
        if let Some(committer) = self.committer.lock().await.take() {
            // It ends when everything that waits is answered.
            drop(committer.await);
        }
    }
}
