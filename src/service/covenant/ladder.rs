//! How are the steps of a covenant's ladder shown, and who is asked to answer on them?

use crate::{
    api::v1,
    covenant::{AskedRow, Covenant, StepRow},
    domain::model::agreement::Term,
};

/// The steps, with their terms.
pub(super) fn steps(covenant: &Covenant) -> Vec<v1::LadderStep> {
    covenant.step_table().map(step).collect()
}

fn step(row: StepRow<'_>) -> v1::LadderStep {
    let term = |(category, term): (&str, Term)| v1::CategoryTerm {
        category: category.to_owned(),
        term_hours: term.hours(),
        term_working_days: term.working_days(),
    };
    v1::LadderStep {
        step: u32::from(row.step),
        name_nl: row.name_nl.to_owned(),
        name_en: row.name_en.to_owned(),
        term_hours: row.term.hours(),
        term_working_days: row.term.working_days(),
        category_terms: row.category_terms.into_iter().map(term).collect(),
        source: row.ground.source.clone(),
        own_reading_nl: row.ground.own_reading.nl.clone(),
        own_reading_en: row.ground.own_reading.en.clone(),
    }
}

/// Who is asked to answer on a ticket without handling it.
pub(super) fn asked(covenant: &Covenant) -> Vec<v1::AskedRole> {
    covenant.asked_table().map(role).collect()
}

fn role(row: AskedRow<'_>) -> v1::AskedRole {
    let when = row.when.into_iter().map(|(fact, values)| (fact, values.join(", ")));
    v1::AskedRole {
        role: row.role.id.clone(),
        role_nl: row.role.name_nl.clone(),
        role_en: row.role.name_en.clone(),
        steps: row.steps.iter().filter_map(|step| step.parse().ok()).collect(),
        when: when.collect(),
        answer_working_days: u32::from(row.answer_working_days),
        source: row.ground.source.clone(),
        own_reading_nl: row.ground.own_reading.nl.clone(),
        own_reading_en: row.ground.own_reading.en.clone(),
    }
}
