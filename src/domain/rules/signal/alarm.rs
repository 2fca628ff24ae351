//! What happens when nobody takes a concern signal up in time? The deputy of the office must act, then
//! the office above; whoever sent it sees how far the alarm has gone.

use crate::domain::{
    model::{
        agreement::Behind,
        notification::SignalHappening,
        party::Party,
        signal::{Alarm, Clock, Signal},
        time::Day,
    },
    rules::{
        context::Context,
        destroying::MeetingsIn,
        signal::{delivering, retention, seeing},
    },
};

/// Works off the deadline of a signal: its term, or its end. `behind` says who is behind the
/// recipient by the covenant of the family's area.
pub fn due(
    ctx: &mut Context<'_>,
    signal: &Signal,
    behind: &Behind,
    days_off: &[Day],
    meetings: MeetingsIn<'_>,
) {
    if signal.destroyed_at() <= ctx.now {
        return retention::due(ctx, signal, meetings);
    }
    let Some(clock) = signal.clock else { return };
    // The family may have moved, or another office may direct its case, since the sending.
    let mut after = seeing::present(ctx.facts, signal.id).unwrap_or_else(|| signal.clone());
    let fresh = |alarm| Clock { alarm, due: Some(clock.term.over(ctx.now, days_off)), ..clock };
    let above = behind.above.as_ref().filter(|above| !signal.is_for(above));
    let what = match (clock.alarm, above) {
        // Where nobody is above, the office itself hears at least that it is late.
        (Alarm::None, above) if behind.deputy || above.is_none() => {
            after.clock = Some(fresh(Alarm::Deputy));
            SignalHappening::Deputy
        }
        (Alarm::None | Alarm::Deputy, Some(above)) => {
            after.clock = Some(fresh(Alarm::OfficeAbove));
            // They are late, not relieved: whoever comes back from an absence may still take it up.
            after.passed.push(after.recipient.clone());
            after.recipient = above.clone();
            SignalHappening::OfficeAbove
        }
        // All of them are told once more. It goes no higher by itself: behind the office above stand
        // politicians, who get nothing without a human act (plan § 3.4). It stays in the lists, late.
        (Alarm::OfficeAbove, _) => {
            after.clock = Some(Clock { due: None, ..clock });
            SignalHappening::OfficeAbove
        }
        (Alarm::None | Alarm::Deputy, None) => {
            after.clock = Some(Clock { due: None, ..clock });
            SignalHappening::Deputy
        }
    };
    delivering::deliver(ctx, &mut after, what);
    let mut told = after.followers();
    told.extend(after.passed.iter().cloned());
    told.insert(Party::Organisation(after.sender));
    told.remove(&after.recipient);
    delivering::tell(ctx, &after, told, what);
    ctx.effects.put_signal(after);
}
