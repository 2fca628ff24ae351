//! What becomes of the messages of an office that nobody opens any more? They go on to the office in its
//! place.

use crate::domain::{
    model::{
        notification::{Event, Notification, SignalHappening},
        party::Party,
        refusal::Refusal,
    },
    rules::{acknowledging, context::Context},
    state::{keys::Key, positions::Channel},
};

/// What [`forward`] looks at.
#[must_use]
pub fn keys_to_forward(from: &Party) -> Vec<Key> {
    acknowledging::keys_to_trim(from)
}

/// Decides that notifications of an inbox which nobody opens any more stand in that of the office in
/// its place, under their own ids. `read` are those behind the position up to which all were
/// acknowledged; they count as acknowledged in the former inbox, so that each goes over once.
///
/// # Errors
/// Never: what was read is there.
pub fn forward(
    ctx: &mut Context<'_>,
    (from, to): (&Party, &Party),
    read: &[(u64, Notification)],
) -> Result<(), Refusal> {
    let passed = acknowledging::passed_by_all(ctx.facts, from);
    let Some((last, _)) = read.last() else { return Ok(()) };
    let new = read.iter().filter(|(sequence, _)| *sequence > passed);
    for (_, notification) in new.filter(|(_, notification)| !is_signal_received(notification)) {
        ctx.effects.notify.push((to.clone(), notification.clone()));
    }
    for channel in Channel::ALL.into_iter().filter(|channel| channel.is_waited_for()) {
        let used = acknowledging::acknowledged(ctx.facts, from, channel) > 0;
        if used || channel == Channel::System {
            acknowledging::acknowledge(ctx, from, channel, *last, *last)?;
        }
    }
    Ok(())
}

/// An open signal comes in anew by itself, see `succession`: the former notice says nothing more.
fn is_signal_received(notification: &Notification) -> bool {
    let came_in =
        |happening| matches!(happening, SignalHappening::Received | SignalHappening::ReceivedLate);
    matches!(notification.event, Event::Signal { happening, .. } if came_in(happening))
}
