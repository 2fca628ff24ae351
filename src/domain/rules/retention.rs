//! When is data gone? The end of an involvement, by hand or by date, the archive, and destruction.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        ids::{FreshIds, InvolvementId, NotificationId},
        involvement::{EndReason, Involvement, State},
        notification::{Event, Notification},
        party::{Oin, Party},
        person::{Identity, Link, Member, Pseudonym},
        refusal::Refusal,
        terms::Terms,
        time::{Day, Time},
    },
    rules::{
        case::manager,
        destroying::{self, Draft, Ground},
        matching::{self, Match, MatchKind},
        shielding,
    },
    state::{
        receipt::{Answer, Request},
        record::{Effects, Key, Loaded, Needs},
    },
};

/// The day of the warning before the end. None when that day has come already: whoever registers
/// for a short time knows.
#[must_use]
pub fn warn_on(end: Day, terms: &Terms, today: Day) -> Option<Day> {
    let day = end.plus_days(-i32::from(terms.involvement_warn_days));
    (day > today).then_some(day)
}

/// When an involvement next needs attention: the warning, the end, the end of the archive, or
/// the day on which a child in it ages out.
#[must_use]
pub fn deadline(involvement: &Involvement) -> Option<Time> {
    let own = match involvement.state {
        State::Active => involvement.warn_on.unwrap_or(involvement.end.plus_days(1)),
        State::Archived { until, .. } => until.plus_days(1),
    };
    let ageing = involvement.members.iter().filter_map(|member| member.ages_out).min();
    Some(ageing.map_or(own, |day| day.min(own)).start())
}

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
    loaded: &Loaded,
    involvement: &Involvement,
    reason: EndReason,
    terms: &Terms,
    ids: &mut FreshIds,
    now: Time,
) -> (Involvement, Effects) {
    let mut effects = Effects::default();
    let organisation = involvement.organisation;
    let others = matching::find(loaded, organisation, involvement.id, involvement.reach(), terms);
    for (oin, own) in organisations(loaded, &others) {
        let Some(matched) =
            matched(loaded, involvement.id).find(|m| m.brought(own, involvement.id))
        else {
            continue;
        };
        let (matched, other) = (matched.id, involvement.id);
        let event = Event::PartyEnded { matched, involvement: own, other };
        effects.notify.push(tell(oin, event, ids, now));
    }
    let until = now.day().plus_years(i16::try_from(terms.archive_years).unwrap_or(i16::MAX));
    let ended = Involvement {
        state: State::Archived { reason, at: now, until },
        leads: None,
        ..involvement.clone()
    };
    unlink(loaded, involvement, &mut effects);
    manager::end(loaded, involvement, ids, now, &mut effects);
    for matched in matched(loaded, involvement.id) {
        let mut matched = matched.clone();
        matched.leave(involvement.id, now);
        effects.put_match(matched);
    }
    effects.put_involvement(ended.clone());
    (ended, effects)
}

/// Destroys an involvement that should never have been registered, with the matches that came of
/// it. Those who were told are told to forget it.
pub fn retract(
    loaded: &Loaded,
    involvement: &Involvement,
    ids: &mut FreshIds,
    now: Time,
) -> Effects {
    let mut draft = Draft::new(loaded, Ground::Unjustified);
    draft.destroy(involvement.id);
    draft.finish(ids, now)
}

/// What happens to an involvement whose deadline has come.
pub fn due(
    loaded: &Loaded,
    involvement: &Involvement,
    terms: &Terms,
    ids: &mut FreshIds,
    now: Time,
) -> Effects {
    let mut effects = Effects::default();
    let aged = |member: &Member| member.ages_out.is_some_and(|day| day <= now.day());
    if involvement.members.iter().any(aged) {
        return age_out(loaded, involvement, aged, ids, now);
    }
    match involvement.state {
        State::Active if involvement.end < now.day() => {
            let (ended, mut effects) =
                end(loaded, involvement, EndReason::Expired, terms, ids, now);
            let event = Event::Expired { involvement: ended.id };
            effects.notify.push(tell(ended.organisation, event, ids, now));
            return effects;
        }
        State::Active => {
            let event = Event::Expiring { involvement: involvement.id, end: involvement.end };
            effects.notify.push(tell(involvement.organisation, event, ids, now));
            effects.put_involvement(Involvement { warn_on: None, ..involvement.clone() });
        }
        State::Archived { .. } => {
            let mut draft = Draft::new(loaded, Ground::ArchiveEnded);
            draft.destroy(involvement.id);
            return draft.finish(ids, now);
        }
    }
    effects
}

/// Destroys what is kept of children who aged out (Jw: the 23rd birthday), in the active records
/// and in the archive, with the parents who were reached by them. An involvement that named nobody
/// else goes with them. When nothing names the child any more, its kinship goes too.
fn age_out(
    loaded: &Loaded,
    involvement: &Involvement,
    aged: impl Fn(&Member) -> bool,
    ids: &mut FreshIds,
    now: Time,
) -> Effects {
    let mut draft = Draft::new(loaded, Ground::AgedOut);
    let leaving: Vec<_> =
        involvement.members.iter().filter(|m| aged(m)).map(|m| m.identity).collect();
    for who in &leaving {
        draft.take_out(involvement.id, who);
        if !draft.is_named(who) {
            draft.forget(who);
        }
    }
    draft.finish(ids, now)
}

/// What must be loaded before [`kinship_ended`]; ask again until nothing is missing.
#[must_use]
pub fn needs_of_person(loaded: &Loaded, pseudonym: Pseudonym) -> Needs {
    let who = Identity { current: pseudonym, previous: None };
    Needs::missing(loaded, destroying::kin(loaded, &who).collect(), Vec::new())
}

/// What the register said of somebody's parents goes when whoever is a child at that moment must
/// have aged out, also when nobody ever registered the child.
pub fn kinship_ended(
    loaded: &Loaded,
    pseudonym: Pseudonym,
    ids: &mut FreshIds,
    now: Time,
) -> Effects {
    let mut draft = Draft::new(loaded, Ground::AgedOut);
    draft.forget_parents(&Identity { current: pseudonym, previous: None });
    draft.finish(ids, now)
}

/// What must be loaded before [`death`]; ask again until nothing is missing.
#[must_use]
pub fn needs_of_death(loaded: &Loaded, request: &Request, who: Identity) -> Needs {
    let reaching = shielding::reaching(loaded, who);
    let (mut keys, mut lists) = destroying::needs(loaded, reaching);
    let (signals, of_cases) = destroying::needs_of_signals(loaded, &who);
    keys.extend(signals);
    lists.extend(of_cases);
    keys.push(Key::Receipt(request.key.clone()));
    keys.extend(destroying::kin(loaded, &who));
    Needs::missing(loaded, keys, lists)
}

/// A person died: nothing is kept of it, neither where it was named nor where it was reached.
///
/// # Errors
/// The request id was used for something else.
pub fn death(
    loaded: &Loaded,
    request: &Request,
    who: Identity,
    ids: &mut FreshIds,
    now: Time,
) -> Result<Effects, Refusal> {
    if request.replayed(loaded)?.is_some() {
        return Ok(Effects::default());
    }
    let mut draft = Draft::new(loaded, Ground::Death);
    let reaching: BTreeSet<InvolvementId> = shielding::reaching(loaded, who).collect();
    for id in reaching {
        draft.take_out(id, &who);
    }
    draft.forget(&who);
    let mut effects = draft.finish(ids, now);
    request.keep(Answer::Done, now, &mut effects);
    Ok(effects)
}

/// The latest last day of an involvement that is registered or renewed today.
#[must_use]
pub fn latest_end(terms: &Terms, today: Day) -> Day {
    today.plus_years(i16::try_from(terms.involvement_max_years).unwrap_or(i16::MAX))
}

/// Takes the involvement off everybody whom it reached, and leaves a link in their archive: there
/// it is found again when they die, age out or object.
fn unlink(loaded: &Loaded, involvement: &Involvement, effects: &mut Effects) {
    for (pseudonym, _) in involvement.reach() {
        let Some(person) = loaded.person(pseudonym) else { continue };
        let mut person = person.clone();
        let is_own = |link: &Link| link.involvement == involvement.id;
        let link = person.links.iter().find(|link| is_own(link)).copied();
        person.links.retain(|link| !is_own(link));
        person.archived.extend(link);
        effects.put_person(pseudonym, person);
    }
}

fn matched(loaded: &Loaded, id: InvolvementId) -> impl Iterator<Item = &Match> {
    loaded.matches_of(id).filter_map(|id| loaded.matched(id))
}

/// Per organisation its oldest involvement among those found.
fn organisations(
    loaded: &Loaded,
    found: &BTreeMap<InvolvementId, MatchKind>,
) -> BTreeMap<Oin, InvolvementId> {
    let mut organisations = BTreeMap::new();
    for id in found.keys() {
        let Some(other) = loaded.involvement(*id) else { continue };
        let oldest = organisations.entry(other.organisation).or_insert(*id);
        *oldest = id.min(oldest).to_owned();
    }
    organisations
}

fn tell(oin: Oin, event: Event, ids: &mut FreshIds, now: Time) -> (Party, Notification) {
    let id = NotificationId(ids.take());
    (Party::Organisation(oin), Notification { id, at: now, event })
}
