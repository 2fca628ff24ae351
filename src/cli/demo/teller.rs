//! How is the story told? One line a step with the time it took; a broken expectation ends it.

use std::{
    io::{self, Write},
    time::Duration,
};

use tokio::time::Instant;
use tonic::Status;

use crate::cli::{errors, layout};

/// Why the story did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    /// Something else happened than the story expects.
    #[error("expected: {expected}\n   found: {found}")]
    Expectation {
        /// What should have happened.
        expected: String,
        /// What happened.
        found: String,
    },
    /// The server refused what the story asked.
    #[error("refused: {}", errors::render(.0))]
    Refused(Box<Status>),
    /// The story could not be written.
    #[error("the story cannot be written: {0}")]
    Output(#[from] io::Error),
}

impl From<Status> for StoryError {
    fn from(status: Status) -> Self {
        Self::Refused(Box::new(status))
    }
}

/// How the story went.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoryReport {
    /// Steps that were told.
    pub steps: u32,
    /// Expectations that held.
    pub expectations: u32,
    /// How long after the registration was sent each match arrived on an open subscription.
    pub match_latencies: Vec<Duration>,
    /// How long the whole story took.
    pub elapsed: Duration,
}

/// Tells the story.
pub struct Teller<'a, W> {
    out: &'a mut W,
    begun: Instant,
    /// How it goes so far.
    pub report: StoryReport,
}

impl<'a, W: Write> Teller<'a, W> {
    /// Begins.
    pub fn new(out: &'a mut W) -> Self {
        Self { out, begun: Instant::now(), report: StoryReport::default() }
    }

    /// A new part of the story.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn part(&mut self, title: &str) -> Result<(), StoryError> {
        Ok(writeln!(self.out, "\n{title}")?)
    }

    /// One step.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn step(&mut self, text: &str) -> Result<(), StoryError> {
        self.report.steps += 1;
        let label = format!("{:7.3} s  ", self.begun.elapsed().as_secs_f64());
        writeln!(self.out, "{}", layout::hang(&label, text, Some(layout::prose())))?;
        Ok(self.out.flush()?)
    }

    /// Something that belongs to the step before it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn aside(&mut self, text: &str) -> Result<(), StoryError> {
        let label = format!("{:13}", "");
        Ok(writeln!(self.out, "{}", layout::hang(&label, text, Some(layout::prose())))?)
    }

    /// Holds the story to what it says.
    ///
    /// # Errors
    /// When it does not hold.
    pub fn expect(
        &mut self,
        holds: bool,
        expected: &str,
        found: impl Into<String>,
    ) -> Result<(), StoryError> {
        if !holds {
            return Err(StoryError::Expectation {
                expected: expected.to_owned(),
                found: found.into(),
            });
        }
        self.report.expectations += 1;
        Ok(())
    }

    /// Notes when a match arrived, and says it in words.
    pub fn arrival(&mut self, sent: Instant, arrived: Instant) -> String {
        self.report.expectations += 1;
        let after = arrived.saturating_duration_since(sent);
        self.report.match_latencies.push(after);
        format!("{:.1} ms after the registration was sent", after.as_secs_f64() * 1e3)
    }

    /// Ends.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(mut self) -> Result<StoryReport, StoryError> {
        self.report.elapsed = self.begun.elapsed();
        let StoryReport { steps, expectations, elapsed, .. } = self.report;
        let slowest = self.report.match_latencies.iter().max().copied().unwrap_or_default();
        writeln!(
            self.out,
            "\n{steps} steps, {expectations} expectations held, {:.2} s; the slowest match arrived \
             {:.1} ms after its registration was sent",
            elapsed.as_secs_f64(),
            slowest.as_secs_f64() * 1e3
        )?;
        Ok(self.report)
    }
}
