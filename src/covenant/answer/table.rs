//! What a covenant says, as tables: one row for each rule, category and plan.

use crate::covenant::model::category::By;
use crate::covenant::model::concern::ConcernRule;
use crate::covenant::model::facts::{Condition, FACTS, Fact};
use crate::covenant::model::rule::{Answer, Handler, Rule};
use crate::covenant::model::{Category, Covenant, Ground, Role};
use crate::domain::model::agreement::{MeasureRule, PlanRule, Term, UNLIMITED};

/// One row of the routing table. No two rows without a refusal hold for the same facts.
#[derive(Clone, Debug)]
pub struct RoutingRow {
    /// The steps at which it can hold, from 1.
    pub steps: Vec<String>,
    /// The other facts that matter and their accepted values, in the words of the covenant file.
    pub when: Vec<(String, Vec<String>)>,
    /// Who handles, in words; `None` when refused.
    pub handler: Option<String>,
    /// The code of a refusal.
    pub refusal: Option<String>,
    /// The rule that decides.
    pub rule: String,
    /// Where the rule comes from, and what of it is our own reading.
    pub ground: Ground,
}

/// A step of the ladder.
#[derive(Clone, Debug)]
pub struct StepRow<'a> {
    /// Which, from 1.
    pub step: u8,
    /// What happens, in Dutch.
    pub name_nl: &'a str,
    /// What happens, in English.
    pub name_en: &'a str,
    /// Its term.
    pub term: Term,
    /// Other terms, by the code of the category.
    pub category_terms: Vec<(&'a str, Term)>,
    /// On what it rests.
    pub ground: &'a Ground,
}

/// Who is asked to answer on a ticket without handling it.
#[derive(Clone, Debug)]
pub struct AskedRow<'a> {
    /// The steps on which that is so, from 1.
    pub steps: Vec<String>,
    /// The other facts that matter and their accepted values, in the words of the covenant file.
    pub when: Vec<(String, Vec<String>)>,
    /// The role whose office is asked: the one of the organisation that is addressed.
    pub role: &'a Role,
    /// Within how many working days.
    pub answer_working_days: u16,
    /// On what it rests.
    pub ground: &'a Ground,
}

/// One row of the table of concern signals. No two hold for the same signal.
#[derive(Clone, Debug)]
pub struct ConcernRow {
    /// The facts that matter and their accepted values.
    pub when: Vec<(String, Vec<String>)>,
    /// Who must act, in words.
    pub to: String,
    /// Who hears of it besides, in words.
    pub informs: Vec<String>,
    /// True when it goes before everything else that waits.
    pub crisis: bool,
    /// Within which time somebody must have taken it up.
    pub term: Term,
    /// Whether it opens a case when the family has none.
    pub opens_case: bool,
    /// The rule that decides.
    pub rule: String,
    /// Where the rule comes from, and what of it is our own reading.
    pub ground: Ground,
}

/// What a case of one category follows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseRow {
    /// Code of the category.
    pub category: String,
    /// Who directs, in words.
    pub director: String,
    /// Kinds of organisations that may provide the family manager; empty: any involved one.
    pub family_manager_kinds: Vec<String>,
    /// Ids of the plans, the usual one first.
    pub plans: Vec<String>,
    /// How watch is kept, in words; `None` when the covenant says nothing about it.
    pub watch: Option<String>,
    /// Whether families in it always count as causing nuisance.
    pub implies_nuisance: bool,
    /// What it says of a measure: `required`, `none`, or nothing.
    pub measure: Option<&'static str>,
}

impl Covenant {
    /// The routing table: refusals, because they win, then the rules by step.
    #[must_use]
    pub fn routing_table(&self) -> Vec<RoutingRow> {
        let mut rules: Vec<&Rule> = self.draft.rules.iter().collect();
        rules.sort_by_key(|rule| match rule.answer {
            Answer::Refusal { .. } => (0, 0),
            Answer::Handler(_) => (1, rule.when[Fact::Step as usize].trailing_zeros()),
        });
        rules.into_iter().map(|rule| self.row(rule)).collect()
    }

    fn row(&self, rule: &Rule) -> RoutingRow {
        let (steps, when) = self.conditions(&rule.when);
        let (handler, refusal) = match &rule.answer {
            Answer::Handler(handler) => (Some(handler.describe(&self.draft.roles)), None),
            Answer::Refusal { code } => (None, Some(code.clone())),
        };
        RoutingRow {
            steps,
            when,
            handler,
            refusal,
            rule: rule.id.clone(),
            ground: rule.ground.clone(),
        }
    }

    /// The steps of a condition, and the other facts that narrow it.
    fn conditions(&self, when: &Condition) -> (Vec<String>, Vec<(String, Vec<String>)>) {
        let anything = self.draft.vocabulary.anything();
        let accepted = |fact: Fact| self.draft.vocabulary.accepted(fact, when[fact as usize]);
        let narrowing =
            |fact: &Fact| *fact != Fact::Step && when[*fact as usize] != anything[*fact as usize];
        let others = FACTS.into_iter().filter(narrowing);
        let others = others.map(|fact| (fact.key().to_owned(), accepted(fact)));
        (accepted(Fact::Step), others.collect())
    }

    /// The steps of the ladder, with their terms.
    pub fn step_table(&self) -> impl Iterator<Item = StepRow<'_>> {
        let code = |at: usize| self.draft.categories[at].code.as_str();
        self.draft.steps.iter().zip(1..).map(move |(step, number)| StepRow {
            step: number,
            name_nl: &step.name_nl,
            name_en: &step.name_en,
            term: step.term,
            category_terms: step.term_by_category.iter().map(|(at, t)| (code(*at), *t)).collect(),
            ground: &step.ground,
        })
    }

    /// Who is asked to answer on a ticket, in the order of the file.
    pub fn asked_table(&self) -> impl Iterator<Item = AskedRow<'_>> {
        self.draft.informs.iter().filter_map(|inform| {
            let answer_working_days = inform.answer_working_days?;
            let role = inform.offices.iter().find_map(|office| match office {
                Handler::Role { role, .. } => Some(&self.draft.roles[*role]),
                Handler::OwnOrganisation | Handler::TargetOrganisation | Handler::Director => None,
            })?;
            let (steps, when) = self.conditions(&inform.when);
            Some(AskedRow { steps, when, role, answer_working_days, ground: &inform.ground })
        })
    }

    /// The table of concern signals, in the order of the file.
    #[must_use]
    pub fn concern_table(&self) -> Vec<ConcernRow> {
        self.draft.agreed.concerns.iter().map(|rule| self.concern_row(rule)).collect()
    }

    fn concern_row(&self, rule: &ConcernRule) -> ConcernRow {
        let told = rule.informs.iter().map(|role| self.draft.roles[*role].where_family_lives());
        ConcernRow {
            when: rule.conditions(),
            to: rule.to.describe(&self.draft.roles),
            informs: told.collect(),
            crisis: rule.crisis,
            term: rule.term,
            opens_case: rule.opens_case,
            rule: rule.id.clone(),
            ground: rule.ground.clone(),
        }
    }

    /// What a case follows, a row for each category in the order of the file.
    #[must_use]
    pub fn case_table(&self) -> Vec<CaseRow> {
        self.draft.categories.iter().map(|category| self.case_row(category)).collect()
    }

    fn case_row(&self, category: &Category) -> CaseRow {
        let rules = &category.rules;
        let watch = rules.watch.as_ref().map(|watch| {
            let by = match watch.by {
                By::LastFamilyManager => "the last family manager".to_owned(),
                By::Director => "the director".to_owned(),
                By::Role(role) => self.draft.roles[role].where_family_lives(),
            };
            let time = if watch.while_open { "while the case is open" } else { "after closing" };
            let (every, weeks) = (watch.every_weeks, watch.weeks);
            format!("{by}, every {every} weeks, for {weeks} weeks {time}")
        });
        CaseRow {
            category: category.code.to_string(),
            director: self.draft.roles[category.director_role_index].where_family_lives(),
            family_manager_kinds: category.family_manager_kinds().to_vec(),
            plans: rules
                .plans
                .iter()
                .map(|at| self.draft.agreed.plans[*at].it.id.clone())
                .collect(),
            watch,
            implies_nuisance: category.implies_nuisance,
            measure: match category.rules.measure {
                MeasureRule::Either => None,
                MeasureRule::Required => Some("required"),
                MeasureRule::Excluded => Some("none"),
            },
        }
    }
}

/// The length, extension and milestones of a plan in words, for tables.
#[must_use]
pub fn plan_in_words(plan: &PlanRule) -> String {
    let extension = match plan.extensions_most {
        0 => "no extension".to_owned(),
        UNLIMITED => format!("extended by at most {} weeks at a time", plan.extension_weeks),
        most => format!("at most {most} x {} weeks more", plan.extension_weeks),
    };
    let milestones: Vec<String> = plan
        .milestones
        .iter()
        .map(|milestone| {
            let mut text = format!("{} in week {}", milestone.code, milestone.within_weeks);
            if let Some(every) = milestone.every_weeks {
                text += &format!(" and every {every}");
            }
            if milestone.attendance {
                text += " (attendance)";
            }
            if milestone.decides {
                text += " (decides)";
            }
            text
        })
        .collect();
    format!("{} weeks, {extension}: {}", plan.weeks, milestones.join(", "))
}
