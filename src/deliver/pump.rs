//! How does a notification get from an inbox to a channel? Wait for the bell, read behind the cursor,
//! send, commit the cursor.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::{task::JoinHandle, time::sleep};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    broker::{Broker, Failure, fingerprint},
    domain::{
        model::{party::Party, time::Time},
        rules::delivering::{ATTEMPT_MS, Line, Notice, Outcome, Step},
        state::{delivery::Trouble, positions::CursorKey},
    },
};

use super::{channel::Channel, figures::Figures};

/// How often recipients are looked at: covenants are replaced while the broker runs.
pub(super) const RECIPIENTS_EVERY: Duration = Duration::from_secs(2);

/// A ring can be lost: the store is looked at again after this time.
pub(super) const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// How long to wait after the store has failed.
pub(super) const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Delivers by one channel until told to stop: each recipient in a task of its own, so that one who
/// hangs delays nobody else.
pub async fn run(
    broker: Arc<Broker>,
    channel: Arc<dyn Channel>,
    figures: Arc<Figures>,
    stop: CancellationToken,
) {
    let mut lines: HashMap<Party, JoinHandle<()>> = HashMap::new();
    while !stop.is_cancelled() {
        // One that ended, because its recipient had gone for a while, begins anew.
        lines.retain(|_, task| !task.is_finished());
        for recipient in channel.recipients() {
            lines.entry(recipient).or_insert_with_key(|recipient| {
                let pump = Pump {
                    broker: broker.clone(),
                    channel: channel.clone(),
                    figures: figures.clone(),
                    recipient: recipient.clone(),
                };
                tokio::spawn(pump.deliver(stop.clone()))
            });
        }
        pause(&stop, RECIPIENTS_EVERY).await;
    }
    for (_, task) in lines {
        let _ = task.await;
    }
}

/// One channel to one recipient.
struct Pump {
    broker: Arc<Broker>,
    channel: Arc<dyn Channel>,
    figures: Arc<Figures>,
    recipient: Party,
}

impl Pump {
    /// Delivers until told to stop, or until the recipient has no address any more.
    async fn deliver(self, stop: CancellationToken) {
        let bell = self.broker.listen(&self.recipient);
        while !stop.is_cancelled() {
            let Some(address) = self.channel.address(&self.recipient) else { break };
            let ring = bell.notified();
            tokio::pin!(ring);
            // From here on a ring is not missed, even if it comes while the store is read.
            ring.as_mut().enable();
            let pause = match self.turn(&address).await {
                Ok(None) => continue,
                Ok(Some(until)) => rest(until, self.broker.now()),
                Err(error) => {
                    tracing::warn!(%error, "nothing could be delivered now; trying again");
                    AFTER_FAILURE
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = ring => {}
                () = sleep(pause) => {}
            }
        }
        self.figures.stands(&self.recipient, None);
    }

    /// One turn: `None` when the next one may come at once, else until when there is nothing to do.
    async fn turn(&self, address: &str) -> Result<Option<Option<Time>>, Failure> {
        let key = CursorKey { recipient: self.recipient.clone(), channel: self.channel.kind() };
        let line = self.broker.line(key, fingerprint(address), self.channel.manner());
        let due = |told: &_, since| self.channel.due(&self.recipient, told, since);
        let step = self.broker.next_delivery(&line, &due).await?;
        let paused = self.broker.is_paused(&line).await?;
        let pending = !matches!(step, Step::Wait { pending: false, .. });
        self.figures.stands(&self.recipient, Some(super::figures::Line { pending, paused }));
        match step {
            Step::Again => Ok(None),
            Step::Wait { until, .. } => Ok(Some(until)),
            Step::Send(notice) => {
                self.attempt(&line, &notice).await?;
                Ok(None)
            }
        }
    }

    /// Sends, and takes down how it went. When that fails, the same is sent once more.
    async fn attempt(&self, line: &Line, notice: &Notice) -> Result<(), Failure> {
        let most = Duration::from_millis(ATTEMPT_MS.unsigned_abs());
        let sending = tokio::time::timeout(most, self.channel.send(&self.recipient, notice));
        let outcome =
            sending.await.unwrap_or(Outcome::Retry { after_ms: None, why: Trouble::TimedOut });
        self.figures.ended(outcome == Outcome::Delivered);
        self.broker.delivery_ended(line, notice, outcome, jitter()).await?;
        Ok(())
    }
}

/// For how long to rest until then, at most until the store is looked at again.
pub(super) fn rest(until: Option<Time>, now: Time) -> Duration {
    let left = until.map_or(i64::MAX, |until| until.0.saturating_sub(now.0));
    Duration::from_millis(left.max(1).unsigned_abs()).min(LOOK_AGAIN)
}

/// Between 0 and 1000, by chance.
pub(super) fn jitter() -> u16 {
    u16::try_from(Uuid::new_v4().as_u128() % 1001).unwrap_or_default()
}

pub(super) async fn pause(stop: &CancellationToken, time: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = sleep(time) => {}
    }
}
