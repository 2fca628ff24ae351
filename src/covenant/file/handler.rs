//! How is a handler read, such as `coordinator@family`?

use super::names::role_ids;
use crate::covenant::model::rule::{Handler, Side};
use crate::covenant::model::{Level, Role};
use crate::toml_file::{At, Section, did_you_mean};

const SIDES: [(&str, Side); 5] = [
    ("family", Side::Family),
    ("commissioner", Side::Commissioner),
    ("handler", Side::Handler),
    ("city", Side::City),
    ("target", Side::Target),
];

/// Reads `own-organisation`, `target-organisation`, `director` or `role@side`.
///
/// # Errors
/// What is wrong, and what can be written instead.
pub(super) fn parse_handler(text: &str, roles: &[Role]) -> Result<Handler, (String, String)> {
    match text {
        "own-organisation" => return Ok(Handler::OwnOrganisation),
        "target-organisation" => return Ok(Handler::TargetOrganisation),
        "director" => return Ok(Handler::Director),
        _ => {}
    }
    let Some((role_id, side_word)) = text.split_once('@') else {
        let hint = "write own-organisation, target-organisation, director or role@family, \
                    role@commissioner, role@handler, role@city, role@target";
        return Err((format!("\"{text}\" is not a handler"), hint.to_owned()));
    };
    let Some(role) = roles.iter().position(|r| r.id == role_id) else {
        let hint = did_you_mean(role_id, role_ids(roles));
        return Err((format!("unknown role \"{role_id}\""), hint));
    };
    let Some((_, side)) = SIDES.iter().find(|(word, _)| *word == side_word) else {
        let hint = did_you_mean(side_word, SIDES.iter().map(|(word, _)| *word));
        return Err((format!("unknown side \"{side_word}\" of a handler"), hint));
    };
    let wanted = match roles[role].level {
        Level::City => "city",
        Level::Organisation => "target",
        Level::District | Level::Region => "family, @commissioner or @handler",
    };
    if !wanted.contains(side_word) {
        let level = roles[role].level.as_str();
        let hint = format!("write {role_id}@{wanted}");
        return Err((format!("role \"{role_id}\" is of the {level}, not @{side_word}"), hint));
    }
    Ok(Handler::Role { role, side: *side })
}

/// Reads a role that has one office for every family: `role@family` or `role@city`. `cannot` says
/// what anything else cannot do, `hint` what to write.
pub(super) fn office_of_family(
    section: &Section,
    text: &At<String>,
    roles: &[Role],
    cannot: &str,
    hint: &str,
) -> Option<usize> {
    let (why, hint) = match parse_handler(&text.it, roles) {
        Ok(Handler::Role { role, side: Side::Family | Side::City }) => return Some(role),
        Err(error) if text.it.contains('@') => error,
        Ok(_) | Err(_) => (format!("\"{}\" {cannot}", text.it), hint.to_owned()),
    };
    section.wrong(text.line, why, hint);
    None
}
