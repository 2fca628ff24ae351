//! What may be acknowledged by a channel of an inbox, from where may one read, what may be dropped?

use crate::domain::{
    model::{notification::Notification, party::Party, refusal::Refusal, terms::Terms, time::Time},
    rules::context::Context,
    state::{
        keys::Key,
        lookup::Lookup,
        positions::{Channel, Cursor, CursorKey, InboxState},
        records::Record,
    },
};

/// Milliseconds between two looks at what may be dropped from one inbox.
pub(super) const TRIM_EVERY_MS: i64 = 24 * 3_600_000;

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
pub fn acknowledged(look: &impl Lookup, recipient: &Party, channel: Channel) -> u64 {
    let before = match channel {
        Channel::System => look.inbox(recipient).acknowledged,
        Channel::Webhook | Channel::Mail | Channel::Bell | Channel::Professionals => 0,
    };
    let key = CursorKey { recipient: recipient.clone(), channel };
    look.cursor(&key).map_or(before, |cursor| cursor.position)
}

/// Decides an acknowledgement by a channel. `last` is the highest sequence in the inbox. The answer
/// is how far the channel has come; no other one moves.
///
/// # Errors
/// A position in the future is refused; nothing is lost by being told twice.
pub fn acknowledge(
    ctx: &mut Context<'_>,
    recipient: &Party,
    channel: Channel,
    last: u64,
    position: u64,
) -> Result<u64, Refusal> {
    let state = ctx.facts.inbox(recipient);
    if position > last {
        return Err(Refusal::Position { in_future: true, earliest: state.trimmed, latest: last });
    }
    let before = acknowledged(ctx.facts, recipient, channel);
    if position > before {
        let key = CursorKey { recipient: recipient.clone(), channel };
        let cursor = Cursor { position, ..Cursor::default() };
        ctx.effects.put.push((Key::Cursor(key), Record::Cursor(cursor)));
        let inbox = Key::Inbox(recipient.clone());
        // Another channel of the same inbox may have been acknowledged in this decision.
        let decided = ctx.effects.put.iter().any(|(key, _)| *key == inbox);
        if channel.is_waited_for() && state.trim_at.is_none() && !decided {
            let next = InboxState { trim_at: Some(ctx.now.plus_ms(TRIM_EVERY_MS)), ..state };
            ctx.effects.put.push((inbox, Record::Inbox(next)));
        }
    }
    Ok(position.max(before))
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
#[must_use]
pub fn passed_by_all(look: &impl Lookup, recipient: &Party) -> u64 {
    let waited_for = Channel::ALL.into_iter().filter(|channel| channel.is_waited_for());
    let positions = waited_for.map(|channel| acknowledged(look, recipient, channel));
    positions.filter(|position| *position > 0).min().unwrap_or(0)
}

/// Decides what may be dropped. `oldest` are the oldest notifications kept: sequence and time.
pub fn trim(ctx: &mut Context<'_>, recipient: &Party, oldest: &[(u64, Time)], terms: &Terms) {
    let now = ctx.now;
    let state = ctx.facts.inbox(recipient);
    let passed = passed_by_all(ctx.facts, recipient);
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
    ctx.effects.put.push((Key::Inbox(recipient.clone()), Record::Inbox(next)));
    ctx.effects.trim.extend(upto.map(|sequence| (recipient.clone(), sequence)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        model::{ids::FreshIds, party::OfficeId},
        state::{facts::Facts, keys::Version, loaded::Loaded},
    };

    /// Of two states of one record in one decision the store could keep but one.
    #[test]
    fn channels_that_are_acknowledged_in_one_decision_write_the_state_of_their_inbox_once() {
        let office = Party::Office(OfficeId::parse("coordinator").expect("an id"));
        let mut loaded = Loaded::default();
        for key in keys_to_trim(&office) {
            loaded.insert(key, Version(1), None);
        }
        let facts = Facts::new(loaded);
        let mut ctx = Context::new(&facts, FreshIds::new(1 << 40, || 1), Time(0));
        let waited_for = Channel::ALL.into_iter().filter(|channel| channel.is_waited_for());
        let channels: Vec<_> = waited_for.collect();
        assert!(channels.len() > 1);
        for channel in &channels {
            assert_eq!(acknowledge(&mut ctx, &office, *channel, 9, 5), Ok(5));
        }
        let written =
            |of: fn(&Key) -> bool| ctx.effects.put.iter().filter(|(key, _)| of(key)).count();
        assert_eq!(written(|key| matches!(key, Key::Inbox(_))), 1);
        assert_eq!(written(|key| matches!(key, Key::Cursor(_))), channels.len());
    }
}
