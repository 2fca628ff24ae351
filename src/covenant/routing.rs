//! Which office? From the facts of a ticket to exactly one handler, or a coded refusal.

use super::explain::{self, Words};
use super::facts::{self, Point};
use super::model::{Commissioner, Office, Organisation, Partner, Place};
use super::rule::{Answer, Handler, Rule, Side};
use super::{Covenant, IMPOSSIBLE};
use crate::domain::model::agreement::Measure;
use crate::domain::model::party::{OfficeId, Oin};
use crate::domain::model::routing::{Route, RouteQuestion, RouteRefusal, RouteTarget, Track};

/// In whose hands a step is, before anybody stands in.
#[derive(Clone, Copy)]
pub(super) enum Hands {
    Own,
    Target,
    Office(usize),
}

impl Hands {
    fn office(self) -> Option<usize> {
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
    mandate: Option<usize>,
    relation: u8,
}

/// An answer without how it came about.
pub(super) struct Brief {
    pub(super) handler: RouteTarget,
    pub(super) informed: Vec<OfficeId>,
}

/// A rule that decided and whom it names.
#[derive(Clone, Copy)]
enum Decided {
    Handled {
        rule: usize,
        by: Hands,
        by_mandate: bool,
    },
    Refused {
        rule: usize,
    },
    /// Cannot happen in a covenant that was proved total.
    Nothing,
}

impl Covenant {
    /// Who handles a step, who directs, who is told, and how that follows. Total: every question
    /// whose area, category, step and target this covenant knows has one answer. An office that is
    /// handed a step while it is empty is replaced by its fallback, which the derivation says.
    ///
    /// # Errors
    ///
    /// The coded refusal of the covenant, for instance `JUDICIARY`; `UNKNOWN_AREA`,
    /// `UNKNOWN_CATEGORY`, `UNKNOWN_STEP` or `UNKNOWN_TARGET` for what it does not know.
    pub fn route(&self, question: &RouteQuestion) -> Result<Route, RouteRefusal> {
        let situation = self.look_up(question)?;
        let step = usize::from(question.step) - 1;
        let before = match self.before(&situation, step, true) {
            Ok(before) => before,
            Err(rule) => return Err(self.refusal(&situation, &self.rules[rule], None)),
        };
        match self.decide(&situation, step, before, question.mandate_used) {
            Decided::Handled { rule, by, by_mandate } => {
                Ok(self.answer(&situation, rule, before, by, by_mandate))
            }
            Decided::Refused { rule } => Err(self.refusal(&situation, &self.rules[rule], before)),
            Decided::Nothing => Err(explain::unknown(self, question, "NO_RULE")),
        }
    }

    /// The same answer without how it came about; a refusal by its code.
    pub(super) fn brief(&self, question: &RouteQuestion) -> Result<Brief, String> {
        let s = self.look_up(question).map_err(|refusal| refusal.code)?;
        let code = |rule: usize| match &self.rules[rule].answer {
            Answer::Refusal { code } => code.clone(),
            Answer::Handler(_) => "NO_RULE".to_owned(),
        };
        let step = usize::from(question.step) - 1;
        let before = self.before(&s, step, true).map_err(code)?;
        match self.decide(&s, step, before, question.mandate_used) {
            Decided::Handled { by, .. } => {
                let handler = by.office().map(|at| self.standing_in(at));
                let directs = self.seat(self.categories[s.category].director_role_index, s.area);
                let director = directs.map(|at| self.standing_in(at));
                Ok(Brief {
                    handler: self.target_of(&s, by, handler),
                    informed: self.informed(&s, before, director, handler),
                })
            }
            Decided::Refused { rule } => Err(code(rule)),
            Decided::Nothing => Err("NO_RULE".to_owned()),
        }
    }

    /// The own member of an organisation, when it has one.
    pub(super) fn own_member(&self, oin: Oin) -> Option<usize> {
        let role = self.mandate_role()?;
        self.index.seats.get(&(role, Place::Organisation(oin))).copied()
    }

    fn look_up<'a>(&'a self, q: &'a RouteQuestion) -> Result<Situation<'a>, RouteRefusal> {
        let unknown = |code| explain::unknown(self, q, code);
        let area = *self.index.areas.get(&q.area).ok_or_else(|| unknown("UNKNOWN_AREA"))?;
        let category = self.index.categories.get(&q.category);
        let category = *category.ok_or_else(|| unknown("UNKNOWN_CATEGORY"))?;
        if !(1..=self.steps.len()).contains(&usize::from(q.step)) {
            return Err(unknown("UNKNOWN_STEP"));
        }
        let target = match &q.target {
            None => None,
            Some(oin) => Some(self.organisation(oin).ok_or_else(|| unknown("UNKNOWN_TARGET"))?),
        };
        let commissioner = target.and_then(|t| match &t.commissioner {
            Commissioner::District(code) => self.index.areas.get(code).copied(),
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
        let mandate = target.and_then(|target| self.own_member(target.oin));
        let nuisance = q.nuisance || self.categories[category].implies_nuisance;
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

    /// Who handled the step before `step` (from 0). What the question says counts when that role
    /// can handle the step before by these rules; else (an office that stood in, an office of an
    /// older version) the covenant says who should have. `Err` is the refusing rule.
    fn before(&self, s: &Situation<'_>, step: usize, ask: bool) -> Result<Before, usize> {
        if step == 0 {
            return Ok(None);
        }
        let given = s.question.handled_by.as_ref().filter(|_| ask);
        if let Some(office) = given.and_then(|id| self.index.offices.get(id)).copied() {
            let before = Some(Hands::Office(office));
            if self.rule_at(s, step, before, false).is_some() {
                return Ok(before);
            }
        }
        let earlier = self.before(s, step - 1, false)?;
        // After the target's own member the same step goes to another office first.
        let mut decided = self.decide(s, step - 1, earlier, false);
        if let Decided::Handled { by_mandate: true, .. } = decided {
            decided = self.decide(s, step - 1, earlier, true);
        }
        match decided {
            Decided::Handled { by, .. } => Ok(Some(by)),
            Decided::Refused { rule } => Err(rule),
            Decided::Nothing => Ok(None),
        }
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
                Some(Hands::Office(at)) => facts::before_role(self.offices[at].role_index),
            },
        ]
    }

    fn rule_at(&self, s: &Situation<'_>, step: usize, before: Before, used: bool) -> Option<usize> {
        let point = self.point(s, step, before, used);
        let rule = self.decisions[self.vocabulary.index(&point)];
        (rule != IMPOSSIBLE).then_some(usize::from(rule))
    }

    fn decide(&self, s: &Situation<'_>, step: usize, before: Before, used: bool) -> Decided {
        let Some(rule) = self.rule_at(s, step, before, used) else { return Decided::Nothing };
        let handled = |by| Decided::Handled { rule, by, by_mandate: false };
        let (role, side) = match &self.rules[rule].answer {
            Answer::Refusal { .. } => return Decided::Refused { rule },
            Answer::Handler(Handler::OwnOrganisation) => return handled(Hands::Own),
            Answer::Handler(Handler::TargetOrganisation) => return handled(Hands::Target),
            Answer::Handler(Handler::Director) => {
                (self.categories[s.category].director_role_index, Side::Family)
            }
            Answer::Handler(Handler::Role { role, side }) => (*role, *side),
        };
        let place = match side {
            Side::Family | Side::City => self.place_of(role, s.area),
            Side::Commissioner => s.commissioner.and_then(|area| self.place_of(role, area)),
            Side::Handler => before
                .and_then(Hands::office)
                .and_then(|at| self.place_beside(role, self.offices[at].place)),
            Side::Target => s.target.map(|t| Place::Organisation(t.oin)),
        };
        match place.and_then(|place| self.index.seats.get(&(role, place))) {
            Some(office) => Decided::Handled {
                rule,
                by: Hands::Office(*office),
                by_mandate: side == Side::Target,
            },
            None => Decided::Nothing,
        }
    }

    fn answer(
        &self,
        s: &Situation<'_>,
        rule: usize,
        before: Before,
        by: Hands,
        by_mandate: bool,
    ) -> Route {
        let step = usize::from(s.question.step) - 1;
        let handler = by.office().map(|at| self.standing_in(at));
        let directs = self.seat(self.categories[s.category].director_role_index, s.area);
        let directs = directs.expect("every category has a director in every area: proved");
        let director = self.standing_in(directs);
        let informed = self.informed(s, before, Some(director), handler);
        let words = Words { covenant: self, situation: s, by, handler, directs, director, before };
        let derivation = words.derivation(&self.rules[rule]);
        Route {
            handler: self.target_of(s, by, handler),
            director: self.offices[director].id.clone(),
            informed,
            nuisance: s.nuisance,
            term_working_days: self.steps[step].term(s.category),
            last_step: step + 1 == self.steps.len(),
            by_mandate,
            derivation,
        }
    }

    /// Whom a decision names, once it is known who stands in.
    fn target_of(&self, s: &Situation<'_>, by: Hands, handler: Option<usize>) -> RouteTarget {
        match (handler, by, s.target) {
            (Some(at), _, _) => RouteTarget::Office(self.offices[at].id.clone()),
            (None, Hands::Target, Some(target)) => RouteTarget::TargetOrganisation(target.oin),
            (None, _, _) => RouteTarget::OwnOrganisation,
        }
    }

    /// Who is told when a ticket is opened, the director and the handler apart.
    fn informed(
        &self,
        s: &Situation<'_>,
        before: Before,
        director: Option<usize>,
        handler: Option<usize>,
    ) -> Vec<OfficeId> {
        let mut informed: Vec<OfficeId> = self
            .informs
            .iter()
            .filter(|inform| self.holds_for(&inform.when, s, before))
            .flat_map(|inform| &inform.offices)
            .filter_map(|handler| match handler {
                Handler::Role { role, .. } => self.seat(*role, s.area),
                Handler::OwnOrganisation | Handler::TargetOrganisation | Handler::Director => None,
            })
            .map(|at| self.standing_in(at))
            .filter(|at| Some(*at) != director && Some(*at) != handler)
            .map(|at| self.offices[at].id.clone())
            .collect();
        informed.sort();
        informed.dedup();
        informed
    }

    fn refusal(&self, s: &Situation<'_>, rule: &Rule, before: Before) -> RouteRefusal {
        let directs = self.seat(self.categories[s.category].director_role_index, s.area);
        let directs = directs.expect("every category has a director in every area: proved");
        let words = Words {
            covenant: self,
            situation: s,
            by: Hands::Own,
            handler: None,
            directs,
            director: self.standing_in(directs),
            before,
        };
        let code = match &rule.answer {
            Answer::Refusal { code } => code.clone(),
            Answer::Handler(_) => "NO_RULE".to_owned(),
        };
        RouteRefusal { code, derivation: Box::new(words.derivation(rule)) }
    }

    fn holds_for(&self, when: &facts::Condition, s: &Situation<'_>, before: Before) -> bool {
        let point =
            self.point(s, usize::from(s.question.step) - 1, before, s.question.mandate_used);
        facts::holds(when, &point)
    }

    /// The office of a role for a family in this area.
    pub(super) fn seat(&self, role: usize, area: usize) -> Option<usize> {
        self.index.seats.get(&(role, self.place_of(role, area)?)).copied()
    }

    /// The office itself, or the first of its fallbacks with somebody in it.
    pub(super) fn standing_in(&self, mut at: usize) -> usize {
        // Ends: the check refuses fallbacks that go round.
        while let (true, Some(next)) =
            (self.offices[at].is_empty(), self.offices[at].fallback_index)
        {
            at = next;
        }
        at
    }

    pub(super) fn office_at(&self, at: usize) -> &Office {
        &self.offices[at]
    }
}
