//! How are the terms of `[terms]` read?

use super::names::read_ground;
use crate::covenant::model::Ground;
use crate::domain::model::terms::Terms;
use crate::domain::model::time::Day;
use crate::toml_file::Section;

/// What `days_off` may be.
const DAYS: &str = "days such as [\"2029-05-11\"], or leave it out";

/// No caseload is larger, in families.
const MAX_CASELOAD: u16 = 1000;

/// No term is longer: ten years, in days.
const MAX_TERM: u16 = 3650;

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
