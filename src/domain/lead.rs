//! Who leads the coordination (regie): exactly one party at a time, with history.

use std::collections::BTreeSet;

use super::{
    access::Permit,
    follow_up,
    ids::{FreshIds, InvolvementId, MatchId, NotificationId},
    involvement::Involvement,
    matching::{self, LeadTerm, Match, MatchParty},
    notification::{Event, Notification},
    party::{Oin, Party},
    receipt::{Answer, Request},
    record::{Effects, Key, List, Loaded, Needs},
    refusal::Refusal,
    time::Time,
};

/// What must be loaded before [`agree`]: the match, its parties, and the other matches of those
/// who lead at present. Ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, id: MatchId) -> Needs {
    let mut keys = vec![Key::Match(id)];
    let parties = loaded.matched(id).map_or(&[][..], |matched| &matched.parties);
    keys.extend(parties.iter().map(|party| Key::Involvement(party.involvement)));
    let leading = leading(loaded, id);
    // A match that is made meanwhile takes over who leads. It changes a person whom the leading
    // involvement reaches, so these are what the lists of matches rely on.
    keys.extend(
        leading.iter().flat_map(|i| i.reach()).map(|(pseudonym, _)| Key::Person(pseudonym)),
    );
    let leading: Vec<_> = leading.iter().map(|involvement| involvement.id).collect();
    keys.extend(leading.iter().flat_map(|id| loaded.matches_of(*id)).map(Key::Match));
    Needs::missing(loaded, keys, leading.into_iter().map(List::MatchesOf).collect())
}

/// The involvements of this match that lead at present.
fn leading(loaded: &Loaded, id: MatchId) -> Vec<&Involvement> {
    let parties = loaded.matched(id).map_or(&[][..], |matched| &matched.parties);
    parties
        .iter()
        .filter_map(|party| loaded.involvement(party.involvement))
        .filter(|involvement| involvement.leads.is_some())
        .collect()
}

/// Decides an agreement about the lead. Whoever led before, leads no more, in no match.
///
/// # Errors
/// Not a party; or the lead is no party that the caller may name.
pub fn agree(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    id: MatchId,
    lead: Oin,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Match, Effects), Refusal> {
    let (caller, matched) = follow_up::own(loaded, permit, id)?;
    if let Some(Answer::Match(before)) = request.replayed(loaded)? {
        return Ok((Match::clone(before), Effects::default()));
    }
    if !matched.own(caller).any(|party| !party.gone) {
        return Err(Refusal::NotActive);
    }
    // Whom the caller may not know cannot be named by it: that would tell whether it is the one.
    let chosen = matched
        .own(lead)
        .find(|party| !party.gone && knowing(loaded, matched, party).contains(&caller))
        .ok_or_else(|| {
            Refusal::field(
                "lead_oin",
                "must be a party of this match that you can see, or yourself",
            )
        })?;

    let known_to = knowing(loaded, matched, chosen);
    let mut effects = Effects::default();
    let mut after = matched.clone();
    if after.lead().is_none_or(|present| present.involvement != chosen.involvement) {
        for party in &matched.parties {
            after.end_lead(party.involvement, now);
        }
        let (involvement, organisation) = (chosen.involvement, chosen.organisation);
        let known_to = known_to.clone();
        after.leads.push(LeadTerm { involvement, organisation, since: now, until: None, known_to });
    }
    for party in &matched.parties {
        let Some(involvement) = loaded.involvement(party.involvement) else { continue };
        let leads =
            (party.involvement == chosen.involvement).then(|| involvement.leads.unwrap_or(now));
        if involvement.leads != leads {
            effects.put_involvement(Involvement { leads, ..involvement.clone() });
        }
    }
    for former in leading(loaded, id) {
        if former.id != chosen.involvement {
            end_elsewhere(loaded, former, id, now, &mut effects);
        }
    }
    let told: BTreeSet<Oin> =
        after.parties.iter().filter(|p| !p.gone).map(|p| p.organisation).collect();
    for organisation in told {
        let own = after.own(organisation).find(|party| !party.gone);
        let Some(involvement) = own.map(|party| party.involvement) else { continue };
        let lead = known_to.contains(&organisation).then_some(chosen.organisation);
        let event = Event::LeadAgreed { matched: id, involvement, lead };
        let notification = Notification { id: NotificationId(ids.take()), at: now, event };
        effects.notify.push((Party::Organisation(organisation), notification));
    }
    effects.put_match(after.clone());
    request.keep(Answer::Match(Box::new(after.clone())), now, &mut effects);
    Ok((after, effects))
}

/// The organisations that may know who this party is: itself, and, unless it is withheld, those
/// that match it. Two counterparties of one joiner need not match each other.
fn knowing(loaded: &Loaded, matched: &Match, lead: &MatchParty) -> BTreeSet<Oin> {
    let joiner = matched.parties[0].involvement;
    let meets = |id: InvolvementId| {
        let both = loaded.involvement(id).zip(loaded.involvement(lead.involvement));
        [id, lead.involvement].contains(&joiner) || both.is_some_and(|(a, b)| matching::meet(a, b))
    };
    let others = matched.parties.iter().filter(|party| {
        party.organisation == lead.organisation
            || lead.withheld.is_none() && !party.gone && meets(party.involvement)
    });
    others.map(|party| party.organisation).collect()
}

fn end_elsewhere(
    loaded: &Loaded,
    former: &Involvement,
    here: MatchId,
    now: Time,
    effects: &mut Effects,
) {
    let others = loaded.matches_of(former.id).filter(|other| *other != here);
    for matched in others.filter_map(|other| loaded.matched(other)) {
        if matched.lead().is_some_and(|lead| lead.involvement == former.id) {
            let mut matched = matched.clone();
            matched.end_lead(former.id, now);
            effects.put_match(matched);
        }
    }
}
