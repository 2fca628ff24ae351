//! When is data gone? The end of an involvement, by hand or by date, the archive, and destruction.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        destruction::Ground,
        ids::InvolvementId,
        involvement::{EndReason, Involvement, State},
        matches::Match,
        notification::Event,
        party::{Oin, Party},
        person::{Identity, Link, Member, Pseudonym},
        refusal::Refusal,
        shown::MatchKind,
        terms::Terms,
    },
    rules::{
        case::{let_go, manager},
        context::Context,
        destroying::{self, Draft, MeetingsIn},
        matching, shielding,
    },
    state::{
        facts::Facts,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        receipt::Answer,
    },
};

/// What must be loaded before an involvement can end or be destroyed; ask again until nothing is
/// missing.
#[must_use]
pub fn needs(loaded: &Loaded, id: InvolvementId) -> Needs {
    let (mut keys, lists) = destroying::needs(loaded, std::iter::once(id));
    if let Some(involvement) = loaded.involvement(id) {
        keys.extend(matching::needs(loaded, involvement));
    }
    Needs::missing(loaded, keys, lists)
}

/// Ends an active involvement: it goes to the archive, and everybody who matches it is told.
pub fn end(
    ctx: &mut Context<'_>,
    involvement: &Involvement,
    reason: EndReason,
    terms: &Terms,
) -> Involvement {
    let facts = ctx.facts;
    let organisation = involvement.organisation;
    let others = matching::find(facts, organisation, involvement.id, involvement.reach(), terms);
    for (oin, own) in organisations(facts, &others) {
        let Some(matched) = matched(facts, involvement.id).find(|m| m.brought(own, involvement.id))
        else {
            continue;
        };
        let (matched, other) = (matched.id, involvement.id);
        let event = Event::PartyEnded { matched, involvement: own, other };
        ctx.tell(Party::Organisation(oin), event);
    }
    let until = terms.archived_until(ctx.today());
    let ended = Involvement {
        state: State::Archived { reason, at: ctx.now, until },
        leads: None,
        ..involvement.clone()
    };
    unlink(ctx, involvement);
    manager::end(ctx, involvement);
    let_go::end(ctx, involvement);
    for matched in matched(facts, involvement.id) {
        let mut matched = matched.clone();
        matched.leave(involvement.id, ctx.now);
        ctx.effects.put_match(matched);
    }
    ctx.effects.put_involvement(ended.clone());
    ended
}

/// Destroys an involvement that should never have been registered, with the matches that came of
/// it. Those who were told are told to forget it.
pub fn retract(ctx: &mut Context<'_>, involvement: &Involvement, meetings: MeetingsIn<'_>) {
    let facts = ctx.facts;
    let mut draft = Draft::new(facts, Ground::Unjustified);
    draft.destroy(involvement.id);
    draft.finish(ctx, meetings);
}

/// What happens to an involvement whose deadline has come.
pub fn due(
    ctx: &mut Context<'_>,
    involvement: &Involvement,
    terms: &Terms,
    meetings: MeetingsIn<'_>,
) {
    let facts = ctx.facts;
    let today = ctx.today();
    let aged = |member: &Member| member.ages_out.is_some_and(|day| day <= today);
    if involvement.members.iter().any(aged) {
        return age_out(ctx, involvement, aged, meetings);
    }
    match involvement.state {
        State::Active if involvement.end < today => {
            let ended = end(ctx, involvement, EndReason::Expired, terms);
            let event = Event::Expired { involvement: ended.id };
            ctx.tell(Party::Organisation(ended.organisation), event);
        }
        State::Active => {
            let event = Event::Expiring { involvement: involvement.id, end: involvement.end };
            ctx.tell(Party::Organisation(involvement.organisation), event);
            ctx.effects.put_involvement(Involvement { warn_on: None, ..involvement.clone() });
        }
        State::Archived { .. } => {
            let mut draft = Draft::new(facts, Ground::ArchiveEnded);
            draft.destroy(involvement.id);
            draft.finish(ctx, meetings);
        }
    }
}

/// Destroys what is kept of children who aged out (Jw: the 23rd birthday), in the active records
/// and in the archive, with the parents who were reached by them. An involvement that named nobody
/// else goes with them. When nothing names the child any more, its kinship goes too.
fn age_out(
    ctx: &mut Context<'_>,
    involvement: &Involvement,
    aged: impl Fn(&Member) -> bool,
    meetings: MeetingsIn<'_>,
) {
    let facts = ctx.facts;
    let mut draft = Draft::new(facts, Ground::AgedOut);
    let leaving: Vec<_> =
        involvement.members.iter().filter(|m| aged(m)).map(|m| m.identity).collect();
    for who in &leaving {
        draft.take_out(involvement.id, who);
        if !draft.is_named(who) {
            draft.forget(who);
        }
    }
    draft.finish(ctx, meetings);
}

/// What must be loaded before [`kinship_ended`]; ask again until nothing is missing.
#[must_use]
pub fn needs_of_person(loaded: &Loaded, pseudonym: Pseudonym) -> Needs {
    let who = Identity { current: pseudonym, previous: None };
    Needs::missing(loaded, destroying::kin(loaded, &who).collect(), Vec::new())
}

/// What the register said of somebody's parents goes when whoever is a child at that moment must
/// have aged out, also when nobody ever registered the child.
pub fn kinship_ended(ctx: &mut Context<'_>, pseudonym: Pseudonym, meetings: MeetingsIn<'_>) {
    let facts = ctx.facts;
    let mut draft = Draft::new(facts, Ground::AgedOut);
    draft.forget_parents(&Identity { current: pseudonym, previous: None });
    draft.finish(ctx, meetings);
}

/// What must be loaded before [`death`]; ask again until nothing is missing.
#[must_use]
pub fn needs_of_death(loaded: &Loaded, who: Identity) -> Needs {
    let reaching = shielding::reaching(loaded, who);
    let (mut keys, mut lists) = destroying::needs(loaded, reaching);
    let (signals, of_cases) = destroying::needs_of_signals(loaded, &who);
    keys.extend(signals);
    lists.extend(of_cases);
    keys.extend(destroying::kin(loaded, &who));
    let (cases, of_tickets) = destroying::needs_of_cases(loaded, &who);
    keys.extend(cases);
    lists.extend(of_tickets);
    Needs::missing(loaded, keys, lists)
}

/// A person died: nothing is kept of it, neither where it was named nor where it was reached.
///
/// # Errors
/// The request id was used for something else.
pub fn death(
    ctx: &mut Context<'_>,
    who: Identity,
    meetings: MeetingsIn<'_>,
) -> Result<(), Refusal> {
    let facts = ctx.facts;
    if ctx.replayed()?.is_some() {
        return Ok(());
    }
    let mut draft = Draft::new(facts, Ground::Death);
    let reaching: BTreeSet<InvolvementId> = shielding::reaching(facts, who).collect();
    for id in reaching {
        draft.take_out(id, &who);
    }
    draft.forget_signals(&who);
    draft.forget(&who);
    draft.finish(ctx, meetings);
    ctx.keep(Answer::Done);
    Ok(())
}

/// Takes the involvement off everybody whom it reached, and leaves a link in their archive: there
/// it is found again when they die, age out or object.
fn unlink(ctx: &mut Context<'_>, involvement: &Involvement) {
    let facts = ctx.facts;
    for (pseudonym, _) in involvement.reach() {
        let Some(person) = facts.person(pseudonym) else { continue };
        let mut person = person.clone();
        let is_own = |link: &Link| link.involvement == involvement.id;
        let link = person.links.iter().find(|link| is_own(link)).copied();
        person.links.retain(|link| !is_own(link));
        person.archived.extend(link);
        ctx.effects.put_person(pseudonym, person);
    }
}

fn matched(facts: &Facts, id: InvolvementId) -> impl Iterator<Item = &Match> {
    facts.matches_of(id).filter_map(|id| facts.matched(id))
}

/// Per organisation its oldest involvement among those found.
fn organisations(
    facts: &Facts,
    found: &BTreeMap<InvolvementId, MatchKind>,
) -> BTreeMap<Oin, InvolvementId> {
    let mut organisations = BTreeMap::new();
    for id in found.keys() {
        let Some(other) = facts.involvement(*id) else { continue };
        let oldest = organisations.entry(other.organisation).or_insert(*id);
        *oldest = id.min(oldest).to_owned();
    }
    organisations
}
