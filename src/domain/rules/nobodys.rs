//! What is read of a person of whom nothing is known? As many records as of one of whom something is:
//! whoever registers a person must not learn from the time that it takes whether others know it.

use uuid::Uuid;

use crate::domain::{
    model::{
        ids::CaseId,
        person::{FamilyRole, Identity, Member, Pseudonym},
    },
    state::{keys::Key, loaded::Loaded, lookup::Lookup},
};

/// Parents of a child, as a rule.
const PARENTS: usize = 2;

/// Records of nobody, in the place of a case in which a named person is not, and of parents whom a
/// named child is not known to have. Nothing is ever kept under their keys.
pub fn keys(loaded: &Loaded, members: &[Member]) -> Vec<Key> {
    let mut keys = Vec::new();
    for member in members {
        if !was_read(loaded, &member.identity) {
            continue;
        }
        let persons = || member.identity.pseudonyms().filter_map(|p| loaded.person(p));
        keys.extend(case(loaded, &member.identity));
        if member.role == FamilyRole::Child {
            let named = |parent: &&Identity| members.iter().any(|m| m.identity.is(parent));
            let others = persons().flat_map(|p| &p.parents).filter(|parent| !named(parent)).count();
            let missing = 1..=PARENTS.saturating_sub(others);
            keys.extend(missing.map(|nth| Key::Person(changed(member.identity.current, nth))));
        }
    }
    keys
}

/// The same of a case alone; nothing for a person who is in one, or was not read yet.
pub fn case(loaded: &Loaded, who: &Identity) -> Option<Key> {
    let mut persons = who.pseudonyms().filter_map(|p| loaded.person(p));
    let in_none = was_read(loaded, who) && persons.all(|person| person.cases.is_empty());
    in_none.then(|| Key::Case(CaseId(Uuid::from_bytes(changed(who.current, 0).mac))))
}

fn was_read(loaded: &Loaded, who: &Identity) -> bool {
    who.pseudonyms().all(|pseudonym| loaded.has(&Key::Person(pseudonym)))
}

/// A pseudonym of nobody: that of a person, changed. It is a hash of 128 bits, so this one is no less one
/// of nobody than any other that was not given out.
fn changed(of: Pseudonym, nth: usize) -> Pseudonym {
    let mask = u8::try_from(nth).unwrap_or(u8::MAX).wrapping_add(0x5a);
    Pseudonym { mac: of.mac.map(|byte| byte ^ mask), ..of }
}
