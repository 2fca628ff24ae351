//! The covenant's terms as plain numbers, units in the names, and the days that follow from them.

use crate::domain::model::time::Day;

/// Every term that a decision may need.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms {
    /// Longest involvement without renewal (Jw § 7.1: two years).
    pub involvement_max_years: u16,
    /// How long before its end the organisation is warned.
    pub involvement_warn_days: u16,
    /// How long ended involvements stay in the archive.
    pub archive_years: u16,
    /// Birthday on which a child ages out of the covenant's regime.
    pub ages_out_years: u16,
    /// After a match: reminder to the parties.
    pub follow_up_party_working_days: u16,
    /// After a match: reminder to the organisations.
    pub follow_up_organisation_working_days: u16,
    /// After a match: notice to the director.
    pub follow_up_director_working_days: u16,
    /// How long acknowledged notifications stay in an inbox.
    pub inbox_keep_acknowledged_days: u16,
    /// Whether involvements of one organisation match each other.
    pub same_organisation_matches: bool,
    /// Absences in a row from meetings of the plan that open the ladder (guide of 2011: two).
    pub absences_open_ladder: u16,
    /// How long before a milestone of the plan its director is reminded.
    pub milestone_remind_days: u16,
    /// How long closed cases and answered concern signals are kept.
    pub case_archive_years: u16,
    /// By when a controller decides on an objection (GDPR art. 12(3): one month).
    pub objection_days: u16,
    /// Most families that one family manager should have; `None` when the parties agreed on none.
    pub family_manager_caseload: Option<u16>,
    /// Days that are off besides weekends, public holidays and the decrees that are known.
    pub days_off: Vec<Day>,
}

impl Terms {
    /// The latest last day of an involvement that is registered or renewed today.
    #[must_use]
    pub fn latest_end(&self, today: Day) -> Day {
        today.plus_years(years(self.involvement_max_years))
    }

    /// The day of the warning before an involvement ends. None when that day has come already:
    /// whoever registers for a short time knows.
    #[must_use]
    pub fn warn_on(&self, end: Day, today: Day) -> Option<Day> {
        let day = end.plus_days(-i32::from(self.involvement_warn_days));
        (day > today).then_some(day)
    }

    /// The last day in the archive of an involvement that ends today.
    #[must_use]
    pub fn archived_until(&self, today: Day) -> Day {
        today.plus_years(years(self.archive_years))
    }

    /// The last day on which a case is kept that is done with today, or a concern signal to which
    /// something happens today.
    #[must_use]
    pub fn case_kept_until(&self, today: Day) -> Day {
        today.plus_years(years(self.case_archive_years))
    }

    /// All terms by name; a setting that is true or false as 1 or 0.
    #[must_use]
    pub fn list(&self) -> Vec<(&'static str, u32)> {
        [
            ("involvement_max_years", self.involvement_max_years),
            ("involvement_warn_days", self.involvement_warn_days),
            ("archive_years", self.archive_years),
            ("ages_out_years", self.ages_out_years),
            ("follow_up_party_working_days", self.follow_up_party_working_days),
            ("follow_up_organisation_working_days", self.follow_up_organisation_working_days),
            ("follow_up_director_working_days", self.follow_up_director_working_days),
            ("inbox_keep_acknowledged_days", self.inbox_keep_acknowledged_days),
            ("same_organisation_matches", u16::from(self.same_organisation_matches)),
            ("absences_open_ladder", self.absences_open_ladder),
            ("milestone_remind_days", self.milestone_remind_days),
            ("case_archive_years", self.case_archive_years),
            ("objection_days", self.objection_days),
        ]
        .into_iter()
        .chain(self.family_manager_caseload.map(|most| ("family_manager_caseload", most)))
        .map(|(name, value)| (name, u32::from(value)))
        .collect()
    }
}

/// Years as the calendar counts them.
fn years(years: u16) -> i16 {
    i16::try_from(years).unwrap_or(i16::MAX)
}
