//! Which office? From the facts of a ticket to exactly one handler, or a coded refusal.

use super::explain::{self, Words};
use super::situation::{Before, Hands, Situation};
use crate::covenant::model::facts;
use crate::covenant::model::parties::Place;
use crate::covenant::model::rule::{Answer, Handler, Inform, Rule, Side};
use crate::covenant::model::{Covenant, IMPOSSIBLE};
use crate::domain::model::party::OfficeId;
use crate::domain::model::routing::{Asking, Route, RouteQuestion, RouteRefusal, RouteTarget};

/// An answer without how it came about.
pub(super) struct Brief {
    pub(super) handler: RouteTarget,
    pub(super) informed: Vec<OfficeId>,
    pub(super) asked: Vec<Asking>,
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
        let unknown = |code| explain::unknown(self, question, code);
        let situation = self.look_up(question).map_err(unknown)?;
        let step = usize::from(question.step) - 1;
        let before = match self.before(&situation, step, true) {
            Ok(before) => before,
            Err(rule) => return Err(self.refusal(&situation, &self.draft.rules[rule], None)),
        };
        match self.decide(&situation, step, before, question.mandate_used) {
            Decided::Handled { rule, by, by_mandate } => {
                Ok(self.answer(&situation, rule, before, by, by_mandate))
            }
            Decided::Refused { rule } => {
                Err(self.refusal(&situation, &self.draft.rules[rule], before))
            }
            Decided::Nothing => Err(unknown("NO_RULE")),
        }
    }

    /// The same answer without how it came about; a refusal by its code.
    pub(super) fn brief(&self, question: &RouteQuestion) -> Result<Brief, String> {
        let s = self.look_up(question).map_err(str::to_owned)?;
        let code = |rule: usize| match &self.draft.rules[rule].answer {
            Answer::Refusal { code } => code.clone(),
            Answer::Handler(_) => "NO_RULE".to_owned(),
        };
        let step = usize::from(question.step) - 1;
        let before = self.before(&s, step, true).map_err(code)?;
        match self.decide(&s, step, before, question.mandate_used) {
            Decided::Handled { by, .. } => {
                let handler = by.office().map(|at| self.draft.standing_in(at));
                let directs =
                    self.draft.seat(self.draft.categories[s.category].director_role_index, s.area);
                let director = directs.map(|at| self.draft.standing_in(at));
                Ok(Brief {
                    handler: self.target_of(&s, by, handler),
                    asked: self.asked(&s, before, handler),
                    informed: self.informed(&s, before, director, handler),
                })
            }
            Decided::Refused { rule } => Err(code(rule)),
            Decided::Nothing => Err("NO_RULE".to_owned()),
        }
    }

    /// Who handled the step before `step` (from 0). What the question says counts when these rules have
    /// an answer after that office; else (an office that stood in and sits elsewhere, one of an older
    /// version) the covenant says who should have. `Err` is the refusing rule.
    fn before(&self, s: &Situation<'_>, step: usize, ask: bool) -> Result<Before, usize> {
        if step == 0 {
            return Ok(None);
        }
        let given = s.question.handled_by.as_ref().filter(|_| ask);
        if let Some(office) = given.and_then(|id| self.draft.index.offices.get(id)).copied() {
            let before = Some(Hands::Office(office));
            let decided = self.decide(s, step, before, s.question.mandate_used);
            if !matches!(decided, Decided::Nothing) {
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

    fn rule_at(&self, s: &Situation<'_>, step: usize, before: Before, used: bool) -> Option<usize> {
        let point = self.point(s, step, before, used);
        let rule = self.proven.decisions[self.draft.vocabulary.index(&point)];
        (rule != IMPOSSIBLE).then_some(usize::from(rule))
    }

    fn decide(&self, s: &Situation<'_>, step: usize, before: Before, used: bool) -> Decided {
        let Some(rule) = self.rule_at(s, step, before, used) else { return Decided::Nothing };
        let handled = |by| Decided::Handled { rule, by, by_mandate: false };
        let (role, side) = match &self.draft.rules[rule].answer {
            Answer::Refusal { .. } => return Decided::Refused { rule },
            Answer::Handler(Handler::OwnOrganisation) => return handled(Hands::Own),
            Answer::Handler(Handler::TargetOrganisation) => return handled(Hands::Target),
            Answer::Handler(Handler::Director) => {
                (self.draft.categories[s.category].director_role_index, Side::Family)
            }
            Answer::Handler(Handler::Role { role, side }) => (*role, *side),
        };
        let place = match side {
            Side::Family | Side::City => self.draft.place_of(role, s.area),
            Side::Commissioner => s.commissioner.and_then(|area| self.draft.place_of(role, area)),
            Side::Handler => before
                .and_then(Hands::office)
                .and_then(|at| self.draft.place_beside(role, self.draft.offices[at].place)),
            Side::Target => s.target.map(|t| Place::Organisation(t.oin)),
        };
        match place.and_then(|place| self.draft.index.seats.get(&(role, place))) {
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
        let handler = by.office().map(|at| self.draft.standing_in(at));
        let directs =
            self.draft.seat(self.draft.categories[s.category].director_role_index, s.area);
        let directs = directs.expect("every category has a director in every area: proved");
        let director = self.draft.standing_in(directs);
        let informed = self.informed(s, before, Some(director), handler);
        let words = Words { covenant: self, situation: s, by, handler, directs, director, before };
        let derivation = words.derivation(&self.draft.rules[rule]);
        Route {
            handler: self.target_of(s, by, handler),
            director: self.draft.offices[director].id.clone(),
            informed,
            nuisance: s.nuisance,
            term: self.draft.steps[step].term(s.category),
            days_off: self.draft.terms.days_off.clone(),
            last_step: step + 1 == self.draft.steps.len(),
            by_mandate,
            derivation,
            asked: self.asked(s, before, handler),
        }
    }

    /// Whom a decision names, once it is known who stands in.
    fn target_of(&self, s: &Situation<'_>, by: Hands, handler: Option<usize>) -> RouteTarget {
        match (handler, by, s.target) {
            (Some(at), _, _) => RouteTarget::Office(self.draft.offices[at].id.clone()),
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
            .draft
            .informs
            .iter()
            .filter(|inform| self.holds_for(&inform.when, s, before))
            .flat_map(|inform| &inform.offices)
            .filter_map(|told| match told {
                Handler::Role { side: Side::Target, .. } => s.mandate,
                Handler::Role { role, .. } => self.draft.seat(*role, s.area),
                Handler::OwnOrganisation | Handler::TargetOrganisation | Handler::Director => None,
            })
            .map(|at| self.draft.standing_in(at))
            .filter(|at| Some(*at) != director && Some(*at) != handler)
            .map(|at| self.draft.offices[at].id.clone())
            .collect();
        informed.sort();
        informed.dedup();
        informed
    }

    /// Who of the target's own is asked to answer. One that is empty is not: whoever stands in for it is
    /// no part of that organisation, and is only told.
    fn asked(&self, s: &Situation<'_>, before: Before, handler: Option<usize>) -> Vec<Asking> {
        let held = |own: &usize| self.draft.standing_in(*own) == *own && handler != Some(*own);
        let Some(own) = s.mandate.filter(held) else { return Vec::new() };
        let holding = self.draft.informs.iter().filter(|i| self.holds_for(&i.when, s, before));
        let terms = holding.filter_map(|inform| Some((inform.answer_working_days?, inform)));
        let asking = |(term_working_days, inform): (u16, &Inform)| {
            let office = self.draft.offices[own].id.clone();
            Asking { office, term_working_days, ground: inform.ground.clone() }
        };
        terms.min_by_key(|(term, _)| *term).map(asking).into_iter().collect()
    }

    fn refusal(&self, s: &Situation<'_>, rule: &Rule, before: Before) -> RouteRefusal {
        let directs =
            self.draft.seat(self.draft.categories[s.category].director_role_index, s.area);
        let directs = directs.expect("every category has a director in every area: proved");
        let words = Words {
            covenant: self,
            situation: s,
            by: Hands::Own,
            handler: None,
            directs,
            director: self.draft.standing_in(directs),
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
}
