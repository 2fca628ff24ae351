//! Opening a case: by a director, or by the broker with the first ticket or concern signal.

use crate::domain::{
    ids::{CaseId, FreshIds},
    involvement::Fingerprint,
    party::{OfficeId, Party},
    person::Identity,
    record::{Effects, Key, Loaded},
    time::Time,
};

use super::{
    attendance::Attendance,
    persons::{self, TermsOf},
    reach,
    record::{Case, CaseState, Cause, Classification, Family},
};

/// A case that the broker opens because something came in about a family.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ByBroker<'a> {
    /// The persons whom it is about. When one of them is in a live case already, that is the case,
    /// and nobody is added to it: that is for its director to decide.
    pub persons: &'a [Identity],
    /// What came in.
    pub cause: Cause,
    /// How the family is classified, when the case is new.
    pub family: Family,
    /// Who directs families like this, when the case is new.
    pub director: OfficeId,
}

/// What must be loaded before [`by_broker`]; ask again until nothing is missing.
pub fn needs_by_broker<'a>(
    loaded: &'a Loaded,
    persons: &'a [Identity],
) -> impl Iterator<Item = Key> + 'a {
    persons::needs_to_add(loaded, persons)
}

/// The live case of one of these persons, if there is one.
#[must_use]
pub fn existing<'a>(loaded: &'a Loaded, persons: &[Identity]) -> Option<&'a Case> {
    reach::cases(loaded, persons.iter().flat_map(Identity::pseudonyms)).min_by_key(|case| case.id)
}

/// The live case of these persons, or a new one. It is written either way, so that whoever looks
/// at the lists of the case at the same moment looks again; the caller must not write it once more.
/// Nobody is told of the case itself; whoever comes to see another by it is told of that.
pub fn by_broker(
    loaded: &Loaded,
    opening: &ByBroker<'_>,
    terms: TermsOf<'_>,
    ids: &mut FreshIds,
    now: Time,
    effects: &mut Effects,
) -> Case {
    let case = match existing(loaded, opening.persons) {
        Some(case) => case.clone(),
        None => {
            let (family, director) = (opening.family.clone(), opening.director.clone());
            let mut case = new(CaseId(ids.take()), opening.cause, family, director, None, now);
            persons::add(loaded, &mut case, opening.persons, terms, ids, now, effects);
            case
        }
    };
    effects.put_case(case.clone());
    case
}

/// A case without persons.
fn new(
    id: CaseId,
    cause: Cause,
    family: Family,
    director: OfficeId,
    by: Option<(Party, Fingerprint)>,
    now: Time,
) -> Case {
    let (by, fingerprint) = by.map_or((None, [0; 16]), |(by, print)| (Some(by), print));
    let first = Classification { at: now, by, family: family.clone(), director: director.clone() };
    Case {
        id,
        revision: 1,
        state: CaseState::Open,
        cause,
        opened: now,
        family,
        director,
        classifications: vec![first],
        persons: Vec::new(),
        managers: Vec::new(),
        plan: None,
        attendance: Attendance::default(),
        watch: None,
        fingerprint,
    }
}
