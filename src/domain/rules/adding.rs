//! What happens when more persons are named in an involvement? It matches whom it did not match
//! before, and only those hear of it.

use std::collections::BTreeMap;

use crate::domain::{
    model::{
        case::naming,
        ids::InvolvementId,
        involvement::{Involvement, MAX_MEMBERS},
        matches::Match,
        notification::Event,
        party::{OfficeId, Party},
        person::{Link, Member, Person, Pseudonym},
        refusal::{FieldProblem, Refusal},
        terms::Terms,
    },
    rules::{case, changing, context::Context, matching, nobodys, parents, registering, shielding},
    state::{
        effects::Effects,
        keys::Key,
        lists::List,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        receipt::{Answer, Request},
        records::Record,
    },
};

/// Who is added to which own involvement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Add {
    /// The involvement.
    pub id: InvolvementId,
    /// The persons, each once.
    pub members: Vec<Member>,
}

/// What the covenant says about it.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// Its terms.
    pub terms: &'a Terms,
    /// The office that hears when no contact is made: it directs families without a case.
    pub director: &'a OfficeId,
}

/// What must be loaded before [`decide`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, request: &Request, command: &Add) -> Needs {
    let mut keys = vec![Key::Involvement(command.id)];
    let mut lists = Vec::new();
    // The answer that is given again shows the match that came of it.
    if let Some(Answer::Joined(id)) = loaded.receipt(&request.key).map(|receipt| &receipt.answer) {
        keys.push(Key::Match(*id));
    }
    let added = command.members.iter().flat_map(|member| member.identity.pseudonyms());
    keys.extend(added.map(Key::Person));
    if let Some(before) = loaded.involvement(command.id) {
        let after = named(loaded, before, command.members.iter().cloned());
        keys.extend(matching::needs(loaded, before));
        keys.extend(matching::needs(loaded, &after));
        lists.extend([List::MatchesOf(before.id), List::TicketsBy(before.id)]);
        keys.extend(loaded.matches_of(before.id).map(Key::Match));
        keys.extend(loaded.tickets_by(before.id).map(Key::Ticket));
    }
    Needs::missing(loaded, keys, lists).with_nobodys(nobodys::keys(loaded, &command.members))
}

/// The involvement with these persons too, and whom it reaches by them.
fn named(
    look: &impl Lookup,
    before: &Involvement,
    added: impl Iterator<Item = Member>,
) -> Involvement {
    let members: Vec<Member> = before.members.iter().cloned().chain(added).collect();
    let parents = parents::of_children(look, &members);
    Involvement { members, parents, ..before.clone() }
}

/// Decides that more persons are named. The answer is the involvement, with the match that came of it.
///
/// # Errors
/// Not an own active involvement, somebody who is named already, or too many.
pub fn decide(
    ctx: &mut Context<'_>,
    command: &Add,
    around: Surroundings<'_>,
) -> Result<(Involvement, Option<Match>), Refusal> {
    let facts = ctx.facts;
    let before = changing::own(facts, ctx.permit()?, command.id)?;
    if let Some(answer) = ctx.replayed()? {
        let matched = match answer {
            Answer::Joined(id) => facts.matched(*id).cloned(),
            _ => None,
        };
        return Ok((before.clone(), matched));
    }
    if !before.is_active() {
        return Err(Refusal::NotActive);
    }
    check(before, &command.members)?;
    registering::within_bounds(facts, before.organisation, &command.members)?;

    let added = Some(ctx.today());
    let members = command.members.iter().map(|member| Member { added, ..member.clone() });
    let mut after = named(facts, before, members);
    after.shielded = shielding::through(facts, &after, around.director);
    relink(ctx, before, &after);
    let link = Link { involvement: after.id, organisation: after.organisation, named: false };
    ctx.effects.feigned.extend(nobodys::linked(facts, &command.members, link));
    if after.shielded != before.shielded {
        shielding::show(ctx, [&after].into_iter());
    }
    let (organisation, terms) = (before.organisation, around.terms);
    let known = matching::find(facts, organisation, before.id, before.reach(), terms);
    let mut found = matching::find(facts, organisation, after.id, after.reach(), terms);
    found.retain(|other, _| !known.contains_key(other));
    let cases = case::reach::loaded_cases(facts);
    let director = naming::director(&cases, &after).unwrap_or(around.director).clone();
    let matched = registering::join(ctx, &mut after, &found, director, &cases, terms);
    if registering::earlier(facts, organisation, &command.members) {
        let event = Event::EarlierInvolvement { involvement: after.id };
        ctx.tell(Party::Organisation(organisation), event);
    }
    ctx.effects.put_involvement(after.clone());
    ctx.keep(matched.as_ref().map_or(Answer::Done, |matched| Answer::Joined(matched.id)));
    Ok((after, matched))
}

/// The answer with what was changed of it after the decision: who leads.
#[must_use]
pub fn present(
    (mut involvement, mut matched): (Involvement, Option<Match>),
    effects: &Effects,
) -> (Involvement, Option<Match>) {
    for (_, record) in &effects.put {
        match record {
            Record::Involvement(written) if written.id == involvement.id => {
                involvement = Involvement::clone(written);
            }
            Record::Match(written) if matched.as_ref().is_some_and(|m| m.id == written.id) => {
                matched = Some(Match::clone(written));
            }
            _ => {}
        }
    }
    (involvement, matched)
}

/// Refuses whom it names already, and more persons than one involvement names.
fn check(before: &Involvement, added: &[Member]) -> Result<(), Refusal> {
    let known =
        |member: &Member| before.members.iter().any(|own| own.identity.is(&member.identity));
    let mut problems: Vec<FieldProblem> = added
        .iter()
        .enumerate()
        .filter(|(_, member)| known(member))
        .map(|(at, _)| FieldProblem::new(format!("members[{at}].bsn"), "is named in it already"))
        .collect();
    if before.members.len() + added.len() > MAX_MEMBERS {
        let rule = format!("must leave it with at most {MAX_MEMBERS} persons in all");
        problems.push(FieldProblem::new("members", rule));
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Fields(problems)) }
}

/// Enters the involvement on everybody whom it reaches now. Whoever was reached as a parent and is
/// named now is entered as named.
fn relink(ctx: &mut Context<'_>, before: &Involvement, after: &Involvement) {
    let (involvement, organisation) = (after.id, after.organisation);
    let mut reached: BTreeMap<Pseudonym, bool> = BTreeMap::new();
    for (pseudonym, named) in before.reach() {
        *reached.entry(pseudonym).or_default() |= named;
    }
    for (pseudonym, named) in after.reach() {
        if reached.get(&pseudonym).is_some_and(|before| *before || !named) {
            continue;
        }
        let mut person: Person = ctx.facts.person(pseudonym).cloned().unwrap_or_default();
        person.links.retain(|link| link.involvement != involvement);
        person.links.push(Link { involvement, organisation, named });
        ctx.effects.put_person(pseudonym, person);
    }
}
