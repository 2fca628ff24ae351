//! What does the command line say of a family that was registered before, otherwise than now? What was
//! not taken over is named, each with what does change it.

use super::texts::say;
use crate::api::v1::RegistrationPart as Part;

/// How somebody calls a part, and what changes it.
fn about(part: Part) -> Option<(&'static str, &'static str)> {
    // What nothing changes can only be wrong: then the registration is.
    const NOTHING: &str = "nothing changes it; a wrong registration is destroyed with \
                           `end --reason unjustified` and made anew";
    Some(match part {
        Part::Unspecified => return None,
        Part::Area => ("area", "if the family moved: `move`"),
        Part::StartDate => ("first day", NOTHING),
        Part::EndDate => ("last day", "later: `renew`; earlier: `end` when it is over"),
        Part::Informed => {
            ("informing the family", "it stands that the family was told: `informed`")
        }
        Part::Role => ("role of a person", NOTHING),
        Part::BirthDate => ("birth date of a child", NOTHING),
    })
}

/// The parts, by the codes of the API. One that this program does not know is still named.
pub(super) fn parts(codes: &[i32]) -> Vec<Part> {
    codes.iter().map(|code| Part::try_from(*code).unwrap_or(Part::Unspecified)).collect()
}

/// What was not taken over, for one line of text.
pub(super) fn names(parts: &[Part]) -> String {
    let name = |part: &Part| about(*part).map_or("?", |(name, _)| say(name));
    parts.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// A line for each part: what it is, and what changes it.
pub(super) fn advice(parts: &[Part]) -> Vec<String> {
    let line = |part: &Part| {
        let (name, change) = about(*part)?;
        Some(format!("  {}: {}", say(name), say(change)))
    };
    parts.iter().filter_map(line).collect()
}
