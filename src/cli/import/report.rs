//! What happened to each line? Counted for the summary, and written to a CSV file when asked.

use std::{fs::OpenOptions, io, os::unix::fs::OpenOptionsExt as _, path::Path};

use super::rows::Broken;
use crate::{
    api::v1::{ImportRowResult, RegistrationPart, RowOutcome},
    cli::{
        fields::{column, in_commands, without_first_field},
        repeat,
        texts::{fill, say},
        words::word,
    },
};

/// Lines that are also shown on the terminal: refused, or registered before otherwise.
const SHOWN: u64 = 10;

/// Who may read a report that is made: whoever makes it.
const OWN_MODE: u32 = 0o600;

const HEADER: [&str; 8] = [
    "line",
    "outcome",
    "involvement_id",
    "others_involved",
    "reason",
    "message",
    "problems",
    "not_applied",
];

/// How many lines ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Registered; nobody else is involved.
    pub registered: u64,
    /// Registered; others are involved.
    pub matched: u64,
    /// Registered before.
    pub unchanged: u64,
    /// Of these, with others involved.
    pub unchanged_matched: u64,
    /// Registered before, with another contact card.
    pub updated: u64,
    /// Registered before, and brought up to date otherwise.
    pub changed: u64,
    /// Registered before, otherwise; nothing changed.
    pub differs: u64,
    /// Of these two and of those with another card: lines of which something was not taken over.
    pub not_applied: u64,
    /// Dry run: right.
    pub valid: u64,
    /// Refused by the server.
    pub refused: u64,
    /// Could not be read, so not sent.
    pub broken: u64,
    /// Of other organisations, left out with `--own-only`.
    pub skipped: u64,
    /// Done in an earlier run of the same import.
    pub earlier: u64,
}

impl Counts {
    /// Lines that the server answered now.
    #[must_use]
    pub fn answered(&self) -> u64 {
        let before = self.unchanged + self.updated + self.changed + self.differs;
        self.registered + self.matched + before + self.valid + self.refused
    }

    /// True when no line was refused or broken.
    #[must_use]
    pub fn clean(&self) -> bool {
        self.refused == 0 && self.broken == 0
    }
}

/// Collects what happened.
pub struct Report {
    /// How many lines ended how.
    pub counts: Counts,
    /// Lines refused as not allowed, mostly because they are another organisation's.
    pub not_allowed: u64,
    file: Option<csv::Writer<std::fs::File>>,
    shown: u64,
    doubts: u64,
}

impl Report {
    /// Opens the report file; with `go_on` it is continued.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn open(path: Option<&Path>, go_on: bool) -> io::Result<Self> {
        let counts = Counts::default();
        let mut report = Self { counts, not_allowed: 0, file: None, shown: 0, doubts: 0 };
        if let Some(path) = path {
            let go_on = go_on && path.exists();
            let mut options = OpenOptions::new();
            // It says which lines of the list were refused: for whoever imports, and nobody else.
            options.create(true).write(true).append(go_on).truncate(!go_on).mode(OWN_MODE);
            let mut writer = csv::Writer::from_writer(options.open(path)?);
            if !go_on {
                writer.write_record(HEADER)?;
            }
            report.file = Some(writer);
        }
        Ok(report)
    }

    /// The server's answer to a line.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub fn answered(&mut self, line: u64, result: &ImportRowResult) -> io::Result<Option<String>> {
        let counter = match result.outcome() {
            RowOutcome::Registered => &mut self.counts.registered,
            RowOutcome::Matched => &mut self.counts.matched,
            RowOutcome::Unchanged => &mut self.counts.unchanged,
            RowOutcome::ContactUpdated => &mut self.counts.updated,
            RowOutcome::Updated => &mut self.counts.changed,
            RowOutcome::Differs => &mut self.counts.differs,
            RowOutcome::Valid => &mut self.counts.valid,
            RowOutcome::Refused | RowOutcome::Unspecified => &mut self.counts.refused,
        };
        *counter += 1;
        if result.outcome() == RowOutcome::Unchanged && result.others_involved > 0 {
            self.counts.unchanged_matched += 1;
        }
        self.not_allowed += u64::from(result.reason == "NOT_ALLOWED");
        let problems = result
            .problems
            .iter()
            .map(|p| format!("{}: {}", column(&p.field), in_commands(&p.description)));
        let problems = problems.collect::<Vec<_>>().join("; ");
        let parts = repeat::parts(&result.not_applied);
        let stays = match repeat::names(&parts) {
            names if names.is_empty() => names,
            names => fill("registered before, otherwise; this stays as it was: {}", &[&names]),
        };
        self.counts.not_applied += u64::from(!parts.is_empty());
        let said = match result.problems.first() {
            Some(first) => without_first_field(&result.message, &first.field, &first.description),
            None => &result.message,
        };
        let said = in_commands(said);
        let message = if stays.is_empty() { &said } else { &stays };
        let codes = result.not_applied.iter().map(|part| word::<RegistrationPart>(*part));
        self.write(&[
            &line.to_string(),
            word::<RowOutcome>(result.outcome),
            &result.involvement_id,
            &result.others_involved.to_string(),
            &result.reason,
            message,
            &problems,
            &codes.collect::<Vec<_>>().join(" "),
        ])?;
        let refused = matches!(result.outcome(), RowOutcome::Refused | RowOutcome::Unspecified);
        let why = if problems.is_empty() { message } else { &problems };
        Ok((refused || !stays.is_empty()).then(|| self.show(line, why)).flatten())
    }

    /// A line of another organisation, left out as asked.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub fn left_out(&mut self, line: u64) -> io::Result<()> {
        self.counts.skipped += 1;
        let message = say("the line is another organisation's and was left out");
        self.write(&[&line.to_string(), "left-out", "", "0", "OTHER_ORGANISATION", message, "", ""])
    }

    /// A telephone number that has perhaps lost its first digit. The line goes on all the same.
    #[must_use]
    pub fn doubtful(&mut self, line: u64) -> Option<String> {
        self.doubts += 1;
        let what =
            "note: line {}: phone: nine digits without a leading 0; did a spreadsheet drop it?";
        match self.doubts {
            n if n < SHOWN => Some(fill(what, &[&line])),
            SHOWN => Some(say("note: and other telephone numbers like that").to_owned()),
            _ => None,
        }
    }

    /// A line that could not be read.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub fn broken(&mut self, line: u64, broken: &Broken) -> io::Result<Option<String>> {
        self.counts.broken += 1;
        let why = match broken.column {
            "" => broken.problem.clone(),
            column => format!("{column}: {}", broken.problem),
        };
        let message = say("the line cannot be read; correct it and import it again");
        self.write(&[&line.to_string(), "broken", "", "0", "BROKEN_LINE", message, &why, ""])?;
        Ok(self.show(line, &why))
    }

    /// Brings the report to the disk.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), csv::Writer::flush)
    }

    fn write(&mut self, record: &[&str; 8]) -> io::Result<()> {
        match &mut self.file {
            Some(file) => Ok(file.write_record(record)?),
            None => Ok(()),
        }
    }

    /// The first few are shown; the rest is in the report.
    fn show(&mut self, line: u64, why: &str) -> Option<String> {
        self.shown += 1;
        match self.shown {
            n if n < SHOWN => Some(fill("line {}: {}", &[&line, &why])),
            SHOWN => {
                let others = say("… the others are in the report (--report)");
                Some(format!("{}\n{others}", fill("line {}: {}", &[&line, &why])))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_report_is_for_whoever_makes_it_alone() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("report.csv");
        for go_on in [false, true] {
            drop(Report::open(Some(&path), go_on).expect("it is made"));
            let mode = std::fs::metadata(&path).expect("it is there").permissions().mode();
            assert_eq!(mode & 0o777, OWN_MODE);
        }
    }
}
