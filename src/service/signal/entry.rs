//! Does a report say what the covenant of the area asks: on which ground, and what the own organisation
//! has tried? What it does not ask is refused: a code that nobody needs is not kept.

use crate::{
    api::v1,
    covenant::{Entry, entry_code},
    domain::model::signal::Reported,
    service::fields::Problems,
};

/// Most characters of a code, as in a covenant file.
const CODE_MOST: usize = 64;

/// More attempts than any covenant asks for.
const ATTEMPTS_MOST: usize = 32;

const NO_CODE: &str = "must be codes of the covenant; GetCovenant lists them";

const NOT_ASKED: &str = "goes with an area whose covenant asks for it; GetCovenant says what";

/// Whether what was given can be codes at all, wherever the family lives.
pub(super) fn are_codes(problems: &mut Problems, body: &v1::SendConcernSignalRequest) -> bool {
    let is_code = |text: &str| {
        text.len() <= CODE_MOST
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let ground = body.entry_ground.is_empty() || is_code(&body.entry_ground);
    if !ground {
        problems.add("entry_ground", NO_CODE);
    }
    let attempts = body.own_attempts.len() <= ATTEMPTS_MOST
        && body.own_attempts.iter().all(|one| is_code(one));
    if !attempts {
        problems.add("own_attempts", NO_CODE);
    }
    ground && attempts
}

/// What a report says, as far as it is asked. Acute danger waits for no question. The outer option says
/// whether it is right.
#[expect(clippy::option_option, reason = "right or wrong, and asked or not")]
pub(super) fn reported(
    problems: &mut Problems,
    entry: &Entry,
    acute: bool,
    body: &v1::SendConcernSignalRequest,
) -> Option<Option<Reported>> {
    let (given, tried) = (body.entry_ground.as_str(), &body.own_attempts);
    if entry.grounds.is_empty() {
        let right = given.is_empty() && tried.is_empty();
        if !given.is_empty() {
            problems.add("entry_ground", NOT_ASKED);
        }
        if !tried.is_empty() {
            problems.add("own_attempts", NOT_ASKED);
        }
        return right.then_some(None);
    }
    if given.is_empty() && tried.is_empty() && acute {
        return Some(None);
    }
    let of = format!("is required: on which ground? one of {}", entry.grounds_named());
    let ground = entry_code(&entry.grounds, given);
    let ground = problems.require("entry_ground", ground, &of);
    let mut right = true;
    for (place, code) in tried.iter().enumerate() {
        let field = format!("own_attempts[{place}]");
        if entry_code(&entry.attempts, code).is_none() {
            problems.add(field, format!("must be one of {}", entry.attempts_named()));
            right = false;
        } else if tried[..place].contains(code) {
            problems.add(field, "is given twice");
            right = false;
        }
    }
    let ground = ground?;
    let untried = entry.untried(tried);
    if ground.asked && !acute && (tried.is_empty() || !untried.is_empty()) {
        let wanted = if untried.is_empty() { entry.attempts_named() } else { untried };
        let rule = format!(
            "is required with this ground: what has your organisation tried itself? still {wanted}"
        );
        problems.add("own_attempts", rule);
        right = false;
    }
    right.then(|| Some(Reported { ground: ground.code.clone(), attempts: tried.clone() }))
}
