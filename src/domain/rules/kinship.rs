//! Parents of a child, from the population register: whom an involvement reaches beyond the
//! persons that it names.

use std::collections::BTreeMap;

use crate::domain::{
    model::{
        case::naming,
        destruction::Ground,
        ids::InvolvementId,
        involvement::Involvement,
        party::OfficeId,
        person::{FamilyRole, Identity, Link, Person, Pseudonym},
        refusal::Refusal,
        terms::Terms,
        time::Day,
    },
    rules::{
        case, context::Context, destroying, matching, parents, registering, settling, shielding,
    },
    state::{
        facts::Facts,
        keys::Key,
        lists::List,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        receipt::Answer,
    },
};

/// Most parents of one child in the register.
pub const MAX_PARENTS: usize = 4;

/// What must be loaded before [`record`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, child: Identity, parents: &[Identity]) -> Needs {
    let mut keys: Vec<Key> = child.pseudonyms().map(Key::Person).collect();
    keys.extend(parents.iter().flat_map(Identity::pseudonyms).map(Key::Person));
    // Those who were its parents so far, too: they have the child in their books.
    keys.extend(destroying::kin(loaded, &child));
    keys.extend(registrations(loaded, child).map(Key::Involvement));
    let mut lists = Vec::new();
    for id in registrations(loaded, child) {
        let (matches, list) = settling::needs(loaded, id);
        keys.extend(matches);
        lists.extend([list, List::TicketsBy(id)]);
        keys.extend(loaded.tickets_by(id).map(Key::Ticket));
        let Some(involvement) = loaded.involvement(id) else { continue };
        keys.extend(matching::needs(loaded, involvement));
        // Whatever will be written must have been read, also when a parent comes by another child.
        let parents = derived(loaded, involvement, child, parents);
        keys.extend(matching::needs(loaded, &Involvement { parents, ..involvement.clone() }));
    }
    Needs::missing(loaded, keys, lists)
}

/// Involvements that name the child.
fn registrations(look: &impl Lookup, child: Identity) -> impl Iterator<Item = InvolvementId> + '_ {
    child
        .pseudonyms()
        .filter_map(|pseudonym| look.person(pseudonym))
        .flat_map(|person| &person.links)
        .filter(|link| link.named)
        .map(|link| link.involvement)
}

/// Decides what a new statement of parents changes: each involvement that names the child reaches
/// the new parents too, and joins those with whom it now matches. `director` answers which office
/// hears of a match of an involvement, `terms` which terms hold for it. The statement is kept until
/// the day `until`, when whoever is a child now has aged out.
///
/// # Errors
/// The request id was used for something else.
pub fn record<'t>(
    ctx: &mut Context<'_>,
    child: Identity,
    parents: &[Identity],
    until: Day,
    director: &dyn Fn(&Involvement) -> OfficeId,
    terms: &dyn Fn(&Involvement) -> &'t Terms,
) -> Result<(), Refusal> {
    let facts = ctx.facts;
    if ctx.replayed()?.is_some() {
        return Ok(());
    }
    let mut persons: BTreeMap<Pseudonym, Person> = BTreeMap::new();
    state(facts, child, parents, until, &mut persons);
    let mut changed = BTreeMap::new();
    let cases = case::reach::loaded_cases(facts);
    let mut concerned: Vec<InvolvementId> = registrations(facts, child).collect();
    concerned.sort_unstable();
    concerned.dedup();
    for id in concerned {
        let Some(before) = facts.involvement(id) else { continue };
        let mut after = before.clone();
        after.parents = derived(facts, before, child, parents);
        if after.parents == before.parents {
            continue;
        }
        let terms = terms(before);
        let known = matching::find(facts, before.organisation, id, before.reach(), terms);
        let mut now_found = matching::find(facts, after.organisation, id, after.reach(), terms);
        now_found.retain(|other, _| !known.contains_key(other));
        relink(facts, before, &after, &mut persons);
        let coordinator = director(&after);
        after.shielded = shielding::through(facts, &after, &coordinator);
        if after.shielded.is_some() != before.shielded.is_some() {
            shielding::show_tickets(ctx, &after);
        }
        changed.insert(id, Some(after.clone()));
        let office = naming::director(&cases, &after).cloned().unwrap_or(coordinator);
        let matched = registering::join(ctx, &mut after, &now_found, office, &cases, terms);
        if let Some(matched) = matched {
            registering::tell_joiner(ctx, &matched);
        }
        ctx.effects.put_involvement(after);
    }
    // What came of parents who are none any more goes, and both sides are told.
    let settled = settling::settle(facts, &changed, ctx.now);
    settled.tell(ctx, settled.lost.iter());
    let gone = settled.matches.values().filter(|after| after.is_none()).count();
    settled.write(ctx);
    destroying::remember(ctx, Ground::KinshipWithdrawn, 0, gone);
    for (pseudonym, person) in persons {
        ctx.effects.put_person(pseudonym, person);
    }
    ctx.keep(Answer::Done);
    Ok(())
}

/// Enters who the parents of a child are, on the child and on them.
fn state(
    facts: &Facts,
    child: Identity,
    parents: &[Identity],
    until: Day,
    persons: &mut BTreeMap<Pseudonym, Person>,
) {
    let known = |pseudonym| facts.person(pseudonym).cloned().unwrap_or_default();
    let former = child.pseudonyms().flat_map(|pseudonym| known(pseudonym).parents);
    for pseudonym in former.collect::<Vec<_>>().iter().flat_map(Identity::pseudonyms) {
        let person = persons.entry(pseudonym).or_insert_with(|| known(pseudonym));
        person.children.retain(|other| !other.is(&child));
    }
    for pseudonym in parents.iter().flat_map(Identity::pseudonyms) {
        persons.entry(pseudonym).or_insert_with(|| known(pseudonym)).children.push(child);
    }
    for pseudonym in child.pseudonyms() {
        let person = persons.entry(pseudonym).or_insert_with(|| known(pseudonym));
        person.parents = parents.to_vec();
        person.parents_until = Some(until).filter(|_| !parents.is_empty());
    }
}

/// The parents that an involvement reaches, with the new statement about one child.
fn derived(
    look: &impl Lookup,
    involvement: &Involvement,
    child: Identity,
    parents: &[Identity],
) -> Vec<Identity> {
    let others: Vec<_> =
        involvement.members.iter().filter(|member| !member.identity.is(&child)).cloned().collect();
    let is_child = involvement
        .members
        .iter()
        .any(|member| member.role == FamilyRole::Child && member.identity.is(&child));
    let mut reached = parents::of_children(look, &others);
    reached.extend(parents.iter().filter(|_| is_child).copied());
    let mut derived: Vec<Identity> = Vec::new();
    for parent in reached {
        let named = involvement.members.iter().any(|member| member.identity.is(&parent));
        if !named && !derived.iter().any(|known| known.is(&parent)) {
            derived.push(parent);
        }
    }
    derived
}

/// Moves the links of an involvement from its former to its present reach.
fn relink(
    facts: &Facts,
    before: &Involvement,
    after: &Involvement,
    persons: &mut BTreeMap<Pseudonym, Person>,
) {
    let mut edit = |pseudonym: Pseudonym, change: &dyn Fn(&mut Person)| {
        let person = persons
            .entry(pseudonym)
            .or_insert_with(|| facts.person(pseudonym).cloned().unwrap_or_default());
        change(person);
    };
    for pseudonym in before.parents.iter().flat_map(Identity::pseudonyms) {
        edit(pseudonym, &|person| {
            person.links.retain(|link| link.named || link.involvement != before.id);
        });
    }
    let (involvement, organisation) = (after.id, after.organisation);
    for pseudonym in after.parents.iter().flat_map(Identity::pseudonyms) {
        edit(pseudonym, &|person| {
            person.links.push(Link { involvement, organisation, named: false });
        });
    }
}
