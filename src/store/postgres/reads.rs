//! How is something read? Over a few sessions of their own; records that are asked for at the same
//! time go in one query.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    sync::{Mutex, mpsc, oneshot},
    time::{sleep, timeout},
};
use tokio_postgres::{Error, Row};

use crate::store::contract::StoreError;

use super::{
    error::{Remedy, remedy},
    session::Session,
    shared::{Counters, Shared},
};

/// Sessions for reading.
const LANES: usize = 3;
/// Most loads in one query.
const MOST: usize = 256;
/// Loads that wait at most; more are refused, and asked again in a moment.
const QUEUE: usize = 16_384;
/// A server that does not answer a read for so long is looked for anew.
const ABANDON: Duration = Duration::from_secs(5);
/// A read that does not come through for so long is given back to its caller.
const GIVE_BACK: Duration = Duration::from_secs(8);
const PAUSE: Duration = Duration::from_millis(100);

/// Rows of keys and values as they came; absent keys are not among them.
pub(super) struct Values(Vec<Row>);

impl Values {
    fn new(mut rows: Vec<Row>) -> Self {
        rows.sort_unstable_by(|a, b| key(a).cmp(key(b)));
        Self(rows)
    }

    /// The value of a key.
    pub(super) fn get(&self, wanted: &[u8]) -> Option<&[u8]> {
        let place = self.0.binary_search_by(|row| key(row).cmp(wanted)).ok()?;
        Some(self.0[place].get(1))
    }
}

fn key(row: &Row) -> &[u8] {
    row.get(0)
}

struct Load {
    keys: Arc<[Vec<u8>]>,
    answer: oneshot::Sender<Result<Arc<Values>, StoreError>>,
}

/// Reads for everybody.
pub(super) struct Reads {
    lanes: Arc<Lanes>,
    loads: mpsc::Sender<Load>,
}

struct Lanes {
    shared: Arc<Shared>,
    sessions: [Mutex<Option<Arc<Session>>>; LANES],
    next: AtomicUsize,
}

impl Reads {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        let sessions = std::array::from_fn(|_| Mutex::default());
        let lanes =
            Arc::new(Lanes { shared: Arc::clone(&shared), sessions, next: AtomicUsize::new(0) });
        let (loads, queue) = mpsc::channel(QUEUE);
        drop(shared.watched("what reads from the database", load(Arc::clone(&lanes), queue)));
        Self { lanes, loads }
    }

    /// The values of these keys, all as of one instant.
    pub(super) async fn load(&self, keys: Arc<[Vec<u8>]>) -> Result<Arc<Values>, StoreError> {
        let (answer, answered) = oneshot::channel();
        let closed = || StoreError::Failed("the store is closed".to_owned());
        self.loads.try_send(Load { keys, answer }).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => StoreError::Busy,
            mpsc::error::TrySendError::Closed(_) => closed(),
        })?;
        answered.await.map_err(|_| closed())?
    }

    /// Any other query. It may be asked again when the connection is lost on the way.
    pub(super) async fn query<F>(
        &self,
        ask: impl Fn(Arc<Session>) -> F,
    ) -> Result<Vec<Row>, StoreError>
    where
        F: Future<Output = Result<Vec<Row>, Error>>,
    {
        self.lanes.query(ask).await
    }
}

/// One query at a time: who comes meanwhile goes together into the next, and who came first is
/// answered first.
async fn load(lanes: Arc<Lanes>, mut queue: mpsc::Receiver<Load>) {
    let mut waiting = Vec::new();
    while queue.recv_many(&mut waiting, MOST).await > 0 {
        Counters::add(&lanes.shared.counters.loads, waiting.len());
        let found = lanes.values(waiting.iter().flat_map(|load| &*load.keys)).await;
        let refused = matches!(found, Err(StoreError::Refused(_)));
        for load in waiting.drain(..) {
            // What cannot be read stands in the way of those only who ask for it.
            let found = if refused { lanes.values(&*load.keys).await } else { found.clone() };
            drop(load.answer.send(found));
        }
    }
}

impl Lanes {
    async fn values(
        &self,
        keys: impl IntoIterator<Item = &Vec<u8>>,
    ) -> Result<Arc<Values>, StoreError> {
        Counters::add(&self.shared.counters.load_trips, 1);
        let keys: &Vec<&[u8]> = &keys.into_iter().map(Vec::as_slice).collect();
        let rows =
            self.query(|s| async move { s.client.query(&s.statements().load, &[keys]).await });
        Ok(Arc::new(Values::new(rows.await?)))
    }

    async fn query<F>(&self, ask: impl Fn(Arc<Session>) -> F) -> Result<Vec<Row>, StoreError>
    where
        F: Future<Output = Result<Vec<Row>, Error>>,
    {
        let begun = Instant::now();
        loop {
            let remedy = match self.once(&ask).await {
                Ok(rows) => return Ok(rows),
                Err(Remedy::GiveUp(why)) => return Err(self.shared.fail(&why)),
                Err(refused @ Remedy::Refused(_)) => return Err(refused.into()),
                Err(remedy) => remedy,
            };
            if begun.elapsed() > GIVE_BACK {
                return Err(remedy.into());
            }
            sleep(PAUSE).await;
        }
    }

    async fn once<F>(&self, ask: impl Fn(Arc<Session>) -> F) -> Result<Vec<Row>, Remedy>
    where
        F: Future<Output = Result<Vec<Row>, Error>>,
    {
        let lane = &self.sessions[self.next.fetch_add(1, Ordering::Relaxed) % LANES];
        let session = self.session(lane).await?;
        let problem = match timeout(ABANDON, ask(Arc::clone(&session))).await {
            Ok(Ok(rows)) => return Ok(rows),
            Ok(Err(error)) => remedy(&error),
            Err(_) => Remedy::Reconnect("the database does not answer".to_owned()),
        };
        if matches!(problem, Remedy::Reconnect(_)) {
            let mut kept = lane.lock().await;
            // Unless somebody has put a new one there by now.
            if kept.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, &session)) {
                *kept = None;
            }
        }
        Err(problem)
    }

    async fn session(&self, lane: &Mutex<Option<Arc<Session>>>) -> Result<Arc<Session>, Remedy> {
        let newest = self.shared.connector.timeline();
        // Who comes while another connects waits for that.
        let mut kept = lane.lock().await;
        if let Some(session) = kept.as_ref().filter(|session| session.timeline >= newest) {
            return Ok(Arc::clone(session));
        }
        let session = self.shared.session().await.map_err(Remedy::Reconnect)?;
        Ok(Arc::clone(kept.insert(Arc::new(session))))
    }
}
