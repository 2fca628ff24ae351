//! Who may see a concern signal?

use crate::domain::{
    model::{
        ids::SignalId,
        party::{AreaCode, Party},
        refusal::Refusal,
        signal::Signal,
    },
    rules::{access::Permit, shielding},
    state::{facts::Facts, keys::Key, loaded::Loaded, lookup::Lookup},
};

/// What must be loaded before [`present`]; ask again until nothing is missing.
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

/// What must be loaded before [`seen`], or [`as_shown`]; ask again until nothing is missing. The persons
/// only for whoever may see it and is not its sender: how long an answer takes must not tell of them.
pub fn keys_to_show(loaded: &Loaded, permit: &Permit, id: SignalId) -> Vec<Key> {
    let mut keys: Vec<Key> = keys(loaded, id).collect();
    let others = |signal: &Signal| *permit.party() != Party::Organisation(signal.sender);
    let shown = present(loaded, id).filter(|signal| shows(permit, signal) && others(signal));
    keys.extend(shown.iter().flat_map(|signal| shielding::keys_of(loaded, &signal.members)));
    keys
}

fn shows(permit: &Permit, signal: &Signal) -> bool {
    signal.shows_to(permit.party()) && within(permit, signal)
}

/// A signal that the caller may see.
///
/// # Errors
/// Unknown and not the caller's business are the same refusal.
pub fn seen(facts: &Facts, permit: &Permit, id: SignalId) -> Result<Signal, Refusal> {
    as_shown(facts, permit, id).ok_or(Refusal::NotAllowed)
}

/// The same; nothing when the caller may not see it.
#[must_use]
pub fn as_shown(look: &impl Lookup, permit: &Permit, id: SignalId) -> Option<Signal> {
    let signal = present(look, id).filter(|signal| shows(permit, signal))?;
    let own = *permit.party() == Party::Organisation(signal.sender);
    let shielded = !own && shielding::reaches(look, &signal.members);
    Some(Signal { shielded, ..signal })
}

/// Whether a signal is within reach: for a professional one that was sent in the own name.
#[must_use]
pub fn within(permit: &Permit, signal: &Signal) -> bool {
    permit.reaches_work(signal.sender, &signal.card.professional_id)
}
