//! Answering a concern signal: seen, taken up, or referred to another party, which then must act.

use crate::domain::{
    model::{
        ids::SignalId,
        notification::SignalHappening,
        party::Party,
        refusal::Refusal,
        signal::{Alarm, Signal, SignalState, SignalStep},
        terms::Terms,
        time::Time,
    },
    rules::{
        access::Permit,
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
pub fn needs(loaded: &Loaded, permit: &Permit, id: SignalId) -> Needs {
    Needs::missing(loaded, seeing::keys_to_show(loaded, permit, id), Vec::new())
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
    if !signal.is_for(permit.party()) {
        return Err(Refusal::NotRecipient);
    }
    if !signal.is_open() {
        return Err(Refusal::SignalClosed);
    }
    let mut after = signal.clone();
    let happening = match answer {
        // Whoever let the term pass takes nothing out of the hands of who must act now by having seen it.
        SignalAnswer::Seen if signal.recipient != *permit.party() => None,
        SignalAnswer::Seen => after.reached(SignalState::Seen, ctx.now),
        SignalAnswer::TakenUp => {
            // Of those who let the term pass, whoever takes it up has it from now on.
            after.recipient = permit.party().clone();
            after.reached(SignalState::TakenUp, ctx.now)
        }
        SignalAnswer::Referred(to) => {
            may_receive(&signal, permit.party(), to, is_party)?;
            after.recipient = to.clone();
            after.passed.clear();
            after.begins(ctx.now, terms);
            delivering::deliver(ctx, &mut after, SignalHappening::Referred);
            Some(SignalHappening::Referred)
        }
    };
    // Somebody who has seen it and sees it again tells nobody anything new.
    if let Some(happening) = happening {
        let mut others = signal.followers();
        others.extend(signal.passed.iter().cloned());
        others.extend([Party::Organisation(after.sender), signal.recipient.clone()]);
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
    by: &Party,
    to: &Party,
    is_party: &dyn Fn(&Party) -> bool,
) -> Result<(), Refusal> {
    let rule = match () {
        () if to == by => "must be another party than yourself",
        () if *to == Party::Organisation(signal.sender) => "must not be the sender of the signal",
        () if !is_party(to) => {
            "must be party to the covenant of the area in which the family lives"
        }
        () => return Ok(()),
    };
    Err(Refusal::field("refer_to", rule))
}

impl Signal {
    /// Somebody says how far it is. `None` when that was said before.
    pub(super) fn reached(&mut self, state: SignalState, now: Time) -> Option<SignalHappening> {
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

    /// Its clock begins anew: it comes into the hands of somebody else.
    fn begins(&mut self, now: Time, terms: &Terms) {
        if let Some(clock) = &mut self.clock {
            clock.due = Some(clock.term.over(now, &terms.days_off));
            clock.alarm = Alarm::None;
        }
    }
}
