//! What is a ticket about, in the terms of the covenant? Everything that a question names, looked up.

use crate::covenant::model::facts::{self, Point};
use crate::covenant::model::{Commissioner, Covenant, Organisation, Partner};
use crate::domain::model::agreement::Measure;
use crate::domain::model::routing::{RouteQuestion, Track};

/// In whose hands a step is, before anybody stands in.
#[derive(Clone, Copy)]
pub(super) enum Hands {
    Own,
    Target,
    Office(usize),
}

impl Hands {
    pub(super) fn office(self) -> Option<usize> {
        match self {
            Self::Office(at) => Some(at),
            Self::Own | Self::Target => None,
        }
    }
}

/// Who handled the step before; nobody did before the first.
pub(super) type Before = Option<Hands>;

/// A question with everything in it looked up.
pub(super) struct Situation<'a> {
    pub(super) question: &'a RouteQuestion,
    pub(super) area: usize,
    pub(super) category: usize,
    pub(super) nuisance: bool,
    pub(super) target: Option<&'a Organisation>,
    /// The district that commissions the target, when one does.
    pub(super) commissioner: Option<usize>,
    /// The target's own member.
    pub(super) mandate: Option<usize>,
    relation: u8,
}

impl Covenant {
    /// Looks up everything that a question names.
    ///
    /// # Errors
    /// The code of what the covenant does not know.
    pub(super) fn look_up<'a>(
        &'a self,
        q: &'a RouteQuestion,
    ) -> Result<Situation<'a>, &'static str> {
        let area = *self.draft.index.areas.get(&q.area).ok_or("UNKNOWN_AREA")?;
        let category = self.draft.index.categories.get(&q.category);
        let category = *category.ok_or("UNKNOWN_CATEGORY")?;
        if !(1..=self.draft.steps.len()).contains(&usize::from(q.step)) {
            return Err("UNKNOWN_STEP");
        }
        let target = match &q.target {
            None => None,
            Some(oin) => Some(self.organisation(oin).ok_or("UNKNOWN_TARGET")?),
        };
        let commissioner = target.and_then(|t| match &t.commissioner {
            Commissioner::District(code) => self.draft.index.areas.get(code).copied(),
            Commissioner::CityRegion | Commissioner::City | Commissioner::Nobody => None,
        });
        let relation = match target.map(|t| &t.commissioner) {
            None => facts::NO_TARGET,
            Some(Commissioner::District(code)) if *code == q.area => facts::OWN_DISTRICT,
            Some(Commissioner::District(_)) => facts::OTHER_DISTRICT,
            Some(Commissioner::CityRegion) => facts::CITY_REGION,
            Some(Commissioner::City) => facts::CITY,
            Some(Commissioner::Nobody) => facts::NOBODY,
        };
        let mandate = target.and_then(|target| self.draft.own_member(target.oin));
        let nuisance = q.nuisance || self.draft.categories[category].implies_nuisance;
        Ok(Situation {
            question: q,
            area,
            category,
            nuisance,
            target,
            commissioner,
            mandate,
            relation,
        })
    }

    /// The facts of a situation as rules see them.
    pub(super) fn point(
        &self,
        s: &Situation<'_>,
        step: usize,
        before: Before,
        used: bool,
    ) -> Point {
        let small = |n: usize| u8::try_from(n).expect("values are bounded by MAX_VALUES when read");
        [
            match s.question.track {
                Track::NoAgreement => 0,
                Track::NotCarriedOut => 1,
            },
            small(step),
            small(s.category),
            u8::from(s.nuisance),
            match s.question.measure {
                Measure::None => 0,
                Measure::ChildProtection => 1,
                Measure::YouthProbation => 2,
            },
            s.relation,
            match s.target.map(|t| t.partner) {
                Some(Partner::Care) => 0,
                Some(Partner::NonCare) => 1,
                Some(Partner::Judiciary) => 2,
                None => facts::NO_PARTNER,
            },
            match (s.mandate, used) {
                (None, _) => facts::NO_MANDATE,
                (Some(_), false) => facts::MANDATE_AVAILABLE,
                (Some(_), true) => facts::MANDATE_USED,
            },
            match before {
                None => facts::BEFORE_NOBODY,
                Some(Hands::Own) => facts::BEFORE_OWN_ORGANISATION,
                Some(Hands::Target) => facts::BEFORE_TARGET_ORGANISATION,
                Some(Hands::Office(at)) => facts::before_role(self.draft.offices[at].role_index),
            },
            u8::from(s.question.absence && s.target.is_some()),
        ]
    }
}
