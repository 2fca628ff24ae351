//! Answering a concern signal: seen, taken up, or referred to another party, which then must act.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        ids::{FreshIds, SignalId},
        notification::SignalHappening,
        party::Party,
        refusal::Refusal,
        signal::record::{self, Signal, SignalState, SignalStep},
        terms::Terms,
        time::Time,
    },
    rules::{access::Permit, signal::retention},
    state::{
        receipt::{Answer, Request},
        record::{Effects, Key, Loaded, Needs},
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
pub fn needs(loaded: &Loaded, request: &Request, id: SignalId) -> Needs {
    let mut keys = vec![Key::Receipt(request.key.clone())];
    keys.extend(record::keys(loaded, id));
    Needs::missing(loaded, keys, Vec::new())
}

/// Decides an answer. `is_party` says whether somebody belongs to the covenant of
/// the family's area.
///
/// # Errors
/// Not seen, not the recipient, closed, or referred to somebody who cannot act.
#[expect(clippy::too_many_arguments, reason = "values of one decision, each of its own kind")]
pub fn answer(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    id: SignalId,
    answer: &SignalAnswer,
    is_party: &dyn Fn(&Party) -> bool,
    terms: &Terms,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Signal, Effects), Refusal> {
    let signal = record::seen(loaded, permit, id)?;
    if request.replayed(loaded)?.is_some() {
        return Ok((signal, Effects::default()));
    }
    if signal.recipient != *permit.party() {
        return Err(Refusal::NotRecipient);
    }
    if !signal.is_open() {
        return Err(Refusal::SignalClosed);
    }
    let mut after = signal.clone();
    let mut effects = Effects::default();
    let happening = match answer {
        SignalAnswer::Seen => after.reaches(SignalState::Seen, now),
        SignalAnswer::TakenUp => after.reaches(SignalState::TakenUp, now),
        SignalAnswer::Referred(to) => {
            may_receive(&signal, to, is_party)?;
            after.recipient = to.clone();
            after.deliver(SignalHappening::Referred, ids, now, &mut effects);
            Some(SignalHappening::Referred)
        }
    };
    // Somebody who has seen it and sees it again tells nobody anything new.
    if let Some(happening) = happening {
        let mut others: BTreeSet<Party> = after.informed.iter().cloned().collect();
        others.insert(Party::Organisation(after.sender));
        others.remove(permit.party());
        others.remove(&after.recipient);
        after.tell(others, happening, ids, now, &mut effects);
        after.keep_until = retention::keep_until(terms, now);
        effects.put_signal(after.clone());
    }
    request.keep(Answer::Done, now, &mut effects);
    Ok((after, effects))
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
