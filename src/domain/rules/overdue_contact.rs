//! Where is contact overdue, for the office that was told of it? Which organisations owe it and how
//! late they are; never about whom. And whom may it ask to make it?

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        calendar::working_days_between,
        ids::{InvolvementId, MatchId},
        matches::{Match, MatchParty},
        notification::{Event, FollowUpStage},
        party::{AreaCode, OfficeId, Oin, Party},
        refusal::Refusal,
        spoken::Spoken,
        time::{Day, Time},
    },
    rules::context::Context,
    state::{facts::Facts, keys::Key, loaded::Loaded, lookup::Lookup, receipt::Answer},
};

/// That contact after a match is overdue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overdue {
    /// The match.
    pub id: MatchId,
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
    /// When those were last asked to make contact who ever were; without a name where the office does
    /// not see them.
    pub asked: Vec<(Option<Oin>, Time)>,
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
    shown(facts, office, filter, facts.matched(id)?, (today, days_off))
}

/// The same of the match as it is after a decision.
fn shown(
    facts: &Facts,
    office: &OfficeId,
    filter: &Filter,
    matched: &Match,
    (today, days_off): (Day, &[Day]),
) -> Option<Overdue> {
    matched.followed_by().filter(|by| *by == office)?;
    let area = facts.involvement(matched.parties[0].involvement)?.area.clone();
    if filter.area.as_ref().is_some_and(|wanted| *wanted != area) {
        return None;
    }
    let due = told(matched).map(|party| matched.due_for(party)).min()?;
    let all: BTreeSet<Oin> = told(matched).map(|party| party.organisation).collect();
    let owing: Vec<Oin> = all.iter().copied().filter(|oin| sees(matched, office, *oin)).collect();
    let named = |oin: Oin| owing.contains(&oin).then_some(oin);
    let asked = all.iter().filter_map(|oin| Some((named(*oin), asked(matched, *oin)?)));
    let days_late = u32::try_from(working_days_between(due, today, days_off)).unwrap_or(0);
    Some(Overdue {
        id: matched.id,
        reference: Spoken::of(matched.id.0),
        area,
        due,
        days_late,
        asked: asked.collect(),
        withheld: all.len() - owing.len(),
        owing,
    })
}

/// The parties of whom the office was told. Whoever came to owe contact later has terms of its own.
fn told(matched: &Match) -> impl Iterator<Item = &MatchParty> {
    matched.parties.iter().filter(|party| {
        matched.reminds(party) && matched.reminded_for(party) == Some(FollowUpStage::Director)
    })
}

/// Whether the office sees which organisation this is.
fn sees(matched: &Match, office: &OfficeId, organisation: Oin) -> bool {
    let mut own = matched.own(organisation);
    own.all(|party| party.withheld.as_ref().is_none_or(|through| through == office))
}

/// When an organisation was last asked to make contact.
fn asked(matched: &Match, organisation: Oin) -> Option<Time> {
    matched.own(organisation).filter_map(|party| party.asked).max()
}

/// Asks an organisation to make contact, or all that owe it: each once on a working day, also those whom
/// the office does not see. Nothing is left to show where contact was made meanwhile.
///
/// # Errors
/// Another office follows the match up, or none; the organisation owes no contact as far as the office
/// sees, or was asked on this working day.
pub fn remind(
    ctx: &mut Context<'_>,
    id: MatchId,
    whom: Option<Oin>,
    days_off: &[Day],
) -> Result<Option<Overdue>, Refusal> {
    let (facts, now, today) = (ctx.facts, ctx.now, ctx.today());
    let office = ctx.permit()?.office()?.clone();
    let (any, at) = (Filter::default(), (today, days_off));
    if ctx.replayed()?.is_some() {
        return Ok(see(facts, &office, &any, id, at));
    }
    let followed = |matched: &&Match| matched.followed_by() == Some(&office);
    let matched = facts.matched(id).filter(followed).ok_or(Refusal::NotAllowed)?;
    let wanted = |oin: &Oin| match whom {
        None => true,
        // Who is hidden, who is no party and who owes nothing are the same.
        Some(whom) => *oin == whom && sees(matched, &office, whom),
    };
    let wanted: BTreeSet<Oin> =
        told(matched).map(|party| party.organisation).filter(wanted).collect();
    let last = wanted.iter().filter_map(|oin| asked(matched, *oin)).max();
    let free = |oin: &Oin| {
        asked(matched, *oin).is_none_or(|at| working_days_between(at.day(), today, days_off) > 0)
    };
    let now_asked: BTreeSet<Oin> = wanted.into_iter().filter(free).collect();
    if now_asked.is_empty() {
        return Err(match last {
            Some(at) => Refusal::RemindedAlready { on: at.day() },
            None => Refusal::NoContactOwed,
        });
    }
    let mut after = matched.clone();
    // Each professional who owes contact is told of the own involvement, and of one of them.
    let mut tell: BTreeMap<(Oin, &str), InvolvementId> = BTreeMap::new();
    for party in told(matched).filter(|party| now_asked.contains(&party.organisation)) {
        let whose = (party.organisation, party.card.professional_id.as_str());
        tell.entry(whose).or_insert(party.involvement);
        let kept = after.parties.iter_mut().find(|kept| kept.involvement == party.involvement);
        kept.into_iter().for_each(|kept| kept.asked = Some(now));
    }
    for ((organisation, _), involvement) in tell {
        let (involvement, stage) = (Some(involvement), FollowUpStage::Asked);
        let event = Event::FollowUpDue { matched: id, involvement, stage, owing: 0 };
        ctx.tell(Party::Organisation(organisation), event);
    }
    let overdue = shown(facts, &office, &any, &after, at);
    ctx.effects.put_match(after);
    ctx.keep(Answer::Done);
    Ok(overdue)
}
