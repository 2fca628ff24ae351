//! Which matches still hold when involvements change or go? Whoever does not reach a common person
//! any more is taken out, and whoever lost sight of another is told to forget it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        case::naming,
        ids::{InvolvementId, MatchId},
        involvement::Involvement,
        matches::{self, Match},
        notification::Event,
        party::{Oin, Party},
        shown::MatchKind,
        time::Time,
    },
    rules::{case, context::Context},
    state::{facts::Facts, keys::Key, lists::List, loaded::Loaded, lookup::Lookup},
};

/// The matches of an involvement and everybody in them.
pub fn around(loaded: &Loaded, id: InvolvementId) -> impl Iterator<Item = Key> + '_ {
    loaded.matches_of(id).flat_map(|id| {
        let parties = loaded.matched(id).map_or(&[][..], |matched| &matched.parties);
        let parties = parties.iter().map(|party| Key::Involvement(party.involvement));
        std::iter::once(Key::Match(id)).chain(parties)
    })
}

/// What must be loaded before [`settle`] can look at the matches of an involvement.
pub fn needs(loaded: &Loaded, id: InvolvementId) -> (Vec<Key>, List) {
    (around(loaded, id).collect(), List::MatchesOf(id))
}

/// Two parties of a match that are no longer brought together.
pub struct Lost {
    /// Who lost sight of the other.
    pub own: InvolvementId,
    /// Its organisation.
    pub organisation: Oin,
    /// The other.
    pub other: InvolvementId,
}

/// What changed involvements do to their matches.
pub struct Settled {
    /// Matches that change; `None` for those that go.
    pub matches: BTreeMap<MatchId, Option<Match>>,
    /// Who lost sight of whom, those apart who left or are gone themselves.
    pub lost: Vec<Lost>,
}

/// Looks at every match of changed involvements again: who does not reach a common person any more
/// is taken out of it, and a match without two parties goes.
#[must_use]
pub fn settle(
    facts: &Facts,
    changed: &BTreeMap<InvolvementId, Option<Involvement>>,
    now: Time,
) -> Settled {
    let after = |id: InvolvementId| match changed.get(&id) {
        Some(after) => after.as_ref(),
        None => facts.involvement(id),
    };
    let mut settled = Settled { matches: BTreeMap::new(), lost: Vec::new() };
    let matches: BTreeSet<MatchId> = changed.keys().flat_map(|id| facts.matches_of(*id)).collect();
    for before in matches.into_iter().filter_map(|id| facts.matched(id)) {
        let mut matched = before.clone();
        let joiner = &before.parties[0];
        for party in &before.parties[1..] {
            let (a, b) = (joiner.involvement, party.involvement);
            let touched = changed.contains_key(&a) || changed.contains_key(&b);
            let kind = match (after(a), after(b)) {
                _ if !touched => Some(party.kind),
                (Some(a), Some(b)) => kind(facts, a, b, party.kind, party.gone),
                _ => None,
            };
            if let Some(kind) = kind {
                for known in matched.parties.iter_mut().filter(|p| p.involvement == b) {
                    known.kind = kind;
                }
                continue;
            }
            for (own, other) in [(joiner, party), (party, joiner)] {
                let there = !own.gone && after(own.involvement).is_some();
                if there && own.organisation != other.organisation {
                    let (own, organisation) = (own.involvement, own.organisation);
                    settled.lost.push(Lost { own, organisation, other: other.involvement });
                }
            }
            matched.end_lead(b, now);
            let _ = matched.forget(b);
        }
        let stays = after(joiner.involvement).is_some() && matched.parties.len() > 1;
        if !stays {
            settled.matches.insert(before.id, None);
            continue;
        }
        let strongest = matched.parties[1..].iter().map(|party| party.kind).max();
        matched.parties[0].kind = strongest.unwrap_or(MatchKind::Case);
        for party in &mut matched.parties {
            if let Some(Some(involvement)) = changed.get(&party.involvement) {
                party.withheld = involvement.through().cloned();
            }
        }
        if matched != *before {
            settled.matches.insert(before.id, Some(matched));
        }
    }
    settled
}

/// Why two involvements still match; nothing when they do not. Those whom a case brought together
/// and took apart again stay as they were.
fn kind(
    facts: &Facts,
    a: &Involvement,
    b: &Involvement,
    before: MatchKind,
    gone: bool,
) -> Option<MatchKind> {
    let same = a.members.iter().any(|own| b.members.iter().any(|m| m.identity.is(&own.identity)));
    match before {
        MatchKind::SamePerson if same => Some(before),
        MatchKind::SamePerson | MatchKind::Family if matches::meet(a, b) => Some(MatchKind::Family),
        MatchKind::Case if gone || matches::meet(a, b) => Some(before),
        _ if naming::shared(&case::reach::loaded_cases(facts), a, b) => Some(MatchKind::Case),
        _ => None,
    }
}

impl Settled {
    /// Tells the organisations that lost sight of others, each once.
    pub fn tell<'a>(&self, ctx: &mut Context<'_>, lost: impl Iterator<Item = &'a Lost>) {
        let mut told: BTreeMap<Oin, InvolvementId> = BTreeMap::new();
        for lost in lost {
            let own = told.entry(lost.organisation).or_insert(lost.own);
            *own = lost.own.min(*own);
        }
        for (organisation, involvement) in told {
            let event = Event::Retracted { involvement };
            ctx.tell(Party::Organisation(organisation), event);
        }
    }

    /// Writes the matches.
    pub fn write(self, ctx: &mut Context<'_>) {
        for (id, after) in self.matches {
            match after {
                Some(matched) => ctx.effects.put_match(matched),
                None => ctx.effects.delete.push(Key::Match(id)),
            }
        }
    }
}
