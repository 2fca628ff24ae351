//! Who leads the coordination (regie): exactly one party at a time, with history.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        ids::{InvolvementId, MatchId},
        involvement::Involvement,
        matches::{self, LeadTerm, Match, MatchParty},
        notification::Event,
        party::{OfficeId, Oin, Party},
        person::Pseudonym,
        refusal::Refusal,
        time::{Day, Time},
    },
    rules::{access::Permit, case, context::Context, follow_up},
    state::{
        facts::Facts,
        keys::Key,
        lists::List,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        receipt::Answer,
    },
};

/// What must be loaded before [`agree`]: the match, its parties, and the other matches of those
/// who lead at present. Ask again until nothing is missing. Of a match of others nothing but itself:
/// how long a refusal takes must not tell it from one that there is not.
#[must_use]
pub fn needs(loaded: &Loaded, permit: &Permit, id: MatchId) -> Needs {
    let mut keys = vec![Key::Match(id)];
    if !loaded.matched(id).is_some_and(|matched| follow_up::is_own(matched, permit)) {
        return Needs::missing(loaded, keys, Vec::new());
    }
    let parties = loaded.matched(id).map_or(&[][..], |matched| &matched.parties);
    keys.extend(parties.iter().map(|party| Key::Involvement(party.involvement)));
    let leading = leading(loaded, id);
    // A match that is made meanwhile takes over who leads. It changes a person whom the leading
    // involvement reaches, so these are what the lists of matches rely on.
    keys.extend(
        leading.iter().flat_map(|i| i.reach()).map(|(pseudonym, _)| Key::Person(pseudonym)),
    );
    let leading: Vec<_> = leading.iter().map(|involvement| involvement.id).collect();
    let others = || leading.iter().flat_map(|id| loaded.matches_of(*id));
    keys.extend(others().map(Key::Match));
    let parties = others().filter_map(|id| loaded.matched(id)).flat_map(|other| &other.parties);
    keys.extend(parties.map(|party| Key::Involvement(party.involvement)));
    // Who shares a case knows who leads in it.
    let named: Vec<Pseudonym> = keys.iter().flat_map(|key| named(loaded, key)).collect();
    keys.extend(named.iter().copied().map(Key::Person));
    keys.extend(case::reach::keys(loaded, named.into_iter()));
    Needs::missing(loaded, keys, leading.into_iter().map(List::MatchesOf).collect())
}

/// The persons whom an involvement names, when the key is of one.
fn named<'a>(loaded: &'a Loaded, key: &Key) -> impl Iterator<Item = Pseudonym> + use<'a> {
    let involvement = match key {
        Key::Involvement(id) => loaded.involvement(*id),
        _ => None,
    };
    involvement.into_iter().flat_map(Involvement::named)
}

/// The involvements of this match that lead at present.
fn leading(look: &impl Lookup, id: MatchId) -> Vec<&Involvement> {
    let parties = look.matched(id).map_or(&[][..], |matched| &matched.parties);
    parties
        .iter()
        .filter_map(|party| look.involvement(party.involvement))
        .filter(|involvement| involvement.leads.is_some())
        .collect()
}

/// Decides an agreement about the lead. Whoever led before, leads no more, in no match; where the
/// new lead is a party to those, it leads there too.
///
/// # Errors
/// Not a party; or the lead is no party that the caller may name.
pub fn agree(
    ctx: &mut Context<'_>,
    id: MatchId,
    lead: Oin,
    days_off: &dyn Fn(&OfficeId) -> Vec<Day>,
) -> Result<Match, Refusal> {
    let facts = ctx.facts;
    let (caller, matched) = follow_up::own(facts, ctx.permit()?, id)?;
    if ctx.replayed()?.is_some() {
        return Ok(matched.clone());
    }
    if !matched.own(caller).any(|party| !party.gone) {
        return Err(Refusal::NotActive);
    }
    // Whom the caller may not know cannot be named by it: that would tell whether it is the one.
    let chosen = matched
        .own(lead)
        .find(|party| !party.gone && knowing(facts, matched, party).contains(&caller))
        .ok_or_else(|| {
            Refusal::field(
                "lead_oin",
                "must be a party of this match that you can see, or yourself",
            )
        })?;
    let mut after = matched.clone();
    if after.lead().is_none_or(|present| present.involvement != chosen.involvement) {
        take_over(facts, &mut after, chosen, ctx.now);
        // The answer says by when a new lead is to make contact.
        let _ = after.call_again(matched, ctx.today(), || days_off(&matched.director));
    }
    for party in &matched.parties {
        let Some(involvement) = facts.involvement(party.involvement) else { continue };
        let leads =
            (party.involvement == chosen.involvement).then(|| involvement.leads.unwrap_or(ctx.now));
        if involvement.leads != leads {
            ctx.effects.put_involvement(Involvement { leads, ..involvement.clone() });
        }
    }
    let mut told = BTreeSet::new();
    let known_to = knowing(facts, &after, chosen);
    tell(ctx, &after, chosen.involvement, &known_to, &mut told);
    // Where the former lead led besides: the new one leads there too, if it is a party.
    for former in leading(facts, id).into_iter().filter(|i| i.id != chosen.involvement) {
        let others = facts.matches_of(former.id).filter(|other| *other != id);
        for mut other in others.filter_map(|other| facts.matched(other)).cloned() {
            if other.lead().is_none_or(|lead| lead.involvement != former.id) {
                continue;
            }
            other.end_lead(former.id, ctx.now);
            let is_chosen = |party: &&MatchParty| party.involvement == chosen.involvement;
            let there = other.own(chosen.organisation).find(is_chosen).cloned();
            if let Some(party) = there.filter(|party| !party.gone) {
                take_over(facts, &mut other, &party, ctx.now);
                let known_to = knowing(facts, &other, &party);
                tell(ctx, &other, party.involvement, &known_to, &mut told);
            }
            ctx.effects.put_match(other);
        }
    }
    ctx.effects.put_match(after.clone());
    ctx.keep(Answer::Done);
    Ok(after)
}

/// The organisations that may know who this party is: only itself when it is withheld.
fn knowing(facts: &Facts, matched: &Match, lead: &MatchParty) -> BTreeSet<Oin> {
    if lead.withheld.is_some() {
        return BTreeSet::from([lead.organisation]);
    }
    // Those that left keep their place, so that the joiner stays the first.
    let parties: Vec<&Involvement> =
        matched.parties.iter().filter_map(|party| facts.involvement(party.involvement)).collect();
    matches::know_of(lead.organisation, &parties, &case::reach::loaded_cases(facts))
}

/// Ends whatever lead a match has and begins this one.
fn take_over(facts: &Facts, matched: &mut Match, lead: &MatchParty, now: Time) {
    let known_to = knowing(facts, matched, lead);
    for present in matched.leads.iter_mut().filter(|present| present.until.is_none()) {
        present.until = Some(now);
    }
    let (involvement, organisation) = (lead.involvement, lead.organisation);
    matched.leads.push(LeadTerm {
        involvement,
        organisation,
        since: now,
        until: None,
        known_to,
        derivation: None,
    });
}

/// Tells the organisations of a match who leads, each once, and not who it is when they may not
/// know.
pub(in crate::domain) fn tell(
    ctx: &mut Context<'_>,
    matched: &Match,
    lead: InvolvementId,
    known_to: &BTreeSet<Oin>,
    told: &mut BTreeSet<Oin>,
) {
    let present: BTreeMap<Oin, InvolvementId> = matched
        .parties
        .iter()
        .rev()
        .filter(|party| !party.gone)
        .map(|party| (party.organisation, party.involvement))
        .collect();
    for (organisation, involvement) in present {
        if !told.insert(organisation) {
            continue;
        }
        let lead = known_to.contains(&organisation).then_some(lead);
        let event = Event::LeadAgreed { matched: matched.id, involvement, lead };
        ctx.tell(Party::Organisation(organisation), event);
    }
}
