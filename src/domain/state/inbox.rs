//! Positions in an inbox: how far each channel has come, what may be acknowledged, from where one may
//! read, what may be dropped.
//!
//! Notifications reach a recipient by several channels: its own system, a webhook, mail, the bell of
//! the console. Each has a cursor of its own, and none moves another's.

use serde::{Deserialize, Serialize};

use crate::domain::{
    model::{notification::Notification, party::Party, refusal::Refusal, terms::Terms, time::Time},
    state::record::{Effects, Key, Loaded, Record},
};

/// A way by which notifications of an inbox reach their recipient.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Channel {
    /// The recipient's own system, which subscribes or pulls, and acknowledges.
    System,
    /// Its web server, which is called.
    Webhook,
    /// Its mailbox, which hears that something waits.
    Mail,
    /// The people who sign in to the console, and see that something is new.
    Bell,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 4] = [Self::System, Self::Webhook, Self::Mail, Self::Bell];

    /// Whether notifications are kept until this channel has passed them: those that hand them over
    /// to a machine, which would miss what is dropped before. Mail and the bell only say that there
    /// is something; whoever looks late sees what is there then.
    #[must_use]
    pub fn is_waited_for(self) -> bool {
        match self {
            Self::System | Self::Webhook => true,
            Self::Mail | Self::Bell => false,
        }
    }
}

/// Names a cursor.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct CursorKey {
    /// Whose inbox it is.
    pub recipient: Party,
    /// By which way its notifications go.
    pub channel: Channel,
}

/// How far a channel has come in an inbox.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Cursor {
    /// Everything up to this sequence was acknowledged.
    pub position: u64,
}

/// What is kept of an inbox.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct InboxState {
    /// Where the cursor of the recipient's system begins while it has none of its own: what was
    /// acknowledged before there were channels. It stays as it is.
    pub acknowledged: u64,
    /// Everything up to this sequence is no longer kept.
    pub trimmed: u64,
    /// When acknowledged notifications are next looked at.
    pub trim_at: Option<Time>,
}

/// Milliseconds between two looks at what may be dropped from one inbox.
const TRIM_EVERY_MS: i64 = 24 * 3_600_000;

/// Most notifications dropped from one inbox in one change.
pub const TRIM_BATCH: usize = 1_000;

/// What a decision about one channel of an inbox looks at.
#[must_use]
pub fn keys(recipient: &Party, channel: Channel) -> Vec<Key> {
    let cursor = CursorKey { recipient: recipient.clone(), channel };
    vec![Key::Inbox(recipient.clone()), Key::Cursor(cursor)]
}

/// What [`trim`] looks at: the inbox, and the channels that are waited for.
#[must_use]
pub fn keys_to_trim(recipient: &Party) -> Vec<Key> {
    let waited_for = Channel::ALL.into_iter().filter(|channel| channel.is_waited_for());
    let cursor = |channel| Key::Cursor(CursorKey { recipient: recipient.clone(), channel });
    std::iter::once(Key::Inbox(recipient.clone())).chain(waited_for.map(cursor)).collect()
}

/// How far a channel has come: 0 when nothing was acknowledged by it yet.
#[must_use]
pub fn acknowledged(loaded: &Loaded, recipient: &Party, channel: Channel) -> u64 {
    let before = match channel {
        Channel::System => loaded.inbox(recipient).acknowledged,
        Channel::Webhook | Channel::Mail | Channel::Bell => 0,
    };
    let key = CursorKey { recipient: recipient.clone(), channel };
    loaded.cursor(&key).map_or(before, |cursor| cursor.position)
}

/// Decides an acknowledgement by a channel. `last` is the highest sequence in the inbox. The answer
/// is how far the channel has come; no other one moves.
///
/// # Errors
/// A position in the future is refused; nothing is lost by being told twice.
pub fn acknowledge(
    loaded: &Loaded,
    recipient: &Party,
    channel: Channel,
    last: u64,
    position: u64,
    now: Time,
) -> Result<(u64, Effects), Refusal> {
    let state = loaded.inbox(recipient);
    if position > last {
        return Err(Refusal::Position { in_future: true, earliest: state.trimmed, latest: last });
    }
    let before = acknowledged(loaded, recipient, channel);
    let mut effects = Effects::default();
    if position > before {
        let key = CursorKey { recipient: recipient.clone(), channel };
        effects.put.push((Key::Cursor(key), Record::Cursor(Cursor { position })));
        if channel.is_waited_for() && state.trim_at.is_none() {
            let next = InboxState { trim_at: Some(now.plus_ms(TRIM_EVERY_MS)), ..state };
            effects.put.push((Key::Inbox(recipient.clone()), Record::Inbox(next)));
        }
    }
    Ok((position.max(before), effects))
}

/// From where to read on: after the position asked for, or after what the channel acknowledged.
///
/// # Errors
/// A position that is no longer kept, or lies in the future, is refused with the bounds.
pub fn read_after(
    acknowledged: u64,
    state: InboxState,
    last: u64,
    after: Option<u64>,
) -> Result<u64, Refusal> {
    let after = after.unwrap_or(acknowledged);
    // `last` may have been read before the newest one came and was acknowledged.
    let last = last.max(acknowledged);
    if after < state.trimmed {
        return Err(Refusal::Position { in_future: false, earliest: state.trimmed, latest: last });
    }
    if after > last {
        return Err(Refusal::Position { in_future: true, earliest: state.trimmed, latest: last });
    }
    Ok(after)
}

/// Checks that nothing was dropped between a position and what was read behind it: a reader that
/// goes through acknowledged notifications again may be overtaken.
///
/// # Errors
/// The position is no longer kept.
pub fn unbroken(after: u64, read: &[(u64, Notification)]) -> Result<(), Refusal> {
    match (read.first(), read.last()) {
        (Some((first, _)), Some((latest, _))) if *first > after.saturating_add(1) => {
            Err(Refusal::Position { in_future: false, earliest: first - 1, latest: *latest })
        }
        _ => Ok(()),
    }
}

/// How far every channel that is waited for has come. One that was never used is not waited for;
/// where none was used, nothing may be dropped.
fn passed_by_all(loaded: &Loaded, recipient: &Party) -> u64 {
    let waited_for = Channel::ALL.into_iter().filter(|channel| channel.is_waited_for());
    let positions = waited_for.map(|channel| acknowledged(loaded, recipient, channel));
    positions.filter(|position| *position > 0).min().unwrap_or(0)
}

/// Decides what may be dropped. `oldest` are the oldest notifications kept: sequence and time.
#[must_use]
pub fn trim(
    loaded: &Loaded,
    recipient: &Party,
    oldest: &[(u64, Time)],
    terms: &Terms,
    now: Time,
) -> Effects {
    let state = loaded.inbox(recipient);
    let passed = passed_by_all(loaded, recipient);
    let keep_ms = i64::from(terms.inbox_keep_acknowledged_days) * 24 * 3_600_000;
    let upto = oldest
        .iter()
        .take_while(|(sequence, at)| *sequence <= passed && at.plus_ms(keep_ms) <= now)
        .last()
        .map(|(sequence, _)| *sequence);
    // `oldest` may have been read before another sweeper dropped more.
    let trimmed = upto.map_or(state.trimmed, |upto| upto.max(state.trimmed));
    // A full batch means that there may be more to drop now; an empty inbox needs no next look.
    let more = upto.is_some() && oldest.len() == TRIM_BATCH && trimmed < passed;
    let trim_at = match () {
        () if more => Some(now),
        () if trimmed >= passed => None,
        () => Some(now.plus_ms(TRIM_EVERY_MS)),
    };
    let next = InboxState { trimmed, trim_at, ..state };
    let mut effects = Effects::default();
    effects.put.push((Key::Inbox(recipient.clone()), Record::Inbox(next)));
    effects.trim.extend(upto.map(|sequence| (recipient.clone(), sequence)));
    effects
}
