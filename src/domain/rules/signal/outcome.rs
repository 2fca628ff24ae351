//! What became of a concern signal? Whoever took it up says it, as a code, and the sender hears it.

use crate::domain::{
    model::{
        ids::SignalId,
        notification::SignalHappening,
        party::{CategoryCode, Party},
        refusal::Refusal,
        signal::{Arrival, Outcome, Signal, SignalState, SignalStep},
        terms::Terms,
    },
    rules::{
        context::Context,
        signal::{delivering, seeing},
    },
    state::receipt::Answer,
};

/// What is said of a signal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// What became of it; `None`: nothing new.
    pub outcome: Option<Outcome>,
    /// Whether the family that was referred arrived; `None`: that is not known yet.
    pub arrival: Option<Arrival>,
}

/// What the covenant of the family's area knows.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Whether it has a category for multi-problem families of this code.
    pub category: &'a dyn Fn(&CategoryCode) -> bool,
    /// Whether an organisation of this kind is party to it.
    pub kind: &'a dyn Fn(&str) -> bool,
    /// Its terms.
    pub terms: &'a Terms,
}

/// Decides what is kept of what became of a signal. One that nobody had taken up is taken up by it.
/// What must be loaded is the same as before an answer.
///
/// # Errors
/// Not seen, not the recipient, or an outcome that the covenant or the signal contradicts.
pub fn record(
    ctx: &mut Context<'_>,
    id: SignalId,
    said: &Said,
    known: Known<'_>,
) -> Result<Signal, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let signal = seeing::seen(facts, permit, id)?;
    if ctx.replayed()?.is_some() {
        return Ok(signal);
    }
    let may = if signal.is_open() {
        signal.is_for(permit.party())
    } else {
        signal.recipient == *permit.party()
    };
    if !may {
        return Err(Refusal::NotRecipient);
    }
    let mut after = signal.clone();
    if let Some(outcome) = &said.outcome {
        fits(&signal, outcome, known)?;
        if after.outcome.as_ref() != Some(outcome) {
            after.outcome = Some(outcome.clone());
            after.arrival = None;
        }
    }
    if let Some(arrival) = said.arrival {
        if !matches!(after.outcome, Some(Outcome::FamilyReferred(_))) {
            let rule = "goes with FAMILY_REFERRED only: say first where the family was referred to";
            return Err(Refusal::field("arrival", rule));
        }
        after.arrival = Some(arrival);
    }
    let recipient_before = after.recipient.clone();
    let mut happened = Vec::new();
    if after.is_open() {
        after.recipient = permit.party().clone();
        happened.extend(after.reached(SignalState::TakenUp, ctx.now));
    }
    if after.outcome != signal.outcome {
        happened.push(SignalHappening::Outcome);
    }
    if after.arrival.is_some() && after.arrival != signal.arrival {
        happened.push(SignalHappening::Arrival);
    }
    let mut others = after.followers();
    others.extend(after.passed.iter().cloned());
    others.extend([Party::Organisation(after.sender), recipient_before]);
    others.remove(permit.party());
    for what in happened {
        if what != SignalHappening::TakenUp {
            let recipient = after.recipient.clone();
            after.history.push(SignalStep { at: ctx.now, what, recipient });
        }
        delivering::tell(ctx, &after, others.clone(), what);
    }
    // Who says the same again tells nobody anything new.
    if after != signal {
        after.keep_until = known.terms.case_kept_until(ctx.today());
        ctx.effects.put_signal(after.clone());
    }
    ctx.keep(Answer::Done);
    Ok(after)
}

/// Whether an outcome is one that this signal can have.
fn fits(signal: &Signal, outcome: &Outcome, known: Known<'_>) -> Result<(), Refusal> {
    match outcome {
        // An at-risk family has a child (plan ch. 3, B). Who says that one is in danger has named it, or not.
        // A case that there was knows more of the family than the signal does.
        Outcome::AtRiskFamily if !signal.children && !signal.acute && signal.case.is_none() => {
            Err(Refusal::field(
                "outcome",
                "must not be AT_RISK_FAMILY: in the household of this signal there is no child",
            ))
        }
        Outcome::MultiProblemFamily(category) if !(known.category)(category) => {
            Err(Refusal::field(
                "category",
                "must be a category for multi-problem families of the covenant that governs the area",
            ))
        }
        Outcome::FamilyReferred(kind) if !(known.kind)(kind) => Err(Refusal::field(
            "organisation_kind",
            "must be the kind of an organisation that is party to the covenant; ListOrganisations lists them",
        )),
        _ => Ok(()),
    }
}
