//! Who leads when nobody has agreed on it? Where the covenant has a rule, the party that the rule
//! points at: at once when a match is made, with the reason. The parties may agree otherwise later.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        agreement::LeadRule,
        case::Case,
        ground::Ground,
        ids::InvolvementId,
        involvement::Involvement,
        matches::{self, LeadTerm, Match},
        party::{AreaCode, Oin},
        routing::Derivation,
    },
    rules::{case::reach, context::Context, lead},
    state::{effects::Effects, facts::Facts, keys::Key, lookup::Lookup, records::Record},
};

/// What a covenant says about the lead.
pub struct LeadBy<'a> {
    /// The rule.
    pub rule: &'a LeadRule,
    /// On what it rests.
    pub ground: Option<&'a Ground>,
    /// The covenant, `id@version`.
    pub covenant: String,
    /// The kind of an organisation, for instance `school`; `None`: it left the covenant.
    pub kind: &'a dyn Fn(Oin) -> Option<String>,
}

/// Looks at the matches that a decision makes: where nobody leads, appoints whom the rule of the
/// joiner's area points at, and tells the parties as far as they may know. To be called last, with
/// everything that the decision changes.
pub fn appoint<'a>(ctx: &mut Context<'_>, by: &dyn Fn(&AreaCode) -> LeadBy<'a>) {
    let facts = ctx.facts;
    let fresh = |key: &Key| !facts.has(key);
    let made: Vec<Key> = ctx
        .effects
        .put
        .iter()
        .filter(|(key, record)| {
            matches!(record, Record::Match(m) if m.lead().is_none()) && fresh(key)
        })
        .map(|(key, _)| key.clone())
        .collect();
    for key in made {
        let Some((chosen, matched)) = appointed(ctx, &key, by) else { continue };
        let told_to = matched.lead().map(|lead| lead.known_to.clone()).unwrap_or_default();
        lead::tell(ctx, &matched, chosen.id, &told_to, &mut BTreeSet::new());
        replace(ctx, Key::Involvement(chosen.id), Record::Involvement(Box::new(chosen)));
        replace(ctx, key, Record::Match(Box::new(matched)));
    }
}

/// Who leads in a match in which nobody leads, and the match with it.
fn appointed<'a>(
    ctx: &Context<'_>,
    matched: &Key,
    by: &dyn Fn(&AreaCode) -> LeadBy<'a>,
) -> Option<(Involvement, Match)> {
    let (facts, effects) = (ctx.facts, &ctx.effects);
    let Record::Match(matched) = written(effects, matched)? else { return None };
    let ids = matched.parties.iter().map(|party| party.involvement);
    let parties =
        ids.map(|id| present(facts, effects, id)).collect::<Option<Vec<&Involvement>>>()?;
    let by = by(&parties.first()?.area);
    let leading: Vec<&Involvement> =
        parties.iter().copied().filter(|party| party.leads.is_some()).collect();
    let (chosen, derivation) = match leading.as_slice() {
        [] => chosen(&parties, &by)?,
        // Appointed a moment ago, in another match of the same decision: it goes on here.
        [one] => (*one, None),
        // Two that lead already are for the parties to settle.
        [_, _, ..] => return None,
    };
    // A case by which they have just come together counts as it is now.
    let written = effects.put.iter().filter_map(|(_, record)| match record {
        Record::Case(case) => Some(&**case),
        _ => None,
    });
    let mut cases: Vec<&Case> = written.collect();
    let before = reach::loaded_cases(facts).into_iter();
    let others: Vec<&Case> =
        before.filter(|case| cases.iter().all(|after| after.id != case.id)).collect();
    cases.extend(others);
    let since = chosen.leads.unwrap_or(ctx.now);
    let (involvement, organisation) = (chosen.id, chosen.organisation);
    let known_to = matches::know_of(organisation, &parties, &cases);
    let mut matched = Match::clone(matched);
    matched.leads.push(LeadTerm {
        involvement,
        organisation,
        since,
        until: None,
        known_to,
        derivation,
    });
    Some((Involvement { leads: Some(since), ..chosen.clone() }, matched))
}

fn written<'e>(effects: &'e Effects, key: &Key) -> Option<&'e Record> {
    effects.put.iter().find(|(written, _)| written == key).map(|(_, record)| record)
}

/// An involvement as it is after the decision.
fn present<'e>(
    facts: &'e Facts,
    effects: &'e Effects,
    id: InvolvementId,
) -> Option<&'e Involvement> {
    let key = Key::Involvement(id);
    match written(effects, &key).or_else(|| facts.get(&key)) {
        Some(Record::Involvement(involvement)) => Some(involvement),
        _ => None,
    }
}

/// A decision writes a record once: in its place, when it stands there already.
fn replace(ctx: &mut Context<'_>, key: Key, record: Record) {
    match ctx.effects.put.iter_mut().find(|(written, _)| *written == key) {
        Some((_, written)) => *written = record,
        None => ctx.effects.put.push((key, record)),
    }
}

/// Whom the rule points at. Nobody who is shown to the others without a name: they could not turn
/// to it.
fn chosen<'p>(
    parties: &[&'p Involvement],
    by: &LeadBy<'_>,
) -> Option<(&'p Involvement, Option<Derivation>)> {
    let candidates = || parties.iter().copied().filter(|p| p.is_active() && p.through().is_none());
    // Among equals the one involved longest; ids make it certain.
    let longest = |party: &Involvement| (party.start, party.registered, party.id);
    match by.rule {
        LeadRule::Agreed => None,
        LeadRule::KindOrder(kinds) => {
            let place = |party: &Involvement| {
                let kind = (by.kind)(party.organisation)?;
                kinds.iter().position(|known| *known == kind)
            };
            let ranked = candidates().filter_map(|party| Some((place(party)?, party)));
            let (at, party) = ranked.min_by_key(|(at, party)| (*at, longest(party)))?;
            Some((party, Some(by_kind(by, &kinds[at], kinds, party))))
        }
        LeadRule::Dominant => {
            let mut counts: BTreeMap<Oin, usize> = BTreeMap::new();
            for party in candidates() {
                *counts.entry(party.organisation).or_default() += 1;
            }
            let most = counts.values().max().copied()?;
            let dominant = candidates().filter(|party| counts[&party.organisation] == most);
            let party = dominant.min_by_key(|party| longest(party))?;
            Some((party, Some(by_dominance(by, party))))
        }
    }
}

fn by_kind(by: &LeadBy<'_>, kind: &str, kinds: &[String], party: &Involvement) -> Derivation {
    let facts = [
        ("kind", kind.to_owned()),
        ("order", kinds.join(", ")),
        ("since", party.start.to_string()),
    ];
    derivation(
        "lead-kind-order",
        by,
        &facts,
        format!(
            "De regie ligt bij een organisatie van de soort {kind}: van de soorten die bij dit gezin betrokken zijn, noemt het convenant die het eerst. Bij meer van die soort is het de langst betrokken."
        ),
        format!(
            "An organisation of the kind {kind} leads: of the kinds involved with this family the covenant names that one first. Among several of that kind it is the one involved longest."
        ),
    )
}

fn by_dominance(by: &LeadBy<'_>, party: &Involvement) -> Derivation {
    let facts = [("since", party.start.to_string())];
    derivation(
        "lead-dominant",
        by,
        &facts,
        "De regie ligt bij de organisatie met de meeste betrokkenheden bij dit gezin; bij evenveel bij de langst betrokken.".to_owned(),
        "The organisation with the most involvements with this family leads; among equals the one involved longest.".to_owned(),
    )
}

fn derivation(
    rule: &str,
    by: &LeadBy<'_>,
    facts: &[(&str, String)],
    nl: String,
    en: String,
) -> Derivation {
    let Ground { source, own_reading } = by.ground.cloned().unwrap_or_default();
    Derivation {
        rule: rule.to_owned(),
        source,
        covenant: by.covenant.clone(),
        facts: facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        nl,
        en,
        own_reading,
    }
}
