//! Did the parties really make contact? Recording it, and the reminders when they do not
//! (Jw 7.1.3.2).

use crate::domain::{
    model::{
        ids::{FreshIds, MatchId, NotificationId},
        involvement::Involvement,
        notification::{Event, FollowUpStage, Notification},
        party::{Oin, Party},
        refusal::Refusal,
        time::{Day, Time},
    },
    rules::{
        access::Permit,
        matching::{FollowUp, Match},
    },
    state::{
        receipt::{Answer, Request},
        record::{Effects, Key, Loaded},
    },
};

/// The reminders in order, with the place of their term in [`Match::due`].
const STAGES: [FollowUpStage; 3] =
    [FollowUpStage::Party, FollowUpStage::Organisation, FollowUpStage::Director];

/// A match to which the caller's organisation is party.
///
/// # Errors
/// Unknown and somebody else's are the same refusal.
pub fn own<'a>(
    loaded: &'a Loaded,
    permit: &Permit,
    id: MatchId,
) -> Result<(Oin, &'a Match), Refusal> {
    let organisation = permit.organisation()?;
    let matched = loaded.matched(id).ok_or(Refusal::NotAllowed)?;
    match matched.own(organisation).next() {
        Some(_) => Ok((organisation, matched)),
        None => Err(Refusal::NotAllowed),
    }
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
    loaded: &Loaded,
    organisation: Oin,
    professional: Option<&str>,
    id: MatchId,
) -> Option<Seen> {
    let matched = loaded.matched(id)?;
    let own = matched.seen_as(organisation, professional)?;
    Some(Seen { matched: matched.clone(), own: loaded.involvement(own.involvement).cloned() })
}

/// Decides what is recorded of the caller's follow-up.
///
/// # Errors
/// Not a party, no longer involved, or back to an earlier state.
pub fn record(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    id: MatchId,
    follow_up: FollowUp,
    now: Time,
) -> Result<(Match, Effects), Refusal> {
    let (organisation, matched) = own(loaded, permit, id)?;
    if request.replayed(loaded)?.is_some() {
        return Ok((matched.clone(), Effects::default()));
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
    let mut effects = Effects::default();
    effects.put_match(matched.clone());
    request.keep(Answer::Done, now, &mut effects);
    Ok((matched, effects))
}

/// Another reason for the same state is a correction, not a step back.
fn same_state(a: FollowUp, b: FollowUp) -> bool {
    std::mem::discriminant(&a) == std::mem::discriminant(&b)
}

/// The next reminder and the day by which contact should have been made before it.
fn next(matched: &Match) -> Option<(FollowUpStage, Day)> {
    let place = match matched.reminded {
        None => 0,
        Some(FollowUpStage::Party) => 1,
        Some(FollowUpStage::Organisation) => 2,
        Some(FollowUpStage::Director) => return None,
    };
    Some((STAGES[place], matched.due[place]))
}

/// When the next reminder is due: the day after the term. None once nobody owes contact.
#[must_use]
pub fn deadline(matched: &Match) -> Option<Time> {
    let (_, day) = next(matched)?;
    (!matched.owing().is_empty()).then(|| day.plus_days(1).start())
}

/// Gives the next reminder: to the parties, then to their organisations' coordinators, then to
/// the director.
pub fn due(matched: &Match, ids: &mut FreshIds, now: Time) -> Effects {
    let mut effects = Effects::default();
    let Some((stage, _)) = next(matched) else { return effects };
    let owing = matched.owing();
    let mut tell = |party: Party, involvement, owing| {
        let event = Event::FollowUpDue { matched: matched.id, involvement, stage, owing };
        let id = NotificationId(ids.take());
        effects.notify.push((party, Notification { id, at: now, event }));
    };
    match stage {
        FollowUpStage::Party | FollowUpStage::Organisation => {
            for organisation in owing {
                let own = matched.own(organisation).find(|party| matched.owes(party));
                tell(Party::Organisation(organisation), own.map(|party| party.involvement), 0);
            }
        }
        FollowUpStage::Director => {
            let count = u32::try_from(owing.len()).unwrap_or(u32::MAX);
            tell(Party::Office(matched.director.clone()), None, count);
        }
    }
    effects.put_match(Match { reminded: Some(stage), ..matched.clone() });
    effects
}
