//! Who may see a concern signal?

use crate::domain::{
    model::{ids::SignalId, party::AreaCode, refusal::Refusal, signal::Signal},
    rules::access::Permit,
    state::{facts::Facts, keys::Key, loaded::Loaded, lookup::Lookup},
};

/// What must be loaded before [`seen`]; ask again until nothing is missing.
pub fn keys(loaded: &Loaded, id: SignalId) -> impl Iterator<Item = Key> {
    let case = loaded.signal(id).and_then(|signal| signal.case).map(Key::Case);
    std::iter::once(Key::Signal(id)).chain(case)
}

/// A signal with the office that directs its case now: it may have changed since the sending.
#[must_use]
pub fn present(look: &impl Lookup, id: SignalId) -> Option<Signal> {
    let signal = look.signal(id)?;
    let case = signal.case.and_then(|case| look.case(case));
    let director = case.map_or(&signal.director, |case| &case.director);
    Some(Signal { director: director.clone(), ..signal.clone() })
}

/// The area by whose covenant a signal is answered: where the family of its case lives now. What is shown is
/// the area of sending, since whoever sent it may not be told where a family went.
#[must_use]
pub fn area(look: &impl Lookup, signal: &Signal) -> AreaCode {
    let case = signal.case.and_then(|case| look.case(case));
    case.map_or(&signal.area, |case| &case.family.area).clone()
}

/// A signal that the caller may see.
///
/// # Errors
/// Unknown and not the caller's business are the same refusal.
pub fn seen(facts: &Facts, permit: &Permit, id: SignalId) -> Result<Signal, Refusal> {
    let shown = |signal: &Signal| signal.shows_to(permit.party()) && within(permit, signal);
    present(facts, id).filter(shown).ok_or(Refusal::NotAllowed)
}

/// Whether a signal is within reach: for a professional one that was sent in the own name.
#[must_use]
pub fn within(permit: &Permit, signal: &Signal) -> bool {
    permit.reaches_work(signal.sender, &signal.card.professional_id)
}
