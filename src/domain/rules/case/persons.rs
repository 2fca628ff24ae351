//! Who is in a case, and who sees whom by it: when a director adds a person or confirms who is in it,
//! everybody comes together who is involved with the case; removing one takes them apart again.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        case::{Case, CasePerson},
        ids::{InvolvementId, MatchId},
        involvement::Involvement,
        matches::{Match, meet},
        notification::Event,
        party::{Oin, Party},
        person::{Identity, Person},
        shown::MatchKind,
        terms::Terms,
        time::Time,
    },
    rules::{case::reach, context::Context, matching, registering},
    state::{facts::Facts, keys::Key, lists::List, loaded::Loaded, lookup::Lookup},
};

/// The terms that hold for an involvement, by its area.
pub type TermsOf<'a> = &'a (dyn Fn(&Involvement) -> &'a Terms + Sync);

/// What must be loaded before [`add`]; ask again until nothing is missing.
pub fn needs_to_add<'a>(
    loaded: &'a Loaded,
    persons: &'a [Identity],
) -> impl Iterator<Item = Key> + 'a {
    let pseudonyms = || persons.iter().flat_map(Identity::pseudonyms);
    let named = pseudonyms().filter_map(|p| loaded.person(p)).flat_map(|person| &person.links);
    let newcomers = named.filter(|link| link.named).flat_map(|link| {
        let known = loaded.involvement(link.involvement);
        let found = known.into_iter().flat_map(|newcomer| matching::needs(loaded, newcomer));
        std::iter::once(Key::Involvement(link.involvement)).chain(found)
    });
    pseudonyms().map(Key::Person).chain(reach::keys(loaded, pseudonyms())).chain(newcomers)
}

/// Puts persons into a case who are in none, and brings everybody together who is involved with
/// them and with those who were in it, unless it keeps its persons apart. The caller writes the case.
pub fn add(ctx: &mut Context<'_>, case: &mut Case, persons: &[Identity], terms: TermsOf<'_>) {
    let present = reach::links(ctx.facts, case).map(|link| link.involvement).collect();
    let coming = enter(ctx, case, persons);
    if case.brings_together() {
        let joining = Joining { present, coming, known: BTreeSet::new() };
        bring_together(ctx, case, joining, terms);
    }
}

/// Puts persons into a case who are in none; answers with the involvements that name them. The
/// caller writes the case.
pub fn enter(
    ctx: &mut Context<'_>,
    case: &mut Case,
    persons: &[Identity],
) -> BTreeSet<InvolvementId> {
    let facts = ctx.facts;
    let mut coming = BTreeSet::new();
    for identity in persons {
        case.persons.push(CasePerson { id: ctx.fresh(), identity: *identity, since: ctx.now });
        for pseudonym in identity.pseudonyms() {
            let mut person = facts.person(pseudonym).cloned().unwrap_or_else(Person::default);
            person.cases.push(case.id);
            let named = person.links.iter().filter(|link| link.named);
            coming.extend(named.map(|link| link.involvement));
            ctx.effects.put_person(pseudonym, person);
        }
    }
    coming
}

/// What must be loaded before [`confirm`] for a case that was loaded; ask again until nothing is
/// missing.
#[must_use]
pub fn needs_to_confirm(loaded: &Loaded, case: &Case) -> (Vec<Key>, Vec<List>) {
    let (mut keys, lists) = needs_to_part(loaded, case);
    let inside = reach::links(loaded, case).filter_map(|link| loaded.involvement(link.involvement));
    keys.extend(inside.flat_map(|newcomer| matching::needs(loaded, newcomer)));
    (keys, lists)
}

/// Brings everybody together who is involved with a person of a case that kept them apart so far.
/// The caller writes the case.
pub fn confirm(ctx: &mut Context<'_>, case: &Case, terms: TermsOf<'_>) {
    let facts = ctx.facts;
    let coming: BTreeSet<InvolvementId> =
        reach::links(facts, case).map(|link| link.involvement).collect();
    // A case that is older than the confirmation brought them together when it was opened.
    let mut known = BTreeSet::new();
    for matched in coming.iter().flat_map(|id| facts.matches_of(*id)) {
        let Some(matched) = facts.matched(matched) else { continue };
        let (joiner, others) = (&matched.parties[0], &matched.parties[1..]);
        for other in others.iter().filter(|other| !other.gone && !joiner.gone) {
            known.insert((joiner.involvement, other.involvement));
            known.insert((other.involvement, joiner.involvement));
        }
    }
    bring_together(ctx, case, Joining { present: BTreeSet::new(), coming, known }, terms);
}

/// Who joins whom in a case.
struct Joining {
    /// Who is there.
    present: BTreeSet<InvolvementId>,
    /// Who comes in.
    coming: BTreeSet<InvolvementId>,
    /// Which two know of each other already, besides those who match directly.
    known: BTreeSet<(InvolvementId, InvolvementId)>,
}

/// Brings those who come to a case together with those who are there: one group event for each
/// involvement that comes in, told to both sides.
fn bring_together(ctx: &mut Context<'_>, case: &Case, joining: Joining, terms: TermsOf<'_>) {
    let facts = ctx.facts;
    let Joining { mut present, coming, known: before } = joining;
    let mut cases = reach::loaded_cases(facts);
    cases.push(case);
    for id in coming {
        let Some(newcomer) = facts.involvement(id).filter(|_| !present.contains(&id)) else {
            continue;
        };
        let terms = terms(newcomer);
        let mut known = matching::find(facts, newcomer.organisation, id, newcomer.reach(), terms);
        let found: BTreeMap<InvolvementId, MatchKind> = present
            .iter()
            .filter_map(|other| facts.involvement(*other))
            .filter(|other| {
                terms.same_organisation_matches || other.organisation != newcomer.organisation
            })
            .filter(|other| known.remove(&other.id).is_none())
            .filter(|other| !before.contains(&(id, other.id)))
            .map(|other| (other.id, MatchKind::Case))
            .collect();
        // What came of registering it stays the answer to a retry of that: only a copy joins.
        let (mut joiner, office) = (newcomer.clone(), case.director.clone());
        let matched = registering::join(ctx, &mut joiner, &found, office, &cases, terms);
        if let Some(matched) = matched {
            registering::tell_joiner(ctx, &matched);
        }
        present.insert(id);
    }
}

/// What must be loaded before [`part`] for a case that was loaded; ask again until nothing is
/// missing.
#[must_use]
pub fn needs_to_part(loaded: &Loaded, case: &Case) -> (Vec<Key>, Vec<List>) {
    let mut keys: Vec<Key> = reach::keys_of(loaded, case.id).collect();
    let mut lists = Vec::new();
    for link in reach::links(loaded, case) {
        lists.push(List::MatchesOf(link.involvement));
        for id in loaded.matches_of(link.involvement) {
            keys.push(Key::Match(id));
            let parties = loaded.matched(id).map_or(&[][..], |matched| &matched.parties);
            keys.extend(parties.iter().map(|party| Key::Involvement(party.involvement)));
        }
    }
    (keys, lists)
}

/// Takes those apart who saw each other by the case as it was and do not by the case as it is:
/// neither has the other's contact card any more, and both are told. Removed persons leave the
/// case's books here; the caller writes the case.
pub fn part(ctx: &mut Context<'_>, before: &Case, after: &Case) {
    let facts = ctx.facts;
    for gone in before.persons.iter().filter(|person| !after.names(&person.identity)) {
        take_out(ctx, before, &gone.identity);
    }
    let stays = |involvement: &Involvement| after.is_live() && after.names_any(involvement);
    let mut matches: BTreeMap<MatchId, Match> = BTreeMap::new();
    let mut told: BTreeMap<(Oin, InvolvementId), (MatchId, InvolvementId)> = BTreeMap::new();
    let mut leaving: Vec<InvolvementId> =
        reach::links(facts, before).map(|link| link.involvement).collect();
    leaving.sort_unstable();
    leaving.dedup();
    for id in leaving {
        let Some(leaver) = facts.involvement(id).filter(|leaver| !stays(leaver)) else { continue };
        for matched in facts.matches_of(leaver.id).filter_map(|id| facts.matched(id)) {
            let entry = matches.entry(matched.id).or_insert_with(|| matched.clone());
            for (one, other) in part_by_case(facts, entry, leaver.id, ctx.now) {
                told.insert((one.organisation, other.id), (matched.id, one.id));
                told.insert((other.organisation, one.id), (matched.id, other.id));
            }
        }
    }
    for matched in matches.into_values() {
        if facts.matched(matched.id) != Some(&matched) {
            ctx.effects.put_match(matched);
        }
    }
    for ((organisation, other), (matched, involvement)) in told {
        let event = Event::PartyEnded { matched, involvement, other };
        ctx.tell(Party::Organisation(organisation), event);
    }
}

/// Takes a case off the books of a person.
pub fn take_out(ctx: &mut Context<'_>, case: &Case, identity: &Identity) {
    let facts = ctx.facts;
    for pseudonym in identity.pseudonyms() {
        let Some(person) = facts.person(pseudonym) else { continue };
        let mut person = person.clone();
        person.cases.retain(|id| *id != case.id);
        ctx.effects.put_person(pseudonym, person);
    }
}

/// An involvement left a case: whoever matched it by that case only is a party no more. Answers
/// with those who lost sight of each other.
fn part_by_case<'a>(
    facts: &'a Facts,
    matched: &mut Match,
    leaver: InvolvementId,
    now: Time,
) -> Vec<(&'a Involvement, &'a Involvement)> {
    let joiner = matched.parties[0].involvement;
    let Some(joining) = facts.involvement(joiner).filter(|_| !matched.parties[0].gone) else {
        return Vec::new();
    };
    let mut parted = Vec::new();
    for party in &mut matched.parties[1..] {
        let concerned = leaver == joiner || leaver == party.involvement;
        let by_case = concerned && !party.gone && party.kind == MatchKind::Case;
        let other = facts.involvement(party.involvement).filter(|_| by_case);
        if let Some(other) = other.filter(|other| !meet(joining, other)) {
            party.gone = true;
            parted.push((joining, other));
        }
    }
    for (_, other) in &parted {
        matched.end_lead(other.id, now);
    }
    parted
}
