//! How do concurrent requests become one durable batch?
//!
//! One thread: take what waits, let the sequencer decide each in order, append one frame, sync it once, show it to the
//! readers, answer all.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc as std_mpsc;
use std::time::Instant;

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

use super::drain::Wake;
use super::error::EngineError;
use super::fail;
use super::filter::hash;
use super::journal::{AppendError, End};
use super::ops::{self, Map, Op, Ops};
use super::reader::Reader;
use super::room::Space;
use super::shared::Shared;
use super::view::View;

/// Decides, one request after another on the committer's thread, what is written. The rules of the store (versions, inbox
/// sequences, audit chain) live in its implementation.
pub trait Sequencer: Send + 'static {
    /// What is asked.
    type Request: Send + 'static;
    /// What is answered once the batch is durable.
    type Answer: Send + 'static;

    /// Decides one request, in queue order. `view` reads committed state and the operations of earlier requests of this
    /// batch. What is added to `ops` becomes durable with the batch, or not at all; adding nothing is a refusal or a read.
    fn sequence(&mut self, request: Self::Request, view: &View<'_>, ops: &mut Ops) -> Self::Answer;

    /// Operations that `sequence` added were not written: forget everything remembered, and read it again from the next view.
    fn forget(&mut self);
}

/// A request and where its answer goes.
pub(super) struct Message<S: Sequencer> {
    pub(super) request: S::Request,
    pub(super) answer: oneshot::Sender<Result<S::Answer, EngineError>>,
}

pub(super) struct Committer<S: Sequencer> {
    pub(super) queue: mpsc::Receiver<Message<S>>,
    pub(super) sequencer: S,
    pub(super) shared: Arc<Shared>,
    pub(super) wake: std_mpsc::Sender<Wake>,
    /// Memory in which the operations of a batch are put together, used again and again.
    pub(super) memory: Vec<u8>,
}

/// Memory that is kept for the next batch, at most, in bytes.
const KEPT: usize = 1024 * 1024;

/// The committer goes to work when it gave its place up so often in a row and nothing came.
const IN_VAIN: u32 = 3;

/// A batch being put together.
struct Batch<A> {
    pending: Map,
    /// The operations as the journal takes them.
    encoded: Vec<u8>,
    logs: Vec<Bytes>,
    bytes: usize,
    /// Whether an operation replaced an earlier one of this batch.
    superseded: bool,
    answers: Vec<(oneshot::Sender<Result<A, EngineError>>, A)>,
}

impl<S: Sequencer> Committer<S> {
    /// Runs until every sender is gone.
    pub(super) fn run(mut self) {
        let mut waiting = Vec::new();
        while self.queue.blocking_recv_many(&mut waiting, self.shared.options.batch_requests) > 0 {
            self.linger(&mut waiting);
            let mut waiting = waiting.drain(..);
            while !waiting.as_slice().is_empty() {
                self.shared.wait_for_room();
                self.batch(&mut waiting);
            }
        }
    }

    /// Lets others run as long as that brings more requests: one write and one sync for all of them. A request that is alone
    /// does not wait.
    fn linger(&mut self, waiting: &mut Vec<Message<S>>) {
        let most = self.shared.options.batch_requests;
        let mut in_vain = 0;
        while waiting.len() > 1 && in_vain < IN_VAIN && waiting.len() < most {
            std::thread::yield_now();
            let before = waiting.len();
            while waiting.len() < most
                && let Ok(message) = self.queue.try_recv()
            {
                waiting.push(message);
            }
            in_vain = if waiting.len() > before { 0 } else { in_vain + 1 };
        }
    }

    fn batch(&mut self, waiting: &mut std::vec::Drain<'_, Message<S>>) {
        let end = self.shared.journal().end();
        let (refused, audit_only) = match (self.shared.failure(), self.shared.space(waiting.len()))
        {
            (Some(failure), _) => (Some(failure), None),
            (None, Space::Nothing(why)) => (Some(EngineError::DiskFull(why)), None),
            (None, Space::AuditOnly(why)) => (None, Some(EngineError::DiskFull(why))),
            (None, Space::Enough) => (None, None),
        };
        if let Some(error) = refused {
            waiting.for_each(|message| drop(message.answer.send(Err(error.clone()))));
            return;
        }
        let mut batch = Batch {
            pending: Map::new(),
            encoded: std::mem::take(&mut self.memory),
            logs: Vec::new(),
            bytes: 0,
            superseded: false,
            answers: Vec::new(),
        };
        let reader = Reader { shared: Arc::clone(&self.shared) };
        while batch.bytes < self.shared.options.batch_bytes {
            let Some(Message { request, answer }) = waiting.next() else { break };
            let mut ops = Ops::default();
            let view = View {
                reader: &reader,
                pending: &batch.pending,
                position: end.position + 1,
                next_log: end.next_log + batch.logs.len() as u64,
            };
            let decided = self.sequencer.sequence(request, &view, &mut ops);
            if let Some(why) = ops.refused {
                self.sequencer.forget();
                drop(answer.send(Err(EngineError::TooLarge(why))));
                continue;
            }
            if let Some(full) = audit_only.as_ref().filter(|_| ops.changes_records()) {
                self.sequencer.forget();
                drop(answer.send(Err(full.clone())));
                continue;
            }
            batch.add(ops);
            batch.answers.push((answer, decided));
        }
        self.shared.requests.fetch_add(batch.answers.len() as u64, Ordering::Relaxed);
        let result =
            if batch.encoded.is_empty() { Ok(()) } else { self.commit(&mut batch, end.next_log) };
        if result.is_err() {
            self.sequencer.forget();
        }
        self.memory = std::mem::take(&mut batch.encoded);
        self.memory.clear();
        self.memory.shrink_to(KEPT);
        fail::pass("before-answer");
        for (sender, answer) in batch.answers {
            // A caller that no longer waits finds out by asking again.
            drop(sender.send(result.clone().map(|()| answer)));
        }
    }

    fn commit(&mut self, batch: &mut Batch<S::Answer>, first_log: u64) -> Result<(), EngineError> {
        let begun = Instant::now();
        let logs = batch.logs.len() as u64;
        let appended = self.shared.journal().append(&batch.encoded, logs);
        let (end, written) = match appended {
            Ok(appended) => appended,
            Err(AppendError::Full(why)) => {
                self.shared.space_watch.write_failed(&why, batch.answers.len());
                return Err(EngineError::DiskFull(why));
            }
            Err(AppendError::Dead(why)) => {
                self.shared.fail(&why);
                return Err(EngineError::Failed(why.into()));
            }
        };
        self.shared.space_watch.written();
        self.shared.timings().add(begun.elapsed());
        self.shared.journal_bytes.fetch_add(written, Ordering::Relaxed);
        self.shared.batches.fetch_add(1, Ordering::Relaxed);
        self.shared.committed.store(end.position, Ordering::Relaxed);
        self.publish(batch, end, first_log);
        Ok(())
    }

    fn publish(&self, batch: &mut Batch<S::Answer>, end: End, first_log: u64) {
        self.shared.layer_bytes.fetch_add(batch.bytes, Ordering::AcqRel);
        let mut layers = self.shared.write();
        let active = &mut layers.active;
        active.superseded |= batch.superseded;
        for (key, value) in std::mem::take(&mut batch.pending) {
            active.filter.add(hash(&key));
            active.superseded |= active.map.insert(key, value).is_some();
        }
        active.log.extend((first_log..).zip(batch.logs.drain(..)));
        active.end = end;
        active.bytes += batch.bytes;
        let before = active.bytes - batch.bytes;
        let due = before < self.shared.options.drain_bytes
            && active.bytes >= self.shared.options.drain_bytes;
        drop(layers);
        if due {
            // The drain thread also looks by itself, now and then.
            let _ = self.wake.send(Wake::Drain);
        }
    }
}

impl<A> Batch<A> {
    fn add(&mut self, ops: Ops) {
        self.bytes += ops.bytes();
        let encoded = ops.into_encoded();
        self.encoded.extend_from_slice(&encoded);
        for op in ops::read(&encoded).expect("written by Ops") {
            let former = match op {
                Op::Put(key, value) => self.pending.insert(key, Some(value)),
                Op::Delete(key) => self.pending.insert(key, None),
                Op::Log(entry) => {
                    self.logs.push(entry);
                    None
                }
            };
            self.superseded |= former.is_some();
        }
    }
}
