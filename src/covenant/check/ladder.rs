//! Has every ticket exactly one answer? Visits every combination of facts, and fills the table that
//! routing reads.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use crate::covenant::model::facts::{self, Fact, Point, holds};
use crate::covenant::model::parties::Place;
use crate::covenant::model::rule::{Answer, Handler, Side};
use crate::covenant::model::{Draft, IMPOSSIBLE};
use crate::toml_file::Problems;

/// What was found out about the ladder.
pub(super) struct Ladder {
    /// The rule that decides, by the number of the point.
    pub(super) decisions: Vec<u16>,
    pub(super) combinations: u64,
    /// The offices that handle somewhere.
    pub(super) reached: HashSet<usize>,
}

/// Proves that every ticket has exactly one answer; an office that is missing goes to `of_places`. Makes
/// the draft's table of facts as small as its rules allow.
pub(super) fn prove(
    draft: &mut Draft,
    path: &Path,
    (problems, of_places): (&Problems, &Problems),
) -> Ladder {
    let conditions = draft.rules.iter().map(|rule| &rule.when);
    let conditions = conditions.chain(draft.informs.iter().map(|inform| &inform.when));
    draft.vocabulary.collapse(conditions);
    let mut proof = Proof::new(draft);
    proof.visit_all();
    proof.report(path, problems);
    proof.report_missing(path, of_places);
    Ladder { decisions: proof.table, combinations: proof.combinations, reached: proof.reached }
}

/// Every two of the rules that hold for the same facts: whoever mends one overlap must not meet the
/// next one afterwards.
pub(super) fn pairs(holding: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let later = |at: usize| holding[at + 1..].iter().copied();
    holding.iter().enumerate().flat_map(move |(at, first)| later(at).map(|second| (*first, second)))
}

/// What a rule asks for and does not find.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lack {
    pub(super) line: u32,
    pub(super) text: String,
    pub(super) hint: String,
    /// The role and the place, when it is an office.
    pub(super) office: Option<(String, String)>,
}

pub(super) struct Proof<'a> {
    pub(super) draft: &'a Draft,
    table: Vec<u16>,
    combinations: u64,
    /// One point for each entry of the table that no rule decides.
    pub(super) gaps: BTreeMap<usize, Point>,
    /// The two rules and the first point at which both hold.
    pub(super) conflicts: BTreeMap<(usize, usize), Point>,
    /// Rules that decide somewhere.
    pub(super) used_rules: HashSet<usize>,
    /// `[[inform]]` tables that hold somewhere.
    pub(super) used_informs: HashSet<usize>,
    /// What a rule asks for and the covenant does not have.
    pub(super) missing: BTreeSet<Lack>,
    reached: HashSet<usize>,
    /// Handlers that were resolved already: rule, commissioner, handled_by, category.
    resolved: HashSet<(usize, u8, u8, u8)>,
}

impl<'a> Proof<'a> {
    fn new(draft: &'a Draft) -> Self {
        Self {
            draft,
            table: vec![IMPOSSIBLE; draft.vocabulary.size()],
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
        for step in 0..self.draft.steps.len() {
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
        let mandates: &[u8] = if self.draft.mandate_role().is_some() {
            &[facts::NO_MANDATE, facts::MANDATE_AVAILABLE, facts::MANDATE_USED]
        } else {
            &[facts::NO_MANDATE]
        };
        let mut targets = vec![(facts::NO_TARGET, facts::NO_PARTNER, facts::NO_MANDATE)];
        for relation in facts::OWN_DISTRICT..facts::NO_TARGET {
            // With one district there is no other.
            if relation == facts::OTHER_DISTRICT && self.draft.areas.len() < 2 {
                continue;
            }
            for partner in 0..facts::NO_PARTNER {
                targets.extend(mandates.iter().map(|m| (relation, partner, *m)));
            }
        }
        // Who stays away is somebody: without a target there is no absence.
        let absent = |relation| {
            self.draft.vocabulary.looks_at(Fact::Absence) && relation != facts::NO_TARGET
        };
        let targets: Vec<_> = targets
            .into_iter()
            .flat_map(|target| {
                (0..=u8::from(absent(target.0))).map(move |absence| (target, absence))
            })
            .collect();
        let mut points = Vec::new();
        for track in 0..2 {
            for (category, facts_of) in (0_u8..).zip(&self.draft.categories) {
                let nuisances = u8::from(facts_of.implies_nuisance)..2;
                let measures = || 0..facts::MEASURES.len();
                for (nuisance, measure) in
                    nuisances.flat_map(|n| measures().map(move |measure| (n, measure as u8)))
                {
                    for ((relation, partner, mandate), absence) in &targets {
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
                                *absence,
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
        let draft = self.draft;
        self.combinations += draft.areas.len() as u64;
        let decider = self.decider(&point)?;
        match draft.rules[decider].answer {
            Answer::Refusal { .. } => None,
            Answer::Handler(handler) => {
                self.resolve(decider, handler, &point);
                let informs = draft.informs.iter().enumerate();
                let told = informs.filter(|(_, inform)| holds(&inform.when, &point));
                self.used_informs.extend(told.map(|(at, _)| at));
                Some(match handler {
                    Handler::OwnOrganisation => facts::BEFORE_OWN_ORGANISATION,
                    Handler::TargetOrganisation => facts::BEFORE_TARGET_ORGANISATION,
                    Handler::Role { role, .. } => facts::before_role(role),
                    Handler::Director => {
                        let category = usize::from(point[Fact::Category as usize]);
                        facts::before_role(draft.categories[category].director_role_index)
                    }
                })
            }
        }
    }

    /// The rule that decides a point; points that rules cannot tell apart are decided once.
    fn decider(&mut self, point: &Point) -> Option<usize> {
        let draft = self.draft;
        let entry = draft.vocabulary.index(point);
        if self.table[entry] != IMPOSSIBLE {
            return Some(usize::from(self.table[entry]));
        }
        let holding = |refusal: bool| {
            draft.rules.iter().enumerate().filter(move |(_, rule)| {
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
        for pair in pairs(&found) {
            self.conflicts.entry(pair).or_insert(*point);
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
                let offices = self.draft.offices.iter().enumerate();
                self.reached.extend(offices.filter(|(_, o)| own(&o.place)).map(|(at, _)| at));
            }
            return;
        }
        if !self.resolved.insert((rule, relation, handled_by, category)) {
            return;
        }
        let draft = self.draft;
        for area in 0..draft.areas.len() {
            match handler {
                Handler::OwnOrganisation => {}
                Handler::TargetOrganisation if relation != facts::NO_TARGET => {}
                Handler::TargetOrganisation => self.lack(
                    rule,
                    "names the organisation that the ticket is against also when there is none",
                    "leave no-target out of its commissioner",
                ),
                Handler::Director => {
                    let role = draft.categories[usize::from(category)].director_role_index;
                    self.need(rule, role, draft.place_of(role, area));
                }
                Handler::Role { role, side } => match side {
                    Side::Family | Side::City => self.need(rule, role, draft.place_of(role, area)),
                    Side::Commissioner => match relation {
                        facts::OWN_DISTRICT | facts::OTHER_DISTRICT => {
                            self.need(rule, role, draft.place_of(role, area));
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
        for office in &self.draft.offices {
            if office.role_index == handling_role {
                self.need(rule, role, self.draft.place_beside(role, office.place));
            }
        }
    }

    fn need(&mut self, rule: usize, role: usize, place: Option<Place>) {
        let draft = self.draft;
        match place.and_then(|place| draft.index.seats.get(&(role, place))) {
            Some(office) => {
                self.reached.insert(*office);
            }
            None => {
                let role = &draft.roles[role].id;
                let Some(place) = place else {
                    let what = format!(
                        "needs a {role} where there cannot be one, which the covenant does not have"
                    );
                    let hint = "narrow its handled_by, or use a role that sits there";
                    return self.lack(rule, &what, hint);
                };
                let place = draft.place_name(place);
                let what = format!(
                    "needs the office of {role} in {place}, which the covenant does not have"
                );
                self.lack_of(rule, &what, "", Some((role.clone(), place)));
            }
        }
    }

    fn lack(&mut self, rule: usize, what: &str, hint: &str) {
        self.lack_of(rule, what, hint, None);
    }

    fn lack_of(&mut self, rule: usize, what: &str, hint: &str, office: Option<(String, String)>) {
        let rule = &self.draft.rules[rule];
        let (text, hint) = (format!("rule \"{}\" {what}", rule.id), hint.to_owned());
        self.missing.insert(Lack { line: rule.line, text, hint, office });
    }
}
