//! The covenant's terms as plain numbers, units in the names.

/// Every term that a decision may need.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms {
    /// Longest time from registration to the end of an involvement (Jw § 7.1: two years).
    pub involvement_years: u16,
    /// Warning before the end of an involvement.
    pub warn_days: u16,
    /// How long an ended involvement stays in the archive.
    pub archive_years: u16,
    /// Birthday on which a person ages out.
    pub ages_out_years: u16,
    /// First reminder about contact, to the parties.
    pub follow_up_party_working_days: u16,
    /// Second reminder, to the organisations' coordinators.
    pub follow_up_organisation_working_days: u16,
    /// Third reminder, to the director.
    pub follow_up_director_working_days: u16,
    /// Whether two involvements of one organisation match.
    pub same_organisation_matches: bool,
    /// How long acknowledged notifications can still be read.
    pub inbox_keep_acknowledged_days: u16,
}
