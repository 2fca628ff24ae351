//! Positions in an inbox: what may be acknowledged, from where one may read, what may be dropped.

use serde::{Deserialize, Serialize};

use crate::domain::{
    model::{notification::Notification, party::Party, refusal::Refusal, terms::Terms, time::Time},
    state::record::{Effects, Key, Record},
};

/// How far an inbox was handled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct InboxState {
    /// Everything up to this sequence was acknowledged.
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

/// Decides an acknowledgement. `last` is the highest sequence in the inbox.
///
/// # Errors
/// A position in the future is refused; nothing is lost by being told twice.
pub fn acknowledge(
    inbox: &Party,
    state: InboxState,
    last: u64,
    position: u64,
    now: Time,
) -> Result<(u64, Effects), Refusal> {
    if position > last {
        return Err(Refusal::Position { in_future: true, earliest: state.trimmed, latest: last });
    }
    let mut effects = Effects::default();
    if position > state.acknowledged {
        let trim_at = state.trim_at.or(Some(now.plus_ms(TRIM_EVERY_MS)));
        let next = InboxState { acknowledged: position, trim_at, ..state };
        effects.put.push((Key::Inbox(inbox.clone()), Record::Inbox(next)));
    }
    Ok((position.max(state.acknowledged), effects))
}

/// From where to read on: after the position asked for, or after the last acknowledged one.
///
/// # Errors
/// A position that is no longer kept, or lies in the future, is refused with the bounds.
pub fn read_after(state: InboxState, last: u64, after: Option<u64>) -> Result<u64, Refusal> {
    let after = after.unwrap_or(state.acknowledged);
    // `last` may have been read before the newest one came and was acknowledged.
    let last = last.max(state.acknowledged);
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

/// Decides what may be dropped. `oldest` are the oldest notifications kept: sequence and time.
#[must_use]
pub fn trim(
    inbox: &Party,
    state: InboxState,
    oldest: &[(u64, Time)],
    terms: &Terms,
    now: Time,
) -> Effects {
    let keep_ms = i64::from(terms.inbox_keep_acknowledged_days) * 24 * 3_600_000;
    let upto = oldest
        .iter()
        .take_while(|(sequence, at)| *sequence <= state.acknowledged && at.plus_ms(keep_ms) <= now)
        .last()
        .map(|(sequence, _)| *sequence);
    // `oldest` may have been read before another sweeper dropped more.
    let trimmed = upto.map_or(state.trimmed, |upto| upto.max(state.trimmed));
    // A full batch means that there may be more to drop now; an empty inbox needs no next look.
    let more = upto.is_some() && oldest.len() == TRIM_BATCH && trimmed < state.acknowledged;
    let trim_at = match () {
        () if more => Some(now),
        () if trimmed >= state.acknowledged => None,
        () => Some(now.plus_ms(TRIM_EVERY_MS)),
    };
    let next = InboxState { trimmed, trim_at, ..state };
    let mut effects = Effects::default();
    effects.put.push((Key::Inbox(inbox.clone()), Record::Inbox(next)));
    effects.trim.extend(upto.map(|sequence| (inbox.clone(), sequence)));
    effects
}
