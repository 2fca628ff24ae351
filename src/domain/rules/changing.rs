//! Renewing and ending an own involvement, on request.

use crate::domain::{
    model::{
        ids::InvolvementId,
        involvement::{EndReason, Involvement},
        refusal::Refusal,
        terms::Terms,
        time::Day,
    },
    rules::{access::Permit, budget, context::Context, retention},
    state::{
        lookup::Lookup,
        receipt::{Answer, ReceiptKey, Request},
    },
};

/// Reads an own involvement.
///
/// # Errors
/// Unknown and somebody else's are the same refusal.
pub fn own<'a>(
    look: &'a impl Lookup,
    permit: &Permit,
    id: InvolvementId,
) -> Result<&'a Involvement, Refusal> {
    let organisation = permit.organisation()?;
    look.involvement(id)
        .filter(|involvement| involvement.organisation == organisation)
        .ok_or(Refusal::NotAllowed)
}

/// Decides a renewal.
///
/// # Errors
/// Not an own involvement, ended, or a date outside the covenant's term.
pub fn renew(
    ctx: &mut Context<'_>,
    id: InvolvementId,
    end: Day,
    terms: &Terms,
) -> Result<Involvement, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let involvement = own(facts, permit, id)?;
    if ctx.replayed()?.is_some() {
        return Ok(involvement.clone());
    }
    if !involvement.is_active() {
        return Err(Refusal::NotActive);
    }
    if end < involvement.end {
        return Err(Refusal::field(
            "end_date",
            "must not be before the present end date; to end earlier call EndInvolvement",
        ));
    }
    if end > terms.latest_end(ctx.today()) {
        let years = terms.involvement_max_years;
        return Err(Refusal::field(
            "end_date",
            format!("must be at most {years} years after today; renew again later"),
        ));
    }
    let warn_on = terms.warn_on(end, ctx.today());
    let renewed = Involvement { end, warn_on, ..involvement.clone() };
    ctx.effects.put_involvement(renewed.clone());
    ctx.keep(Answer::Done);
    Ok(renewed)
}

/// How an organisation ends an involvement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// No longer involved: to the archive.
    NoLongerInvolved,
    /// Should not have been registered: destroyed.
    Unjustified,
}

/// Decides an end. The answer is the archived involvement, or nothing when it was destroyed.
///
/// # Errors
/// Not an own involvement, ended already, or a person who erases without a fresh second factor.
pub fn end(
    ctx: &mut Context<'_>,
    id: InvolvementId,
    ending: Ending,
    terms: &Terms,
) -> Result<Option<Involvement>, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    permit.organisation()?;
    // The receipt first: after a destruction nothing else is left to answer a retry from.
    if ctx.replayed()?.is_some() {
        return Ok(own(facts, permit, id).ok().cloned());
    }
    let involvement = own(facts, permit, id)?;
    match ending {
        Ending::Unjustified => {
            permit.fresh(ctx.now)?;
            retention::retract(ctx, involvement);
            // What remains for a while is that this id was used: see `registering`.
            let key = ReceiptKey { caller: permit.party().clone(), request: id.0 };
            let used = Request { key, fingerprint: involvement.fingerprint };
            ctx.keep_for(&used, Answer::Done);
            ctx.keep(Answer::Done);
            ctx.effects.withdrawn = budget::withdrawn(involvement, ctx.now);
            Ok(None)
        }
        Ending::NoLongerInvolved if !involvement.is_active() => Err(Refusal::NotActive),
        Ending::NoLongerInvolved => {
            let reason = EndReason::NoLongerInvolved;
            let ended = retention::end(ctx, involvement, reason, terms);
            ctx.keep(Answer::Done);
            ctx.effects.withdrawn = budget::withdrawn(involvement, ctx.now);
            Ok(Some(ended))
        }
    }
}
