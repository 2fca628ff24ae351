//! Who asks for which figures, and what is the answer?

use crate::domain::{
    model::{
        party::AreaCode,
        refusal::Refusal,
        report::{Report, ReportKey},
        time::Time,
    },
    state::{facts::Facts, keys::Key, lookup::Lookup, records::Record},
};

/// Of which areas a caller sees figures, as the covenant answers it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Areas {
    /// None: it may not ask.
    None,
    /// Its own, and nothing of all areas together.
    Own(Vec<AreaCode>),
    /// All of the covenant.
    All(Vec<AreaCode>),
}

/// Who asks for what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Of which areas the caller sees figures.
    pub sees: Areas,
    /// The report.
    pub key: ReportKey,
    /// The areas asked for; none: all that the caller sees.
    pub areas: Vec<AreaCode>,
}

impl Asked {
    /// Checks the question.
    ///
    /// # Errors
    /// The caller may not ask, an area is not one of which it sees figures, or the quarter has not ended.
    pub fn check(&self, now: Time) -> Result<(), Refusal> {
        let (seen, rule) = match &self.sees {
            Areas::None => return Err(Refusal::NotAllowed),
            Areas::Own(own) => (own, "must be an area of your office"),
            Areas::All(known) => (known, "must be an area of your covenant"),
        };
        if let Some(at) = self.areas.iter().position(|area| !seen.contains(area)) {
            return Err(Refusal::field(format!("areas[{at}]"), rule));
        }
        if now.day() < self.key.quarter.end() {
            return Err(Refusal::field("quarter", "must have ended: ask again after its last day"));
        }
        Ok(())
    }

    /// The answer, when the quarter has been counted.
    ///
    /// # Errors
    /// As [`Asked::check`].
    pub fn answer(&self, facts: &Facts, now: Time) -> Result<Option<Report>, Refusal> {
        self.check(now)?;
        let report = match facts.get(&Key::Report(self.key.clone())) {
            Some(Record::Report(report)) => Report::clone(report),
            _ => return Ok(None),
        };
        Ok(Some(match (&self.sees, self.areas.as_slice()) {
            (Areas::Own(own), []) => report.own(own),
            (Areas::Own(_), areas) => report.own(areas),
            (Areas::None | Areas::All(_), []) => report,
            (Areas::None | Areas::All(_), areas) => report.only(areas),
        }))
    }
}
