//! When is data gone? The end of an involvement, by hand or by date, the archive, and destruction.

use std::collections::BTreeMap;

use super::{
    case::manager::{self, Leaving},
    ids::{FreshIds, InvolvementId, NotificationId},
    involvement::{EndReason, Involvement, State},
    matching::{self, Match, MatchKind},
    notification::{Event, Notification},
    party::{Oin, Party},
    person::{Link, Member, Pseudonym},
    record::{Effects, Key, List, Loaded, Needs},
    terms::Terms,
    time::{Day, Time},
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

/// What must be loaded before an involvement can end; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, id: InvolvementId) -> Needs {
    let mut keys = vec![Key::Involvement(id)];
    keys.extend(loaded.matches_of(id).map(Key::Match));
    if let Some(involvement) = loaded.involvement(id) {
        keys.extend(matching::needs(loaded, involvement));
    }
    Needs::missing(loaded, keys, vec![List::MatchesOf(id)])
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
    unlink(loaded, involvement, true, &mut effects);
    manager::leave(loaded, involvement, Leaving::Ended, ids, now, &mut effects);
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
    let mut effects = Effects::default();
    let mut told: BTreeMap<Oin, InvolvementId> = BTreeMap::new();
    for matched in matched(loaded, involvement.id) {
        let joined = matched.parties[0].involvement == involvement.id;
        let others = matched.parties.iter().enumerate().filter(|(place, party)| {
            // Who was told: by the joiner everybody, by a counterparty the joiner.
            !party.gone && party.organisation != involvement.organisation && (joined || *place == 0)
        });
        for (_, party) in others {
            let own = told.entry(party.organisation).or_insert(party.involvement);
            *own = party.involvement.min(*own);
        }
    }
    for (oin, own) in told {
        effects.notify.push(tell(oin, Event::Retracted { involvement: own }, ids, now));
    }
    manager::leave(loaded, involvement, Leaving::Destroyed, ids, now, &mut effects);
    destroy(loaded, involvement, &mut effects);
    effects
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
        return age_out(loaded, involvement, aged, terms, ids, now);
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
        State::Archived { .. } => destroy(loaded, involvement, &mut effects),
    }
    effects
}

/// Destroys what is kept of children who aged out (Jw: the 23rd birthday), in the active records
/// and in the archive. An involvement that named nobody else goes with them; its parties are told
/// that it ended. Parents who were reached by way of the child stay until the involvement ends.
fn age_out(
    loaded: &Loaded,
    involvement: &Involvement,
    aged: impl Fn(&Member) -> bool,
    terms: &Terms,
    ids: &mut FreshIds,
    now: Time,
) -> Effects {
    let mut effects = Effects::default();
    if involvement.members.iter().all(&aged) {
        if involvement.is_active() {
            let ended = end(loaded, involvement, EndReason::Expired, terms, ids, now).1;
            effects.notify = ended.notify;
            // Where it provided the family manager, the case was written too.
            effects.put =
                ended.put.into_iter().filter(|(key, _)| matches!(key, Key::Case(_))).collect();
        }
        destroy(loaded, involvement, &mut effects);
        return effects;
    }
    let (leaving, staying): (Vec<_>, Vec<_>) = involvement.members.iter().cloned().partition(&aged);
    let gone = leaving.iter().flat_map(|member| member.identity.pseudonyms());
    take_off(loaded, involvement, gone.map(|pseudonym| (pseudonym, true)), false, &mut effects);
    let after = Involvement { members: staying, ..involvement.clone() };
    manager::leave(loaded, involvement, Leaving::GoesOn(&after), ids, now, &mut effects);
    effects.put_involvement(after);
    effects
}

/// The latest last day of an involvement that is registered or renewed today.
#[must_use]
pub fn latest_end(terms: &Terms, today: Day) -> Day {
    today.plus_years(i16::try_from(terms.involvement_max_years).unwrap_or(i16::MAX))
}

/// Removes the involvement everywhere.
fn destroy(loaded: &Loaded, involvement: &Involvement, effects: &mut Effects) {
    unlink(loaded, involvement, false, effects);
    for matched in matched(loaded, involvement.id) {
        let mut matched = matched.clone();
        if matched.forget(involvement.id) {
            effects.put_match(matched);
        } else {
            effects.delete.push(Key::Match(matched.id));
        }
    }
    effects.delete.push(Key::Involvement(involvement.id));
}

/// Takes the involvement off everybody whom it reached; on persons named it may leave a link in
/// the archive.
fn unlink(loaded: &Loaded, involvement: &Involvement, archive: bool, effects: &mut Effects) {
    take_off(loaded, involvement, involvement.reach(), archive, effects);
}

fn take_off(
    loaded: &Loaded,
    involvement: &Involvement,
    persons: impl Iterator<Item = (Pseudonym, bool)>,
    archive: bool,
    effects: &mut Effects,
) {
    for (pseudonym, named) in persons {
        let Some(person) = loaded.person(pseudonym) else { continue };
        let mut person = person.clone();
        let is_own = |link: &Link| link.involvement == involvement.id;
        let link = person.links.iter().find(|link| is_own(link)).copied();
        person.links.retain(|link| !is_own(link));
        if archive {
            person.archived.extend(link.filter(|_| named));
        } else {
            person.archived.retain(|link| !is_own(link));
        }
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
