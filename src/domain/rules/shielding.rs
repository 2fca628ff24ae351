//! Who is shielded? By the population register: an involvement that reaches a shielded person is
//! shown to nobody by name or card; the coordinator of its area brokers the contact.

use std::collections::BTreeMap;

use crate::domain::{
    model::{
        ids::{InvolvementId, MatchId},
        involvement::Involvement,
        matches::Match,
        party::OfficeId,
        person::{Identity, Member},
        refusal::Refusal,
    },
    rules::{case::reach, context::Context, parents},
    state::{
        facts::Facts,
        keys::Key,
        lists::List,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        receipt::Answer,
    },
};

/// Through which office contact goes when an involvement reaches a shielded person.
#[must_use]
pub fn through(facts: &Facts, involvement: &Involvement, office: &OfficeId) -> Option<OfficeId> {
    let mut reached = involvement.reach().filter_map(|(pseudonym, _)| facts.person(pseudonym));
    reached.any(|person| person.shielded).then(|| office.clone())
}

/// Whether somebody among these is shielded, or a parent of a child among them.
#[must_use]
pub fn reaches(look: &impl Lookup, members: &[Member]) -> bool {
    let parents = parents::of_children(look, members);
    let reached = members.iter().map(|member| &member.identity).chain(&parents);
    let mut persons = reached.flat_map(Identity::pseudonyms).filter_map(|p| look.person(p));
    persons.any(|person| person.shielded)
}

/// What must be loaded before [`reaches`]; ask again until nothing is missing.
pub fn keys_of(loaded: &Loaded, members: &[Member]) -> Vec<Key> {
    let parents = parents::of_children(loaded, members);
    let reached = members.iter().map(|member| &member.identity).chain(&parents);
    reached.flat_map(Identity::pseudonyms).map(Key::Person).collect()
}

/// The involvements that reach a person, active ones and those in the archive.
pub fn reaching(look: &impl Lookup, who: Identity) -> impl Iterator<Item = InvolvementId> + '_ {
    let persons = who.pseudonyms().filter_map(|pseudonym| look.person(pseudonym));
    let links = persons.flat_map(|person| person.links.iter().chain(&person.archived));
    links.map(|link| link.involvement)
}

/// What must be loaded before [`record`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, who: Identity) -> Needs {
    let mut keys: Vec<Key> = who.pseudonyms().map(Key::Person).collect();
    let mut lists = Vec::new();
    for id in reaching(loaded, who) {
        keys.push(Key::Involvement(id));
        let reached = || loaded.involvement(id).into_iter().flat_map(Involvement::reach);
        keys.extend(reached().map(|(pseudonym, _)| Key::Person(pseudonym)));
        // Who opens a ticket in a case, or brings people together in one, writes the case: a match or
        // ticket that comes of that at the same moment must not stay without the shield.
        let in_cases = reached().map(|(pseudonym, _)| pseudonym);
        keys.extend(reach::keys(loaded, in_cases));
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
    ctx: &mut Context<'_>,
    who: Identity,
    shielded: bool,
    office: &dyn Fn(&Involvement) -> OfficeId,
) -> Result<(), Refusal> {
    let facts = ctx.facts;
    if ctx.replayed()?.is_some() {
        return Ok(());
    }
    for pseudonym in who.pseudonyms() {
        let mut person = facts.person(pseudonym).cloned().unwrap_or_default();
        person.shielded = shielded;
        ctx.effects.put_person(pseudonym, person);
    }
    let mut changed = Vec::new();
    let mut reached: Vec<InvolvementId> = reaching(facts, who).collect();
    reached.sort_unstable();
    reached.dedup();
    for before in reached.into_iter().filter_map(|id| facts.involvement(id)) {
        let through = if shielded { Some(office(before)) } else { others(facts, before, who) };
        changed.push(Involvement { shielded: through, ..before.clone() });
    }
    show(ctx, changed.iter());
    changed.into_iter().for_each(|after| ctx.effects.put_involvement(after));
    ctx.keep(Answer::Done);
    Ok(())
}

/// Shows involvements in their matches and tickets as they are from now on.
pub fn show<'a>(ctx: &mut Context<'_>, changed: impl Iterator<Item = &'a Involvement>) {
    let facts = ctx.facts;
    let mut matches: BTreeMap<MatchId, Match> = BTreeMap::new();
    for after in changed {
        for matched in facts.matches_of(after.id).filter_map(|id| facts.matched(id)) {
            let matched = matches.entry(matched.id).or_insert_with(|| matched.clone());
            for party in matched.parties.iter_mut().filter(|p| p.involvement == after.id) {
                party.withheld = after.through().cloned();
            }
        }
        show_tickets(ctx, after);
    }
    matches.into_values().for_each(|matched| ctx.effects.put_match(matched));
}

/// Shows an involvement in the tickets that it opened as it is from now on.
pub fn show_tickets(ctx: &mut Context<'_>, after: &Involvement) {
    let facts = ctx.facts;
    for ticket in facts.tickets_by(after.id).filter_map(|id| facts.ticket(id)) {
        let mut ticket = ticket.clone();
        ticket.shielded = after.shielded.is_some();
        ctx.effects.put_ticket(ticket);
    }
}

/// The shield that an involvement keeps by another person.
fn others(facts: &Facts, involvement: &Involvement, who: Identity) -> Option<OfficeId> {
    let office = involvement.shielded.clone()?;
    let not_who = |(pseudonym, _): &(_, bool)| !who.pseudonyms().any(|own| own == *pseudonym);
    let mut others = involvement.reach().filter(not_who).filter_map(|(p, _)| facts.person(p));
    others.any(|person| person.shielded).then_some(office)
}
