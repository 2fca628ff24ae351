//! Did the parties really make contact? Recording it, and the reminders when they do not
//! (Jw 7.1.3.2).

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        case::{Case, naming},
        ids::{InvolvementId, MatchId},
        involvement::Involvement,
        matches::{FollowUp, Match, MatchParty},
        notification::{Event, FollowUpStage},
        party::{OfficeId, Oin, Party},
        refusal::Refusal,
        time::Day,
    },
    rules::{access::Permit, case::reach, context::Context},
    state::{
        facts::Facts,
        keys::Key,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        receipt::Answer,
        records::Record,
    },
};

/// A match to which the caller's organisation is party; for a professional by the own work.
///
/// # Errors
/// Unknown and somebody else's are the same refusal.
pub fn own<'a>(
    facts: &'a Facts,
    permit: &Permit,
    id: MatchId,
) -> Result<(Oin, &'a Match), Refusal> {
    let organisation = permit.organisation()?;
    let matched = facts.matched(id).ok_or(Refusal::NotAllowed)?;
    if is_own(matched, permit) { Ok((organisation, matched)) } else { Err(Refusal::NotAllowed) }
}

/// Whether the caller is party to a match; a professional by the own work.
#[must_use]
pub fn is_own(matched: &Match, permit: &Permit) -> bool {
    permit.organisation().is_ok_and(|organisation| {
        matched.own(organisation).any(|party| permit.reaches(&party.card.professional_id))
    })
}

/// A match as an organisation sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// The match.
    pub matched: Match,
    /// The own involvement by which it sees it; `None` where it was not looked up.
    pub own: Option<Involvement>,
}

/// What must be loaded before [`see`] can show a match; ask again until nothing is missing.
pub fn needs_to_see<'a>(
    loaded: &'a Loaded,
    organisation: Oin,
    professional: Option<&'a str>,
    id: MatchId,
) -> impl Iterator<Item = Key> + 'a {
    let matched = loaded.matched(id);
    let own = matched.and_then(|matched| matched.seen_as(organisation, professional));
    std::iter::once(Key::Match(id)).chain(own.map(|party| Key::Involvement(party.involvement)))
}

/// Shows a match to an organisation that is party to it.
#[must_use]
pub fn see(
    facts: &Facts,
    organisation: Oin,
    professional: Option<&str>,
    id: MatchId,
) -> Option<Seen> {
    let matched = facts.matched(id)?;
    let own = matched.seen_as(organisation, professional)?;
    Some(Seen { matched: matched.clone(), own: facts.involvement(own.involvement).cloned() })
}

/// Decides what is recorded of the caller's follow-up.
///
/// # Errors
/// Not a party, no longer involved, or back to an earlier state.
pub fn record(ctx: &mut Context<'_>, id: MatchId, follow_up: FollowUp) -> Result<Match, Refusal> {
    let facts = ctx.facts;
    let (organisation, matched) = own(facts, ctx.permit()?, id)?;
    if ctx.replayed()?.is_some() {
        return Ok(matched.clone());
    }
    let mut matched = matched.clone();
    let mut involved = false;
    for party in matched.parties.iter_mut().filter(|p| p.organisation == organisation && !p.gone) {
        if follow_up < party.follow_up && !same_state(follow_up, party.follow_up) {
            return Err(Refusal::FollowUpBackwards);
        }
        party.follow_up = follow_up;
        involved = true;
    }
    if !involved {
        return Err(Refusal::NotActive);
    }
    ctx.effects.put_match(matched.clone());
    ctx.keep(Answer::Done);
    Ok(matched)
}

/// Another reason for the same state is a correction, not a step back.
fn same_state(a: FollowUp, b: FollowUp) -> bool {
    std::mem::discriminant(&a) == std::mem::discriminant(&b)
}

/// What must be loaded before [`due`]: at the last stage who directs the family of the match now, which
/// may be another office than when it was made.
#[must_use]
pub fn needs_due(loaded: &Loaded, id: MatchId) -> Needs {
    let mut keys = vec![Key::Match(id)];
    let last = |matched: &&Match| {
        matched.next_reminder().is_some_and(|(stage, _)| stage == FollowUpStage::Director)
    };
    if let Some(matched) = loaded.matched(id).filter(last) {
        let joiner = matched.parties[0].involvement;
        keys.push(Key::Involvement(joiner));
        if let Some(joiner) = loaded.involvement(joiner) {
            keys.extend(joiner.named().map(Key::Person));
            keys.extend(reach::keys(loaded, joiner.named()));
        }
    }
    Needs::missing(loaded, keys, Vec::new())
}

/// The office that directs the family of a match.
fn director(facts: &Facts, matched: &Match) -> OfficeId {
    let joiner = facts.involvement(matched.parties[0].involvement);
    let by_case = joiner.and_then(|joiner| {
        let cases: Vec<&Case> = reach::cases(facts, joiner.named()).collect();
        naming::director(&cases, joiner).cloned()
    });
    by_case.unwrap_or_else(|| matched.director.clone())
}

/// Gives the next reminder: to the parties, then to their organisations' coordinators, then to
/// the director.
pub fn due(ctx: &mut Context<'_>, matched: &Match) {
    let Some(next) = matched.next_reminder() else { return };
    let stage = next.0;
    let reminds = |party: &&MatchParty| matched.reminds(party) && matched.is_next_for(party, next);
    let reminded = matched.parties.iter().filter(reminds);
    let owing: BTreeSet<Oin> = reminded.map(|party| party.organisation).collect();
    let director = match stage {
        FollowUpStage::Party | FollowUpStage::Organisation => matched.director.clone(),
        FollowUpStage::Director | FollowUpStage::Asked => director(ctx.facts, matched),
    };
    let mut tell = |party: Party, involvement, owing| {
        let event = Event::FollowUpDue { matched: matched.id, involvement, stage, owing };
        ctx.tell(party, event);
    };
    match stage {
        FollowUpStage::Party | FollowUpStage::Organisation => {
            for organisation in owing {
                let own = matched.own(organisation).find(reminds);
                tell(Party::Organisation(organisation), own.map(|party| party.involvement), 0);
            }
        }
        FollowUpStage::Director | FollowUpStage::Asked if owing.is_empty() => {}
        FollowUpStage::Director | FollowUpStage::Asked => {
            let count = u32::try_from(owing.len()).unwrap_or(u32::MAX);
            tell(Party::Office(director.clone()), None, count);
        }
    }
    ctx.effects.put_match(Match { director, ..matched.after_reminder(next) });
}

/// Looks at the matches that a decision changes: whoever owes contact since then has terms of its own,
/// counted from now; and where nobody leads any more, those who are left are told. To be called last, with
/// the days off by the covenant of an office.
pub fn call_again(ctx: &mut Context<'_>, days_off: &dyn Fn(&OfficeId) -> Vec<Day>) {
    let (facts, today) = (ctx.facts, ctx.today());
    let mut told: BTreeMap<Oin, (InvolvementId, MatchId)> = BTreeMap::new();
    for (key, record) in &mut ctx.effects.put {
        let Record::Match(after) = record else { continue };
        // One that the decision makes was not asked for.
        let Some(before) = facts.has(key).then(|| facts.matched(after.id)).flatten() else {
            continue;
        };
        let director = after.director.clone();
        let _ = after.call_again(before, today, || days_off(&director));
        let present = || after.parties.iter().filter(|party| !party.gone);
        if before.lead().is_none() || after.lead().is_some() || present().count() < 2 {
            continue;
        }
        for party in present() {
            let own = (party.involvement, after.id);
            let first = told.entry(party.organisation).or_insert(own);
            *first = own.min(*first);
        }
    }
    for (organisation, (involvement, matched)) in told {
        ctx.tell(Party::Organisation(organisation), Event::LeadEnded { matched, involvement });
    }
}
