//! The one task that writes. It gathers what waits, commits it as one transaction, and finds out
//! what became of a transaction whose answer was lost.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{
    sync::{mpsc, oneshot},
    time::{sleep, timeout},
};
use uuid::Uuid;

use crate::{
    domain::state::keys::Version,
    store::{
        audit_chain::Head,
        contract::{CommitError, StoreError},
    },
};

use super::{
    batch::{Batch, EncodedChange, Touched},
    error::Remedy,
    session::Session,
    shared::{Counters, Shared},
    synchronous,
    transaction::{self, Outcome},
};

/// Most changes in one transaction: what is waiting then goes into the next.
const MOST: usize = 512;
/// A change that cannot be made for so long is given back to its caller.
const GIVE_BACK: Duration = Duration::from_secs(15);
/// A server that does not answer for so long is looked for anew. What it was doing then is found
/// out before anything else happens.
const ABANDON: Duration = Duration::from_secs(15);
/// How often a store at rest looks whether its standby is still there.
const IDLE: Duration = Duration::from_secs(2);
/// Pauses between attempts: doubled from the first up to the last.
const PAUSES: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(500));

/// A change on its way.
pub(super) struct Waiting {
    pub(super) change: EncodedChange,
    /// The timeline that its reads came from.
    pub(super) era: u64,
    pub(super) answer: oneshot::Sender<Result<(), CommitError>>,
    pub(super) since: Instant,
}

/// A transaction of which nobody knows whether it was committed.
struct Unknown {
    /// Where the chain ends if it was.
    after: Head,
    answers: Vec<Result<(), CommitError>>,
}

/// While the disk of the server is full, the log says so this often.
const TELL_FULL: Duration = Duration::from_secs(60);

pub(super) struct Committer {
    shared: Arc<Shared>,
    queue: mpsc::Receiver<Waiting>,
    session: Option<Arc<Session>>,
    /// Where the chain of this broker ends.
    head: Head,
    pending: Vec<Waiting>,
    unknown: Option<Unknown>,
    /// So many of those pending are tried one by one: the database refused one of them, and did not
    /// say which.
    one_by_one: usize,
    pause: Duration,
    /// When the log last said that the disk is full.
    told_full: Option<Instant>,
}

impl Committer {
    pub(super) fn new(
        shared: Arc<Shared>,
        queue: mpsc::Receiver<Waiting>,
        session: Arc<Session>,
        head: Head,
    ) -> Self {
        let (session, pending) = (Some(session), Vec::new());
        let (unknown, one_by_one, pause) = (None, 0, PAUSES.0);
        let told_full = None;
        Self { shared, queue, session, head, pending, unknown, one_by_one, pause, told_full }
    }

    /// Runs until every sender is gone and everything is answered.
    pub(super) async fn run(mut self) {
        loop {
            if self.pending.is_empty() {
                // In trouble, nobody brings a change that would show that it is over.
                let troubled = self.shared.trouble().is_some();
                let patience = if troubled { PAUSES.1 } else { IDLE };
                let taken = self.queue.recv_many(&mut self.pending, MOST);
                if let Ok(0) = timeout(patience, taken).await {
                    return;
                }
            }
            if let Some(why) = self.shared.failure() {
                let failed = StoreError::Failed(why.clone());
                self.give_back(|_| true, &failed);
                continue;
            }
            match self.round().await {
                Ok(()) => self.pause = PAUSES.0,
                Err(remedy) => self.after(remedy).await,
            }
        }
    }

    /// One attempt at what is pending.
    async fn round(&mut self) -> Result<(), Remedy> {
        let session = self.session().await?;
        let troubled = self.shared.trouble().is_some();
        if self.unknown.is_some() || (troubled && self.pending.is_empty()) {
            self.settle(&session).await?;
        } else if self.pending.is_empty() {
            answered(synchronous::check(&session)).await?;
        } else {
            self.attempt(&session).await?;
        }
        self.shared.well();
        Ok(())
    }

    async fn session(&mut self) -> Result<Arc<Session>, Remedy> {
        let newest = self.shared.connector.timeline();
        if let Some(session) = self.session.as_ref().filter(|s| s.timeline >= newest) {
            return Ok(Arc::clone(session));
        }
        let session = self.shared.session().await.map_err(Remedy::Reconnect)?;
        Ok(Arc::clone(self.session.insert(Arc::new(session))))
    }

    async fn attempt(&mut self, session: &Arc<Session>) -> Result<(), Remedy> {
        let now = self.pending.len().min(if self.one_by_one > 0 { 1 } else { MOST });
        let touched = Touched::by(self.pending[..now].iter().map(|waiting| &waiting.change));
        let counters = &self.shared.counters;
        Counters::add(&counters.round_trips, 1);
        let locked = match answered(transaction::lock(session, &self.shared, touched)).await {
            Ok(locked) => locked,
            Err(remedy @ Remedy::Reconnect(_)) => return Err(remedy),
            Err(remedy) => {
                answered(transaction::roll_back(session)).await?;
                return Err(remedy);
            }
        };
        if locked.chain != self.head {
            return Err(self.strange(locked.chain));
        }
        let mut batch = Batch::new(locked);
        let answers: Vec<_> =
            self.pending[..now].iter().map(|w| apply(&mut batch, w, session)).collect();
        let writes = batch.finish();
        let after = writes.chain;
        let told = !writes.notifications.is_empty();
        if after == self.head {
            // Nothing but conflicts.
            self.answer(answers);
            return answered(transaction::roll_back(session)).await;
        }
        Counters::add(&counters.round_trips, 1);
        // Nobody can stop it half-way: not even when this task has enough of waiting.
        let writing = transaction::write(Arc::clone(session), self.shared.broker.clone(), writes);
        let outcome = match timeout(ABANDON, tokio::spawn(writing)).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(ended)) => Outcome::Unknown(ended.to_string()),
            Err(_) => Outcome::Unknown("a commit was not confirmed in time".to_owned()),
        };
        match outcome {
            Outcome::Committed => {
                self.head = after;
                Counters::add(&counters.batches, 1);
                Counters::add(&counters.changes, answers.len());
                if told {
                    self.shared.wrote.notify_one();
                }
                self.answer(answers);
                Ok(())
            }
            Outcome::Undone(remedy) => Err(remedy),
            Outcome::Unknown(why) => {
                self.unknown = Some(Unknown { after, answers });
                Err(Remedy::Reconnect(why))
            }
        }
    }

    /// Finds out whether a transaction was committed, by one that comes after it: it waits for the
    /// row that the other holds, and once it is confirmed, so is everything before it.
    async fn settle(&mut self, session: &Arc<Session>) -> Result<(), Remedy> {
        let settling = transaction::settle(Arc::clone(session), self.shared.broker.clone());
        let found = match timeout(ABANDON, tokio::spawn(settling)).await {
            Ok(Ok(found)) => found?,
            Ok(Err(ended)) => return Err(Remedy::Reconnect(ended.to_string())),
            Err(_) => {
                return Err(Remedy::Reconnect("a commit was not confirmed in time".to_owned()));
            }
        };
        match self.unknown.take() {
            Some(unknown) if found == unknown.after => {
                self.head = found;
                self.answer(unknown.answers);
                Ok(())
            }
            // It never happened: what still waits is done anew.
            _ if found == self.head => Ok(()),
            _ => Err(self.strange(found)),
        }
    }

    /// The chain does not end where this process left it.
    fn strange(&self, found: Head) -> Remedy {
        let broker = &self.shared.broker;
        Remedy::GiveUp(if found.position < self.head.position {
            format!(
                "the audit chain of broker {broker} ends at entry {}, but entry {} was confirmed: \
                 the database went back to an earlier state, by a failover to a standby that was not \
                 synchronous or by a restore",
                found.position, self.head.position
            )
        } else {
            format!(
                "the audit chain of broker {broker} was written by another process; give every \
                 broker a [store] broker_name of its own"
            )
        })
    }

    fn answer(&mut self, answers: Vec<Result<(), CommitError>>) {
        self.one_by_one = self.one_by_one.saturating_sub(answers.len());
        for (waiting, answer) in self.pending.drain(..answers.len()).zip(answers) {
            // A caller that no longer waits finds out by asking again.
            drop(waiting.answer.send(answer));
        }
    }

    /// What to do after a round that did not come through.
    async fn after(&mut self, remedy: Remedy) {
        Counters::add(&self.shared.counters.again, 1);
        match remedy {
            Remedy::Again => {}
            Remedy::Reconnect(why) => {
                self.session = None;
                let since = self.pending.first().map_or_else(Instant::now, |waiting| waiting.since);
                self.shared.troubled(since, &why);
            }
            Remedy::DiskFull => {
                if self.told_full.is_none_or(|told| told.elapsed() >= TELL_FULL) {
                    tracing::error!(
                        refused = self.pending.len(),
                        "the disk of the database server is full: changes are refused, reading goes on"
                    );
                    self.told_full = Some(Instant::now());
                }
                self.give_back(|_| true, &StoreError::DiskFull);
                return;
            }
            Remedy::Refused(why) => {
                self.refused(why);
                return;
            }
            Remedy::GiveUp(why) => {
                let failed = self.shared.fail(&why);
                self.give_back(|_| true, &failed);
                return;
            }
        }
        // What came in the meantime grows old too.
        while self.pending.len() < MOST * 32 {
            let Ok(waiting) = self.queue.try_recv() else { break };
            // Of those under way only the order of the answers is known: they stay in front.
            self.pending.push(waiting);
        }
        self.expire();
        sleep(self.pause + jitter(self.pause)).await;
        self.pause = (self.pause * 2).min(PAUSES.1);
    }

    /// Refuses the change that the database does not take, when it was alone; looks for it otherwise.
    fn refused(&mut self, why: String) {
        if self.one_by_one > 0 || self.pending.len() == 1 {
            self.answer(vec![Err(StoreError::Refused(why).into())]);
        } else {
            tracing::error!(%why, "the database refuses one of several changes: one by one now");
            self.one_by_one = self.pending.len().min(MOST);
        }
    }

    /// Gives back what has waited too long.
    fn expire(&mut self) {
        let why = self
            .shared
            .trouble()
            .map_or_else(|| "others were in the way for too long".to_owned(), |(_, why)| why);
        let unavailable = StoreError::Unavailable(why);
        self.give_back(|waiting| waiting.since.elapsed() > GIVE_BACK, &unavailable);
    }

    fn give_back(&mut self, which: impl Fn(&Waiting) -> bool, error: &StoreError) {
        let mut answers = self.unknown.as_mut().map(|unknown| &mut unknown.answers);
        let mut kept = Vec::new();
        let mut place = 0;
        for waiting in self.pending.drain(..) {
            let under_way = answers.as_ref().is_some_and(|answers| place < answers.len());
            if which(&waiting) {
                if let Some(answers) = answers.as_mut().filter(|_| under_way) {
                    drop(answers.remove(place));
                }
                drop(waiting.answer.send(Err(error.clone().into())));
            } else {
                place += 1;
                kept.push(waiting);
            }
        }
        self.pending = kept;
    }
}

/// What the database answers, or the finding that it does not: a server that is frozen or cut off
/// says nothing for ever.
async fn answered<T>(asked: impl Future<Output = Result<T, Remedy>>) -> Result<T, Remedy> {
    let silent = |_| Err(Remedy::Reconnect("the database does not answer".to_owned()));
    timeout(ABANDON, asked).await.unwrap_or_else(silent)
}

/// Adds a change to a batch. What the primary before this one showed may be nowhere else: whoever
/// relies on it reads again.
fn apply(batch: &mut Batch, waiting: &Waiting, session: &Session) -> Result<(), CommitError> {
    if waiting.era != u64::from(session.timeline) {
        return Err(CommitError::Conflict);
    }
    batch.apply(&waiting.change, fresh_version())
}

/// Versions are drawn by lot: after a failover that undid something, no version that somebody saw
/// before can stand for something else.
fn fresh_version() -> Version {
    Version(Uuid::new_v4().as_u64_pair().1)
}

fn jitter(upto: Duration) -> Duration {
    let lot = Uuid::new_v4().as_u64_pair().1 % 1000;
    upto.mul_f64(f64::from(u16::try_from(lot).unwrap_or(0)) / 1000.0)
}
