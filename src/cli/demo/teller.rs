//! How is the story told? One line a step with the time it took, and below it what came of it.

use std::{
    io::{self, Write},
    time::Duration,
};

use tokio::time::Instant;

use crate::cli::layout;

/// Why the story did not come to its end.
#[derive(Debug, thiserror::Error)]
pub(super) enum StoryError {
    /// A line of the story did not give what it says.
    #[error("{place}: {problem}")]
    Line {
        /// File and line.
        place: String,
        /// What was expected and what came.
        problem: String,
    },
    /// The story could not be written.
    #[error("the story cannot be written: {0}")]
    Output(#[from] io::Error),
}

/// Tells the story.
pub(super) struct Teller<'a, W> {
    out: &'a mut W,
    begun: Instant,
    /// What is told when the next call has given what it should.
    pending: Option<String>,
    steps: u32,
    calls: u32,
    slowest_match: Duration,
}

impl<'a, W: Write> Teller<'a, W> {
    /// Begins.
    pub(super) fn new(out: &'a mut W) -> Self {
        let slowest_match = Duration::ZERO;
        Self { out, begun: Instant::now(), pending: None, steps: 0, calls: 0, slowest_match }
    }

    /// A new part of the story.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn part(&mut self, title: &str) -> io::Result<()> {
        self.step()?;
        writeln!(self.out, "\n{title}")
    }

    /// What the reader is told of the calls that follow: once the first of them is done.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn tell(&mut self, text: &str) -> io::Result<()> {
        self.step()?;
        self.pending = Some(text.to_owned());
        Ok(())
    }

    /// A call gave what it should, and this came of it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn done(&mut self, asides: &[String]) -> io::Result<()> {
        self.calls += 1;
        self.step()?;
        let label = format!("{:13}", "");
        for aside in asides.iter().filter(|aside| !aside.is_empty()) {
            writeln!(self.out, "{}", layout::hang(&label, aside, Some(layout::prose())))?;
        }
        Ok(())
    }

    fn step(&mut self) -> io::Result<()> {
        let Some(text) = self.pending.take() else { return Ok(()) };
        self.steps += 1;
        let label = format!("{:7.3} s  ", self.begun.elapsed().as_secs_f64());
        writeln!(self.out, "{}", layout::hang(&label, &text, Some(layout::prose())))?;
        self.out.flush()
    }

    /// Notes how long a match took, and says it in words.
    pub(super) fn match_arrived(&mut self, after: Duration) -> String {
        self.slowest_match = self.slowest_match.max(after);
        format!("{:.1} ms after the registration was sent", after.as_secs_f64() * 1e3)
    }

    /// Ends.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.step()?;
        writeln!(
            self.out,
            "\n{} steps, {} calls with the answers expected, {:.2} s; the slowest match arrived \
             {:.1} ms after its registration was sent",
            self.steps,
            self.calls,
            self.begun.elapsed().as_secs_f64(),
            self.slowest_match.as_secs_f64() * 1e3
        )
    }
}
