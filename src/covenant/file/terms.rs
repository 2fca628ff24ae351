//! How are the terms of `[terms]` read, and one that may be in hours?

use super::names::read_ground;
use crate::covenant::model::Ground;
use crate::domain::model::agreement::Term;
use crate::domain::model::terms::Terms;
use crate::domain::model::time::Day;
use crate::toml_file::{At, Section};

/// What `days_off` may be.
const DAYS: &str = "days such as [\"2029-05-11\"], or leave it out";

/// No caseload is larger, in families.
const MAX_CASELOAD: u16 = 1000;

/// No term is longer: ten years, in days.
const MAX_TERM: u16 = 3650;

/// No term in hours is longer: a week.
const MAX_HOURS: u16 = 168;

/// No term within which somebody must act is longer: a year, in working days.
const MAX_DAYS: u16 = 365;

/// Reads a term in hours or in working days: exactly one of the two. `none` says what is missing.
pub(super) fn read_term(section: &mut Section, none: &str) -> Option<Term> {
    let wrong = section.problems().count();
    let hours = section.number_if("term_hours", 1..=MAX_HOURS);
    let days = section.number_if("term_working_days", 1..=MAX_DAYS);
    match (hours, days) {
        (Some(hours), None) => Some(Term::Hours(hours)),
        (None, Some(days)) => Some(Term::WorkingDays(days)),
        (Some(_), Some(_)) => {
            let why = "hours and days are mixed: it has \"term_hours\" and \"term_working_days\"";
            section.wrong(section.line, why, "keep one of the two");
            None
        }
        // One that is there and cannot be used was reported.
        (None, None) if section.problems().count() > wrong => None,
        (None, None) => {
            section.wrong(section.line, none, "add term_hours = N, or term_working_days = N");
            None
        }
    }
}

/// Reads other terms by category, of which one is in hours or in working days. `place` says which category a
/// code is, if any; it reports one that is none.
pub(super) fn read_terms_by_category(
    section: &mut Section,
    place: impl Fn(&Section, &At<String>) -> Option<usize>,
) -> Vec<(usize, Term)> {
    let hours: fn(u16) -> Term = Term::Hours;
    let keys = [
        ("term_hours_by_category", MAX_HOURS, hours),
        ("term_working_days_by_category", MAX_DAYS, Term::WorkingDays),
    ];
    let mut terms: Vec<(usize, Term)> = Vec::new();
    for (key, most, term) in keys {
        let Some(table) = section.table_if(key) else { continue };
        for (code, number) in table.numbers_by_key() {
            let Some(at) = place(section, &code) else { continue };
            if number > most {
                let why = format!("the term of {} in \"{key}\" must be 1 to {most}", code.it);
                section.wrong(code.line, why, format!("not {number}"));
            } else if terms.iter().any(|(known, _)| *known == at) {
                let why = format!("hours and days are mixed: {} has a term in both", code.it);
                section.wrong(code.line, why, "keep one of the two");
            } else {
                terms.push((at, term(number)));
            }
        }
    }
    terms
}

pub(super) fn read_terms(file: &mut Section) -> Option<(Terms, Ground)> {
    let Some(mut section) = file.table_if("terms") else {
        file.report(1, "the table [terms] is missing", "add [terms] with every term");
        return None;
    };
    let mut number = |key| section.number(key, 1..=MAX_TERM);
    let involvement_max_years = number("involvement_max_years");
    let involvement_warn_days = number("involvement_warn_days");
    let archive_years = number("archive_years");
    let ages_out_years = number("ages_out_years");
    let party = number("follow_up_party_working_days");
    let organisation = number("follow_up_organisation_working_days");
    let director = number("follow_up_director_working_days");
    let inbox_keep_acknowledged_days = number("inbox_keep_acknowledged_days");
    let absences_open_ladder = number("absences_open_ladder");
    let milestone_remind_days = number("milestone_remind_days");
    let case_archive_years = number("case_archive_years");
    let objection_days = number("objection_days");
    let family_manager_caseload = section.number_if("family_manager_caseload", 1..=MAX_CASELOAD);
    let same_organisation_matches = section.flag("same_organisation_matches", false);
    if let (Some(a), Some(b), Some(c)) = (party, organisation, director)
        && !(a <= b && b <= c)
    {
        let why = "the follow-up terms must not fall: party, organisation, director";
        section.wrong(section.line, why, format!("put {a}, {b} and {c} in rising order"));
    }
    let days_off = section.any_number("days_off", DAYS, Day::parse);
    let ground = read_ground(&mut section);
    section.finish();
    let terms = Terms {
        involvement_max_years: involvement_max_years?,
        involvement_warn_days: involvement_warn_days?,
        archive_years: archive_years?,
        ages_out_years: ages_out_years?,
        follow_up_party_working_days: party?,
        follow_up_organisation_working_days: organisation?,
        follow_up_director_working_days: director?,
        inbox_keep_acknowledged_days: inbox_keep_acknowledged_days?,
        same_organisation_matches,
        absences_open_ladder: absences_open_ladder?,
        milestone_remind_days: milestone_remind_days?,
        case_archive_years: case_archive_years?,
        objection_days: objection_days?,
        family_manager_caseload,
        days_off,
    };
    Some((terms, ground))
}
