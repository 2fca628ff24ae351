//! Renewing and ending an own involvement, on request.

use crate::domain::{
    model::{
        ids::{FreshIds, InvolvementId},
        involvement::{EndReason, Informed, Involvement},
        own_reference::OwnReference,
        refusal::Refusal,
        terms::Terms,
        time::{Day, Time},
    },
    rules::{access::Permit, budget, retention},
    state::{
        receipt::{Answer, ReceiptKey, Request},
        record::{Effects, Loaded},
    },
};

/// Reads an own involvement.
///
/// # Errors
/// Unknown and somebody else's are the same refusal.
pub fn own<'a>(
    loaded: &'a Loaded,
    permit: &Permit,
    id: InvolvementId,
) -> Result<&'a Involvement, Refusal> {
    let organisation = permit.organisation()?;
    loaded
        .involvement(id)
        .filter(|involvement| involvement.organisation == organisation)
        .ok_or(Refusal::NotAllowed)
}

/// Decides a renewal.
///
/// # Errors
/// Not an own involvement, ended, or a date outside the covenant's term.
pub fn renew(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    id: InvolvementId,
    end: Day,
    terms: &Terms,
    now: Time,
) -> Result<(Involvement, Effects), Refusal> {
    let involvement = own(loaded, permit, id)?;
    if request.replayed(loaded)?.is_some() {
        return Ok((involvement.clone(), Effects::default()));
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
    if end > retention::latest_end(terms, now.day()) {
        let years = terms.involvement_max_years;
        return Err(Refusal::field(
            "end_date",
            format!("must be at most {years} years after today; renew again later"),
        ));
    }
    let warn_on = retention::warn_on(end, terms, now.day());
    Ok(replaced(Involvement { end, warn_on, ..involvement.clone() }, request, now))
}

/// Decides what is recorded of informing the family.
///
/// # Errors
/// Not an own involvement, or ended.
pub fn inform(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    id: InvolvementId,
    informed: Informed,
    now: Time,
) -> Result<(Involvement, Effects), Refusal> {
    let involvement = own(loaded, permit, id)?;
    if request.replayed(loaded)?.is_some() {
        return Ok((involvement.clone(), Effects::default()));
    }
    if !involvement.is_active() {
        return Err(Refusal::NotActive);
    }
    Ok(replaced(Involvement { informed, ..involvement.clone() }, request, now))
}

/// Decides by which reference an organisation knows the family of its involvement. Nobody is told:
/// nobody else sees it.
///
/// # Errors
/// Not an own involvement.
pub fn refer(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    id: InvolvementId,
    own_reference: Option<OwnReference>,
    now: Time,
) -> Result<(Involvement, Effects), Refusal> {
    let involvement = own(loaded, permit, id)?;
    if request.replayed(loaded)?.is_some() {
        return Ok((involvement.clone(), Effects::default()));
    }
    Ok(replaced(Involvement { own_reference, ..involvement.clone() }, request, now))
}

/// Writes an involvement in the place of its former self.
fn replaced(after: Involvement, request: &Request, now: Time) -> (Involvement, Effects) {
    let mut effects = Effects::default();
    effects.put_involvement(after.clone());
    request.keep(Answer::Done, now, &mut effects);
    (after, effects)
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
#[expect(clippy::too_many_arguments, reason = "values of one decision, each of its own kind")]
pub fn end(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    id: InvolvementId,
    ending: Ending,
    terms: &Terms,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Option<Involvement>, Effects), Refusal> {
    permit.organisation()?;
    // The receipt first: after a destruction nothing else is left to answer a retry from.
    if request.replayed(loaded)?.is_some() {
        return Ok((own(loaded, permit, id).ok().cloned(), Effects::default()));
    }
    let involvement = own(loaded, permit, id)?;
    match ending {
        Ending::Unjustified => {
            permit.fresh(now)?;
            let mut effects = retention::retract(loaded, involvement, ids, now);
            // What remains for a while is that this id was used: see `registering`.
            let key = ReceiptKey { caller: permit.party().clone(), request: id.0 };
            Request { key, fingerprint: involvement.fingerprint }.keep(
                Answer::Done,
                now,
                &mut effects,
            );
            request.keep(Answer::Done, now, &mut effects);
            effects.withdrawn = budget::withdrawn(involvement, now);
            Ok((None, effects))
        }
        Ending::NoLongerInvolved if !involvement.is_active() => Err(Refusal::NotActive),
        Ending::NoLongerInvolved => {
            let reason = EndReason::NoLongerInvolved;
            let (ended, mut effects) = retention::end(loaded, involvement, reason, terms, ids, now);
            request.keep(Answer::Done, now, &mut effects);
            effects.withdrawn = budget::withdrawn(involvement, now);
            Ok((Some(ended), effects))
        }
    }
}
