//! The front desk: who calls, may they, in which language do they hear of a refusal.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;
use tonic::{
    Extensions, Request, Response, Status,
    metadata::{MetadataMap, MetadataValue},
};

use crate::{
    api::{Acting, Wipe},
    broker::{Answered, Broker, Failure},
    domain::{
        model::refusal::Refusal,
        rules::{
            access::{self, Call, Permit},
            restored,
        },
    },
};

use super::{
    Sizes,
    admission::Knows,
    identity::{self, Credential},
    involvement::Places,
    out_of_reach,
    pseudonym::Pseudonymiser,
    room::Rooms,
    status::{self, Language},
    wiped::Wiped,
};

/// Response metadata: `true` when the same request was answered before.
pub(super) const REPLAYED: &str = "x-replayed";

/// Everything a handler needs. Cheap to clone.
#[derive(Clone)]
pub struct Front {
    pub(super) broker: Arc<Broker>,
    pub(super) pseudonyms: Arc<Pseudonymiser>,
    pub(super) stop: CancellationToken,
    pub(super) import_idle: Duration,
    /// How much of what an organisation has may end by a comparison without an explicit yes.
    pub(super) endings_most_percent: u64,
    /// Whether the store lacks what was said since its backup.
    restored: bool,
    /// Who compares at present.
    pub(super) comparing: Places,
    pub(super) rooms: Rooms,
}

/// How long the next message of an import may be waited for, when nobody says.
const IMPORT_IDLE: Duration = Duration::from_secs(60);

/// How many percent may end without an explicit yes, when nobody says.
const ENDINGS_MOST_PERCENT: u64 = 10;

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

impl Front {
    /// A front desk for a broker. `stop` ends the streams.
    #[must_use]
    pub fn new(broker: Arc<Broker>, pseudonyms: Pseudonymiser, stop: CancellationToken) -> Self {
        let pseudonyms = Arc::new(pseudonyms);
        let rooms = Rooms::of(Sizes::default());
        let comparing = Places::default();
        let (import_idle, endings_most_percent) = (IMPORT_IDLE, ENDINGS_MOST_PERCENT);
        let restored = false;
        Self {
            broker,
            pseudonyms,
            stop,
            import_idle,
            endings_most_percent,
            restored,
            comparing,
            rooms,
        }
    }

    /// The same with answers of these sizes.
    pub(super) fn sized(self, sizes: Sizes) -> Self {
        Self { rooms: Rooms::of(sizes), ..self }
    }

    /// The same with this time for the next message of an import.
    #[must_use]
    pub fn with_import_idle(self, import_idle: Duration) -> Self {
        Self { import_idle, ..self }
    }

    /// The same where so many percent may end by a comparison without an explicit yes.
    #[must_use]
    pub fn with_endings_most_percent(self, endings_most_percent: u64) -> Self {
        Self { endings_most_percent, ..self }
    }

    /// The same over a store that was restored from a backup: see [`restored`].
    #[must_use]
    pub fn with_restored(self, restored: bool) -> Self {
        Self { restored, ..self }
    }

    /// Whether the covenant in force knows a caller: asked before a call takes anything.
    #[must_use]
    pub fn knows(&self) -> Knows {
        let broker = self.broker.clone();
        Arc::new(move |credential| identity::knows(credential, &broker.covenant()))
    }

    /// The way of every unary call: who, may they, do it; a refusal in the caller's language.
    pub(super) async fn serve<Q: Acting + Wipe, A, F>(
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
        let body = Wiped::new(body);
        let permit = self.admit(call, &extensions, body.peek().acting(), language).await?;
        match handle(permit.clone(), body.read()).await {
            Ok(answer) => {
                out_of_reach::over();
                Ok(Response::new(answer))
            }
            Err(failed) => Err(self.status(&permit, failed, language).await),
        }
    }

    /// The same for a call that changes something: the metadata says when it was answered before.
    pub(super) async fn serve_change<Q: Acting + Wipe, A, F>(
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
        let served =
            |caller| if self.restored { restored::admit(caller, call) } else { Ok(caller) };
        let admitted = identity::acting(caller, acting)
            .and_then(served)
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use zeroize::Zeroizing;

    use super::{super::identity::PeerCertificate, *};
    use crate::{
        broker::Clock,
        covenant::{Covenant, Covenants},
        domain::model::{party::Oin, time::Time},
        store::memory::MemoryStore,
    };

    struct Letter(Arc<AtomicU32>);

    impl Acting for Letter {
        fn acting(&self) -> &str {
            "p1"
        }
    }

    impl Wipe for Letter {
        fn wipe(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn front() -> Front {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/covenants/amsterdam-2009.toml");
        let covenant = Covenants::from(Covenant::load(file.as_ref()).expect("total"));
        let store = Arc::<MemoryStore>::default();
        let broker = Broker::new(store, Arc::new(covenant), Clock::System);
        let keys = Pseudonymiser::new(&[(1, Zeroizing::new([7; 32]))]).expect("one key");
        Front::new(Arc::new(broker), keys, CancellationToken::new())
    }

    #[tokio::test]
    async fn bsns_of_a_call_that_is_refused_at_the_door_are_wiped() {
        let front = front();
        let known = front.broker.covenant();
        let register = known
            .all()
            .flat_map(Covenant::organisations)
            .find(|organisation| organisation.kind == identity::POPULATION_REGISTER)
            .expect("it has one");
        let certificate = |oin: Option<Oin>| {
            let (offices, serial, not_after) = (Vec::new(), "01".to_owned(), Time(i64::MAX));
            Credential::Certificate(Arc::new(PeerCertificate { oin, offices, serial, not_after }))
        };
        let stranger = Oin::parse("00000009999999999999");
        let wiped = Arc::new(AtomicU32::new(0));
        for (before, credential) in
            [None, Some(certificate(stranger)), Some(certificate(Some(register.oin)))]
                .into_iter()
                .enumerate()
        {
            let mut request = Request::new(Letter(wiped.clone()));
            if let Some(credential) = credential {
                request.extensions_mut().insert(credential);
            }
            let answer = front
                .serve(Call::RegisterInvolvement, request, |_, letter| async move {
                    drop(letter);
                    Ok(())
                })
                .await;
            answer.expect_err("nobody of these may register");
            assert_eq!(wiped.load(Ordering::Relaxed) as usize, before + 1);
        }
    }
}
