//! How does a concern signal come into the hands of somebody, and who hears of it?

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        ids::NotificationId,
        notification::SignalHappening,
        party::Party,
        signal::{Signal, SignalState, SignalStep},
    },
    rules::context::Context,
};

/// Puts the signal into the hands of its recipient: into the history and into its inbox. The caller
/// writes the signal.
pub fn deliver(ctx: &mut Context<'_>, signal: &mut Signal, what: SignalHappening) {
    signal.state = SignalState::Waiting;
    signal.told = NotificationId(ctx.fresh());
    signal.history.push(SignalStep { at: ctx.now, what, recipient: signal.recipient.clone() });
    // Under the id that the signal keeps: the same notification goes ahead of the inbox in a crisis.
    ctx.effects.notify.push((signal.recipient.clone(), signal.received()));
}

/// Tells these parties what happened, each once.
pub fn tell(
    ctx: &mut Context<'_>,
    signal: &Signal,
    parties: BTreeSet<Party>,
    happening: SignalHappening,
) {
    for party in parties {
        ctx.tell(party, signal.event(happening));
    }
}
