//! Who hears of a case? Its director by its id; those who are involved by their own involvement,
//! and only whoever carries out the plan or keeps watch by the id too.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        case::Case,
        ids::InvolvementId,
        notification::{CaseHappening, Event, KnownBy},
        party::{OfficeId, Oin, Party},
    },
    rules::{case::reach, context::Context},
    state::facts::Facts,
};

/// The organisations that are involved with a person in the case, each with its oldest involvement,
/// as far as that was loaded. Nobody while its persons are kept apart: the case is no business of
/// theirs until its director says so.
#[must_use]
pub fn involved(facts: &Facts, case: &Case) -> BTreeMap<Oin, InvolvementId> {
    let mut involved = BTreeMap::new();
    if case.keeps_apart() {
        return involved;
    }
    for link in reach::links(facts, case) {
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
pub fn known_by(facts: &Facts, case: &Case, party: &Party) -> KnownBy {
    let watches = case.watcher().is_some_and(|by| by == *party);
    let knows = watches || followers(case).contains(party);
    let involvement = match party {
        // After it was closed nobody is involved by it any more.
        Party::Organisation(oin) if case.is_live() => involved(facts, case).get(oin).copied(),
        Party::Organisation(_) | Party::Office(_) => None,
    };
    KnownBy { case: case.id, by_id: knows, involvement }
}

/// Tells each of these once what happened.
pub fn tell(
    ctx: &mut Context<'_>,
    case: &Case,
    parties: BTreeSet<Party>,
    event: impl Fn(KnownBy) -> Event,
) {
    let facts = ctx.facts;
    for party in parties {
        let event = event(known_by(facts, case, &party));
        ctx.tell(party, event);
    }
}

/// Everybody who is involved, and the director.
#[must_use]
pub fn everybody(facts: &Facts, case: &Case) -> BTreeSet<Party> {
    let involved = involved(facts, case).into_keys().map(Party::Organisation);
    involved.chain(followers(case)).collect()
}

/// Tells an office what happened to a case.
pub fn notice(ctx: &mut Context<'_>, case: &Case, office: &OfficeId, happening: CaseHappening) {
    let (category, director) = (case.family.category.clone(), case.director.clone());
    let event = Event::Case { case: case.id, happening, category, director };
    ctx.tell(Party::Office(office.clone()), event);
}
