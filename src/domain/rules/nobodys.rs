//! What is read and written of a person of whom nothing is known? As many records as of one of whom
//! something is: whoever registers a person must not learn from the time that it takes whether others
//! know it.

use uuid::Uuid;

use crate::domain::{
    model::{
        ids::{CaseId, InvolvementId},
        person::{FamilyRole, Identity, Link, Member, Person, Pseudonym},
    },
    state::{facts::Facts, keys::Key, loaded::Loaded, lookup::Lookup, records::Record},
};

/// Parents of a child, as a rule.
const PARENTS: usize = 2;

/// Records of nobody, in the place of a case in which a named person is not, and of parents whom a
/// named child is not known to have. Nothing is ever kept under their keys. They are asked for once, as
/// soon as the persons were read.
pub fn keys(loaded: &Loaded, members: &[Member]) -> Vec<Key> {
    if !are_due(loaded, members.iter().map(|member| &member.identity)) {
        return Vec::new();
    }
    let mut keys = Vec::with_capacity(members.len() * (1 + PARENTS));
    for Member { identity, role, .. } in members {
        keys.extend(case(loaded, identity));
        if *role == FamilyRole::Child {
            let missing = 1..=parents(loaded, members, identity);
            keys.extend(missing.map(|nth| Key::Person(changed(identity.current, nth))));
        }
    }
    keys
}

/// The same in the place of cases alone.
pub fn cases(loaded: &Loaded, persons: &[Identity]) -> Vec<Key> {
    if !are_due(loaded, persons.iter()) {
        return Vec::new();
    }
    persons.iter().filter_map(|who| case(loaded, who)).collect()
}

/// In the place of the parents of named children, and of what is entered on them: as many records of
/// nobody as children are not known to have parents. They say nothing of anybody, but take as many bytes
/// as those that do: a store may keep them for a while.
pub fn linked(facts: &Facts, members: &[Member], link: Link) -> Vec<(Key, Record)> {
    let children = members.iter().filter(|member| member.role == FamilyRole::Child);
    let of_child = |child: &Member| {
        let (who, missing) = (child.identity, parents(facts, members, &child.identity));
        (1..=missing).map(move |nth| {
            let link = Link { involvement: InvolvementId(Uuid::nil()), ..link };
            let children =
                vec![Identity { current: blank(who.current), previous: who.previous.map(blank) }];
            let person = Person { links: vec![link], children, ..Person::default() };
            (Key::Person(changed(who.current, nth)), Record::Person(Box::new(person)))
        })
    };
    children.flat_map(of_child).collect()
}

/// Whether the persons were read, and nobody else yet.
fn are_due<'a>(loaded: &Loaded, mut persons: impl Iterator<Item = &'a Identity>) -> bool {
    let was_read = |pseudonym| loaded.has(&Key::Person(pseudonym));
    !loaded.has_read_nobodys() && persons.all(|who| who.pseudonyms().all(was_read))
}

fn case(look: &impl Lookup, who: &Identity) -> Option<Key> {
    let mut persons = who.pseudonyms().filter_map(|p| look.person(p));
    let in_none = persons.all(|person| person.cases.is_empty());
    in_none.then(|| Key::Case(CaseId(Uuid::from_bytes(changed(who.current, 0).mac))))
}

/// How many parents a child is not known to have.
fn parents(look: &impl Lookup, members: &[Member], child: &Identity) -> usize {
    let named = |parent: &&Identity| members.iter().any(|m| m.identity.is(parent));
    let persons = child.pseudonyms().filter_map(|p| look.person(p));
    let others = persons.flat_map(|p| &p.parents).filter(|parent| !named(parent)).count();
    PARENTS.saturating_sub(others)
}

/// A pseudonym that says nothing.
fn blank(like: Pseudonym) -> Pseudonym {
    Pseudonym { mac: [0; 16], ..like }
}

/// A pseudonym of nobody: that of a person, changed. It is a hash of 128 bits, so this one is no less one
/// of nobody than any other that was not given out.
fn changed(of: Pseudonym, nth: usize) -> Pseudonym {
    let mask = u8::try_from(nth).unwrap_or(u8::MAX).wrapping_add(0x5a);
    Pseudonym { mac: of.mac.map(|byte| byte ^ mask), ..of }
}
