//! Do the pseudonym keys of a broker belong to the store? With others it would recognise nobody who is
//! registered, and matches would be lost without a word.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{key_check::KeyCheck, person::Identity},
    state::{
        keys::{Key, Kind},
        records::Record,
    },
};

/// The versions under which a store was written, each with its check value. A store that was written
/// before there were any has none.
pub type Known = BTreeMap<u16, Option<[u8; 16]>>;

/// The kinds of records that hold persons by their pseudonyms for longer than a day.
pub const HOLDERS: [Kind; 5] =
    [Kind::Person, Kind::Involvement, Kind::Case, Kind::Signal, Kind::Objection];

/// Why keys are not those of a store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WrongKeys {
    /// The store was written with another key of this version.
    Other(u16),
    /// The newest version that the store was written with is missing.
    NewestMissing(u16),
    /// An older version is missing, and whether somebody is known under it alone was not looked at.
    NotLookedAt(u16),
    /// An older version is missing, and somebody is known under it alone.
    StillNeeded(u16),
}

/// The versions of what a store keeps.
#[must_use]
pub fn known(kept: &[KeyCheck]) -> Known {
    kept.iter().map(|check| (check.version, Some(check.value))).collect()
}

/// What a store that holds no check values was written with: the newest version among its persons. An
/// older one that is missing now was dropped when nobody watched; to refuse would bring nobody back.
#[must_use]
pub fn taken_over(versions: &BTreeSet<u16>) -> Known {
    versions.last().map(|newest| (*newest, None)).into_iter().collect()
}

/// Decides whether a broker with these keys may serve, and what the store keeps of them from now on.
/// `left` tells whether somebody is known under none of them, when that was looked at.
///
/// The newest version of the store must always be there: another broker may be registering under it at
/// this moment. An older one may go once nobody is known under it alone.
///
/// # Errors
/// The keys are not those of the store.
pub fn judge(
    known: &Known,
    keys: &[KeyCheck],
    left: Option<bool>,
) -> Result<Vec<KeyCheck>, WrongKeys> {
    let own: BTreeMap<u16, [u8; 16]> = keys.iter().map(|key| (key.version, key.value)).collect();
    let other = |(version, value): (&u16, &Option<[u8; 16]>)| {
        let differs = value.zip(own.get(version).copied()).is_some_and(|(kept, own)| kept != own);
        differs.then_some(*version)
    };
    if let Some(version) = known.iter().find_map(other) {
        return Err(WrongKeys::Other(version));
    }
    if let Some(newest) = known.keys().next_back().filter(|newest| !own.contains_key(newest)) {
        return Err(WrongKeys::NewestMissing(*newest));
    }
    if let Some(missing) = known.keys().find(|version| !own.contains_key(version)) {
        match left {
            None => return Err(WrongKeys::NotLookedAt(*missing)),
            Some(true) => return Err(WrongKeys::StillNeeded(*missing)),
            Some(false) => {}
        }
    }
    Ok(own.into_iter().map(|(version, value)| KeyCheck { version, value }).collect())
}

/// Whether a record holds a person whom none of these versions recognises by it. A registration made
/// while two keys were active stands under both; a shield does not tell under which keys it was set, so
/// it holds on to its version.
#[must_use]
pub fn is_left(key: &Key, record: &Record, versions: &BTreeSet<u16>) -> bool {
    let known = |version: u16| versions.contains(&version);
    let unknown =
        |identity: &Identity| !identity.pseudonyms().any(|pseudonym| known(pseudonym.version));
    match (key, record) {
        (Key::Person(own), Record::Person(person)) => {
            (person.shielded && !known(own.version))
                || person.parents.iter().chain(&person.children).any(unknown)
        }
        (_, Record::Involvement(involvement)) => {
            involvement.members.iter().any(|member| unknown(&member.identity))
                || involvement.parents.iter().any(unknown)
        }
        (_, Record::Case(case)) => case.persons.iter().any(|person| unknown(&person.identity)),
        (_, Record::Signal(signal)) => {
            signal.members.iter().any(|member| unknown(&member.identity))
        }
        (_, Record::Objection(objection)) => objection.person.iter().any(unknown),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::person::{Person, Pseudonym};

    fn checks(keys: &[(u16, u8)]) -> Vec<KeyCheck> {
        keys.iter().map(|(version, of)| KeyCheck { version: *version, value: [*of; 16] }).collect()
    }

    /// What is decided for a file when the store was written with other keys: the versions kept.
    fn judged(
        store: &[(u16, u8)],
        file: &[(u16, u8)],
        left: Option<bool>,
    ) -> Result<Vec<u16>, WrongKeys> {
        let kept = judge(&known(&checks(store)), &checks(file), left)?;
        Ok(kept.iter().map(|check| check.version).collect())
    }

    #[test]
    fn keys_are_those_of_the_store_or_refused() {
        use WrongKeys::{NewestMissing, NotLookedAt, Other, StillNeeded};
        let (a, b, c) = ((1, 10), (2, 20), (3, 30));
        for (store, file, left, expected) in [
            (&[][..], &[a][..], None, Ok(vec![1])),
            (&[a], &[a], None, Ok(vec![1])),
            // A rotation adds a version, and taking it back is refused.
            (&[a], &[b, a], None, Ok(vec![1, 2])),
            (&[b, a], &[a], Some(false), Err(NewestMissing(2))),
            // Made anew: the same version, another key; also behind a rotation.
            (&[a], &[(1, 11)], Some(false), Err(Other(1))),
            (&[a], &[b, (1, 11)], Some(false), Err(Other(1))),
            (&[b, a], &[(2, 21), a], Some(false), Err(Other(2))),
            // Rotated twice at once: nothing is left of what the store was written with.
            (&[a], &[c, b], Some(false), Err(NewestMissing(1))),
            // The oldest goes when nobody needs it, and not before that was looked at.
            (&[b, a], &[c, b], None, Err(NotLookedAt(1))),
            (&[b, a], &[c, b], Some(true), Err(StillNeeded(1))),
            (&[b, a], &[c, b], Some(false), Ok(vec![2, 3])),
            (&[b, a], &[b], Some(false), Ok(vec![2])),
        ] {
            assert_eq!(judged(store, file, left), expected, "{store:?} {file:?} {left:?}");
        }
    }

    #[test]
    fn a_store_of_before_is_taken_over_with_its_newest_version() {
        let before = |versions: &[u16]| taken_over(&versions.iter().copied().collect());
        let file = checks(&[(3, 30), (2, 20)]);
        assert_eq!(judge(&before(&[]), &file, None).map(|kept| kept.len()), Ok(2));
        assert_eq!(judge(&before(&[1, 2]), &file, None).map(|kept| kept.len()), Ok(2));
        assert_eq!(judge(&before(&[1, 4]), &file, None), Err(WrongKeys::NewestMissing(4)));
    }

    #[test]
    fn a_person_is_left_when_no_version_recognises_it() {
        let pseudonym = |version| Pseudonym { version, mac: [1; 16] };
        let identity = |current, previous: Option<u16>| Identity {
            current: pseudonym(current),
            previous: previous.map(pseudonym),
        };
        let kept = BTreeSet::from([2, 3]);
        let left = |version, person: Person| {
            is_left(&Key::Person(pseudonym(version)), &Record::Person(Box::new(person)), &kept)
        };
        let child_of = |parent| Person { parents: vec![parent], ..Person::default() };
        assert!(left(1, child_of(identity(1, None))));
        assert!(!left(1, child_of(identity(2, Some(1)))), "known under both");
        let shielded = || Person { shielded: true, ..Person::default() };
        assert!(left(1, shielded()) && !left(2, shielded()));
        assert!(!left(1, Person::default()), "its involvements say under what it is known");
    }
}
