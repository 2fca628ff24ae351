//! Which wrong fields are told, and in which words? Not so many that their answer is large, or that a
//! client of gRPC cannot take the header in which they stand.

use crate::{domain::model::refusal::FieldProblem, wire::PROBLEMS_MOST};

use super::{field_texts, status::Language};

/// Most bytes of names and rules together. In base64 they leave room for the rest in the 8 KiB of headers
/// that clients of gRPC take by default.
const BYTES_MOST: usize = 4096;

/// What stands last when not all are told.
const MORE: &str = "more fields are wrong than are named here; mend these first";

/// The first ones, in the language of the caller; when there are more it says so at the end.
pub(super) fn told(problems: &[FieldProblem], language: Language) -> Vec<FieldProblem> {
    let mut bytes = 0;
    let local = |one: &FieldProblem| FieldProblem { rule: said(one, language), ..one.clone() };
    let fits = |one: &FieldProblem| {
        bytes += one.field.len() + one.rule.len();
        bytes <= BYTES_MOST
    };
    let first = problems.iter().take(PROBLEMS_MOST).map(local).take_while(fits);
    let mut told: Vec<FieldProblem> = first.collect();
    if told.len() < problems.len() {
        told.push(local(&FieldProblem::new("", MORE)));
    }
    told
}

/// The rule that a field breaks, in the language of the caller.
fn said(problem: &FieldProblem, language: Language) -> String {
    // In the tests the Dutch is looked for in any language, so that none can be missing.
    if language == Language::English && !cfg!(debug_assertions) {
        return problem.rule.clone();
    }
    let dutch = problem.nl.map(str::to_owned).or_else(|| field_texts::dutch(&problem.rule));
    match (language, dutch) {
        (Language::Dutch, Some(dutch)) => dutch,
        _ => problem.rule.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_told_that_fit_and_of_others_that_there_are_more() {
        let many = |count: usize, field: &str| vec![FieldProblem::new(field, "is required"); count];
        assert_eq!(told(&many(60, "members[2].role"), Language::English).len(), 60);
        for problems in [many(101, "a"), many(70_000, "a"), many(99, &"long_name.".repeat(20))] {
            let told = told(&problems, Language::Dutch);
            let bytes: usize = told.iter().map(|one| one.field.len() + one.rule.len()).sum();
            assert!(bytes < BYTES_MOST + 100 && told.len() <= PROBLEMS_MOST + 1, "{bytes}");
            let (last, first) = told.split_last().expect("they are told");
            assert!(first.iter().all(|one| one.rule == "is verplicht"));
            assert_eq!(last.rule, "er zijn meer velden fout dan hier staan; verbeter eerst deze");
        }
        // One that is too long by itself is not told, and not hidden.
        assert_eq!(told(&many(1, &"a".repeat(BYTES_MOST)), Language::English)[0].rule, MORE);
    }
}
