//! Where is contact overdue, for the office that was told of it? Which organisations owe it and how
//! late they are; never about whom.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        calendar::working_days_between,
        ids::MatchId,
        matches::MatchParty,
        notification::FollowUpStage,
        party::{AreaCode, OfficeId, Oin},
        spoken::Spoken,
        time::Day,
    },
    state::{facts::Facts, keys::Key, loaded::Loaded, lookup::Lookup},
};

/// That contact after a match is overdue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overdue {
    /// How the match is spoken: whoever owes contact sees the same.
    pub reference: Spoken,
    /// Where the family lives, as whoever joined registered it.
    pub area: AreaCode,
    /// By when contact should have been made.
    pub due: Day,
    /// Working days since then.
    pub days_late: u32,
    /// Who owes it; without those whose contact goes through another office.
    pub owing: Vec<Oin>,
    /// How many owe it whom the office does not see.
    pub withheld: usize,
}

/// Which of them are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Only in this area.
    pub area: Option<AreaCode>,
    /// Only what is spoken so.
    pub reference: Option<Spoken>,
}

/// What must be loaded before [`see`]; ask again until nothing is missing.
pub fn needs(loaded: &Loaded, id: MatchId) -> impl Iterator<Item = Key> {
    let joiner = loaded.matched(id).map(|matched| Key::Involvement(matched.parties[0].involvement));
    std::iter::once(Key::Match(id)).chain(joiner)
}

/// What an office sees of a match that it follows up; `days_off` are those of its covenant.
#[must_use]
pub fn see(
    facts: &Facts,
    office: &OfficeId,
    filter: &Filter,
    id: MatchId,
    (today, days_off): (Day, &[Day]),
) -> Option<Overdue> {
    let matched = facts.matched(id)?;
    matched.followed_by().filter(|by| *by == office)?;
    let area = facts.involvement(matched.parties[0].involvement)?.area.clone();
    if filter.area.as_ref().is_some_and(|wanted| *wanted != area) {
        return None;
    }
    // Whoever came to owe contact later has terms of its own: the office was told of the others.
    let told = |party: &&MatchParty| {
        matched.reminds(party) && matched.reminded_for(party) == Some(FollowUpStage::Director)
    };
    let all: BTreeSet<Oin> =
        matched.parties.iter().filter(told).map(|party| party.organisation).collect();
    let due = matched.parties.iter().filter(told).map(|party| matched.due_for(party)).min()?;
    let seen = |oin: &Oin| {
        let mut own = matched.own(*oin);
        own.all(|party| party.withheld.as_ref().is_none_or(|through| through == office))
    };
    let owing: Vec<Oin> = all.iter().copied().filter(seen).collect();
    let days_late = u32::try_from(working_days_between(due, today, days_off)).unwrap_or(0);
    Some(Overdue {
        reference: Spoken::of(id.0),
        area,
        due,
        days_late,
        withheld: all.len() - owing.len(),
        owing,
    })
}
