//! Answering a concern signal: seen, taken up, or referred to another party, which then must act.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        ids::SignalId,
        notification::SignalHappening,
        party::Party,
        refusal::Refusal,
        signal::{Signal, SignalState, SignalStep},
        terms::Terms,
        time::Time,
    },
    rules::{
        context::Context,
        signal::{delivering, seeing},
    },
    state::{
        loaded::{Loaded, Needs},
        receipt::Answer,
    },
};

/// What its recipient does with a signal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SignalAnswer {
    /// Read by somebody who will decide.
    Seen,
    /// Taken up: closed.
    TakenUp,
    /// Another party must act.
    Referred(Party),
}

/// What must be loaded before [`answer`].
#[must_use]
pub fn needs(loaded: &Loaded, id: SignalId) -> Needs {
    Needs::missing(loaded, seeing::keys(loaded, id).collect(), Vec::new())
}

/// Decides an answer. `is_party` says whether somebody belongs to the covenant of
/// the family's area.
///
/// # Errors
/// Not seen, not the recipient, closed, or referred to somebody who cannot act.
pub fn answer(
    ctx: &mut Context<'_>,
    id: SignalId,
    answer: &SignalAnswer,
    is_party: &dyn Fn(&Party) -> bool,
    terms: &Terms,
) -> Result<Signal, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let signal = seeing::seen(facts, permit, id)?;
    if ctx.replayed()?.is_some() {
        return Ok(signal);
    }
    if signal.recipient != *permit.party() {
        return Err(Refusal::NotRecipient);
    }
    if !signal.is_open() {
        return Err(Refusal::SignalClosed);
    }
    let mut after = signal.clone();
    let happening = match answer {
        SignalAnswer::Seen => after.reaches(SignalState::Seen, ctx.now),
        SignalAnswer::TakenUp => after.reaches(SignalState::TakenUp, ctx.now),
        SignalAnswer::Referred(to) => {
            may_receive(&signal, to, is_party)?;
            after.recipient = to.clone();
            delivering::deliver(ctx, &mut after, SignalHappening::Referred);
            Some(SignalHappening::Referred)
        }
    };
    // Somebody who has seen it and sees it again tells nobody anything new.
    if let Some(happening) = happening {
        let mut others: BTreeSet<Party> = after.informed.iter().cloned().collect();
        others.insert(Party::Organisation(after.sender));
        others.remove(permit.party());
        others.remove(&after.recipient);
        delivering::tell(ctx, &after, others, happening);
        after.keep_until = terms.case_kept_until(ctx.today());
        ctx.effects.put_signal(after.clone());
    }
    ctx.keep(Answer::Done);
    Ok(after)
}

/// Whether a signal may be referred to somebody.
fn may_receive(
    signal: &Signal,
    to: &Party,
    is_party: &dyn Fn(&Party) -> bool,
) -> Result<(), Refusal> {
    let rule = match () {
        () if *to == signal.recipient => "must be another party than yourself",
        () if *to == Party::Organisation(signal.sender) => "must not be the sender of the signal",
        () if !is_party(to) => {
            "must be party to the covenant of the area in which the family lives"
        }
        () => return Ok(()),
    };
    Err(Refusal::field("refer_to", rule))
}

impl Signal {
    /// The recipient says how far it is. `None` when it had said so before.
    fn reaches(&mut self, state: SignalState, now: Time) -> Option<SignalHappening> {
        if self.state >= state {
            return None;
        }
        self.state = state;
        let what = match state {
            SignalState::TakenUp => SignalHappening::TakenUp,
            SignalState::Waiting | SignalState::Seen => SignalHappening::Seen,
        };
        self.history.push(SignalStep { at: now, what, recipient: self.recipient.clone() });
        Some(what)
    }
}
