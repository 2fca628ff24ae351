//! Has every ticket exactly one answer? Visits every combination of facts, and fills the table that
//! routing reads.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use crate::covenant::facts::{self, FACTS, Fact, Point, cover, holds};
use crate::covenant::model::Place;
use crate::covenant::rule::{Answer, Handler, Rule, Side};
use crate::covenant::source::Problems;
use crate::covenant::{Covenant, IMPOSSIBLE};

/// Proves that every ticket has exactly one answer. Fills `decisions`; returns the offices that
/// handle somewhere.
pub(super) fn prove(
    covenant: &mut Covenant,
    path: &Path,
    problems: &mut Problems,
) -> HashSet<usize> {
    let conditions = covenant.rules.iter().map(|rule| &rule.when);
    let conditions = conditions.chain(covenant.informs.iter().map(|inform| &inform.when));
    covenant.vocabulary.collapse(conditions);
    let mut proof = Proof::new(covenant);
    proof.visit_all();
    proof.report(path, problems);
    let (table, combinations, reached) = (proof.table, proof.combinations, proof.reached);
    covenant.decisions = table;
    covenant.combinations = combinations;
    reached
}

struct Proof<'a> {
    covenant: &'a Covenant,
    table: Vec<u16>,
    combinations: u64,
    /// One point for each entry of the table that no rule decides.
    gaps: BTreeMap<usize, Point>,
    /// The two rules and the first point at which both hold.
    conflicts: BTreeMap<(usize, usize), Point>,
    /// Rules that decide somewhere.
    used_rules: HashSet<usize>,
    /// `[[inform]]` tables that hold somewhere.
    used_informs: HashSet<usize>,
    /// What a rule asks for and the covenant does not have.
    missing: BTreeSet<(u32, String, String)>,
    reached: HashSet<usize>,
    /// Handlers that were resolved already: rule, commissioner, handled_by, category.
    resolved: HashSet<(usize, u8, u8, u8)>,
}

impl<'a> Proof<'a> {
    fn new(covenant: &'a Covenant) -> Self {
        Self {
            covenant,
            table: vec![IMPOSSIBLE; covenant.vocabulary.size()],
            combinations: 0,
            gaps: BTreeMap::new(),
            conflicts: BTreeMap::new(),
            used_rules: HashSet::new(),
            used_informs: HashSet::new(),
            missing: BTreeSet::new(),
            reached: HashSet::new(),
            resolved: HashSet::new(),
        }
    }

    fn visit_all(&mut self) {
        let mut before = BTreeSet::from([facts::BEFORE_NOBODY]);
        for step in 0..self.covenant.steps.len() {
            let step = u8::try_from(step).expect("steps are bounded when read");
            let mut handlers = BTreeSet::new();
            for point in self.points(step, &before) {
                if let Some(handler) = self.visit(point) {
                    handlers.insert(handler);
                }
            }
            before = handlers;
        }
    }

    /// All points of a step that can occur.
    fn points(&self, step: u8, before: &BTreeSet<u8>) -> Vec<Point> {
        let mandates: &[u8] = if self.covenant.mandate_role().is_some() {
            &[facts::NO_MANDATE, facts::MANDATE_AVAILABLE, facts::MANDATE_USED]
        } else {
            &[facts::NO_MANDATE]
        };
        let mut targets = vec![(facts::NO_TARGET, facts::NO_PARTNER, facts::NO_MANDATE)];
        for relation in facts::OWN_DISTRICT..facts::NO_TARGET {
            // With one district there is no other.
            if relation == facts::OTHER_DISTRICT && self.covenant.areas.len() < 2 {
                continue;
            }
            for partner in 0..facts::NO_PARTNER {
                targets.extend(mandates.iter().map(|m| (relation, partner, *m)));
            }
        }
        let mut points = Vec::new();
        for track in 0..2 {
            for (category, facts_of) in (0_u8..).zip(&self.covenant.categories) {
                let nuisances = u8::from(facts_of.implies_nuisance)..2;
                let measures = || 0..facts::MEASURES.len();
                for (nuisance, measure) in
                    nuisances.flat_map(|n| measures().map(move |measure| (n, measure as u8)))
                {
                    for (relation, partner, mandate) in &targets {
                        points.extend(before.iter().map(|handled_by| {
                            let (relation, partner, mandate) = (*relation, *partner, *mandate);
                            [
                                track,
                                step,
                                category,
                                nuisance,
                                measure,
                                relation,
                                partner,
                                mandate,
                                *handled_by,
                            ]
                        }));
                    }
                }
            }
        }
        points
    }

    /// Decides one point; returns the `handled_by` that it leads to.
    fn visit(&mut self, point: Point) -> Option<u8> {
        let covenant = self.covenant;
        self.combinations += covenant.areas.len() as u64;
        let decider = self.decider(&point)?;
        match covenant.rules[decider].answer {
            Answer::Refusal { .. } => None,
            Answer::Handler(handler) => {
                self.resolve(decider, handler, &point);
                let informs = covenant.informs.iter().enumerate();
                let told = informs.filter(|(_, inform)| holds(&inform.when, &point));
                self.used_informs.extend(told.map(|(at, _)| at));
                Some(match handler {
                    Handler::OwnOrganisation => facts::BEFORE_OWN_ORGANISATION,
                    Handler::TargetOrganisation => facts::BEFORE_TARGET_ORGANISATION,
                    Handler::Role { role, .. } => facts::before_role(role),
                    Handler::Director => {
                        let category = usize::from(point[Fact::Category as usize]);
                        facts::before_role(covenant.categories[category].director_role_index)
                    }
                })
            }
        }
    }

    /// The rule that decides a point; points that rules cannot tell apart are decided once.
    fn decider(&mut self, point: &Point) -> Option<usize> {
        let covenant = self.covenant;
        let entry = covenant.vocabulary.index(point);
        if self.table[entry] != IMPOSSIBLE {
            return Some(usize::from(self.table[entry]));
        }
        let holding = |refusal: bool| {
            covenant.rules.iter().enumerate().filter(move |(_, rule)| {
                matches!(rule.answer, Answer::Refusal { .. }) == refusal && holds(&rule.when, point)
            })
        };
        // Refusals win over everything, the first one over the others.
        let mut found: Vec<usize> = holding(true).map(|(at, _)| at).take(1).collect();
        if found.is_empty() {
            found = holding(false).map(|(at, _)| at).collect();
        }
        let Some(decider) = found.first().copied() else {
            self.gaps.entry(entry).or_insert(*point);
            return None;
        };
        for other in &found[1..] {
            self.conflicts.entry((decider, *other)).or_insert(*point);
        }
        self.used_rules.extend(&found);
        let number = u16::try_from(decider).expect("a file of 4 MiB has fewer rules");
        self.table[entry] = number;
        Some(decider)
    }

    /// Finds the handler's office for every area and every place that the facts leave open.
    fn resolve(&mut self, rule: usize, handler: Handler, point: &Point) {
        let relation = point[Fact::Commissioner as usize];
        let handled_by = point[Fact::HandledBy as usize];
        let category = point[Fact::Category as usize];
        // The mandate is looked at first: it is no part of the key below.
        if matches!(handler, Handler::Role { side: Side::Target, .. }) {
            if point[Fact::Mandate as usize] != facts::MANDATE_AVAILABLE {
                self.lack(
                    rule,
                    "names the target's own member also when there is none, or it has had its turn",
                    "add mandate = \"available\" to its when",
                );
            } else if self.resolved.insert((rule, 0, 0, 0)) {
                let own = |p: &Place| matches!(p, Place::Organisation(_));
                let offices = self.covenant.offices.iter().enumerate();
                self.reached.extend(offices.filter(|(_, o)| own(&o.place)).map(|(at, _)| at));
            }
            return;
        }
        if !self.resolved.insert((rule, relation, handled_by, category)) {
            return;
        }
        let covenant = self.covenant;
        for area in 0..covenant.areas.len() {
            match handler {
                Handler::OwnOrganisation => {}
                Handler::TargetOrganisation if relation != facts::NO_TARGET => {}
                Handler::TargetOrganisation => self.lack(
                    rule,
                    "names the organisation that the ticket is against also when there is none",
                    "leave no-target out of its commissioner",
                ),
                Handler::Director => {
                    let role = covenant.categories[usize::from(category)].director_role_index;
                    self.need(rule, role, covenant.place_of(role, area));
                }
                Handler::Role { role, side } => match side {
                    Side::Family | Side::City => {
                        self.need(rule, role, covenant.place_of(role, area))
                    }
                    Side::Commissioner => match relation {
                        facts::OWN_DISTRICT | facts::OTHER_DISTRICT => {
                            self.need(rule, role, covenant.place_of(role, area));
                        }
                        _ => self.lack(
                            rule,
                            "asks for the commissioning district also when there is none",
                            "narrow its commissioner to own-district and other-district",
                        ),
                    },
                    Side::Handler => self.resolve_beside(rule, role, handled_by),
                    Side::Target => unreachable!("handled above"),
                },
            }
        }
    }

    /// The office of a role beside every office that may have handled the step before.
    fn resolve_beside(&mut self, rule: usize, role: usize, handled_by: u8) {
        let Some(handling_role) = facts::role_before(handled_by) else {
            return self.lack(
                rule,
                "asks where the step before was handled also when no office did",
                "narrow its handled_by to roles",
            );
        };
        for office in &self.covenant.offices {
            if office.role_index == handling_role {
                self.need(rule, role, self.covenant.place_beside(role, office.place));
            }
        }
    }

    fn need(&mut self, rule: usize, role: usize, place: Option<Place>) {
        let covenant = self.covenant;
        match place.and_then(|place| covenant.index.seats.get(&(role, place))) {
            Some(office) => {
                self.reached.insert(*office);
            }
            None => {
                let role = &covenant.roles[role].id;
                let what = match place {
                    None => format!("needs a {role} where there cannot be one"),
                    Some(place) => {
                        format!("needs the office of {role} in {}", covenant.place_name(place))
                    }
                };
                let hint = match place {
                    None => "narrow its handled_by, or use a role that sits there".to_owned(),
                    Some(_) => format!("add an [[office]] with role = \"{role}\""),
                };
                self.lack(rule, &format!("{what}, which the covenant does not have"), &hint);
            }
        }
    }

    fn lack(&mut self, rule: usize, what: &str, hint: &str) {
        let rule = &self.covenant.rules[rule];
        let text = format!("rule \"{}\" {what}", rule.id);
        self.missing.insert((rule.line, text, hint.to_owned()));
    }

    /// How two rules that hold for the same facts can be kept apart: by the fact of which they
    /// share the fewest values.
    fn apart(&self, first: &Rule, second: &Rule) -> String {
        let differing = FACTS.into_iter().filter(|fact| {
            let at = *fact as usize;
            first.when[at] != second.when[at]
        });
        let shared = |fact: &Fact| first.when[*fact as usize] & second.when[*fact as usize];
        let Some(fact) = differing.min_by_key(|fact| shared(fact).count_ones()) else {
            return format!("remove \"{}\": it has the same when", second.id);
        };
        let words = self.covenant.vocabulary.accepted(fact, shared(&fact)).join(", ");
        format!("take {} {words} out of one of them", fact.key())
    }

    fn report(&self, path: &Path, problems: &mut Problems) {
        let covenant = self.covenant;
        let vocabulary = &covenant.vocabulary;
        for condition in cover(self.gaps.values().copied()) {
            let holding = self.gaps.values().filter(|p| holds(&condition, p));
            let example = holding.clone().next().expect("a cover holds for points of its set");
            let text = format!(
                "no rule for {} combinations of facts, for instance {}",
                holding.count(),
                vocabulary.describe(example)
            );
            let nearest = self.nearest(example);
            let named: Vec<String> =
                nearest.iter().map(|r| format!("\"{}\" on line {}", r.id, r.line)).collect();
            let line = nearest.first().map_or(1, |rule| rule.line);
            let hint = match named.as_slice() {
                [] => "add a [[rule]] for them".to_owned(),
                _ => format!("widen one of {}, or add a [[rule]]", named.join(", ")),
            };
            problems.add(path, line, text, hint);
        }
        for ((first, second), point) in &self.conflicts {
            let (first, second) = (&covenant.rules[*first], &covenant.rules[*second]);
            let text = format!(
                "\"{}\" (line {}) and \"{}\" (line {}) both hold, for instance for {}",
                first.id,
                first.line,
                second.id,
                second.line,
                vocabulary.describe(point)
            );
            problems.add(path, second.line, text, self.apart(first, second));
        }
        for (at, rule) in covenant.rules.iter().enumerate() {
            if !self.used_rules.contains(&at) {
                let text = format!("rule \"{}\" never decides anything", rule.id);
                let hint = "widen its when or remove it; refusals and other rules come before it";
                problems.add(path, rule.line, text, hint);
            }
        }
        for (at, inform) in covenant.informs.iter().enumerate() {
            if !self.used_informs.contains(&at) {
                let hint = "widen its when or remove it";
                problems.add(path, inform.line, "this [[inform]] never tells anybody", hint);
            }
        }
        for (line, text, hint) in &self.missing {
            problems.add(path, *line, text.clone(), hint.clone());
        }
    }

    /// The rules of the same step that come nearest to holding: the gap is between them.
    fn nearest(&self, point: &Point) -> Vec<&Rule> {
        let failing = |rule: &&Rule| {
            rule.when.iter().zip(point).filter(|(set, value)| *set & (1 << **value) == 0).count()
        };
        let step = Fact::Step as usize;
        let handling = || {
            self.covenant.rules.iter().filter(|rule| {
                let handles = matches!(rule.answer, Answer::Handler(_));
                handles && rule.when[step] & (1 << point[step]) != 0
            })
        };
        let least = handling().map(|rule| failing(&rule)).min();
        handling().filter(|rule| Some(failing(rule)) == least).collect()
    }
}
