//! What happens when more persons are named in an involvement? It matches whom it did not match
//! before, and only those hear of it.

use std::collections::BTreeMap;

use crate::domain::{
    model::{
        ids::{FreshIds, InvolvementId, NotificationId},
        involvement::{Involvement, MAX_MEMBERS},
        notification::{Event, Notification},
        party::{OfficeId, Party},
        person::{Link, Member, Person, Pseudonym},
        refusal::{FieldProblem, Refusal},
        terms::Terms,
        time::Time,
    },
    rules::{
        access::Permit,
        case, changing,
        matching::{self, Match},
        registering, shielding,
    },
    state::{
        receipt::{Answer, Request},
        record::{Effects, Key, List, Loaded, Needs, Record},
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
    let mut keys = vec![Key::Receipt(request.key.clone()), Key::Involvement(command.id)];
    let mut lists = Vec::new();
    let added = command.members.iter().flat_map(|member| member.identity.pseudonyms());
    keys.extend(added.map(Key::Person));
    if let Some(before) = loaded.involvement(command.id) {
        let after = named(loaded, before, &command.members);
        keys.extend(matching::needs(loaded, before));
        keys.extend(matching::needs(loaded, &after));
        lists.extend([List::MatchesOf(before.id), List::TicketsBy(before.id)]);
        keys.extend(loaded.matches_of(before.id).map(Key::Match));
        keys.extend(loaded.tickets_by(before.id).map(Key::Ticket));
    }
    Needs::missing(loaded, keys, lists)
}

/// The involvement with these persons too, and whom it reaches by them.
fn named(loaded: &Loaded, before: &Involvement, added: &[Member]) -> Involvement {
    let members: Vec<Member> = before.members.iter().chain(added).cloned().collect();
    let parents = registering::parents(loaded, &members);
    Involvement { members, parents, ..before.clone() }
}

/// Decides that more persons are named. The answer is the involvement, with the match that came of it.
///
/// # Errors
/// Not an own active involvement, somebody who is named already, or too many.
pub fn decide(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    command: &Add,
    around: Surroundings<'_>,
    ids: &mut FreshIds,
    now: Time,
) -> Result<((Involvement, Option<Match>), Effects), Refusal> {
    let before = changing::own(loaded, permit, command.id)?;
    if let Some(answer) = request.replayed(loaded)? {
        let matched = match answer {
            Answer::Joined(id) => loaded.matched(*id).cloned(),
            _ => None,
        };
        return Ok(((before.clone(), matched), Effects::default()));
    }
    if !before.is_active() {
        return Err(Refusal::NotActive);
    }
    check(before, &command.members)?;
    registering::within_bounds(loaded, before.organisation, &command.members)?;

    let mut after = named(loaded, before, &command.members);
    after.shielded = shielding::through(loaded, &after, around.director);
    let mut effects = Effects::default();
    relink(loaded, before, &after, &mut effects);
    if after.shielded != before.shielded {
        shielding::show(loaded, [&after].into_iter(), &mut effects);
    }
    let known =
        matching::find(loaded, before.organisation, before.id, before.reach(), around.terms);
    let mut found =
        matching::find(loaded, after.organisation, after.id, after.reach(), around.terms);
    found.retain(|other, _| !known.contains_key(other));
    let cases = case::reach::loaded_cases(loaded);
    let director = case::reach::director(&cases, &after).unwrap_or(around.director).clone();
    let matched = registering::join(
        loaded,
        &mut after,
        &found,
        director,
        &cases,
        around.terms,
        ids,
        now,
        &mut effects,
    );
    if registering::earlier(loaded, after.organisation, &command.members) {
        let event = Event::EarlierInvolvement { involvement: after.id };
        let notification = Notification { id: NotificationId(ids.take()), at: now, event };
        effects.notify.push((Party::Organisation(after.organisation), notification));
    }
    effects.put_involvement(after.clone());
    let answer = matched.as_ref().map_or(Answer::Done, |matched| Answer::Joined(matched.id));
    request.keep(answer, now, &mut effects);
    Ok(((after, matched), effects))
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
fn relink(loaded: &Loaded, before: &Involvement, after: &Involvement, effects: &mut Effects) {
    let (involvement, organisation) = (after.id, after.organisation);
    let mut reached: BTreeMap<Pseudonym, bool> = BTreeMap::new();
    for (pseudonym, named) in before.reach() {
        *reached.entry(pseudonym).or_default() |= named;
    }
    for (pseudonym, named) in after.reach() {
        if reached.get(&pseudonym).is_some_and(|before| *before || !named) {
            continue;
        }
        let mut person: Person = loaded.person(pseudonym).cloned().unwrap_or_default();
        person.links.retain(|link| link.involvement != involvement);
        person.links.push(Link { involvement, organisation, named });
        effects.put_person(pseudonym, person);
    }
}
