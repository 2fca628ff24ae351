//! In which cases did contact after a match become overdue by a decision, or is it overdue no longer? The
//! overview of a district shows it, and whoever keeps the overview is told. It is looked up only when a
//! decision changed such a match, or who is in a case.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::domain::{
    model::{
        case::Case,
        ids::{CaseId, InvolvementId, MatchId},
        matches::Match,
        notification::{Event, OverviewChange},
        party::{AreaCode, OfficeId, Party},
        person::Pseudonym,
    },
    rules::case::overview,
    state::{
        effects::Effects,
        keys::Key,
        lists::List,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        records::Record,
    },
};

/// What a decision saw, and what was read besides to know whom it concerns.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// What the decision saw.
    pub loaded: &'a Loaded,
    /// What was read besides.
    pub besides: &'a Loaded,
}

impl Lookup for Seen<'_> {
    fn get(&self, key: &Key) -> Option<&Record> {
        self.loaded.looked_up(key).unwrap_or_else(|| self.besides.get(key))
    }

    fn list(&self, list: &List) -> &[Uuid] {
        self.loaded.looked_through(list).unwrap_or_else(|| self.besides.list(list))
    }
}

/// The matches that became overdue by a decision, or are so no longer, as they were before it. A new one
/// is not overdue.
fn turned<'a>(seen: Seen<'a>, effects: &'a Effects) -> impl Iterator<Item = &'a Match> {
    let written = effects.put.iter().filter_map(|(_, record)| match record {
        Record::Match(after) => Some((after.id, after.is_reminded())),
        _ => None,
    });
    let destroyed = effects.delete.iter().filter_map(|key| match key {
        Key::Match(id) => Some((*id, false)),
        _ => None,
    });
    written.chain(destroyed).filter_map(move |(id, overdue)| {
        let before = seen.loaded.matched(id)?;
        (before.is_reminded() != overdue).then_some(before)
    })
}

/// The persons whom a decision put into a case that was there, or took out of it.
fn came_or_went<'a>(
    seen: Seen<'a>,
    effects: &'a Effects,
) -> impl Iterator<Item = (CaseId, Vec<Pseudonym>)> + 'a {
    effects.put.iter().filter_map(move |(_, record)| {
        let Record::Case(after) = record else { return None };
        let before = seen.loaded.case(after.id)?;
        let of = |case: &Case| -> BTreeSet<Pseudonym> {
            case.persons.iter().flat_map(|person| person.identity.pseudonyms()).collect()
        };
        let differ: Vec<_> = of(before).symmetric_difference(&of(after)).copied().collect();
        (after.is_live() && !differ.is_empty()).then_some((after.id, differ))
    })
}

/// The persons whom the parties to a match registered.
fn named<'a>(seen: Seen<'a>, matched: &'a Match) -> Vec<Pseudonym> {
    let present = matched.parties.iter().filter(|party| !party.gone);
    let members = present
        .filter_map(|party| seen.involvement(party.involvement))
        .flat_map(|own| &own.members);
    members.flat_map(|member| member.identity.pseudonyms()).collect()
}

/// The involvements that name a person.
fn naming(seen: Seen<'_>, person: Pseudonym) -> Vec<InvolvementId> {
    let links = seen.person(person).map_or(&[][..], |person| &person.links);
    links.iter().filter(|link| link.named).map(|link| link.involvement).collect()
}

/// What must be read besides before [`of`] can answer; ask again until nothing is missing. Nothing for
/// a decision that leaves contact and cases as they were.
#[must_use]
pub fn needs(seen: Seen<'_>, effects: &Effects) -> Needs {
    let (mut keys, mut lists) = (Vec::new(), Vec::new());
    for matched in turned(seen, effects) {
        let present = matched.parties.iter().filter(|party| !party.gone);
        keys.extend(present.map(|party| Key::Involvement(party.involvement)));
        for person in named(seen, matched) {
            keys.push(Key::Person(person));
            let known = seen.person(person).into_iter();
            keys.extend(known.flat_map(|known| &known.cases).map(|id| Key::Case(*id)));
        }
    }
    for person in came_or_went(seen, effects).flat_map(|(_, persons)| persons) {
        keys.push(Key::Person(person));
        for involvement in naming(seen, person) {
            let list = List::MatchesOf(involvement);
            keys.extend(seen.list(&list).iter().map(|id| Key::Match(MatchId(*id))));
            lists.push(list);
        }
    }
    keys.retain(|key| !seen.loaded.has(key));
    lists.retain(|list| seen.loaded.looked_through(list).is_none());
    Needs::missing(seen.besides, keys, lists)
}

/// The cases in which it changed whether contact is overdue, or with whom, as they are after the decision.
fn cases<'a>(seen: &'a Seen<'a>, effects: &'a Effects) -> BTreeMap<CaseId, &'a Case> {
    let mut found = BTreeMap::new();
    let mut note = |id: CaseId| {
        let written = effects.put.iter().rev().find_map(|(_, record)| match record {
            Record::Case(case) if case.id == id => Some(&**case),
            _ => None,
        });
        let after = written.or_else(|| seen.case(id)).filter(|case| case.is_live());
        found.extend(after.map(|case| (id, case)));
    };
    for matched in turned(*seen, effects) {
        for person in named(*seen, matched) {
            seen.person(person)
                .into_iter()
                .flat_map(|known| &known.cases)
                .copied()
                .for_each(&mut note);
        }
    }
    let late = |person: &Pseudonym| {
        let own = naming(*seen, *person).into_iter();
        let mut matches = own.flat_map(|id| seen.matches_of(id));
        matches.any(|id| seen.matched(id).is_some_and(Match::is_reminded))
    };
    let moved = came_or_went(*seen, effects).filter(|(_, persons)| persons.iter().any(late));
    moved.map(|(id, _)| id).for_each(note);
    found
}

/// Whom to tell of it: the offices that keep the overview of those cases and do not direct them, as far as
/// the decision tells them nothing else of the case. `overseer` says which office that is in an area.
#[must_use]
pub fn of(
    seen: Seen<'_>,
    effects: &Effects,
    overseer: &dyn Fn(&AreaCode) -> OfficeId,
) -> Vec<(Party, Event)> {
    let told = cases(&seen, effects).into_values().filter_map(|case| {
        let office = overseer(&case.family.area);
        let event = Event::Overview {
            case: case.id,
            change: OverviewChange::Contact,
            area: case.family.area.clone(),
            category: case.family.category.clone(),
            director: case.director.clone(),
        };
        (office != case.director).then_some((Party::Office(office), event))
    });
    told.filter(|(party, event)| !overview::hears(effects, party, event)).collect()
}
