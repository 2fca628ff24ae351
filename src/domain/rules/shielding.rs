//! Who is shielded? By the population register: an involvement that reaches a shielded person is
//! shown to nobody by name or card; the coordinator of its area brokers the contact.

use std::collections::BTreeMap;

use crate::domain::{
    model::{
        ids::{InvolvementId, MatchId},
        involvement::Involvement,
        party::OfficeId,
        person::Identity,
        refusal::Refusal,
        time::Time,
    },
    rules::matching::Match,
    state::{
        receipt::{Answer, Request},
        record::{Effects, Key, List, Loaded, Needs},
    },
};

/// Through which office contact goes when an involvement reaches a shielded person.
#[must_use]
pub fn through(loaded: &Loaded, involvement: &Involvement, office: &OfficeId) -> Option<OfficeId> {
    let mut reached = involvement.reach().filter_map(|(pseudonym, _)| loaded.person(pseudonym));
    reached.any(|person| person.shielded).then(|| office.clone())
}

/// The involvements that reach a person, active ones and those in the archive.
pub fn reaching(loaded: &Loaded, who: Identity) -> impl Iterator<Item = InvolvementId> + '_ {
    let persons = who.pseudonyms().filter_map(|pseudonym| loaded.person(pseudonym));
    let links = persons.flat_map(|person| person.links.iter().chain(&person.archived));
    links.map(|link| link.involvement)
}

/// What must be loaded before [`record`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, request: &Request, who: Identity) -> Needs {
    let mut keys = vec![Key::Receipt(request.key.clone())];
    keys.extend(who.pseudonyms().map(Key::Person));
    let mut lists = Vec::new();
    for id in reaching(loaded, who) {
        keys.push(Key::Involvement(id));
        let reached = loaded.involvement(id).into_iter().flat_map(Involvement::reach);
        keys.extend(reached.map(|(pseudonym, _)| Key::Person(pseudonym)));
        lists.extend([List::MatchesOf(id), List::TicketsBy(id)]);
        keys.extend(loaded.matches_of(id).map(Key::Match));
        keys.extend(loaded.tickets_by(id).map(Key::Ticket));
    }
    Needs::missing(loaded, keys, lists)
}

/// Decides that a person is shielded, or no longer. It holds for what is registered already: from
/// now on nothing of it is shown or pushed. `office` answers who brokers for an involvement.
///
/// # Errors
/// The request id was used for something else.
pub fn record(
    loaded: &Loaded,
    request: &Request,
    who: Identity,
    shielded: bool,
    office: &dyn Fn(&Involvement) -> OfficeId,
    now: Time,
) -> Result<Effects, Refusal> {
    let mut effects = Effects::default();
    if request.replayed(loaded)?.is_some() {
        return Ok(effects);
    }
    for pseudonym in who.pseudonyms() {
        let mut person = loaded.person(pseudonym).cloned().unwrap_or_default();
        person.shielded = shielded;
        effects.put_person(pseudonym, person);
    }
    let mut changed = Vec::new();
    let mut ids: Vec<InvolvementId> = reaching(loaded, who).collect();
    ids.sort_unstable();
    ids.dedup();
    for before in ids.into_iter().filter_map(|id| loaded.involvement(id)) {
        let through = if shielded { Some(office(before)) } else { others(loaded, before, who) };
        changed.push(Involvement { shielded: through, ..before.clone() });
    }
    show(loaded, changed.iter(), &mut effects);
    changed.into_iter().for_each(|after| effects.put_involvement(after));
    request.keep(Answer::Done, now, &mut effects);
    Ok(effects)
}

/// Shows involvements in their matches and tickets as they are from now on.
pub fn show<'a>(
    loaded: &Loaded,
    changed: impl Iterator<Item = &'a Involvement>,
    effects: &mut Effects,
) {
    let mut matches: BTreeMap<MatchId, Match> = BTreeMap::new();
    for after in changed {
        for matched in loaded.matches_of(after.id).filter_map(|id| loaded.matched(id)) {
            let matched = matches.entry(matched.id).or_insert_with(|| matched.clone());
            for party in matched.parties.iter_mut().filter(|p| p.involvement == after.id) {
                party.withheld = after.through().cloned();
            }
        }
        for ticket in loaded.tickets_by(after.id).filter_map(|id| loaded.ticket(id)) {
            let mut ticket = ticket.clone();
            ticket.shielded = after.shielded.is_some();
            effects.put_ticket(ticket);
        }
    }
    matches.into_values().for_each(|matched| effects.put_match(matched));
}

/// The shield that an involvement keeps by another person.
fn others(loaded: &Loaded, involvement: &Involvement, who: Identity) -> Option<OfficeId> {
    let office = involvement.shielded.clone()?;
    let not_who = |(pseudonym, _): &(_, bool)| !who.pseudonyms().any(|own| own == *pseudonym);
    let mut others = involvement.reach().filter(not_who).filter_map(|(p, _)| loaded.person(p));
    others.any(|person| person.shielded).then_some(office)
}
