//! Whose case is it? It is shown to, and changed by, whoever directs it.

use crate::domain::{
    model::{case::Case, ids::CaseId, party::Party, refusal::Refusal},
    rules::{access::Permit, context::Context},
    state::{facts::Facts, lookup::Lookup, receipt::Answer},
};

/// A case that the caller directs.
///
/// # Errors
/// Unknown and somebody else's are the same refusal.
pub fn directed<'a>(
    look: &'a impl Lookup,
    permit: &Permit,
    id: CaseId,
) -> Result<&'a Case, Refusal> {
    look.case(id)
        .filter(|case| Party::Office(case.director.clone()) == *permit.party())
        .ok_or(Refusal::NotAllowed)
}

/// A live case that the caller directs, unchanged since the caller read it. An empty `etag` asks
/// nothing.
///
/// # Errors
/// Not the caller's, closed, or changed.
pub fn live<'a>(
    facts: &'a Facts,
    permit: &Permit,
    id: CaseId,
    etag: &str,
) -> Result<&'a Case, Refusal> {
    let case = directed(facts, permit, id)?;
    if !case.is_live() {
        return Err(Refusal::CaseClosed);
    }
    if !etag.is_empty() && etag != case.etag() {
        return Err(Refusal::EtagMismatch);
    }
    Ok(case)
}

/// A case whose persons belong together: what is said about the family in it goes to everybody who
/// is involved with one of them.
///
/// # Errors
/// They are kept apart still.
pub fn together(case: &Case) -> Result<&Case, Refusal> {
    if case.keeps_apart() { Err(Refusal::PersonsApart) } else { Ok(case) }
}

/// The case as it is now, when this request on it was carried out before. The receipt names the
/// case only: nothing that must go with the case is kept in it.
///
/// # Errors
/// The request id was used for something else, or another office directs it by now.
pub fn replayed<'a>(ctx: &Context<'a>) -> Result<Option<&'a Case>, Refusal> {
    match ctx.replayed()? {
        Some(Answer::Case(id)) => directed(ctx.facts, ctx.permit()?, *id).map(Some),
        _ => Ok(None),
    }
}
