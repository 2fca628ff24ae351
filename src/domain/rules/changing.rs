//! Renewing and ending an own involvement, on request.

use crate::domain::{
    model::{
        ids::InvolvementId,
        involvement::{EndReason, Informed, Involvement},
        own_reference::OwnReference,
        refusal::Refusal,
        terms::Terms,
        time::Day,
    },
    rules::{access::Permit, budget, context::Context, destroying::MeetingsIn, retention},
    state::{
        keys::Key,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        receipt::{Answer, ReceiptKey, Request},
    },
};

/// Reads an own involvement.
///
/// # Errors
/// Unknown, somebody else's and, for a professional, a colleague's are the same refusal.
pub fn own<'a>(
    look: &'a impl Lookup,
    permit: &Permit,
    id: InvolvementId,
) -> Result<&'a Involvement, Refusal> {
    let organisation = permit.organisation()?;
    look.involvement(id)
        .filter(|involvement| involvement.organisation == organisation)
        .filter(|involvement| permit.reaches(&involvement.card.professional_id))
        .ok_or(Refusal::NotAllowed)
}

/// What must be loaded for a call on an involvement: for an own one everything that the call needs. Of
/// any other, known or not, the record alone: how long a refusal takes must not tell the two apart.
pub fn needs_of_own(
    loaded: &Loaded,
    permit: &Permit,
    id: InvolvementId,
    needs: impl FnOnce() -> Needs,
) -> Needs {
    match own(loaded, permit, id) {
        Ok(_) => needs(),
        Err(_) => Needs::missing(loaded, vec![Key::Involvement(id)], Vec::new()),
    }
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
    Ok(replaced(ctx, Involvement { end, warn_on, ..involvement.clone() }))
}

/// Decides what is recorded of informing the family.
///
/// # Errors
/// Not an own involvement, or ended.
pub fn inform(
    ctx: &mut Context<'_>,
    id: InvolvementId,
    informed: Informed,
) -> Result<Involvement, Refusal> {
    let involvement = own(ctx.facts, ctx.permit()?, id)?;
    if ctx.replayed()?.is_some() {
        return Ok(involvement.clone());
    }
    if !involvement.is_active() {
        return Err(Refusal::NotActive);
    }
    Ok(replaced(ctx, Involvement { informed, ..involvement.clone() }))
}

/// Decides by which reference an organisation knows the family of its involvement. Nobody is told:
/// nobody else sees it.
///
/// # Errors
/// Not an own involvement.
pub fn refer(
    ctx: &mut Context<'_>,
    id: InvolvementId,
    own_reference: Option<OwnReference>,
) -> Result<Involvement, Refusal> {
    let involvement = own(ctx.facts, ctx.permit()?, id)?;
    if ctx.replayed()?.is_some() {
        return Ok(involvement.clone());
    }
    Ok(replaced(ctx, Involvement { own_reference, ..involvement.clone() }))
}

/// Writes an involvement in the place of its former self.
fn replaced(ctx: &mut Context<'_>, after: Involvement) -> Involvement {
    ctx.effects.put_involvement(after.clone());
    ctx.keep(Answer::Done);
    after
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
    meetings: MeetingsIn<'_>,
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
            retention::retract(ctx, involvement, meetings);
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
