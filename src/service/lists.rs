//! What may be looked for in a list: a spoken reference, a professional.

use crate::domain::model::spoken::Spoken;

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

/// The id of a professional to look for, or none. The outer option says whether it is right.
#[expect(clippy::option_option, reason = "right or wrong, and with or without a professional")]
pub(super) fn professional(problems: &mut Problems, text: &str) -> Option<Option<String>> {
    let text = problems.optional_text("professional_id", text, PROFESSIONAL_MOST)?;
    Some((!text.is_empty()).then_some(text))
}
