//! ImportInvolvements: many registrations in one stream, an answer for each, resumable.

use std::{pin::Pin, sync::Arc};

use futures::{Stream, StreamExt as _, stream};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use tonic::{Request, Response, Status, Streaming};
use uuid::Uuid;

use crate::{
    api::{
        Acting as _, Wipe as _,
        v1::{
            self, import_involvements_request::Part, import_involvements_response::Part as Answer,
        },
    },
    broker::{Answered, Failure},
    domain::{
        model::refusal::{FieldProblem, Refusal},
        rules::{
            access::{Call, Permit},
            registering::Registered,
        },
    },
    service::{
        front::{Failed, Front},
        idle::Idle,
        status::{self, Language},
        wiped::Wiped,
    },
};

use super::{parse, render, turns::Turns};

/// Rows of one import that are worked on at once: enough to fill a batch of the store.
const IN_FLIGHT: usize = 256;

/// The answers to an import.
pub(crate) type Answers =
    Pin<Box<dyn Stream<Item = Result<v1::ImportInvolvementsResponse, Status>> + Send>>;

type Messages = Idle<Streaming<v1::ImportInvolvementsRequest>>;

/// One import of one caller.
struct Import {
    front: Front,
    permit: Permit,
    id: Uuid,
    dry_run: bool,
    language: Language,
}

/// The results in the order of their rows, and how far they have come.
struct Results<S> {
    import: Arc<Import>,
    results: S,
    reached: u64,
    /// Ends the reading of rows.
    halt: CancellationToken,
    /// Why the first row that is not done is not.
    broke: Option<Status>,
}

impl Front {
    /// Answers an import: where to resume, then a result for each row.
    pub(super) async fn import(
        &self,
        request: Request<Streaming<v1::ImportInvolvementsRequest>>,
    ) -> Result<Response<Answers>, Status> {
        let (metadata, extensions, rows) = request.into_parts();
        let language = Self::language(&metadata);
        let mut rows = Idle::new(rows, self.import_idle);
        let start = start(&mut rows, language).await?;
        let permit =
            self.admit(Call::ImportInvolvements, &extensions, start.acting(), language).await?;
        let id = match parse::import_id(&permit, &start.import_id) {
            Ok(id) => id,
            Err(refusal) => return Err(self.status(&permit, refusal.into(), language).await),
        };
        let position = self.broker.import_position(&permit, id).await;
        let position = position.map_err(|failure| status::failure(&failure, language))?;
        let (front, dry_run) = (self.clone(), start.dry_run);
        let import = Arc::new(Import { front, permit, id, dry_run, language });
        let resume = Answer::Resume(v1::ImportResume { next_row: position.saturating_add(1) });
        let first = stream::iter([Ok(v1::ImportInvolvementsResponse { part: Some(resume) })]);
        Ok(Response::new(Box::pin(first.chain(import.answers(rows)))))
    }
}

/// The first message of an import must be its start.
async fn start(rows: &mut Messages, language: Language) -> Result<v1::ImportStart, Status> {
    match rows.next().await.transpose()?.and_then(|message| message.part) {
        Some(Part::Start(start)) => Ok(start),
        Some(Part::Row(mut row)) => {
            row.wipe();
            Err(status::import_order(language))
        }
        None => Err(status::import_order(language)),
    }
}

/// Every other one must be a row, with a higher number than the one before.
fn next(
    message: Result<v1::ImportInvolvementsRequest, Status>,
    last: &mut u64,
    language: Language,
) -> Result<Wiped<v1::ImportRow>, Status> {
    let row = match message?.part {
        Some(Part::Row(row)) => Wiped::new(row),
        Some(Part::Start(_)) | None => return Err(status::import_order(language)),
    };
    if row.peek().row <= *last {
        return Err(status::import_order(language));
    }
    *last = row.peek().row;
    Ok(row)
}

impl Import {
    fn answers(
        self: Arc<Self>,
        rows: Messages,
    ) -> impl Stream<Item = Result<v1::ImportInvolvementsResponse, Status>> {
        let (import, mut last, mut turns) = (self.clone(), 0, Turns::default());
        let (halt, language) = (CancellationToken::new(), self.language);
        let results = rows
            .take_until(halt.clone().cancelled_owned())
            .map(move |message| {
                // Here and not in the task of the row: messages come in order, tasks need not.
                let row = next(message, &mut last, import.language);
                let registration =
                    row.as_ref().ok().and_then(|row| row.peek().registration.as_ref());
                let turn = registration.map(|registration| turns.next(registration));
                let import = import.clone();
                // In a task of its own, which goes on while the place of the import is kept or the client
                // takes its time: a row that stood still would hold what those wait for.
                let work = AbortOnDropHandle::new(tokio::spawn(async move {
                    if let Some(turn) = &turn {
                        turn.comes().await;
                    }
                    import.row(row?).await
                }));
                async move {
                    let broken = Failure::Refused(Refusal::FactMissing);
                    work.await.unwrap_or_else(|_| Err(status::failure(&broken, language)))
                }
            })
            .buffered(IN_FLIGHT);
        let results =
            Results { import: self, results: Box::pin(results), reached: 0, halt, broke: None };
        stream::unfold(Some(results), |results| async { results?.next().await })
    }

    /// One row: registered, checked only, or refused.
    ///
    /// # Errors
    /// The broker cannot say at present; the row is not done.
    async fn row(&self, row: Wiped<v1::ImportRow>) -> Result<v1::ImportRowResult, Status> {
        let v1::ImportRow { row, registration } = row.read();
        let outcome = self.outcome(registration.unwrap_or_default()).await;
        let result = match outcome {
            Ok(None) => result(v1::RowOutcome::Valid),
            Ok(Some(registered)) => self::registered(&registered),
            Err(failed) => self.refused(failed).await?,
        };
        Ok(v1::ImportRowResult { row, ..result })
    }

    async fn outcome(
        &self,
        body: v1::RegisterInvolvementRequest,
    ) -> Result<Option<Answered<Registered>>, Failed> {
        if !self.dry_run {
            return Ok(Some(self.front.register(&self.permit, body).await?));
        }
        let covenant = self.front.broker.covenant();
        parse::register(&self.front.parsing(&covenant), &self.permit, body)?;
        Ok(None)
    }

    async fn refused(&self, failed: Failed) -> Result<v1::ImportRowResult, Status> {
        let failure = match failed {
            Failed::Broker(failure) => failure,
            Failed::Request(refusal) => {
                match self.front.broker.refused(&self.permit, &refusal).await {
                    Ok(()) => refusal.into(),
                    Err(error) => error.into(),
                }
            }
        };
        // What is no refusal, or one for a time, may go well the next time: the import breaks off here,
        // and resumes at this row.
        let for_a_time = matches!(failure, Failure::Refused(Refusal::LookupBudget(_)));
        if for_a_time || !matches!(failure, Failure::Refused(_)) {
            return Err(status::failure(&failure, self.language));
        }
        let (reason, message, problems) = status::row(&failure, self.language);
        let problem = |problem: FieldProblem| v1::FieldProblem {
            field: problem.field,
            description: problem.rule,
        };
        let problems = problems.into_iter().map(problem).collect();
        Ok(v1::ImportRowResult { reason, message, problems, ..result(v1::RowOutcome::Refused) })
    }

    /// Remembers how far the import got.
    async fn keep(&self, row: u64) -> Result<(), Status> {
        if self.dry_run || row == 0 {
            return Ok(());
        }
        let kept = self.front.broker.import_reached(&self.permit, self.id, row).await;
        kept.map_err(|failure| status::failure(&failure, self.language))
    }
}

fn result(outcome: v1::RowOutcome) -> v1::ImportRowResult {
    v1::ImportRowResult { outcome: outcome.into(), ..Default::default() }
}

fn registered(Answered { answer, replayed }: &Answered<Registered>) -> v1::ImportRowResult {
    let others = answer.matched.as_ref().map_or(0, |matched| matched.parties.len() - 1);
    let outcome = match (&answer.repeat, others) {
        (Some(repeat), _) if repeat.card => v1::RowOutcome::ContactUpdated,
        (Some(repeat), _) if repeat.informed || repeat.own_reference => v1::RowOutcome::Updated,
        (Some(repeat), _) if !repeat.not_applied.is_empty() => v1::RowOutcome::Differs,
        (Some(_), _) => v1::RowOutcome::Unchanged,
        (None, _) if *replayed => v1::RowOutcome::Unchanged,
        (None, 0) => v1::RowOutcome::Registered,
        (None, _) => v1::RowOutcome::Matched,
    };
    v1::ImportRowResult {
        involvement_id: answer.involvement.id.to_string(),
        others_involved: u32::try_from(others).unwrap_or(u32::MAX),
        not_applied: render::not_applied(
            answer.repeat.as_ref().map_or(&[][..], |repeat| &repeat.not_applied),
        ),
        ..result(outcome)
    }
}

impl<S> Results<S>
where
    S: Stream<Item = Result<v1::ImportRowResult, Status>> + Unpin,
{
    /// The next answer. After the last one, and now and then before, the place is kept.
    async fn next(
        mut self,
    ) -> Option<(Result<v1::ImportInvolvementsResponse, Status>, Option<Self>)> {
        loop {
            match self.results.next().await {
                Some(Ok(result)) => {
                    return match self.passed(result).await {
                        Ok(answer) => Some((Ok(answer), Some(self))),
                        Err(status) => Some((Err(status), None)),
                    };
                }
                // No further rows are begun. Those that were at work beside this one are answered still,
                // so that nobody registers without hearing of it.
                Some(Err(status)) => {
                    self.halt.cancel();
                    self.broke.get_or_insert(status);
                }
                None => {
                    let kept = self.import.keep(self.reached).await;
                    return kept.err().or(self.broke).map(|status| (Err(status), None));
                }
            }
        }
    }

    async fn passed(
        &mut self,
        result: v1::ImportRowResult,
    ) -> Result<v1::ImportInvolvementsResponse, Status> {
        // Results come in order: everything up to here has one, until a row was not done.
        if self.broke.is_none() {
            self.reached = result.row;
            if self.reached.is_multiple_of(IN_FLIGHT as u64) {
                self.import.keep(self.reached).await?;
            }
        }
        Ok(v1::ImportInvolvementsResponse { part: Some(Answer::Result(result)) })
    }
}
