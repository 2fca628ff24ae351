//! What does a case follow, who leads a match, and who answers for the rights of a family?

use crate::covenant::model::category::By;
use crate::covenant::model::{Covenant, Ground, Office};
use crate::domain::model::agreement::{CaseRules, LeadRule, PlanRule, WatchRule, Watcher};
use crate::domain::model::party::{AreaCode, CategoryCode, OfficeId};

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
            measure: rules.measure,
            family_manager: rules.family_manager.clone(),
            plans: rules.plans.iter().map(|at| self.draft.agreed.plans[*at].it.clone()).collect(),
            watch,
        })
    }

    /// Whether whoever takes a family of this category up says on which ground it was reported.
    #[must_use]
    pub fn asks_entry_ground(&self, category: &CategoryCode) -> bool {
        let kind = self.draft.index.categories.get(category);
        let asks = kind.is_some_and(|at| self.draft.categories[*at].asks_entry_ground);
        asks && !self.draft.entry.grounds.is_empty()
    }

    /// The category of a case that a concern signal opens.
    #[must_use]
    pub fn default_category(&self) -> &CategoryCode {
        &self.draft.categories[self.draft.agreed.default_category].code
    }

    /// How the lead of a match comes about when nobody has agreed on one.
    #[must_use]
    pub fn lead_rule(&self) -> &LeadRule {
        &self.draft.agreed.lead
    }

    /// On what that rule rests; `None` when the file says nothing about the lead.
    #[must_use]
    pub fn lead_ground(&self) -> Option<&Ground> {
        self.draft.agreed.lead_ground.as_ref()
    }

    /// The category of a case that a concern signal opens, in which nobody has looked at the family yet;
    /// `None` where no signal opens one.
    #[must_use]
    pub fn at_risk_category(&self) -> Option<&CategoryCode> {
        let opens = self.draft.agreed.concerns.iter().any(|concern| concern.opens_case);
        opens.then(|| self.default_category())
    }

    /// The office that answers for the rights of families in this area, or who stands in for it;
    /// `None` only for an unknown area.
    #[must_use]
    pub fn privacy_officer(&self, area: &AreaCode) -> Option<OfficeId> {
        self.acting(self.draft.agreed.privacy_role.it, area)
    }

    /// Whether an office acts as privacy officer anywhere, also when it only stands in.
    #[must_use]
    pub fn is_privacy_officer(&self, office: &OfficeId) -> bool {
        self.acts_as(office, |role| role == self.draft.agreed.privacy_role.it)
    }

    /// Whether an office acts as auditor, also when it only stands in: it may read the audit log. No
    /// office does when the covenant names no such role.
    #[must_use]
    pub fn is_auditor(&self, office: &OfficeId) -> bool {
        let named = self.draft.agreed.auditor_role.as_ref();
        named.is_some_and(|named| self.acts_as(office, |role| role == named.it))
    }

    /// Whether an office acts as administrator, also when it only stands in: it may look at the
    /// covenant as a whole, try out another one, and see who takes part.
    #[must_use]
    pub fn is_administrator(&self, office: &OfficeId) -> bool {
        let named = self.draft.agreed.administrator_role.as_ref();
        named.is_some_and(|named| self.acts_as(office, |role| role == named.it))
    }

    /// Whether an office may ask for steering information, also when it only stands in.
    #[must_use]
    pub fn may_report(&self, office: &OfficeId) -> bool {
        self.acts_as(office, |role| self.draft.agreed.report_roles.iter().any(|r| r.it == role))
    }

    /// The areas whose figures an office may ask for because they are its own, also when it only
    /// stands in.
    #[must_use]
    pub fn own_figures(&self, office: &OfficeId) -> Vec<AreaCode> {
        let acts = |area: &AreaCode| {
            let mut roles = self.draft.agreed.own_report_roles.iter();
            roles.any(|role| self.acting(role.it, area).as_ref() == Some(office))
        };
        self.areas().map(|area| &area.code).filter(|area| acts(area)).cloned().collect()
    }

    pub(super) fn acts_as(&self, office: &OfficeId, role: impl Fn(usize) -> bool) -> bool {
        let Some(office) = self.draft.index.offices.get(office).copied() else { return false };
        let of_role = |(_, o): &(usize, &Office)| role(o.role_index);
        let mut offices = self.draft.offices.iter().enumerate().filter(of_role);
        offices.any(|(at, _)| self.draft.standing_in(at) == office)
    }

    /// The plans, in the order of the file.
    pub fn plans(&self) -> impl ExactSizeIterator<Item = &PlanRule> {
        self.draft.agreed.plans.iter().map(|plan| &plan.it)
    }

    /// A plan by its id, whatever category may use it.
    #[must_use]
    pub fn plan(&self, id: &str) -> Option<&PlanRule> {
        self.plans().find(|plan| plan.id == id)
    }

    /// The name of a milestone of a plan, in Dutch and in English.
    #[must_use]
    pub fn milestone_name(&self, plan: &str, code: &str) -> Option<(&str, &str)> {
        let milestone = self.plan(plan)?.milestones.iter().find(|m| m.code == code)?;
        Some((&milestone.name_nl, &milestone.name_en))
    }
}
