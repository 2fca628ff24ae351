//! The verb `import`: many registrations from a CSV file, with a report for each line.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use clap::Args;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use serde_json::json;
use tokio::sync::mpsc;

use self::{
    report::{Counts, Report},
    rows::{Line, Rows},
    source::{Input, Source, survey},
    state::State,
    stream::Sent,
};
use super::{
    errors::CliError,
    output::complain,
    session::Session,
    texts::{fill, say},
};
use crate::{
    api::v1::{ImportRow, ImportStart},
    domain::model::{card, party::Oin},
    pem,
    server::{peer, shutdown::StopSignals},
};

pub mod report;
pub mod rows;
pub(super) mod source;
pub mod state;
pub mod stream;

/// Lines that are read ahead of the network.
const READ_AHEAD: usize = 512;
/// How long an interrupted import waits for the answers to what it has sent.
const LAST_ANSWERS: Duration = Duration::from_secs(10);
/// How often the state is written, so that a broken import repeats little.
const SAVE_EVERY: Duration = Duration::from_secs(2);

/// Register many involvements from a CSV file.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt import --as basisschool-de-waterlelie registrations.csv --dry-run
  verwijspunt import --as basisschool-de-waterlelie registrations.csv --report result.csv

The first line names the columns:
  involvement_id, organisation_oin, members, professional_id, name, function, phone, email, area,
  postcode, start_date, end_date, informed_on, not_informed_ground, acting_professional,
  own_reference
Members are written child:BSN:YYYY-MM-DD;parent:BSN;other:BSN. Delimiter: comma, semicolon or tab;
UTF-8; a line end ends the line, also between quotes. When it breaks off, the same command goes on
where it was (it keeps FILE.import-state meanwhile). Importing a file twice is harmless.

Exit code 1 when any line was refused or could not be read.")]
pub struct Import {
    /// The CSV file; - is standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Check every line and register nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Leave out and count the lines of other organisations, instead of having them refused.
    #[arg(long)]
    pub own_only: bool,
    /// Write what happened to each line into this CSV file.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Begin anew, also when an earlier import of this file broke off.
    #[arg(long)]
    pub restart: bool,
    /// Where to remember how far the import is [default: FILE.import-state].
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    #[command(flatten)]
    session: Session,
}

impl Import {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let options = self.session.connect.options()?;
        let own = if self.own_only { Some(own_oin(&options.certificate)?) } else { None };
        let source = Source::of(&self.file).map_err(|e| self.said(&e))?;
        let (digest, lines) = survey(&source, own.as_deref()).map_err(|e| self.said(&e))?;
        let rows = Rows::new(source.open().map_err(|e| self.said(&e))?)
            .map_err(|problem| self.said(&problem))?;
        let place = self.state.clone().unwrap_or_else(|| state::path_for(source.name()));
        let known = if self.restart || self.dry_run {
            None
        } else {
            State::load(&place, &digest).map_err(CliError::Failed)?
        };
        let resumed = known.is_some();
        let now_ms = u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap_or_default();
        let mut state = known.unwrap_or_else(|| State::new(digest, now_ms));
        let remember = |state: &State| -> Result<(), CliError> {
            if self.dry_run {
                return Ok(());
            }
            state.save(&place).map_err(|e| {
                CliError::Failed(fill(
                    "{}: {}; name another place with --state",
                    &[&place.display(), &e],
                ))
            })
        };
        // Before the state is written: who sees that file may interrupt, and is heard. Also where
        // interruptions were ignored from the start, as in the background of a shell.
        let mut stop = StopSignals::listen();
        let mut report = Report::open(self.report.as_deref(), resumed).map_err(|e| {
            let place = self.report.as_deref().unwrap_or(Path::new("")).display();
            CliError::Failed(fill("{}: {}; name another place with --report", &[&place, &e]))
        })?;
        remember(&state)?;
        let channel = tokio::select! {
            channel = self.session.connect.channel() => channel?,
            () = stop.received() => return Err(interrupted()),
        };
        let bar = progress(lines);
        let mut import = stream::Import::new(
            channel,
            ImportStart {
                import_id: state.import_id.to_string(),
                acting_professional: self.session.connect.acting(),
                dry_run: self.dry_run,
            },
        );
        let shown = bar.clone();
        import.on_break =
            Box::new(move |what| shown.suspend(|| complain(&fill("note: {}", &[&what]))));

        let begun = Instant::now();
        let next_row = tokio::select! {
            next_row = import.resume() => next_row?,
            () = stop.received() => return Err(interrupted()),
        };
        // Rows whose answer was not seen go again: their outcome belongs in the report.
        let first = next_row.min(state.answered + 1);
        let mut job = Job { bar: &bar, own, first, stop };
        let outcome = job.run(rows, &mut import, &mut state, &mut report, &remember).await;
        bar.finish_and_clear();
        report.flush()?;
        if outcome.is_err() {
            remember(&state)?;
        } else {
            import.finish().await;
        }
        if outcome.is_ok() && !self.dry_run {
            // Nothing is lost when it stays: the server knows the import by its id.
            let _ = fs::remove_file(&place);
        }
        self.summary(&report.counts, begun.elapsed())?;
        outcome?;
        if report.counts.not_applied > 0 {
            let stays = "note: lines of which something stands otherwise and was not taken over: {}; the \
                         report (--report) names it; `move` is for a family that moved, `renew` for a \
                         later last day, `end` when it is over";
            complain(&fill(stays, &[&report.counts.not_applied]));
        }
        if report.counts.clean() {
            return Ok(());
        }
        complain(say(if !self.own_only && report.not_allowed > 0 {
            "next: lines of other organisations are refused; --own-only leaves them out"
        } else {
            "next: correct these lines and import again; what was done is not done twice"
        }));
        Err(CliError::Said)
    }

    fn said(&self, problem: &dyn std::fmt::Display) -> CliError {
        CliError::Failed(format!("{}: {problem}", self.file.display()))
    }

    fn summary(&self, counts: &Counts, took: Duration) -> Result<(), CliError> {
        let seconds = took.as_secs_f64();
        // Counts fit a double exactly up to 2^53.
        #[allow(clippy::cast_precision_loss)]
        let rate = counts.answered() as f64 / seconds.max(0.001);
        let all = json!({
            "registered": counts.registered, "matched": counts.matched,
            "unchanged": counts.unchanged, "unchangedMatched": counts.unchanged_matched,
            "contactUpdated": counts.updated,
            "updated": counts.changed, "differs": counts.differs, "notApplied": counts.not_applied,
            "valid": counts.valid, "refused": counts.refused,
            "broken": counts.broken, "skipped": counts.skipped, "earlier": counts.earlier,
            "seconds": seconds, "rowsPerSecond": rate, "dryRun": self.dry_run,
        });
        self.session.output.print(&all, || {
            let parts = [
                (counts.registered, "{} registered"),
                (counts.matched, "{} registered and matched"),
                (counts.unchanged - counts.unchanged_matched, "{} already registered"),
                (counts.unchanged_matched, "{} already registered, with others involved"),
                (counts.updated, "{} already registered, with a new contact card"),
                (counts.changed, "{} already registered, and brought up to date"),
                (counts.differs, "{} already registered, otherwise"),
                (counts.valid, "{} would be registered"),
                (counts.refused, "{} refused"),
                (counts.broken, "{} could not be read"),
                (counts.skipped, "{} of other organisations, left out"),
                (counts.earlier, "{} done in an earlier run"),
            ];
            let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| fill(what, &[n]));
            let parts = match parts.collect::<Vec<_>>().join(", ") {
                nothing if nothing.is_empty() => say("no lines").to_owned(),
                parts => parts,
            };
            let (seconds, rate) = (format!("{seconds:.1}"), format!("{rate:.0}"));
            fill("{}; {} s, {} rows a second", &[&parts, &seconds, &rate])
        })
    }
}

/// The work of one import.
struct Job<'a> {
    bar: &'a ProgressBar,
    own: Option<String>,
    /// The first row that is sent; the rows before it were done in an earlier run.
    first: u64,
    /// What interrupts it.
    stop: StopSignals,
}

impl Job<'_> {
    async fn run(
        &mut self,
        rows: Rows<Input>,
        import: &mut stream::Import,
        state: &mut State,
        report: &mut Report,
        remember: &impl Fn(&State) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let mut lines = read_ahead(rows);
        let mut row = 0;
        let mut saved = Instant::now();
        let mut more = true;
        // After an interruption: when to stop waiting for the answers of what was sent.
        let mut patience = None;
        while more || !import.is_done() {
            tokio::select! {
                biased;
                () = self.stop.received(), if patience.is_none() => {
                    let stopping = "note: stopping, once what was sent is answered";
                    self.shown(Some(say(stopping).to_owned()));
                    patience = Some(tokio::time::Instant::now() + LAST_ANSWERS);
                    more = false;
                }
                () = until(patience), if patience.is_some() => break,
                line = lines.recv(), if more && import.has_room() => match line {
                    None => more = false,
                    Some(line) => self.take(line?, &mut row, import, state, report)?,
                },
                answer = import.answer(), if !import.is_done() => {
                    let (line, result) = answer?;
                    // Everything before the first row that waits has its answer in the report.
                    state.answered = import.waiting_for().map_or(result.row, |row| row - 1);
                    self.shown(report.answered(line, &result)?);
                    self.bar.inc(1);
                    if saved.elapsed() >= SAVE_EVERY {
                        report.flush()?;
                        remember(state)?;
                        saved = Instant::now();
                    }
                }
            }
        }
        match patience {
            None => Ok(()),
            Some(_) => Err(interrupted()),
        }
    }

    /// One line of the file: sent, or reported at once.
    fn take(
        &self,
        line: Line,
        row: &mut u64,
        import: &mut stream::Import,
        state: &State,
        report: &mut Report,
    ) -> Result<(), CliError> {
        let mut registration = match line.content {
            Ok(registration) => registration,
            Err(broken) => {
                self.bar.inc(1);
                // In an earlier run it was reported already, with the rows around it.
                if *row + 1 >= self.first {
                    self.shown(report.broken(line.number, &broken)?);
                }
                return Ok(());
            }
        };
        let theirs = |own: &String| {
            !registration.organisation_oin.is_empty() && registration.organisation_oin != *own
        };
        if self.own.as_ref().is_some_and(theirs) {
            self.bar.inc(1);
            return Ok(report.left_out(line.number)?);
        }
        *row += 1;
        let phone = registration.professional.as_ref().map_or("", |card| &card.phone);
        if *row >= self.first && card::phone_lost_its_zero(phone) {
            self.shown(report.doubtful(line.number));
        }
        if *row < self.first {
            self.bar.inc(1);
            report.counts.earlier += 1;
            return Ok(());
        }
        if registration.involvement_id.is_empty() {
            registration.involvement_id = state.involvement_id(*row).to_string();
        }
        let registration = Some(*registration);
        import.push(Sent { line: line.number, row: ImportRow { row: *row, registration } });
        Ok(())
    }

    fn shown(&self, problem: Option<String>) {
        if let Some(problem) = problem {
            self.bar.suspend(|| complain(&problem));
        }
    }
}

/// Reads lines on a thread of its own: a slow disk must not hold up the answers.
fn read_ahead(rows: Rows<Input>) -> mpsc::Receiver<std::io::Result<Line>> {
    let (sender, receiver) = mpsc::channel(READ_AHEAD);
    tokio::task::spawn_blocking(move || {
        for line in rows {
            if sender.blocking_send(line).is_err() {
                break;
            }
        }
    });
    receiver
}

fn interrupted() -> CliError {
    CliError::Failed(say("interrupted; the same command goes on where it was").to_owned())
}

/// When this moment comes; never without one.
async fn until(moment: Option<tokio::time::Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

/// The OIN in the certificate: `serialNumber` of its subject.
pub(super) fn own_oin(certificate: &Path) -> Result<String, CliError> {
    let failed = |problem: &str| {
        CliError::Failed(fill("certificate {}: {}", &[&certificate.display(), &problem]))
    };
    let content = fs::read(certificate).map_err(|e| failed(&e.to_string()))?;
    let found = pem::certificates(&content).map_err(|why| failed(&why))?;
    let der = found.first().expect("at least one is found, or none is an error");
    let oin = peer::read(der).map_err(|why| failed(&why))?.oin;
    Ok(oin.ok_or_else(|| failed(say("its subject has no serialNumber with an OIN")))?.to_string())
}

/// A bar on a terminal; hidden otherwise.
fn progress(lines: u64) -> ProgressBar {
    let bar = ProgressBar::new(lines);
    let style = fill(
        "{} lines, {} a second, {} left",
        &[&"{bar:32} {human_pos}/{human_len}", &"{rate}", &"{eta}"],
    );
    if let Ok(style) = ProgressStyle::with_template(&style) {
        let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
            // A text that cannot be written is only not seen.
            let _ = write!(out, "{:.0}", state.per_sec());
        };
        bar.set_style(style.with_key("rate", rate));
    }
    bar
}

/// Imports an organisation's own lines of a file without a word: for the demonstration.
///
/// # Errors
/// When the file cannot be read or the connection breaks for good. Refused lines are counted.
pub async fn quietly(
    file: &Path,
    options: &super::client::ClientOptions,
    own: Oin,
) -> Result<Counts, CliError> {
    let said = |problem: String| CliError::Failed(format!("{}: {problem}", file.display()));
    let own = own.to_string();
    let source = Source::File(file.to_owned());
    let (digest, _) = survey(&source, Some(&own)).map_err(|error| said(error.to_string()))?;
    let opened = source.open().map_err(|error| said(error.to_string()))?;
    let rows = Rows::new(opened).map_err(said)?;
    let now_ms = u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap_or_default();
    let mut state = State::new(digest, now_ms);
    let mut report = Report::open(None, false)?;
    let start = ImportStart {
        import_id: state.import_id.to_string(),
        acting_professional: "import".to_owned(),
        dry_run: false,
    };
    let mut import = stream::Import::new(super::client::connect(options).await?, start);
    let first = import.resume().await?;
    let stop = StopSignals::listen();
    let mut job = Job { bar: &ProgressBar::hidden(), own: Some(own), first, stop };
    job.run(rows, &mut import, &mut state, &mut report, &|_| Ok(())).await?;
    import.finish().await;
    Ok(report.counts)
}
