//! ReconcileInvolvements: all active involvements of a source system beside what is registered. The
//! answer is the difference; with its token it is carried out.

mod before;
mod carrying_out;
mod place;
mod token;

use std::{collections::HashSet, pin::Pin, sync::Arc, time::Duration};

use futures::{Stream, StreamExt as _, stream};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use tonic::{Request, Response, Status, Streaming};

use crate::{
    api::{
        Acting as _, Wipe as _,
        v1::{
            self, reconcile_involvements_request::Part,
            reconcile_involvements_response::Part as Answer,
        },
    },
    broker::Failure,
    domain::{
        model::{ids::InvolvementId, refusal::Refusal},
        rules::{
            access::{Call, Permit},
            reconciling::{Comparison, MOST, Row, Step},
        },
    },
    service::{
        fields::Problems,
        front::Front,
        idle::Idle,
        status::{self, Language},
        wiped::Wiped,
    },
};

use self::{
    before::Registered,
    carrying_out::{CarryingOut, Job, refuse},
    token::{Hashing, Token},
};
use super::parse;

pub(crate) use place::Places;

/// Things that are done at once: enough to fill a batch of the store.
const IN_FLIGHT: usize = 256;

/// Answers that wait for a caller who does not read.
const WAITING: usize = 256;

/// Refused rows that are shown. All of them are counted.
const REFUSED_SHOWN: usize = 1_000;

/// When to come back while others compare.
const COME_BACK: Duration = Duration::from_secs(5);

/// The id of a row that has none, until the token is known from which it follows.
const NO_ID: &str = "00000000-0000-7000-8000-000000000000";

/// The answers to a comparison.
pub(crate) type Answers =
    Pin<Box<dyn Stream<Item = Result<v1::ReconcileInvolvementsResponse, Status>> + Send>>;

type Messages = Idle<Streaming<v1::ReconcileInvolvementsRequest>>;

/// One comparison of one caller.
struct Reconciliation {
    front: Front,
    permit: Permit,
    token: Option<Token>,
    accept_endings: bool,
    language: Language,
    answers: mpsc::Sender<Result<v1::ReconcileInvolvementsResponse, Status>>,
}

/// What came of the rows.
struct Compared {
    /// What is done for rows, and what ends after that.
    jobs: Vec<Job>,
    ends: Vec<Job>,
    /// What is said of rows for which nothing is done: they are refused, or say what stays as it is.
    said: Vec<v1::ReconcileChange>,
    /// What a call with this token may have registered before.
    registered: Registered,
    summary: v1::ReconcileSummary,
}

impl Front {
    /// Compares, and carries out when there is a token.
    pub(super) async fn reconcile(
        &self,
        request: Request<Streaming<v1::ReconcileInvolvementsRequest>>,
    ) -> Result<Response<Answers>, Status> {
        let (metadata, extensions, messages) = request.into_parts();
        let language = Self::language(&metadata);
        let mut messages = Idle::new(messages, self.import_idle);
        let start = start(&mut messages, language).await?;
        let call = Call::ReconcileInvolvements;
        let permit = self.admit(call, &extensions, start.acting(), language).await?;
        let token = match token_of(&permit, &start.token) {
            Ok(token) => token,
            Err(refusal) => return Err(self.status(&permit, refusal.into(), language).await),
        };
        let organisation = permit.organisation();
        let organisation = organisation.map_err(|refusal| status::refusal(&refusal, language))?;
        let place = self.comparing.take(organisation);
        let place = place.ok_or_else(|| status::overloaded(COME_BACK, "comparisons"))?;
        let (answers, receiver) = mpsc::channel(WAITING);
        let (front, accept_endings) = (self.clone(), start.accept_endings);
        let one = Reconciliation { front, permit, token, accept_endings, language, answers };
        // When the caller goes away, so does this.
        let work = AbortOnDropHandle::new(tokio::spawn(async move {
            let last = one.run(messages).await;
            // Whoever has heard the last may compare again at once.
            drop(place);
            let part = |summary| v1::ReconcileInvolvementsResponse {
                part: Some(Answer::Summary(summary)),
            };
            // Nobody is there to hear it when this fails.
            let _ = one.answers.send(last.map(part)).await;
        }));
        let answers = ReceiverStream::new(receiver).map(move |answer| {
            let _until_the_end = &work;
            answer
        });
        Ok(Response::new(Box::pin(answers)))
    }
}

/// The first message must be the start.
async fn start(messages: &mut Messages, language: Language) -> Result<v1::ReconcileStart, Status> {
    match messages.next().await.transpose()?.and_then(|message| message.part) {
        Some(Part::Start(start)) => Ok(start),
        Some(Part::Row(mut row)) => {
            row.wipe();
            Err(status::import_order(language))
        }
        None => Err(status::import_order(language)),
    }
}

fn token_of(permit: &Permit, text: &str) -> Result<Option<Token>, Refusal> {
    let mut problems = Problems::of(permit);
    if text.is_empty() {
        return problems.finish(Some(None));
    }
    let rule = "must be the token of an earlier answer to this call, unchanged";
    let token = problems.require("start.token", Token::read(text), rule);
    problems.finish(token.map(Some))
}

impl Reconciliation {
    async fn run(&self, messages: Messages) -> Result<v1::ReconcileSummary, Status> {
        let shown = self.token.map(|token| token.day());
        let comparison = self.front.broker.comparison(&self.permit, shown).await;
        let comparison = comparison.map_err(|failure| self.failed(&failure))?;
        let compared = self.compare(comparison, messages).await?;
        if compared.summary.refused > 0 {
            let refusal = Refusal::Fields(Vec::new());
            let noted = self.front.broker.refused(&self.permit, &refusal).await;
            noted.map_err(|error| self.failed(&error.into()))?;
        }
        match self.token {
            None => self.show(compared).await,
            Some(token) => self.carry_out(compared, token).await,
        }
    }

    fn failed(&self, failure: &Failure) -> Status {
        status::failure(failure, self.language)
    }

    fn refused(&self, refusal: Refusal) -> Status {
        self.failed(&refusal.into())
    }

    fn hashing(&self) -> Result<Hashing<'_>, Status> {
        let organisation = self.permit.organisation().map_err(|refusal| self.refused(refusal))?;
        Ok(Hashing { pseudonyms: &self.front.pseudonyms, organisation })
    }

    /// Reads all rows. Nothing is answered meanwhile: a caller may send all before it reads.
    async fn compare(
        &self,
        mut comparison: Comparison,
        mut messages: Messages,
    ) -> Result<Compared, Status> {
        let (mut last, mut said, mut registered) = (0, Vec::new(), Registered::default());
        let mut summary = v1::ReconcileSummary::default();
        while let Some(message) = messages.next().await {
            let row = match message?.part {
                Some(Part::Row(row)) => Wiped::new(row),
                Some(Part::Start(_)) | None => return Err(status::import_order(self.language)),
            };
            let number = row.peek().row;
            if number <= last {
                return Err(status::import_order(self.language));
            }
            last = number;
            summary.rows += 1;
            if summary.rows > MOST as u64 {
                let rule = format!("must be at most {MOST} rows; ask whoever runs the broker");
                return Err(self.refused(Refusal::field("row", rule)));
            }
            let Err(why) = self.row(&mut comparison, &mut registered, row) else { continue };
            summary.refused += 1;
            if said.len() < REFUSED_SHOWN {
                let action = v1::ReconcileAction::Refused.into();
                let mut change = v1::ReconcileChange { row: number, action, ..Default::default() };
                refuse(&mut change, &why.into(), self.language);
                said.push(change);
            }
        }
        let difference = comparison.finish();
        summary.differing = difference.differing.len() as u64;
        said.extend(difference.differing.iter().map(carrying_out::differs));
        summary.active = difference.active as u64;
        summary.unchanged = difference.unchanged;
        summary.endings_withheld = difference.withheld as u64;
        summary.endings_many = difference.ends_many(self.front.endings_most_percent);
        registered.stands(difference.standing);
        let (jobs, ends) = carrying_out::jobs(difference.rows, difference.ends);
        Ok(Compared { jobs, ends, said, registered, summary })
    }

    fn row(
        &self,
        comparison: &mut Comparison,
        registered: &mut Registered,
        row: Wiped<v1::ImportRow>,
    ) -> Result<(), Refusal> {
        let v1::ImportRow { row, registration } = row.read();
        let mut body = registration.unwrap_or_default();
        let (has_id, has_end) = (!body.involvement_id.is_empty(), !body.end_date.is_empty());
        if !has_id {
            NO_ID.clone_into(&mut body.involvement_id);
        }
        let covenant = self.front.broker.covenant();
        let command = parse::register(&self.front.parsing(&covenant), &self.permit, body);
        let command = command.inspect_err(|_| comparison.unreadable())?;
        let (id, end) = (has_id.then_some(command.id), has_end.then_some(command.end));
        let row = Row { row, id, end, command };
        if self.token.is_some() {
            let organisation = self.permit.organisation()?;
            let hashing = Hashing { pseudonyms: &self.front.pseudonyms, organisation };
            registered.row(row.row, hashing.step(Some(&row), &Step::Register));
        }
        let compared = comparison.row(row);
        compared.map_err(|problem| Refusal::Fields(vec![problem]))
    }

    /// Shows what would be done, with the token by which it is.
    async fn show(&self, compared: Compared) -> Result<v1::ReconcileSummary, Status> {
        let Compared { mut jobs, ends, said, mut summary, .. } = compared;
        jobs.extend(ends);
        let hashing = self.hashing()?;
        let steps: Vec<u64> = jobs.iter().flat_map(|job| job.hashes(hashing)).collect();
        summary.token = hashing.token(self.front.broker.now(), &steps).to_string();
        let shown: Vec<InvolvementId> = jobs.iter().flat_map(Job::involvements).collect();
        let noted = self.front.broker.compared(&self.permit, &shown).await;
        noted.map_err(|error| self.failed(&error.into()))?;
        for change in said {
            self.answer(Answer::Change(change)).await?;
        }
        for change in jobs.iter().flat_map(Job::changes) {
            count(&mut summary, &change);
            self.answer(Answer::Change(change)).await?;
        }
        Ok(summary)
    }

    /// Does what the token was given for, as far as it is not done yet.
    async fn carry_out(
        &self,
        compared: Compared,
        token: Token,
    ) -> Result<v1::ReconcileSummary, Status> {
        let broker = &self.front.broker;
        let hashing = self.hashing()?;
        let jobs = compared.jobs.iter().chain(&compared.ends);
        let steps: Vec<u64> = jobs.flat_map(|job| job.hashes(hashing)).collect();
        let part = |place| hashing.part(token, place);
        let begun = broker.begun(&self.permit, part).await;
        let begun = begun.map_err(|failure| self.failed(&failure))?;
        let holds = match &begun {
            // What is left must be part of what was shown; the rest of it is done.
            Some(all) => {
                let all: HashSet<u64> = all.iter().copied().collect();
                steps.iter().all(|step| all.contains(step))
            }
            None => hashing.is_of(token, &steps),
        };
        if !holds || token.is_over(broker.now()) {
            let present = self.show(compared).await?;
            self.answer(Answer::Summary(present)).await?;
            return Err(self.refused(Refusal::ReconcileStale));
        }
        let Compared { jobs, ends, said, registered, mut summary } = compared;
        if summary.endings_many && !self.accept_endings && begun.is_none() {
            let (ends, most_percent) = (ends.len() as u64, self.front.endings_most_percent);
            let refusal = Refusal::EndingsMany { ends, active: summary.active, most_percent };
            return Err(self.front.status(&self.permit, refusal.into(), self.language).await);
        }
        match begun {
            Some(all) => {
                summary.done_before = all.len().saturating_sub(steps.len()) as u64;
                // Who is involved besides stands in no inbox of the registrant: whoever missed the answer of
                // the earlier call hears it now.
                let again = registered.again(broker, &self.permit, &all).await;
                for change in again.map_err(|failure| self.failed(&failure))? {
                    self.answer(Answer::Change(change)).await?;
                }
            }
            None => {
                let began = broker.begin(&self.permit, part, &steps).await;
                began.map_err(|failure| self.failed(&failure))?;
            }
        }
        for change in said {
            self.answer(Answer::Change(change)).await?;
        }
        let (front, permit, language) = (self.front.clone(), self.permit.clone(), self.language);
        let carrying = Arc::new(CarryingOut { front, permit, token, language });
        let before = summary.refused;
        self.all(&carrying, jobs, &mut summary).await?;
        // What could not be registered may be the same family as one that would end.
        if summary.refused > before {
            summary.endings_withheld += ends.len() as u64;
        } else {
            self.all(&carrying, ends, &mut summary).await?;
        }
        summary.endings_many = false;
        Ok(summary)
    }

    /// Does these, many at once, and answers each.
    async fn all(
        &self,
        carrying: &Arc<CarryingOut>,
        jobs: Vec<Job>,
        summary: &mut v1::ReconcileSummary,
    ) -> Result<(), Status> {
        let (halt, mut broke) = (CancellationToken::new(), None);
        let broken = Failure::Refused(Refusal::FactMissing);
        let mut results = std::pin::pin!(
            stream::iter(jobs)
                .take_until(halt.clone().cancelled_owned())
                .map(|job| {
                    let carrying = carrying.clone();
                    // In a task of its own, which goes on while the client takes its time.
                    let work =
                        AbortOnDropHandle::new(tokio::spawn(
                            async move { carrying.job(&job).await },
                        ));
                    async { work.await.unwrap_or_else(|_| Err(self.failed(&broken))) }
                })
                .buffered(IN_FLIGHT)
        );
        while let Some(done) = results.next().await {
            match done {
                Ok(changes) => {
                    for change in changes {
                        count(summary, &change);
                        self.answer(Answer::Change(change)).await?;
                    }
                }
                // Nothing further is begun; what is at work is answered still.
                Err(status) => {
                    halt.cancel();
                    broke.get_or_insert(status);
                }
            }
        }
        broke.map_or(Ok(()), Err)
    }

    async fn answer(&self, part: Answer) -> Result<(), Status> {
        let answer = v1::ReconcileInvolvementsResponse { part: Some(part) };
        let sent = self.answers.send(Ok(answer)).await;
        sent.map_err(|_| Status::cancelled("the caller has gone away"))
    }
}

fn count(summary: &mut v1::ReconcileSummary, change: &v1::ReconcileChange) {
    use v1::ReconcileAction as Action;
    let counter = match change.action() {
        _ if !change.reason.is_empty() => &mut summary.refused,
        Action::Register => &mut summary.registered,
        Action::Renew => &mut summary.renewed,
        Action::UpdateContact => &mut summary.contacts_updated,
        Action::HandOver => &mut summary.handed_over,
        Action::SetOwnReference => &mut summary.own_references_set,
        Action::RecordInformed => &mut summary.informed_recorded,
        Action::End => &mut summary.ended,
        Action::Differs => &mut summary.differing,
        Action::Refused | Action::Unspecified => &mut summary.refused,
    };
    *counter += 1;
}
