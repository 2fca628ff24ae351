//! The verb `reconcile`: all active involvements of a source system, from a CSV file, beside what is
//! registered. First what differs; with its token it is carried out.

use std::{collections::BTreeMap, path::PathBuf};

use clap::Args;
use tokio::time::sleep;
use tonic::{Status, Streaming, transport::Channel};

use self::shown::Report;
use super::{
    breaks::{Breaks, again},
    connect::in_the_readers_language,
    errors::CliError,
    import::{
        own_oin,
        rows::{Broken, Rows},
        source::Source,
    },
    member,
    output::complain,
    session::Session,
    texts::{fill, say},
};
use crate::{
    api::v1::{
        ImportRow, ReconcileInvolvementsRequest, ReconcileInvolvementsResponse, ReconcileStart,
        ReconcileSummary, reconcile_involvements_request::Part as Send,
        reconcile_involvements_response::Part as Answer,
        registry_service_client::RegistryServiceClient,
    },
    domain::rules::reconciling::MOST,
    wire::Written,
};

mod shown;

/// Attempts in a row without an answer, before it gives up.
const ATTEMPTS: u32 = 6;

/// Compare all active involvements of your system with what is registered, and carry out what differs.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt reconcile --as basisschool-de-waterlelie active.csv --report difference.csv
  verwijspunt reconcile --as basisschool-de-waterlelie active.csv --token TOKEN

The file has the columns of verwijspunt import, and every involvement that is active in your system.
Without --token nothing changes: it shows what would be registered, renewed, changed and ended, and the
token with which exactly that is carried out, endings last. When it breaks off, the same command with the
same token goes on where it was. While a line is refused or cannot be read nothing is ended.

Exit code 1 when any line or change was refused.")]
pub struct Reconcile {
    /// The CSV file; - is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Carry out the difference of this token.
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
    /// Say yes to ending more than the broker's configuration lets pass.
    #[arg(long, requires = "token")]
    accept_endings: bool,
    /// Leave out and count the lines of other organisations, instead of having them refused.
    #[arg(long)]
    own_only: bool,
    /// Write every change into this CSV file.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    session: Session,
}

/// What stands in the file.
struct Lines {
    /// Each with its line as its number; one that cannot be read with nothing else.
    rows: Vec<ImportRow>,
    broken: BTreeMap<u64, Broken>,
    left_out: u64,
}

impl Reconcile {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let options = self.session.connect.options()?;
        let own = if self.own_only { Some(own_oin(&options.certificate)?) } else { None };
        // All of it before anything is sent: a file that breaks off must not look like a short one.
        let mut lines = self.lines(own.as_deref())?;
        let mut report = Report::open(self.report.as_deref(), self.token.is_some(), &lines.broken)?;
        let outcome = self.answered(&lines, &mut report).await;
        for row in &mut lines.rows {
            row.registration.iter_mut().for_each(|it| member::wipe(&mut it.members));
        }
        report.flush()?;
        let summary = report.summary.clone().unwrap_or_default();
        if report.summary.is_some() {
            self.session.output.print(&Written(&summary), || report.text(lines.left_out))?;
        }
        outcome?;
        self.next(&summary)?;
        if summary.refused == 0 { Ok(()) } else { Err(CliError::Said) }
    }

    fn said(&self, problem: &dyn std::fmt::Display) -> CliError {
        CliError::Failed(format!("{}: {problem}", self.file.display()))
    }

    fn lines(&self, own: Option<&str>) -> Result<Lines, CliError> {
        let source = Source::of(&self.file).map_err(|e| self.said(&e))?;
        let input = source.open().map_err(|e| self.said(&e))?;
        let mut lines = Lines { rows: Vec::new(), broken: BTreeMap::new(), left_out: 0 };
        for line in Rows::new(input).map_err(|problem| self.said(&problem))? {
            let line = line.map_err(|e| self.said(&e))?;
            let registration = match line.content {
                Ok(registration) => Some(*registration),
                Err(broken) => {
                    lines.broken.insert(line.number, broken);
                    None
                }
            };
            let of = registration.as_ref().map_or("", |it| it.organisation_oin.as_str());
            if own.is_some_and(|own| !of.is_empty() && of != own) {
                lines.left_out += 1;
                continue;
            }
            if lines.rows.len() == MOST {
                return Err(self.said(&fill("more than {} lines", &[&MOST])));
            }
            lines.rows.push(ImportRow { row: line.number, registration });
        }
        Ok(lines)
    }

    /// Sends everything and takes the answers, over as many calls as it takes: a call that broke off is
    /// made again whole, and does nothing twice.
    async fn answered(&self, lines: &Lines, report: &mut Report<'_>) -> Result<(), CliError> {
        let channel = self.session.connect.channel().await?;
        let mut client = RegistryServiceClient::new(channel);
        let mut breaks = Breaks::at_most(ATTEMPTS);
        loop {
            report.begin_anew();
            let Err(status) = self.attempt(&mut client, lines, report).await? else {
                return Ok(());
            };
            let why = status.message().to_owned();
            let wait = breaks.wait(status)?;
            complain(&fill("note: {}", &[&again(&why, wait)]));
            sleep(wait).await;
        }
    }

    async fn attempt(
        &self,
        client: &mut RegistryServiceClient<Channel>,
        lines: &Lines,
        report: &mut Report<'_>,
    ) -> Result<Result<(), Status>, CliError> {
        let start = Send::Start(ReconcileStart {
            acting_professional: self.session.connect.acting(),
            token: self.token.clone().unwrap_or_default(),
            accept_endings: self.accept_endings,
        });
        let rows = lines.rows.clone().into_iter().map(Send::Row);
        let messages = std::iter::once(start).chain(rows);
        let messages = messages.map(|part| ReconcileInvolvementsRequest { part: Some(part) });
        let mut answers: Streaming<ReconcileInvolvementsResponse> = match client
            .reconcile_involvements(in_the_readers_language(tokio_stream::iter(messages)))
            .await
        {
            Ok(response) => response.into_inner(),
            Err(status) => return Ok(Err(status)),
        };
        loop {
            match answers.message().await {
                Ok(Some(message)) => match message.part {
                    Some(Answer::Change(change)) => report.take(&change)?,
                    Some(Answer::Summary(summary)) => report.summary = Some(summary),
                    None => {}
                },
                Ok(None) if report.summary.is_some() => return Ok(Ok(())),
                Ok(None) => {
                    return Ok(Err(Status::unavailable(say("the server ended the stream"))));
                }
                Err(status) => return Ok(Err(status)),
            }
        }
    }

    /// What is to be done next.
    fn next(&self, summary: &ReconcileSummary) -> Result<(), CliError> {
        if summary.endings_withheld > 0 {
            complain(&fill(
                "note: {} without a line stay as they are: something was refused; correct it and compare again",
                &[&summary.endings_withheld],
            ));
        }
        if self.token.is_some() {
            return Ok(());
        }
        let steps = [
            summary.registered,
            summary.renewed,
            summary.contacts_updated,
            summary.handed_over,
            summary.own_references_set,
            summary.informed_recorded,
            summary.ended,
        ];
        if steps.iter().sum::<u64>() == 0 {
            return Ok(());
        }
        if summary.endings_many {
            complain(&fill(
                "note: {} of {} would end; is the file whole? If it is, add --accept-endings",
                &[&summary.ended, &summary.active],
            ));
        }
        complain(&fill(
            "next: the same command with --token {} carries this out",
            &[&summary.token],
        ));
        Ok(())
    }
}
