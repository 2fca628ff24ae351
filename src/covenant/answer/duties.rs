//! What is the work of an office, by the rules of the covenant? Whoever stands in for a vacant office has
//! its work too.

use crate::covenant::model::Covenant;
use crate::covenant::model::category::By;
use crate::covenant::model::concern::To;
use crate::covenant::model::facts::Fact;
use crate::covenant::model::rule::{Answer, Handler, Rule};
use crate::domain::model::{
    duties::Duties,
    party::{OfficeId, Party},
};

impl Covenant {
    /// Whether a party may come to keep watch on families of some category, as last family manager or as
    /// the office that the covenant names. Whoever directs keeps it as part of that.
    #[must_use]
    pub fn may_watch(&self, party: &Party) -> bool {
        let kind = match party {
            Party::Organisation(oin) => self.organisation(oin).map(|own| own.kind.as_str()),
            Party::Office(_) => None,
        };
        self.draft.categories.iter().any(|category| {
            let kinds = category.family_manager_kinds();
            match (category.rules.watch.as_ref().map(|watch| &watch.by), party) {
                (Some(By::LastFamilyManager), Party::Organisation(_)) => {
                    kind.is_some_and(|kind| kinds.is_empty() || kinds.iter().any(|one| one == kind))
                }
                (Some(By::Role(named)), Party::Office(office)) => {
                    self.acts_as(office, |role| role == *named)
                }
                _ => false,
            }
        })
    }

    /// What an office has to do; nothing when the covenant does not know it.
    #[must_use]
    pub fn duties(&self, office: &OfficeId) -> Duties {
        let directs = |role: usize| {
            self.draft.categories.iter().any(|category| category.director_role_index == role)
        };
        let handled = |role: usize, rule: &Rule| match rule.answer {
            Answer::Handler(Handler::Role { role: named, .. }) => named == role,
            Answer::Handler(Handler::Director) => directs(role),
            Answer::Handler(Handler::OwnOrganisation | Handler::TargetOrganisation)
            | Answer::Refusal { .. } => false,
        };
        let told = |told: &Handler| match told {
            Handler::Role { role, .. } => Some(*role),
            Handler::OwnOrganisation | Handler::TargetOrganisation | Handler::Director => None,
        };
        let hears = |role: usize| {
            let of_tickets = self.draft.informs.iter().flat_map(|inform| &inform.offices);
            let of_signals = self.draft.agreed.concerns.iter();
            of_tickets.filter_map(told).any(|named| named == role)
                || of_signals.into_iter().any(|rule| {
                    matches!(rule.to, To::Role(named) if named == role)
                        || rule.informs.contains(&role)
                })
        };
        let last = self.last_step() - 1;
        let of_last = |rule: &&Rule| rule.when[Fact::Step as usize] >> last & 1 == 1;
        let rules = &self.draft.rules;
        Duties {
            directs: self.acts_as(office, directs),
            handles: self.acts_as(office, |role| rules.iter().any(|rule| handled(role, rule))),
            rules: self.acts_as(office, |role| {
                rules.iter().filter(of_last).any(|rule| handled(role, rule))
            }),
            hears: self.acts_as(office, hears),
            privacy: self.is_privacy_officer(office),
            reports: self.may_report(office),
            audits: self.is_auditor(office),
            administers: self.is_administrator(office),
        }
    }
}
