//! How did a family stand at a moment? As far as its records still say: what was destroyed since is gone.

use std::collections::BTreeSet;

use crate::domain::model::{
    case::{Case, CaseState, Family},
    involvement::{Involvement, State},
    party::Oin,
    person::{FamilyRole, Member},
    time::{Day, Time},
};

/// When a case was closed, when it was.
pub(super) fn closed(case: &Case) -> Option<Time> {
    match case.state {
        CaseState::Open => None,
        CaseState::Watching { at, .. } | CaseState::Closed { at, .. } => Some(at),
    }
}

/// Whether a director had taken the family up by then, and was not done with it.
pub(super) fn directed(case: &Case, then: Time) -> bool {
    case.opened < then && closed(case).is_none_or(|at| at >= then)
}

/// How it was classified then.
pub(super) fn family(case: &Case, then: Time) -> &Family {
    let before = case.classifications.iter().rev().find(|one| one.at < then);
    let known = before.or(case.classifications.first());
    known.map_or(&case.family, |one| &one.family)
}

/// Whether it had its one plan then.
pub(super) fn planned(case: &Case, then: Day) -> bool {
    case.plan.as_ref().is_some_and(|plan| plan.start < then)
}

/// Whether it had a family manager then.
pub(super) fn managed(case: &Case, then: Time) -> bool {
    let held = |until: Option<Time>| until.is_none_or(|until| until >= then);
    case.managers.iter().any(|term| term.since < then && held(term.until))
}

/// Whether an organisation that gives care or help was involved then.
pub(super) fn helps(involvement: &Involvement, care: &BTreeSet<Oin>, then: Time) -> bool {
    let ended = match involvement.state {
        State::Active => None,
        State::Archived { at, .. } => Some(at),
    };
    care.contains(&involvement.organisation)
        && involvement.registered < then
        && ended.is_none_or(|at| at >= then)
}

/// Whether a member was a child of the covenant's regime on that day.
pub(super) fn is_young(member: &Member, then: Day) -> bool {
    member.role == FamilyRole::Child && member.ages_out.is_none_or(|day| day >= then)
}
