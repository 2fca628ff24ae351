//! CompareCovenant: texts in, what is wrong with them or what they would change out. In both languages,
//! as far as a sentence of a covenant is known.

use crate::{
    api::v1,
    broker::TriedOut,
    covenant::{Difference, Problem},
    domain::{model::refusal::Refusal, rules::access::Permit},
    dutch::in_dutch,
    service::fields::Problems,
};

/// Most bytes of the covenant file.
const COVENANT_MOST: usize = 128 * 1024;
/// Most bytes of the organisations file.
const ORGANISATIONS_MOST: usize = 64 * 1024;
/// Most problems, and most consequences, of one answer.
const TOLD_MOST: usize = 100;
/// Most differences of one answer.
const DIFFERENCES_MOST: usize = 200;
/// Most characters of one text: what a file holds stands in what is said of it.
const TEXT_MOST: usize = 400;
/// Most places at which a text is taken apart to be said in Dutch; a longer one stays as it is.
const PARTS_MOST: usize = 24;

/// The texts that are sent.
pub(super) fn texts(
    permit: &Permit,
    body: v1::CompareCovenantRequest,
) -> Result<(String, Option<String>), Refusal> {
    let mut problems = Problems::of(permit);
    let covenant = (!body.covenant_file.is_empty()).then_some(body.covenant_file);
    let covenant = problems.require("covenant_file", covenant, "is required");
    let organisations = Some(body.organisations_file).filter(|text| !text.is_empty());
    // A number or a story is no file, whoever sends it.
    for (field, text) in [("covenant_file", &covenant), ("organisations_file", &organisations)] {
        if text.as_ref().is_some_and(|text| !text.contains('=')) {
            problems.add(field, "must be the text of a TOML file");
        }
    }
    let long = |text: &Option<String>, most| text.as_ref().is_some_and(|text| text.len() > most);
    if long(&covenant, COVENANT_MOST) {
        problems.add("covenant_file", format!("must be at most {COVENANT_MOST} bytes"));
    }
    if long(&organisations, ORGANISATIONS_MOST) {
        problems.add("organisations_file", format!("must be at most {ORGANISATIONS_MOST} bytes"));
    }
    problems.finish(covenant.map(|covenant| (covenant, organisations)))
}

/// What is wrong.
pub(super) fn wrong(found: &[Problem]) -> v1::CompareCovenantResponse {
    let problem = |one: &Problem| {
        let hint = one.suggestion.as_ref().map_or_else(String::new, |hint| format!(" ({hint})"));
        let (text_nl, text_en) = both(&format!("{}{hint}", one.text));
        v1::CovenantProblem {
            file: cut(&one.file.display().to_string()),
            line: one.line,
            text_nl,
            text_en,
        }
    };
    let (problems, problems_left_out) = first(found, TOLD_MOST, problem);
    v1::CompareCovenantResponse { problems, problems_left_out, ..Default::default() }
}

/// What it would change.
pub(super) fn changes(found: &TriedOut) -> v1::CompareCovenantResponse {
    let difference = |one: &Difference| {
        let (what_nl, what_en) = both(&one.what);
        let (in_force_nl, in_force_en) = both(&one.old);
        let (compared_nl, compared_en) = both(&one.new);
        let when = one.when.iter().map(|(fact, values)| {
            cut(&format!("{}: {}", fact.replace('_', " "), values.join(", ")))
        });
        v1::CovenantDifference {
            what_nl,
            what_en,
            when: when.collect(),
            in_force_nl,
            in_force_en,
            compared_nl,
            compared_en,
        }
    };
    let consequence = |text: &String| {
        let (text_nl, text_en) = both(text);
        v1::CovenantConsequence { text_nl, text_en }
    };
    // What keeps it from taking force stands first.
    let stranded = found.stranded.iter().flat_map(|text| text.lines());
    let said: Vec<String> =
        stranded.map(|line| line.trim().to_owned()).chain(found.consequences.clone()).collect();
    let (consequences, consequences_left_out) = first(&said, TOLD_MOST, consequence);
    let (differences, differences_left_out) =
        first(&found.differences, DIFFERENCES_MOST, difference);
    v1::CompareCovenantResponse {
        problems: Vec::new(),
        problems_left_out: 0,
        in_force: found.in_force.clone(),
        compared: found.tried.clone(),
        differences,
        differences_left_out,
        consequences,
        consequences_left_out,
        refused: found.stranded.is_some(),
        open_tickets: found.tickets.open,
        tickets_following: found.tickets.follow,
        tickets_otherwise: found.tickets.otherwise,
    }
}

fn first<T, M>(all: &[T], most: usize, told: impl Fn(&T) -> M) -> (Vec<M>, u32) {
    let left_out = u32::try_from(all.len().saturating_sub(most)).unwrap_or(u32::MAX);
    (all.iter().take(most).map(told).collect(), left_out)
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(TEXT_MOST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// A text in Dutch and in English.
fn both(text: &str) -> (String, String) {
    let english = cut(text);
    let parts = [": ", " (", ", "].iter().map(|part| english.matches(part).count()).sum::<usize>();
    let dutch = if parts > PARTS_MOST { english.clone() } else { in_dutch(&english) };
    (dutch, english)
}
