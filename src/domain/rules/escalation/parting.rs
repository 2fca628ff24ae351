//! Which tickets does an organisation see no longer that they are against? Those of whom it does not match
//! any more: its involvement was destroyed, or reaches no common person. An involvement that just ended
//! keeps its place in the archive, and what went wrong with it keeps its ticket.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        ids::{InvolvementId, MatchId},
        involvement::Involvement,
        matches::Match,
        party::Oin,
        ticket::Ticket,
    },
    rules::{case::overview_contact::Seen, escalation::own_name},
    state::{
        effects::Effects, keys::Key, lists::List, loaded::Needs, lookup::Lookup, records::Record,
    },
};

/// Who lost somebody of which organisation.
type Lost = (InvolvementId, Oin);

/// The involvements that a decision parts from one of another organisation which a match had brought to
/// them. Perhaps another match holds them together still.
fn lost(seen: Seen<'_>, effects: &Effects) -> BTreeSet<Lost> {
    let written = effects.put.iter().filter_map(|(_, record)| match record {
        Record::Match(after) => Some((after.id, Some(&**after))),
        _ => None,
    });
    let destroyed = effects.delete.iter().filter_map(|key| match key {
        Key::Match(id) => Some((*id, None)),
        _ => None,
    });
    let mut lost = BTreeSet::new();
    for (id, after) in written.chain(destroyed) {
        let Some(before) = seen.loaded.matched(id) else { continue };
        let joiner = &before.parties[0];
        for other in &before.parties[1..] {
            let (a, b) = (joiner.involvement, other.involvement);
            if after.is_none_or(|after| !holds(seen, effects, after, a, b)) {
                lost.extend([(a, other.organisation), (b, joiner.organisation)]);
            }
        }
    }
    lost
}

/// An involvement as it is after the decision.
fn present<'a>(
    seen: &'a Seen<'a>,
    effects: &'a Effects,
    id: InvolvementId,
) -> Option<&'a Involvement> {
    let key = Key::Involvement(id);
    if effects.delete.contains(&key) {
        return None;
    }
    let written = effects.put.iter().find_map(|(of, record)| match record {
        Record::Involvement(involvement) if *of == key => Some(&**involvement),
        _ => None,
    });
    written.or_else(|| seen.involvement(id))
}

/// Whether a match still brings two involvements together, or did until one of them ended. Whoever is a
/// party no more while its involvement goes on was parted.
fn holds(
    seen: Seen<'_>,
    effects: &Effects,
    matched: &Match,
    a: InvolvementId,
    b: InvolvementId,
) -> bool {
    let stays = |id: InvolvementId| {
        let Some(party) = matched.party(id) else { return false };
        !party.gone || present(&seen, effects, id).is_some_and(|own| !own.is_active())
    };
    matched.brought(a, b) && stays(a) && stays(b)
}

/// The tickets that a parted involvement opened against those from whom it is parted, as far as they see them.
fn tickets<'a>(
    seen: &'a Seen<'a>,
    (opener, target): Lost,
) -> impl Iterator<Item = &'a Ticket> + use<'a> {
    let tickets = seen.tickets_by(opener).filter_map(|id| seen.ticket(id));
    tickets.filter(move |ticket| ticket.target_matched && ticket.facts.target == Some(target))
}

/// What must be read besides before [`part`] can decide; ask again until nothing is missing. Nothing for a
/// decision that parts nobody.
#[must_use]
pub fn needs(seen: Seen<'_>, effects: &Effects) -> Needs {
    let (mut keys, mut lists) = own_name::needs(seen, effects);
    for lost in lost(seen, effects) {
        let opener = lost.0;
        // One that goes takes its tickets along.
        if present(&seen, effects, opener).is_none() && seen.loaded.has(&Key::Involvement(opener)) {
            continue;
        }
        // Whoever opens a ticket by it writes its case.
        keys.push(Key::Involvement(opener));
        let named: Vec<_> =
            seen.involvement(opener).into_iter().flat_map(|own| own.named()).collect();
        for person in named {
            keys.push(Key::Person(person));
            let cases = seen.person(person).into_iter().flat_map(|known| &known.cases);
            keys.extend(cases.map(|id| Key::Case(*id)));
        }
        lists.push(List::TicketsBy(opener));
        keys.extend(seen.tickets_by(opener).map(Key::Ticket));
        if tickets(&seen, lost).next().is_none() {
            continue;
        }
        lists.push(List::MatchesOf(opener));
        for id in seen.matches_of(opener) {
            keys.push(Key::Match(id));
            let parties = seen.matched(id).into_iter().flat_map(|matched| &matched.parties);
            let of_target = parties.filter(|party| party.organisation == lost.1);
            keys.extend(of_target.map(|party| Key::Involvement(party.involvement)));
        }
    }
    keys.retain(|key| !seen.loaded.has(key));
    lists.retain(|list| seen.loaded.looked_through(list).is_none());
    Needs::missing(seen.besides, keys, lists)
}

/// Takes the tickets out of sight. Those that are destroyed are gone for everybody.
pub fn part(seen: Seen<'_>, effects: &mut Effects) {
    let mut parted = own_name::parted(seen, effects);
    parted.retain(|ticket| !effects.delete.contains(&Key::Ticket(ticket.id)));
    for (opener, target) in lost(seen, effects) {
        let met = |matched: &Match| {
            let theirs = matched.own(target).map(|party| party.involvement);
            theirs.into_iter().any(|other| holds(seen, effects, matched, opener, other))
        };
        let mut matches = seen.matches_of(opener).filter_map(|id| after(&seen, effects, id));
        let mut tickets = tickets(&seen, (opener, target)).peekable();
        if tickets.peek().is_none() || matches.any(met) {
            continue;
        }
        let kept = tickets.filter(|ticket| !effects.delete.contains(&Key::Ticket(ticket.id)));
        parted.extend(kept.cloned());
    }
    for before in parted {
        let written = effects.put.iter_mut().find_map(|(_, record)| match record {
            Record::Ticket(ticket) if ticket.id == before.id => Some(ticket),
            _ => None,
        });
        match written {
            Some(ticket) => ticket.target_matched = false,
            None => effects.put_ticket(Ticket { target_matched: false, ..before }),
        }
    }
}

/// A match as it is after the decision.
fn after<'a>(seen: &'a Seen<'a>, effects: &'a Effects, id: MatchId) -> Option<&'a Match> {
    if effects.delete.contains(&Key::Match(id)) {
        return None;
    }
    let written = effects.put.iter().find_map(|(_, record)| match record {
        Record::Match(matched) if matched.id == id => Some(&**matched),
        _ => None,
    });
    written.or_else(|| seen.matched(id))
}
