//! How do other parts of this process call our own API? With the generated clients, over the same
//! routes that serve the wire.
//!
//! Pages and JSON are such callers: whatever the service parses, refuses, withholds, counts and logs
//! for a caller over the wire, it does for them. How to use it:
//!
//! ```ignore
//! // Once, where the server is put together:
//! let clients = Clients::new(Arc::new(admission));
//! // For each request of a person, who has signed in:
//! let api = clients.as_person(person, Language::Dutch);
//! let open = api.matches().list_matches(v1::ListMatchesRequest::default()).await?;
//! ```
//!
//! * **Who calls** is a [`Credential`] and nothing else. It travels beside the request as a typed
//!   extension, which [`Local`] sets last: no header and no field of a message can become one.
//!   `acting_professional` stays empty: who acts is known from the sign-in.
//! * **A refusal** is a `tonic::Status`, the same as over the wire: code, `ErrorInfo` with the
//!   reason, every wrong field in `BadRequest`, and a text in the language of the caller.
//! * **Places**: calls from inside have places of their own, so that pages and agencies' systems do
//!   not take each other's, and a session has a share of them. Without one a call is refused at once with `RESOURCE_EXHAUSTED` and a
//!   time to come back. A stream holds its place until it is dropped.
//! * **Time**: a unary call takes at most the server's limit, or what `Request::set_timeout` says if
//!   that is less.
//! * **Cost**: a message is encoded and decoded once each way; there is no connection, no HTTP/2 and
//!   no task. An [`Api`] and its clients are a few pointers: make them for each request.
//! * **Without the types**: [`Api::local`] is the service underneath, for a caller that knows a method
//!   by its path only, such as JSON made from the descriptors.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http::{HeaderValue, Request, Response, header::ACCEPT_LANGUAGE};
use tonic::body::Body;
use tower::Service;

use crate::api::v1::{
    audit_service_client::AuditServiceClient, case_service_client::CaseServiceClient,
    covenant_service_client::CovenantServiceClient,
    escalation_service_client::EscalationServiceClient, inbox_service_client::InboxServiceClient,
    match_service_client::MatchServiceClient, registry_service_client::RegistryServiceClient,
    report_service_client::ReportServiceClient, rights_service_client::RightsServiceClient,
    signal_service_client::SignalServiceClient,
};

use super::{
    admission::{Admission, Answer, Holder},
    identity::{Credential, Person},
    status::Language,
};

/// Makes clients of our own API. Cheap to clone.
#[derive(Clone)]
pub struct Clients {
    admission: Arc<Admission>,
}

impl Clients {
    /// Clients of these routes, with these places.
    #[must_use]
    pub fn new(admission: Arc<Admission>) -> Self {
        Self { admission }
    }

    /// The places that all of them share.
    #[must_use]
    pub fn admission(&self) -> &Arc<Admission> {
        &self.admission
    }

    /// The API as a person calls it who signed in.
    #[must_use]
    pub fn as_person(&self, person: Arc<Person>, language: Language) -> Api {
        self.acting(Credential::Person(person), language)
    }

    /// The API as the holder of a credential calls it.
    #[must_use]
    pub fn acting(&self, credential: Credential, language: Language) -> Api {
        let (admission, holder) = (self.admission.clone(), self.admission.holder(&credential));
        Api { local: Local { admission, holder, credential, language } }
    }
}

/// Our own API for one caller.
#[derive(Clone)]
pub struct Api {
    local: Local,
}

/// Declares a client for each service.
macro_rules! clients {
    ($($(#[$doc:meta])* $name:ident: $client:ident;)*) => {
        impl Api {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(&self) -> $client<Local> {
                    $client::new(self.local.clone())
                }
            )*
        }
    };
}

clients! {
    /// Registering, renewing, ending, and who else is involved.
    registry: RegistryServiceClient;
    /// Matches, follow-up and the lead.
    matches: MatchServiceClient;
    /// The inbox.
    inbox: InboxServiceClient;
    /// Tickets.
    escalations: EscalationServiceClient;
    /// Concern signals.
    signals: SignalServiceClient;
    /// What was agreed: offices, organisations, terms.
    covenant: CovenantServiceClient;
    /// Cases and their plans.
    cases: CaseServiceClient;
    /// Subject access and objections.
    rights: RightsServiceClient;
    /// Figures.
    reports: ReportServiceClient;
    /// The audit log.
    log: AuditServiceClient;
}

impl Api {
    /// The service underneath.
    #[must_use]
    pub fn local(&self) -> Local {
        self.local.clone()
    }
}

/// The transport of a client in this process.
#[derive(Clone)]
pub struct Local {
    admission: Arc<Admission>,
    holder: Arc<Holder>,
    credential: Credential,
    language: Language,
}

impl Service<Request<Body>> for Local {
    type Response = Response<Answer>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Answer>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        // Whoever finds no place hears so in the answer, as over the wire.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let language = HeaderValue::from_static(self.language.tag());
        request.headers_mut().insert(ACCEPT_LANGUAGE, language);
        request.extensions_mut().insert(self.credential.clone());
        let (admission, holder) = (self.admission.clone(), self.holder.clone());
        Box::pin(async move { Ok(admission.call(&holder, request).await) })
    }
}
