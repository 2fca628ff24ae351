//! What is registered about a person, and who was told of it? About that person only: what is
//! registered about a relative is neither shown nor hinted at.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        audit::{AuditEntry, Subject},
        ids::InvolvementId,
        involvement::Involvement,
        party::{AreaCode, Oin, Party},
        person::Identity,
        rights::addressee::{self, Addressee},
        shown::MatchKind,
        time::{Day, Time},
    },
    rules::budget::WITHDRAWN_SOON,
    state::{
        facts::Facts,
        keys::Key,
        lists::List,
        loaded::{Loaded, Needs},
        lookup::Lookup,
    },
};

/// That somebody was told of a registration.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ToldOf {
    /// When.
    pub at: Time,
    /// Who was told.
    pub recipient: Oin,
    /// Of whose registration.
    pub registered_by: Oin,
}

/// What a person may know.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Access {
    /// What is registered, active and archived, oldest first.
    pub registrations: Vec<Involvement>,
    /// Who was told of it, oldest first.
    pub told: Vec<ToldOf>,
    /// Whom to address; nobody when nothing is registered.
    pub addressee: Option<Addressee>,
    /// Registrations of the person in areas for which another officer answers.
    elsewhere: BTreeSet<InvolvementId>,
}

/// The involvements that name a person; never one that reaches it only as a child's parent.
fn naming(look: &impl Lookup, who: Identity) -> impl Iterator<Item = InvolvementId> + '_ {
    let persons = who.pseudonyms().filter_map(|pseudonym| look.person(pseudonym));
    let links = persons.flat_map(|person| person.links.iter().chain(&person.archived));
    links.filter(|link| link.named).map(|link| link.involvement)
}

/// What must be loaded before [`access`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, who: Identity) -> Needs {
    let mut keys: Vec<Key> = who.pseudonyms().map(Key::Person).collect();
    let mut lists = Vec::new();
    for id in naming(loaded, who) {
        keys.push(Key::Involvement(id));
        lists.push(List::MatchesOf(id));
        keys.extend(loaded.matches_of(id).map(Key::Match));
    }
    Needs::missing(loaded, keys, lists)
}

/// What a privacy officer may tell a person: what lies in areas for which it answers. `regime`
/// gives the years after which children age out there.
#[must_use]
pub fn access(
    facts: &Facts,
    who: Identity,
    answers_for: &dyn Fn(&AreaCode) -> bool,
    regime: &dyn Fn(&AreaCode) -> u16,
    today: Day,
) -> Access {
    let all = naming(facts, who).filter_map(|id| Some((id, facts.involvement(id)?)));
    let (known, others): (BTreeMap<InvolvementId, &Involvement>, BTreeMap<_, _>) =
        all.partition(|(_, involvement)| answers_for(&involvement.area));
    let mut told = Vec::new();
    for (id, own) in &known {
        for matched in facts.matches_of(*id).filter_map(|id| facts.matched(id)) {
            let told_of =
                matched.parties.iter().filter(|other| matched.brought(*id, other.involvement));
            // Who does not name the person itself is involved with a relative. Who names it under another
            // covenant is a recipient all the same (AVG art. 15 par. 1 c).
            let told_of = told_of.filter(|other| {
                known.contains_key(&other.involvement) || others.contains_key(&other.involvement)
            });
            let told_of = told_of.filter(|other| {
                other.organisation != own.organisation && other.kind != MatchKind::Family
            });
            told.extend(told_of.map(|other| ToldOf {
                at: matched.at,
                recipient: other.organisation,
                registered_by: own.organisation,
            }));
        }
    }
    told.sort_unstable();
    told.dedup();
    let members = known.values().flat_map(|involvement| {
        let years = regime(&involvement.area);
        let own = involvement.members.iter().filter(|member| member.identity.is(&who));
        own.map(move |member| (member, years))
    });
    let addressee = addressee::of(members, today);
    let elsewhere = others.into_keys().collect();
    Access { registrations: known.into_values().cloned().collect(), told, addressee, elsewhere }
}

impl Access {
    /// Whether an entry of the audit log says that somebody looked at what this is about: at one of
    /// these registrations, at one that was destroyed since, or, when something is registered, at
    /// the person without any registration. `is_party` says who is party to the officer's covenant:
    /// what others do under theirs is for their own officer.
    #[must_use]
    pub fn is_about(
        &self,
        entry: &AuditEntry,
        who: Identity,
        is_party: &dyn Fn(&Party) -> bool,
    ) -> bool {
        let done = matches!(entry.result.as_str(), "OK" | WITHDRAWN_SOON);
        if !done || !entry.actor.as_ref().is_some_and(|a| is_party(&a.party)) {
            return false;
        }
        let names_who = entry.subjects.iter().any(|subject| match subject {
            Subject::Person(pseudonym) => who.pseudonyms().any(|own| own == *pseudonym),
            _ => false,
        });
        let involvement = |subject: &Subject| match subject {
            Subject::Involvement(id) => Some(*id),
            _ => None,
        };
        let mut named = entry.subjects.iter().filter_map(involvement).peekable();
        if named.peek().is_none() {
            return names_who && !self.registrations.is_empty();
        }
        let named: BTreeSet<InvolvementId> = named.collect();
        let own = self.registrations.iter().any(|known| named.contains(&known.id));
        // Of a registration that is gone nothing is left to say whose it was, but the entry itself.
        own || (names_who && named.is_disjoint(&self.elsewhere))
    }
}
