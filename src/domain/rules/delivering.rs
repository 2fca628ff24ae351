//! What is delivered next by a channel of the broker's own, and what follows from how it went?
//!
//! In order, one at a time, crises ahead of their places. Nothing is dropped: what does not arrive is
//! tried again later and later, and after a day the channel is paused, which people are shown; once
//! a day it is tried still.

use crate::domain::{
    model::{ids::SignalId, notification::Notification, party::Party, time::Time},
    rules::{acknowledging, context::Context},
    state::{
        delivery::{Attempt, Delivery, Lease, Status, Trouble},
        keys::Key,
        lookup::Lookup,
        positions::{Channel, Cursor, CursorKey, InboxState},
        records::Record,
    },
};

/// For how long a broker that delivers keeps the others away, in milliseconds. It is longer than
/// [`ATTEMPT_MS`], so that no other begins while an attempt is under way, and short enough that
/// another goes on within 30 seconds when it has died.
pub const LEASE_MS: i64 = 20_000;

/// How far the clocks of brokers on one database may be apart.
const CLOCKS_APART_MS: i64 = 10_000;

/// The longest that an attempt takes, in milliseconds.
pub const ATTEMPT_MS: i64 = 15_000;

/// The wait after the first failure, in milliseconds; each further one doubles it.
const FIRST_WAIT_MS: i64 = 1_000;

/// The longest wait while failures are taken for a passing trouble, in milliseconds: an hour.
const LONGEST_WAIT_MS: i64 = 3_600_000;

/// After failing for so long a channel is paused; how often a paused one is tried. A day.
const DAY_MS: i64 = 24 * LONGEST_WAIT_MS;

/// The code with which a web server says that it is to be left alone.
const GONE: u16 = 410;

/// Most crises that are remembered as given ahead. The others come in their places.
const AHEAD_MOST: usize = 64;

/// How an attempt ended, as the channel sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It arrived: the receiving side said so.
    Delivered,
    /// It did not arrive, or nobody said so.
    Retry {
        /// How long the receiving side wants to be left alone, in milliseconds.
        after_ms: Option<i64>,
        /// What went wrong.
        why: Trouble,
    },
    /// The receiving side knows no such recipient, or wants nothing for it. Somebody has to look.
    Refused,
    /// The receiving side wants to be left alone until its address is another one.
    Gone,
}

/// Whether notifications go one by one, or one delivery speaks for all that wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manner {
    /// Each by itself, in order.
    Each,
    /// One for all that wait, as soon as one of them is due.
    Together,
}

impl Manner {
    /// How many of those that wait are looked at. Of those that go together one far behind may be
    /// due first.
    #[must_use]
    pub fn page_most(self) -> usize {
        match self {
            Self::Each => 16,
            Self::Together => 500,
        }
    }
}

/// One channel to one recipient.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Whose inbox, by which channel.
    pub key: CursorKey,
    /// A fingerprint of where it is delivered.
    pub address: u64,
    /// One by one, or together.
    pub manner: Manner,
    /// The broker that asks, by the name of its audit chain.
    pub holder: Box<str>,
    /// Whether there are other brokers, so that a lease must be held.
    pub shared: bool,
}

/// What waits in an inbox, read before the decision.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Waiting {
    /// Behind which sequence it was read.
    pub after: u64,
    /// The first ones, in order, each with when it is due by this channel; `None`: not at all.
    pub page: Vec<(u64, Notification, Option<Time>)>,
    /// Crises that wait for an answer and did not go ahead yet.
    pub crises: Vec<(SignalId, Notification)>,
    /// Crises that went ahead and wait for no answer any more.
    pub answered: Vec<SignalId>,
}

/// What is delivered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Its place in the inbox; 0 ahead of its place.
    pub sequence: u64,
    /// The notification; of several together, the last.
    pub notification: Notification,
    /// The signal of a crisis that goes ahead.
    pub ahead: Option<SignalId>,
    /// Crises that need not be remembered any more.
    pub answered: Vec<SignalId>,
}

/// What to do next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Deliver this.
    Send(Box<Notice>),
    /// Nothing before this instant; `None`: until something comes.
    Wait {
        /// Until when.
        until: Option<Time>,
        /// Whether something waits that should have gone by now.
        pending: bool,
    },
    /// Something has changed since it was read: look again.
    Again,
}

/// What [`next`] and [`ended`] look at.
#[must_use]
pub fn keys(line: &Line) -> Vec<Key> {
    acknowledging::keys(&line.key.recipient, line.key.channel)
}

/// How a line stands: the position, and how its deliveries go. One that was never used begins behind
/// what the recipient's own system acknowledged.
#[must_use]
pub fn standing(look: &impl Lookup, key: &CursorKey) -> (u64, Delivery) {
    match look.cursor(key) {
        Some(cursor) => {
            let delivery = cursor.delivery.as_deref().cloned().unwrap_or_default();
            (cursor.position, delivery)
        }
        None => {
            let state = look.inbox(&key.recipient);
            (state.acknowledged.max(state.trimmed), Delivery::default())
        }
    }
}

/// How the deliveries to this address went: to another one none did, and nothing but the crises that
/// went ahead is remembered, since a new address is no reason to alarm again.
fn to_this_address(delivery: Delivery, line: &Line) -> Delivery {
    if delivery.address == line.address {
        return delivery;
    }
    let Delivery { ahead, lease, .. } = delivery;
    Delivery { address: line.address, ahead, lease, ..Delivery::default() }
}

/// Decides what is delivered next, and takes the lease for it where there are several brokers.
pub fn next(ctx: &mut Context<'_>, line: &Line, waiting: &Waiting) -> Step {
    let (position, delivery) = standing(ctx.facts, &line.key);
    if position != waiting.after {
        return Step::Again;
    }
    let delivery = to_this_address(delivery, line);
    let chosen = match chosen(&delivery, line.manner, waiting, ctx.now) {
        Chosen::Notice(notice) => notice,
        Chosen::Passed(upto) => {
            put(ctx, &line.key, upto, delivery);
            return Step::Again;
        }
        Chosen::Later(until) => return Step::Wait { until, pending: false },
    };
    if let Some(until) = held_back(&delivery, &chosen, ctx.now) {
        return Step::Wait { until, pending: true };
    }
    if line.shared {
        let of_another = |lease: &&Lease| is_of_another(lease, line, ctx.now);
        if let Some(lease) = delivery.lease.as_ref().filter(of_another) {
            return Step::Wait { until: Some(lease.until), pending: true };
        }
        // What is sent was read from a server that may be no primary any more: this is found
        // out here, before anything leaves.
        let until = ctx.now.plus_ms(LEASE_MS);
        let lease = Some(Lease { holder: line.holder.clone(), until });
        put(ctx, &line.key, position, Delivery { lease, ..delivery });
    }
    Step::Send(Box::new(chosen))
}

/// What would be delivered if nothing held it back.
enum Chosen {
    Notice(Notice),
    /// Nothing up to here is for this channel.
    Passed(u64),
    Later(Option<Time>),
}

fn chosen(delivery: &Delivery, manner: Manner, waiting: &Waiting, now: Time) -> Chosen {
    let answered = || waiting.answered.clone();
    let room = delivery.ahead.len() < AHEAD_MOST;
    let new = waiting.crises.iter().find(|(signal, _)| !delivery.ahead.contains(signal));
    if let Some((signal, crisis)) = new.filter(|_| room) {
        let (ahead, notification) = (Some(*signal), crisis.clone());
        return Chosen::Notice(Notice { sequence: 0, notification, ahead, answered: answered() });
    }
    // What goes one by one is due as soon as it is there. The time at which it was written is not asked: one
    // that was written while the clock ran ahead would hold back all that come after it.
    let due = |at: &Option<Time>| match manner {
        Manner::Each => at.is_some(),
        Manner::Together => at.is_some_and(|at| at <= now),
    };
    if let Some(first) = waiting.page.iter().find(|(_, _, at)| due(at)) {
        // One for all that wait says no more, and no less, than that there is something.
        let last = waiting.page.last().filter(|_| manner == Manner::Together).unwrap_or(first);
        let (sequence, notification) = (last.0, last.1.clone());
        return Chosen::Notice(Notice {
            sequence,
            notification,
            ahead: None,
            answered: answered(),
        });
    }
    let next = waiting.page.iter().filter_map(|(_, _, at)| *at).min();
    match waiting.page.last() {
        // There may be more behind a full page.
        Some((last, _, _)) if next.is_none() && waiting.page.len() >= manner.page_most() => {
            Chosen::Passed(*last)
        }
        _ => Chosen::Later(next),
    }
}

/// Until when failures hold a delivery back. A crisis that was not tried yet is tried at once,
/// whatever happened before: the trouble may have passed. Only who asked to be left alone is.
fn held_back(delivery: &Delivery, notice: &Notice, now: Time) -> Option<Option<Time>> {
    if delivery.is_left_alone() {
        return Some(None);
    }
    if notice.ahead.is_some() && notice.ahead != delivery.tried {
        return None;
    }
    waits_until(delivery, now).map(Some)
}

/// Whether another broker delivers now. A lease that reaches further than any that is taken now was taken
/// by a clock that ran ahead.
#[must_use]
pub fn is_of_another(lease: &Lease, line: &Line, now: Time) -> bool {
    let believed = now.plus_ms(LEASE_MS + CLOCKS_APART_MS);
    lease.holder != line.holder && lease.until > now && lease.until <= believed
}

/// Until when nothing is tried after failures. No wait is longer than a day: what reaches further was
/// reckoned by a clock that ran ahead.
#[must_use]
pub fn waits_until(delivery: &Delivery, now: Time) -> Option<Time> {
    let believed = now.plus_ms(DAY_MS);
    delivery.next_try.filter(|at| *at > now && *at <= believed)
}

/// Decides what follows from how an attempt went; `jitter` is between 0 and 1000. True when the
/// outcome was taken down; false when another broker has taken over meanwhile, and delivers it
/// once more.
pub fn ended(
    ctx: &mut Context<'_>,
    line: &Line,
    sent: &Notice,
    outcome: Outcome,
    jitter: u16,
) -> bool {
    let (position, delivery) = standing(ctx.facts, &line.key);
    let ours = |lease: &Lease| lease.holder == line.holder;
    let held = !line.shared || delivery.lease.as_ref().is_some_and(ours);
    if !held || (sent.ahead.is_none() && sent.sequence <= position) {
        return false;
    }
    let delivery = to_this_address(delivery, line);
    let mut next = after_trying(&delivery, sent.ahead, outcome, (ctx.now, jitter));
    next.ahead.retain(|signal| !sent.answered.contains(signal));
    let upto = match outcome {
        Outcome::Delivered => {
            next.ahead.extend(sent.ahead);
            if sent.ahead.is_some() { position } else { sent.sequence }
        }
        Outcome::Retry { .. } | Outcome::Refused | Outcome::Gone => {
            next.tried = sent.ahead.or(next.tried);
            position
        }
    };
    put(ctx, &line.key, upto, next);
    true
}

/// How the deliveries go after an attempt. Nobody holds the lease then: whoever is first goes on.
#[must_use]
pub fn after(delivery: &Delivery, outcome: Outcome, now: Time, jitter: u16) -> Delivery {
    after_trying(delivery, None, outcome, (now, jitter))
}

/// The same, when a crisis may have been tried ahead of its place. It is tried soon again, and then
/// later and later, also on a way that is paused: the first of these failures may be the last one.
fn after_trying(
    delivery: &Delivery,
    crisis: Option<SignalId>,
    outcome: Outcome,
    (now, jitter): (Time, u16),
) -> Delivery {
    let attempt = |status| Some(Attempt { at: now, status });
    let Delivery { address, tried, .. } = *delivery;
    let ahead = delivery.ahead.clone();
    let (status, trouble) = match outcome {
        Outcome::Delivered => {
            let (last, arrived) = (attempt(Status::Delivered), Some(now));
            return Delivery { address, last, ahead, arrived, ..Delivery::default() };
        }
        Outcome::Retry { why, .. } => (Status::Failed, why),
        Outcome::Refused => (Status::Refused, Trouble::NoRecipient),
        Outcome::Gone => (Status::Gone, Trouble::Status(GONE)),
    };
    let since = delivery.failing_since.unwrap_or(now);
    let lasting = status != Status::Failed || now.0.saturating_sub(since.0) >= DAY_MS;
    let paused_since = delivery.paused_since.or(lasting.then_some(now));
    let asked = match outcome {
        Outcome::Retry { after_ms, .. } => after_ms.unwrap_or_default().clamp(0, DAY_MS),
        Outcome::Delivered | Outcome::Refused | Outcome::Gone => 0,
    };
    let another = crisis.is_some() && crisis != tried;
    let failures = if another { 0 } else { delivery.failures };
    let paused = crisis.is_none() && paused_since.is_some();
    let wait = if paused { DAY_MS } else { wait_ms(failures, jitter) };
    Delivery {
        address,
        failures: failures.saturating_add(1),
        failing_since: Some(since),
        next_try: Some(now.plus_ms(wait.max(asked))),
        last: attempt(status),
        paused_since,
        lease: None,
        ahead,
        tried,
        arrived: delivery.arrived,
        trouble: Some(trouble),
    }
}

/// Decides that a way is tried again at once, whatever happened before and also when it asked to be
/// left alone: somebody says that its trouble has passed. Nothing is left out, the same goes next; what
/// was wrong is still shown until something arrives. Where nothing failed, nothing changes.
pub fn resume(ctx: &mut Context<'_>, key: &CursorKey) -> (u64, Delivery) {
    let (position, delivery) = standing(ctx.facts, key);
    if delivery.failures == 0 {
        return (position, delivery);
    }
    let last = delivery.last.map(|last| Attempt { status: Status::Failed, ..last });
    let Delivery { address, lease, ahead, arrived, trouble, .. } = delivery;
    let next = Delivery { address, lease, ahead, arrived, trouble, last, ..Delivery::default() };
    put(ctx, key, position, next.clone());
    (position, next)
}

/// How long to wait after so many failures before: from a second to an hour, up to a half more or
/// less by chance, so that not all come back at once.
fn wait_ms(failures: u32, jitter: u16) -> i64 {
    let doubled = FIRST_WAIT_MS << failures.min(12);
    let whole = doubled.clamp(FIRST_WAIT_MS, LONGEST_WAIT_MS);
    let spread = whole * i64::from(jitter.min(1000)) / 1000;
    (whole / 2 + spread).clamp(FIRST_WAIT_MS, LONGEST_WAIT_MS)
}

fn put(ctx: &mut Context<'_>, key: &CursorKey, position: u64, delivery: Delivery) {
    let CursorKey { recipient, channel } = key;
    let moved = position > standing(ctx.facts, key).0;
    let cursor = Cursor { position, delivery: Some(Box::new(delivery)), professionals: None };
    ctx.effects.put.push((Key::Cursor(key.clone()), Record::Cursor(cursor)));
    if moved {
        passed(ctx, recipient, *channel);
    }
}

/// A channel that is waited for has come further: what may be dropped now is looked at later.
fn passed(ctx: &mut Context<'_>, recipient: &Party, channel: Channel) {
    let state = ctx.facts.inbox(recipient);
    if channel.is_waited_for() && state.trim_at.is_none() {
        let trim_at = Some(ctx.now.plus_ms(acknowledging::TRIM_EVERY_MS));
        let next = InboxState { trim_at, ..state };
        ctx.effects.put.push((Key::Inbox(recipient.clone()), Record::Inbox(next)));
    }
}
