//! What may be looked for in a list: a spoken reference, a professional.

use crate::domain::{
    model::spoken::Spoken,
    rules::access::{Permit, Reach},
};

use super::fields::Problems;

/// Most characters in the id of a professional.
pub(super) const PROFESSIONAL_MOST: usize = 64;

/// A spoken reference to look for, or none. The outer option says whether it is right.
#[expect(clippy::option_option, reason = "right or wrong, and with or without a reference")]
pub(super) fn spoken(problems: &mut Problems, text: &str) -> Option<Option<Spoken>> {
    if text.is_empty() {
        return Some(None);
    }
    let rule = "must be six letters and digits as they are shown, for instance 7K3-M9Q";
    problems.require("reference", Spoken::parse(text), rule).map(Some)
}

/// The id of a professional to look for, or none. Whoever reaches the own work only, looks for that.
/// The outer option says whether it is right.
#[expect(clippy::option_option, reason = "right or wrong, and with or without a professional")]
pub(super) fn professional(
    problems: &mut Problems,
    permit: &Permit,
    text: &str,
) -> Option<Option<String>> {
    let text = problems.optional_text("professional_id", text, PROFESSIONAL_MOST)?;
    match &permit.caller().reach {
        Reach::Party => Some((!text.is_empty()).then_some(text)),
        Reach::Own(own) if text.is_empty() => Some(Some(own.clone())),
        Reach::Own(_) => within_reach(problems, permit, "professional_id", text).map(Some),
    }
}

/// The id of a professional whose work the caller reaches.
pub(super) fn within_reach(
    problems: &mut Problems,
    permit: &Permit,
    field: &str,
    professional: String,
) -> Option<String> {
    let in_reach = match &permit.caller().reach {
        Reach::Party => true,
        Reach::Own(own) => *own == professional,
    };
    let rule = "must be who signed in: a colleague's work is for a coordinator of the organisation";
    problems.require(field, in_reach.then_some(professional), rule)
}
