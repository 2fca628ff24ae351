//! What does a case follow, who leads a match, and who may ask for what? The parts of a covenant
//! that are neither a route of tickets nor of concern signals.

use super::category::By;
use super::concern::{self, ConcernRule};
use super::model::{Category, Organisation, Role};
use super::plan::ReadPlan;
use super::problem::did_you_mean;
use super::read::role_named;
use super::source::{At, Problems, Section};
use super::{Covenant, model::Office};
use crate::domain::model::agreement::{CaseRules, LeadRule, WatchRule, Watcher};
use crate::domain::model::party::{AreaCode, CategoryCode, OfficeId};

/// What was agreed besides the ladder.
#[derive(Debug)]
pub(super) struct Agreed {
    pub(super) plans: Vec<ReadPlan>,
    /// Index of the category of a case that a concern signal opens.
    pub(super) default_category: usize,
    pub(super) lead: LeadRule,
    pub(super) privacy_role: At<usize>,
    pub(super) report_roles: Vec<At<usize>>,
    pub(super) concerns: Vec<ConcernRule>,
    /// The concern rule that decides, by the number of the facts.
    pub(super) concern_table: [usize; concern::POINTS],
}

/// Kinds of organisations that the covenant file names: known only when the other file is read.
#[derive(Default)]
pub(super) struct NamedKinds(Vec<(String, At<String>)>);

impl NamedKinds {
    /// Notes kinds that a section names, and returns them as words.
    pub(super) fn note(&mut self, section: &Section, words: Vec<At<String>>) -> Vec<String> {
        let kinds = words.iter().map(|word| word.it.clone()).collect();
        self.0.extend(words.into_iter().map(|word| (section.name.clone(), word)));
        kinds
    }

    /// Reports every kind that no organisation is of.
    pub(super) fn check(
        &self,
        organisations: &[Organisation],
        path: &std::path::Path,
        problems: &mut Problems,
    ) {
        let known: std::collections::BTreeSet<&str> =
            organisations.iter().map(|o| o.kind.as_str()).collect();
        for (name, kind) in &self.0 {
            if !known.contains(kind.it.as_str()) {
                let text = format!("{name}: no organisation is of the kind \"{}\"", kind.it);
                let hint = did_you_mean(&kind.it, known.iter().copied());
                problems.add(path, kind.line, text, hint);
            }
        }
    }
}

/// Reads what stands beside the tables of rules; `None` when it cannot be used.
pub(super) fn read_agreed(
    file: &mut Section,
    roles: &[Role],
    categories: &[Category],
    plans: Vec<ReadPlan>,
    kinds: &mut NamedKinds,
    problems: &mut Problems,
) -> Option<Agreed> {
    let default_category = file.text("default_category", problems).and_then(|text| {
        let at = categories.iter().position(|c| c.code.as_str() == text.it);
        if at.is_none() {
            let why = format!("\"default_category\" names the unknown category \"{}\"", text.it);
            let hint = did_you_mean(&text.it, categories.iter().map(|c| c.code.as_str()));
            problems.add(file.file(), text.line, why, hint);
        }
        at
    });
    let privacy_role = role_named(file, "privacy_officer_role", roles, problems);
    let report_roles = read_report_roles(file, roles, problems);
    let lead = read_lead(file, kinds, problems);
    let sections = file.tables("concern", problems);
    let concerns =
        sections.into_iter().filter_map(|s| concern::read(s, roles, kinds, problems)).collect();
    Some(Agreed {
        plans,
        default_category: default_category?,
        lead: lead?,
        privacy_role: privacy_role?,
        report_roles,
        concerns,
        concern_table: [0; concern::POINTS],
    })
}

fn read_report_roles(
    file: &mut Section,
    roles: &[Role],
    problems: &mut Problems,
) -> Vec<At<usize>> {
    const KEY: &str = "report_roles";
    let Some(words) = file.words(KEY, problems) else {
        let text = format!("{}: \"{KEY}\" is missing", file.name);
        let hint = "list the roles that may ask for steering information".to_owned();
        problems.add(file.file(), file.line, text, hint);
        return Vec::new();
    };
    let mut found = Vec::new();
    for word in words {
        match roles.iter().position(|r| r.id == word.it) {
            Some(it) => found.push(At { it, line: word.line }),
            None => {
                let text = format!("\"{KEY}\" names the unknown role \"{}\"", word.it);
                let hint = did_you_mean(&word.it, roles.iter().map(|r| r.id.as_str()));
                problems.add(file.file(), word.line, text, hint);
            }
        }
    }
    found
}

/// Words of `[lead] rule`.
const LEADS: [&str; 3] = ["agreed", "kind-order", "dominant"];

/// Reads `[lead]`; absent means that the parties agree.
fn read_lead(
    file: &mut Section,
    kinds: &mut NamedKinds,
    problems: &mut Problems,
) -> Option<LeadRule> {
    let Some(mut lead) = file.table_if("lead", problems) else { return Some(LeadRule::Agreed) };
    let rule = lead.text("rule", problems);
    let order = lead.words("kinds", problems);
    let given = order.is_some();
    let order = kinds.note(&lead, order.unwrap_or_default());
    let rule = rule.and_then(|rule| match rule.it.as_str() {
        "agreed" => Some(LeadRule::Agreed),
        "dominant" => Some(LeadRule::Dominant),
        "kind-order" => Some(LeadRule::KindOrder(order.clone())),
        _ => {
            let text = format!("[lead]: unknown rule \"{}\"", rule.it);
            problems.add(lead.file(), rule.line, text, did_you_mean(&rule.it, LEADS));
            None
        }
    });
    let wrong = match &rule {
        Some(LeadRule::KindOrder(order)) if order.is_empty() => {
            Some(("\"kinds\" is missing", "list the kinds of organisations, the first one leads"))
        }
        Some(LeadRule::Agreed | LeadRule::Dominant) if given => {
            Some(("\"kinds\" means nothing here", "remove it, or set rule = \"kind-order\""))
        }
        _ => None,
    };
    if let Some((why, hint)) = wrong {
        let text = format!("[lead]: {why}");
        problems.add(lead.file(), lead.line, text, hint);
    }
    lead.finish(problems);
    rule
}

impl Covenant {
    /// What a case of this category follows in this area. `None` when the covenant knows either
    /// not; else always an answer.
    #[must_use]
    pub fn case_rules(&self, category: &CategoryCode, area: &AreaCode) -> Option<CaseRules> {
        let kind = self.category(category)?;
        let director = self.director(category, area)?;
        let rules = &kind.rules;
        let watch = rules.watch.as_ref().map(|watch| WatchRule {
            every_weeks: watch.every_weeks,
            weeks: watch.weeks,
            by: match watch.by {
                By::LastFamilyManager => Watcher::LastFamilyManager,
                By::Director => Watcher::Director,
                By::Role(role) => Watcher::Office(
                    self.acting(role, area).expect("whoever keeps watch has an office: proved"),
                ),
            },
            while_open: watch.while_open,
        });
        Some(CaseRules {
            category: category.clone(),
            director,
            implies_nuisance: kind.implies_nuisance,
            family_manager: rules.family_manager.clone(),
            plans: rules.plans.iter().map(|at| self.agreed.plans[*at].it.clone()).collect(),
            watch,
        })
    }

    /// The category of a case that a concern signal opens.
    #[must_use]
    pub fn default_category(&self) -> &CategoryCode {
        &self.categories[self.agreed.default_category].code
    }

    /// How the lead of a match comes about when nobody has agreed on one.
    #[must_use]
    pub fn lead_rule(&self) -> &LeadRule {
        &self.agreed.lead
    }

    /// The office that answers for the rights of families in this area, or who stands in for it;
    /// `None` only for an unknown area.
    #[must_use]
    pub fn privacy_officer(&self, area: &AreaCode) -> Option<OfficeId> {
        self.acting(self.agreed.privacy_role.it, area)
    }

    /// Whether an office acts as privacy officer anywhere, also when it only stands in.
    #[must_use]
    pub fn is_privacy_officer(&self, office: &OfficeId) -> bool {
        self.acts_as(office, |role| role == self.agreed.privacy_role.it)
    }

    /// Whether an office may ask for steering information, also when it only stands in.
    #[must_use]
    pub fn may_report(&self, office: &OfficeId) -> bool {
        self.acts_as(office, |role| self.agreed.report_roles.iter().any(|r| r.it == role))
    }

    fn acts_as(&self, office: &OfficeId, role: impl Fn(usize) -> bool) -> bool {
        let Some(office) = self.index.offices.get(office).copied() else { return false };
        let of_role = |(_, o): &(usize, &Office)| role(o.role_index);
        let mut offices = self.offices.iter().enumerate().filter(of_role);
        offices.any(|(at, _)| self.standing_in(at) == office)
    }
}
