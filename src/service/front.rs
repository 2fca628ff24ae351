//! The front desk: who calls, may they, in which language do they hear of a refusal.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use tonic::{
    Extensions, Request, Response, Status,
    metadata::{MetadataMap, MetadataValue},
};

use crate::{
    broker::{Answered, Broker, Failure},
    domain::{
        model::refusal::Refusal,
        rules::access::{self, Call, Permit},
    },
};

use super::{
    identity::{self, Credential},
    out_of_reach,
    pseudonym::Pseudonymiser,
    status::{self, Language},
};

/// Response metadata: `true` when the same request was answered before.
const REPLAYED: &str = "x-replayed";

/// Everything a handler needs. Cheap to clone.
#[derive(Clone)]
pub struct Front {
    pub(super) broker: Arc<Broker>,
    pub(super) pseudonyms: Arc<Pseudonymiser>,
    pub(super) stop: CancellationToken,
}

/// Why a handler has no answer.
pub(super) enum Failed {
    /// The request is wrong by itself; not yet in the audit log.
    Request(Refusal),
    /// The broker said no; that is in the audit log already.
    Broker(Failure),
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Self::Request(refusal)
    }
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self::Broker(failure)
    }
}

/// The acting professional of a request, as every request names one.
pub(super) trait Acting {
    fn acting(&self) -> &str;
}

macro_rules! acting {
    ($($request:ident),* $(,)?) => {
        $(impl Acting for crate::api::v1::$request {
            fn acting(&self) -> &str {
                &self.acting_professional
            }
        })*
    };
}

acting!(
    RegisterInvolvementRequest,
    RenewInvolvementRequest,
    EndInvolvementRequest,
    UpdateContactRequest,
    HandOverInvolvementRequest,
    RecordInformedRequest,
    SetOwnReferenceRequest,
    AddMembersRequest,
    GetInvolvementRequest,
    ListInvolvementsRequest,
    ListInvolvedRequest,
    RecordParentsRequest,
    GetMatchRequest,
    ListMatchesRequest,
    RecordFollowUpRequest,
    AgreeLeadRequest,
    SubscribeRequest,
    PullRequest,
    AcknowledgeRequest,
    OpenTicketRequest,
    GetTicketRequest,
    ListTicketsRequest,
    EscalateTicketRequest,
    HandOverTicketRequest,
    ResolveTicketRequest,
    WithdrawTicketRequest,
    RuleOnTicketRequest,
    ExplainRouteRequest,
    GetCovenantRequest,
    ListOfficesRequest,
    ListOrganisationsRequest,
    GetIndicatorsRequest,
    ImportStart,
    RecordDeathRequest,
    RecordShieldingRequest,
    GetSubjectAccessRequest,
    RegisterObjectionRequest,
    DecideObjectionRequest,
    GetObjectionRequest,
    ListObjectionsRequest,
    OpenCaseRequest,
    ClassifyCaseRequest,
    AddPersonsRequest,
    RemovePersonRequest,
    GetCaseRequest,
    ListCasesRequest,
    AssignFamilyManagerRequest,
    RecordMilestoneRequest,
    RecordAttendanceRequest,
    ExtendCaseRequest,
    CloseCaseRequest,
    KeepWatchRequest,
    SendConcernSignalRequest,
    GetConcernSignalRequest,
    ListConcernSignalsRequest,
    AnswerConcernSignalRequest,
    ReportMoveRequest,
    ListSessionsRequest,
    EndSessionsRequest,
);

impl Front {
    /// A front desk for a broker. `stop` ends the streams.
    #[must_use]
    pub fn new(broker: Arc<Broker>, pseudonyms: Pseudonymiser, stop: CancellationToken) -> Self {
        Self { broker, pseudonyms: Arc::new(pseudonyms), stop }
    }

    /// The way of every unary call: who, may they, do it; a refusal in the caller's language.
    pub(super) async fn serve<Q: Acting, A, F>(
        &self,
        call: Call,
        request: Request<Q>,
        handle: impl FnOnce(Permit, Q) -> F,
    ) -> Result<Response<A>, Status>
    where
        F: Future<Output = Result<A, Failed>>,
    {
        let (metadata, extensions, body) = request.into_parts();
        let language = status::language(&metadata);
        let permit = self.admit(call, &extensions, body.acting(), language).await?;
        match handle(permit.clone(), body).await {
            Ok(answer) => {
                out_of_reach::over();
                Ok(Response::new(answer))
            }
            Err(failed) => Err(self.status(&permit, failed, language).await),
        }
    }

    /// The same for a call that changes something: the metadata says when it was answered before.
    pub(super) async fn serve_change<Q: Acting, A, F>(
        &self,
        call: Call,
        request: Request<Q>,
        handle: impl FnOnce(Permit, Q) -> F,
    ) -> Result<Response<A>, Status>
    where
        F: Future<Output = Result<Answered<A>, Failed>>,
    {
        let Answered { answer, replayed } = self.serve(call, request, handle).await?.into_inner();
        let mut response = Response::new(answer);
        if replayed {
            response.metadata_mut().insert(REPLAYED, MetadataValue::from_static("true"));
        }
        Ok(response)
    }

    /// Identifies and admits a caller.
    pub(super) async fn admit(
        &self,
        call: Call,
        extensions: &Extensions,
        acting: &str,
        language: Language,
    ) -> Result<Permit, Status> {
        let caller = identity::identify(extensions.get::<Credential>(), &self.broker.covenant())
            .map_err(|why| status::unidentified(why, language))?;
        let admitted = identity::acting(caller, acting)
            .and_then(|caller| access::admit(caller, call, self.broker.now()));
        match admitted {
            Ok(permit) => Ok(permit),
            Err(turned_away) => {
                let (caller, refusal) = *turned_away;
                match self.broker.turned_away(&caller, call, &refusal).await {
                    Ok(()) => Err(status::refusal(&refusal, language)),
                    Err(error) => Err(status::failure(&error.into(), language)),
                }
            }
        }
    }

    /// The status of a failed request; a wrong request goes into the audit log first.
    pub(super) async fn status(
        &self,
        permit: &Permit,
        failed: Failed,
        language: Language,
    ) -> Status {
        match failed {
            Failed::Broker(failure) => status::failure(&failure, language),
            Failed::Request(refusal) => match self.broker.refused(permit, &refusal).await {
                Ok(()) => status::refusal(&refusal, language),
                Err(error) => status::failure(&error.into(), language),
            },
        }
    }

    pub(super) fn language(metadata: &MetadataMap) -> Language {
        status::language(metadata)
    }
}
