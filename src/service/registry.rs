//! RegistryService: registering, importing, ending, and who else is involved.

use std::{
    pin::Pin,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use futures::{Stream, StreamExt as _, stream};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, Streaming};
use uuid::Uuid;

use crate::{
    api::v1::{self, registry_service_server::RegistryService},
    broker::{Answered, Failure},
    domain::{
        model::{ids::InvolvementId, involvement::Involvement, refusal::Refusal},
        rules::{
            access::{Call, Permit},
            follow_up::Seen,
            matching::Match,
            registering::Registered,
        },
    },
};

use super::{
    front::{Acting as _, Failed, Front},
    page::Filter,
    parse, parse_contact, parse_move, parse_registry as registry, parse_rights, render,
    status::{self, Language},
};

/// Rows of one import that are worked on at once: enough to fill a batch of the store.
const IMPORT_IN_FLIGHT: usize = 256;

type Answers = Pin<Box<dyn Stream<Item = Result<v1::ImportInvolvementsResponse, Status>> + Send>>;

impl Front {
    async fn register(
        &self,
        permit: &Permit,
        body: v1::RegisterInvolvementRequest,
    ) -> Result<Answered<Registered>, Failed> {
        let covenant = self.broker.covenant();
        let command = registry::register(&self.parsing(&covenant), permit, body)?;
        Ok(self.broker.register(permit, &command).await?)
    }

    pub(super) fn parsing<'a>(
        &'a self,
        covenant: &'a crate::covenant::Covenants,
    ) -> registry::Context<'a> {
        registry::Context { covenant, pseudonyms: &self.pseudonyms, today: self.broker.now().day() }
    }

    fn registered(&self, answer: &Registered) -> v1::RegisterInvolvementResponse {
        let own = &answer.involvement;
        v1::RegisterInvolvementResponse {
            involvement: Some(render::involvement(own)),
            r#match: self.met(own, answer.matched.as_ref()),
            earlier_involvement: own.earlier,
            already_registered: answer.existing,
            contact_updated: answer.updated,
        }
    }

    /// Whom an involvement met, for its own organisation.
    pub(super) fn met(&self, own: &Involvement, matched: Option<&Match>) -> Option<v1::Match> {
        let seen = Seen { matched: matched?.clone(), own: None };
        self.viewer(own.organisation, None).matched(&seen)
    }

    /// One row of an import: registered, checked only, or refused.
    ///
    /// # Errors
    /// The broker cannot say at present; the row is not done.
    async fn import_row(
        self: Arc<Self>,
        permit: Permit,
        start: Arc<v1::ImportStart>,
        row: v1::ImportRow,
        language: Language,
    ) -> Result<v1::ImportRowResult, Status> {
        let number = row.row;
        let body = row.registration.unwrap_or_default();
        let outcome = if start.dry_run {
            let covenant = self.broker.covenant();
            registry::register(&self.parsing(&covenant), &permit, body)
                .map(|_| None)
                .map_err(Failed::from)
        } else {
            self.register(&permit, body).await.map(Some)
        };
        let answer = v1::ImportRowResult { row: number, ..Default::default() };
        match outcome {
            Ok(None) => Ok(v1::ImportRowResult { outcome: v1::RowOutcome::Valid.into(), ..answer }),
            Ok(Some(Answered { answer: registered, replayed })) => {
                let others = registered.matched.as_ref().map_or(0, |m| m.parties.len() - 1);
                let outcome = match (registered.existing || replayed, others) {
                    _ if registered.updated => v1::RowOutcome::ContactUpdated,
                    (true, _) => v1::RowOutcome::Unchanged,
                    (false, 0) => v1::RowOutcome::Registered,
                    (false, _) => v1::RowOutcome::Matched,
                };
                Ok(v1::ImportRowResult {
                    outcome: outcome.into(),
                    involvement_id: registered.involvement.id.to_string(),
                    others_involved: u32::try_from(others).unwrap_or(u32::MAX),
                    ..answer
                })
            }
            Err(failed) => {
                let failure = match failed {
                    Failed::Broker(failure) => failure,
                    Failed::Request(refusal) => {
                        match self.broker.refused(&permit, &refusal).await {
                            Ok(()) => refusal.into(),
                            Err(error) => error.into(),
                        }
                    }
                };
                // What is no refusal, or one for a time, may go well the next time: the import breaks
                // off here, and resumes at this row.
                let for_a_time = matches!(failure, Failure::Refused(Refusal::LookupBudget(_)));
                if for_a_time || !matches!(failure, Failure::Refused(_)) {
                    return Err(status::failure(&failure, language));
                }
                let (reason, message, problems) = status::row(&failure, language);
                let problem = |problem: crate::domain::model::refusal::FieldProblem| {
                    v1::FieldProblem { field: problem.field, description: problem.rule }
                };
                Ok(v1::ImportRowResult {
                    outcome: v1::RowOutcome::Refused.into(),
                    reason,
                    message,
                    problems: problems.into_iter().map(problem).collect(),
                    ..answer
                })
            }
        }
    }
}

/// Remembers how far an import got.
#[derive(Clone)]
struct Keeper {
    front: Arc<Front>,
    permit: Permit,
    import: Uuid,
    dry_run: bool,
}

impl Keeper {
    async fn keep(&self, row: u64, language: Language) -> Result<(), Status> {
        if self.dry_run || row == 0 {
            return Ok(());
        }
        let kept = self.front.broker.import_reached(&self.permit, self.import, row).await;
        kept.map_err(|failure| status::failure(&failure, language))
    }
}

/// The first message of an import must be its start.
async fn import_start(
    rows: &mut Streaming<v1::ImportInvolvementsRequest>,
    language: Language,
) -> Result<v1::ImportStart, Status> {
    use v1::import_involvements_request::Part;
    match rows.message().await?.and_then(|message| message.part) {
        Some(Part::Start(start)) => Ok(start),
        Some(Part::Row(_)) | None => Err(import_order(language)),
    }
}

pub(super) fn import_order(language: Language) -> Status {
    status::plain(tonic::Code::InvalidArgument, "IMPORT_ORDER", None, language)
}

#[tonic::async_trait]
impl RegistryService for Front {
    type ImportInvolvementsStream = Answers;

    async fn register_involvement(
        &self,
        request: Request<v1::RegisterInvolvementRequest>,
    ) -> Result<Response<v1::RegisterInvolvementResponse>, Status> {
        self.serve_change(Call::RegisterInvolvement, request, |permit, body| async move {
            Ok(self.register(&permit, body).await?.map(|registered| self.registered(&registered)))
        })
        .await
    }

    async fn import_involvements(
        &self,
        request: Request<Streaming<v1::ImportInvolvementsRequest>>,
    ) -> Result<Response<Answers>, Status> {
        use v1::{import_involvements_request::Part, import_involvements_response::Part as Answer};
        let (metadata, extensions, mut rows) = request.into_parts();
        let language = Self::language(&metadata);
        let start = import_start(&mut rows, language).await?;
        let permit =
            self.admit(Call::ImportInvolvements, &extensions, start.acting(), language).await?;
        let import = match parse::import_id(&permit, &start.import_id) {
            Ok(id) => id,
            Err(refusal) => return Err(self.status(&permit, refusal.into(), language).await),
        };
        let front = Arc::new(self.clone());
        let next_row = match front.broker.import_position(&permit, import).await {
            Ok(position) => position.saturating_add(1),
            Err(failure) => return Err(status::failure(&failure, language)),
        };
        let resume = v1::ImportInvolvementsResponse {
            part: Some(Answer::Resume(v1::ImportResume { next_row })),
        };
        let dry_run = start.dry_run;
        let start = Arc::new(start);
        let last = Arc::new(AtomicU64::new(0));
        let keeper = Keeper { front: front.clone(), permit: permit.clone(), import, dry_run };
        let done = Arc::new(AtomicU64::new(0));
        let (finisher, reached) = (keeper.clone(), done.clone());
        // After the first row that is not done no further ones are begun; those that were at work beside
        // it are answered still, so that nobody registers without hearing of it.
        let broke = Arc::new(OnceLock::new());
        let halted = CancellationToken::new();
        let (halt, why) = (halted.clone(), broke.clone());
        let answers = rows
            .take_until(halted.cancelled_owned())
            .map(move |message| {
                let (front, permit, start, last) =
                    (front.clone(), permit.clone(), start.clone(), last.clone());
                async move {
                    let row = match message?.part {
                        Some(Part::Row(row)) => row,
                        Some(Part::Start(_)) | None => return Err(import_order(language)),
                    };
                    if row.row <= last.swap(row.row, Ordering::Relaxed) {
                        return Err(import_order(language));
                    }
                    front.import_row(permit, start, row, language).await
                }
            })
            .buffered(IMPORT_IN_FLIGHT)
            .filter_map(move |result| {
                let done = result.map_err(|status| {
                    halt.cancel();
                    // The first one is told.
                    let _ = why.set(status);
                });
                async move { done.ok() }
            });
        let why = broke.clone();
        let answers = answers.then(move |result| {
            let (keeper, done, broke) = (keeper.clone(), done.clone(), why.clone());
            async move {
                // Answers come in order: everything up to here has one, until a row was not done.
                if broke.get().is_none() {
                    done.store(result.row, Ordering::Relaxed);
                    if result.row.is_multiple_of(IMPORT_IN_FLIGHT as u64) {
                        keeper.keep(result.row, language).await?;
                    }
                }
                Ok(v1::ImportInvolvementsResponse { part: Some(Answer::Result(result)) })
            }
        });
        // When the client has sent everything, the place is kept before the stream ends.
        let end = stream::once(async move {
            let kept = finisher.keep(reached.load(Ordering::Relaxed), language).await;
            kept.err().or_else(|| broke.get().cloned()).map(Err)
        });
        let answers = answers.chain(end.filter_map(|failed| async move { failed }));
        Ok(Response::new(Box::pin(stream::once(async move { Ok(resume) }).chain(answers))))
    }

    async fn renew_involvement(
        &self,
        request: Request<v1::RenewInvolvementRequest>,
    ) -> Result<Response<v1::RenewInvolvementResponse>, Status> {
        self.serve_change(Call::RenewInvolvement, request, |permit, body| async move {
            let (request, (id, end)) = parse::renew(&permit, &body)?;
            let renewed = self.broker.renew(&permit, &request, id, end).await?;
            Ok(renewed.map(|renewed| {
                let involvement = Some(render::involvement(&renewed));
                v1::RenewInvolvementResponse { involvement }
            }))
        })
        .await
    }

    async fn end_involvement(
        &self,
        request: Request<v1::EndInvolvementRequest>,
    ) -> Result<Response<v1::EndInvolvementResponse>, Status> {
        self.serve_change(Call::EndInvolvement, request, |permit, body| async move {
            let (request, (id, ending)) = parse::end(&permit, &body)?;
            let ended = self.broker.end(&permit, &request, id, ending).await?;
            Ok(ended.map(|ended| {
                let involvement = ended.as_ref().map(render::involvement);
                v1::EndInvolvementResponse { involvement }
            }))
        })
        .await
    }

    async fn update_contact(
        &self,
        request: Request<v1::UpdateContactRequest>,
    ) -> Result<Response<v1::UpdateContactResponse>, Status> {
        self.contact_updated(request).await
    }

    async fn hand_over_involvement(
        &self,
        request: Request<v1::HandOverInvolvementRequest>,
    ) -> Result<Response<v1::HandOverInvolvementResponse>, Status> {
        self.handed_over(request).await
    }

    async fn record_informed(
        &self,
        request: Request<v1::RecordInformedRequest>,
    ) -> Result<Response<v1::RecordInformedResponse>, Status> {
        self.informed(request).await
    }

    async fn set_own_reference(
        &self,
        request: Request<v1::SetOwnReferenceRequest>,
    ) -> Result<Response<v1::SetOwnReferenceResponse>, Status> {
        self.referred_to(request).await
    }

    async fn add_members(
        &self,
        request: Request<v1::AddMembersRequest>,
    ) -> Result<Response<v1::AddMembersResponse>, Status> {
        self.added(request).await
    }

    async fn get_involvement(
        &self,
        request: Request<v1::GetInvolvementRequest>,
    ) -> Result<Response<v1::GetInvolvementResponse>, Status> {
        self.serve(Call::GetInvolvement, request, |permit, body| async move {
            let id: InvolvementId = parse::involvement_id(&permit, &body.involvement_id)?;
            let found = self.broker.get_involvement(&permit, id).await?;
            Ok(v1::GetInvolvementResponse { involvement: Some(render::involvement(&found)) })
        })
        .await
    }

    async fn list_involvements(
        &self,
        request: Request<v1::ListInvolvementsRequest>,
    ) -> Result<Response<v1::ListInvolvementsResponse>, Status> {
        self.serve(Call::ListInvolvements, request, |permit, body| async move {
            let asked = parse_contact::involvements(&permit, &body)?;
            let filter = Filter { permit: &permit, filter: format!("{asked:?}") };
            let (after, size) = filter.page(&self.pseudonyms, &body.page_token, body.page_size)?;
            let page = self.broker.list_involvements(&permit, &asked, after, size).await?;
            Ok(v1::ListInvolvementsResponse {
                involvements: page.entries.iter().map(render::involvement).collect(),
                next_page_token: filter.token(&self.pseudonyms, page.next),
            })
        })
        .await
    }

    async fn list_involved(
        &self,
        request: Request<v1::ListInvolvedRequest>,
    ) -> Result<Response<v1::ListInvolvedResponse>, Status> {
        self.serve(Call::ListInvolved, request, |permit, body| async move {
            let id = parse::involvement_id(&permit, &body.involvement_id)?;
            let found = self.broker.list_involved(&permit, id).await?;
            let covenant = self.broker.covenant();
            let parties = found.iter().map(|party| render::shown(&covenant, party)).collect();
            Ok(v1::ListInvolvedResponse { parties })
        })
        .await
    }

    async fn record_parents(
        &self,
        request: Request<v1::RecordParentsRequest>,
    ) -> Result<Response<v1::RecordParentsResponse>, Status> {
        self.serve_change(Call::RecordParents, request, |permit, body| async move {
            let covenant = self.broker.covenant();
            let (request, child, parents) =
                registry::parents(&self.parsing(&covenant), &permit, body)?;
            let done = self.broker.record_parents(&permit, &request, child, &parents).await?;
            Ok(done.map(|()| v1::RecordParentsResponse {}))
        })
        .await
    }

    async fn report_move(
        &self,
        request: Request<v1::ReportMoveRequest>,
    ) -> Result<Response<v1::ReportMoveResponse>, Status> {
        self.serve_change(Call::ReportMove, request, |permit, body| async move {
            let (request, command) = parse_move::report(&self.broker.covenant(), &permit, &body)?;
            let done = self.broker.report_move(&permit, &request, &command).await?;
            Ok(done.map(|area| v1::ReportMoveResponse { area: area.to_string() }))
        })
        .await
    }

    async fn record_death(
        &self,
        request: Request<v1::RecordDeathRequest>,
    ) -> Result<Response<v1::RecordDeathResponse>, Status> {
        self.serve_change(Call::RecordDeath, request, |permit, body| async move {
            let covenant = self.broker.covenant();
            let (request, who) = parse_rights::death(&self.parsing(&covenant), &permit, body)?;
            let done = self.broker.record_death(&permit, &request, who).await?;
            Ok(done.map(|()| v1::RecordDeathResponse {}))
        })
        .await
    }

    async fn record_shielding(
        &self,
        request: Request<v1::RecordShieldingRequest>,
    ) -> Result<Response<v1::RecordShieldingResponse>, Status> {
        self.serve_change(Call::RecordShielding, request, |permit, body| async move {
            let covenant = self.broker.covenant();
            let (request, who, shielded) =
                parse_rights::shielding(&self.parsing(&covenant), &permit, body)?;
            let done = self.broker.record_shielding(&permit, &request, who, shielded).await?;
            Ok(done.map(|()| v1::RecordShieldingResponse {}))
        })
        .await
    }
}
