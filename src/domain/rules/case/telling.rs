//! Who hears of a case? Its director by its id; those who are involved by their own involvement,
//! and only whoever carries out the plan or keeps watch by the id too.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::{
    model::{
        case::record::Case,
        ids::{CaseId, FreshIds, InvolvementId, NotificationId},
        notification::{Event, Notification},
        party::{Oin, Party},
        time::Time,
    },
    rules::case::reach,
    state::record::{Effects, Loaded},
};

/// By what one recipient knows a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KnownBy {
    /// The case.
    pub case: CaseId,
    /// Whether the recipient may name it: its director, the family manager, whoever keeps watch.
    pub by_id: bool,
    /// The recipient's own involvement; `None` for an office.
    pub involvement: Option<InvolvementId>,
}

/// The organisations that are involved with a person in the case, each with its oldest involvement,
/// as far as that was loaded.
#[must_use]
pub fn involved(loaded: &Loaded, case: &Case) -> BTreeMap<Oin, InvolvementId> {
    let mut involved = BTreeMap::new();
    for link in reach::links(loaded, case) {
        let oldest = involved.entry(link.organisation).or_insert(link.involvement);
        *oldest = link.involvement.min(*oldest);
    }
    involved
}

/// The director and the organisation of the family manager: those who follow the plan.
#[must_use]
pub fn followers(case: &Case) -> BTreeSet<Party> {
    let manager = case.manager().map(|term| Party::Organisation(term.organisation));
    [director(case)].into_iter().chain(manager).collect()
}

/// The office that directs.
#[must_use]
pub fn director(case: &Case) -> Party {
    Party::Office(case.director.clone())
}

/// By what somebody knows the case.
#[must_use]
pub fn known_by(loaded: &Loaded, case: &Case, party: &Party) -> KnownBy {
    let watches = case.watch.as_ref().is_some_and(|watch| watch.by == *party);
    let knows = watches || followers(case).contains(party);
    let involvement = match party {
        Party::Organisation(oin) => involved(loaded, case).get(oin).copied(),
        Party::Office(_) => None,
    };
    KnownBy { case: case.id, by_id: knows, involvement }
}

/// Tells each of these once what happened.
pub fn tell(
    loaded: &Loaded,
    case: &Case,
    parties: BTreeSet<Party>,
    event: impl Fn(KnownBy) -> Event,
    ids: &mut FreshIds,
    now: Time,
    effects: &mut Effects,
) {
    for party in parties {
        let event = event(known_by(loaded, case, &party));
        let id = NotificationId(ids.take());
        effects.notify.push((party, Notification { id, at: now, event }));
    }
}

/// Everybody who is involved, and the director.
#[must_use]
pub fn everybody(loaded: &Loaded, case: &Case) -> BTreeSet<Party> {
    let involved = involved(loaded, case).into_keys().map(Party::Organisation);
    involved.chain(followers(case)).collect()
}
