//! May a call be worked on now, and for how long? The same for calls that come over a connection and
//! for those from inside: each kind of caller has places of its own. The hot path: it allocates
//! nothing of its own for a unary call.

mod answer;
mod deadline;
mod limits;
mod methods;
mod received;
mod shares;
#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use http::{Request, Response};
use hyper::body::{Body as HttpBody, Bytes};
use tokio::time::timeout;
use tonic::{Code, Status, body::Body};
use tower::Service as _;

use super::{
    identity::{Credential, Unidentified},
    json::AsJson,
    routes::Routes,
    status, unread,
};
use received::{NotReceived, Received, Until};

pub use answer::Answer;
pub use limits::Limits;
pub use methods::{Kind, Methods};
pub use shares::{Held, Holder, Percent, Resource, Share, Shares};

/// What is noticed of calls. A method is its place in [`Methods::listed`].
pub trait Watch: Send + Sync {
    /// A call was answered, or its stream began, after this time.
    fn took(&self, method: usize, time: Duration);

    /// A call ended.
    fn ended(&self, method: usize, code: Code);

    /// A call was refused because a share was used up.
    fn shed(&self, of: Resource, share: Share);
}

/// Whether the covenant in force knows who calls.
pub type Knows = Arc<dyn Fn(&Credential) -> Result<(), Unidentified> + Send + Sync>;

/// Shares, time limits and counts in front of the routes.
pub struct Admission {
    routes: Routes,
    methods: Vec<Method>,
    by_path: HashMap<Box<str>, usize>,
    shares: Shares,
    limits: Limits,
    knows: Knows,
    watch: Arc<dyn Watch>,
}

/// How a method is admitted.
struct Method {
    kind: Kind,
    /// For those only whom the covenant knows.
    for_parties: bool,
}

/// Why a call was not worked on.
struct Refused(Status);

impl Admission {
    /// All places free, and everybody known.
    #[must_use]
    pub fn new(routes: Routes, methods: &Methods, limits: Limits, watch: Arc<dyn Watch>) -> Self {
        let (mut listed, mut by_path) = (Vec::new(), HashMap::new());
        for (path, kind) in methods.listed() {
            by_path.insert(path.into(), listed.len());
            listed.push(Method { kind, for_parties: methods::is_ours(path) });
        }
        let Limits { connections, requests, streams, uploads, waiting_bytes, .. } = limits;
        let supply = [connections, requests, requests, streams, uploads, waiting_bytes];
        Self {
            routes,
            methods: listed,
            by_path,
            shares: Shares::new(supply, limits.shares, limits.turns),
            limits,
            knows: Arc::new(|_| Ok(())),
            watch,
        }
    }

    /// The same for the parties that are known so: others have the share of strangers, and of our own
    /// calls they are refused each before it takes anything.
    #[must_use]
    pub fn with_knowledge(self, knows: Knows) -> Self {
        Self { knows, ..self }
    }

    /// What is taken at this moment.
    #[must_use]
    pub fn shares(&self) -> &Shares {
        &self.shares
    }

    /// The shares of a caller, for as long as a connection or a call from inside lasts.
    #[must_use]
    pub fn holder(&self, credential: &Credential) -> Arc<Holder> {
        self.shares.holder(credential, (self.knows)(credential).is_ok())
    }

    /// The shares of somebody who has a certificate that does not say who it is.
    #[must_use]
    pub fn unreadable(&self) -> Arc<Holder> {
        self.shares.unreadable()
    }

    /// Lets one call through to the routes, or refuses it with a time to come back. Who calls
    /// stands in the extensions of the request.
    pub async fn call<B>(
        self: &Arc<Self>,
        holder: &Arc<Holder>,
        request: Request<B>,
    ) -> Response<Answer>
    where
        B: HttpBody<Data = Bytes> + Unpin + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let method = self.method(request.uri().path());
        let language = status::language_of(request.headers());
        if let Err(Refused(status)) = self.known(method, &request) {
            return self.refused(method, status);
        }
        let answer = match self.methods[method].kind {
            Kind::Unary => self.unary(method, holder, request).await,
            kind => self.streaming(method, kind, holder, request).await,
        };
        let answer = answer.unwrap_or_else(|Refused(status)| self.refused(method, status));
        Answer::said_in(answer, language)
    }

    /// Refuses a call without looking for a place.
    #[must_use]
    pub fn refuse(self: &Arc<Self>, path: &str, status: Status) -> Response<Answer> {
        self.refused(self.method(path), status)
    }

    fn method(&self, path: &str) -> usize {
        self.by_path.get(path).copied().unwrap_or(methods::OTHER)
    }

    /// Who is party to nothing hears so before anything of the call is read.
    fn known<B>(&self, method: usize, request: &Request<B>) -> Result<(), Refused> {
        match request.extensions().get::<Credential>() {
            Some(credential) if self.methods[method].for_parties => (self.knows)(credential)
                .map_err(|why| {
                    Refused(status::unidentified(why, status::language_of(request.headers())))
                }),
            _ => Ok(()),
        }
    }

    async fn unary<B>(
        self: &Arc<Self>,
        method: usize,
        holder: &Arc<Holder>,
        request: Request<B>,
    ) -> Result<Response<Answer>, Refused>
    where
        B: HttpBody<Data = Bytes> + Unpin + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let most = self.limits.unary_time;
        let limit = deadline::asked(request.headers()).map_or(most, |asked| asked.min(most));
        let started = OnceLock::new();
        let work = async {
            let until = Until::End(self.limits.request_bytes);
            let request = self.received(holder, until, request).await?;
            let place = self.place(holder, Resource::Requests).await?;
            let turn = holder.turn().await;
            let _ = started.set(Instant::now());
            let answer = self.made(request).await;
            drop(turn);
            // Encoded here, so that its size is known: until it has gone out, its caller holds it.
            let (head, body) = answer.into_parts();
            let body = Received::of(body, holder, Until::End(usize::MAX)).await;
            let body = body.map_err(|why| self.not_received(why))?;
            Ok(Answer::whole(self, method, Response::from_parts(head, body), place))
        };
        let answer = timeout(limit, work).await;
        if let Some(started) = started.get() {
            self.watch.took(method, started.elapsed());
        }
        match answer {
            Ok(answer) => answer,
            Err(_) if started.get().is_some() => Err(Refused(status::too_late(limit))),
            Err(_) => Err(Refused(status::incomplete(limit))),
        }
    }

    async fn streaming<B>(
        self: &Arc<Self>,
        method: usize,
        kind: Kind,
        holder: &Arc<Holder>,
        request: Request<B>,
    ) -> Result<Response<Answer>, Refused>
    where
        B: HttpBody<Data = Bytes> + Unpin + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (of, until, limit) = match kind {
            Kind::Upload => {
                (Resource::Uploads, Until::FirstMessage, self.limits.first_message_time)
            }
            Kind::Unary | Kind::Streaming | Kind::Exchange => {
                let until = Until::End(self.limits.request_bytes);
                (Resource::Streams, until, self.limits.unary_time)
            }
        };
        // Whoever finds no place hears so now, and not when the message is here.
        drop(self.place(holder, of).await?);
        let request = if kind == Kind::Exchange {
            request.map(Body::new)
        } else {
            // Apart, so that other calls do not carry what only these need.
            let received = Box::pin(self.begun(kind, holder, until, request));
            match timeout(limit, received).await {
                Ok(received) => received?,
                Err(_) if kind == Kind::Upload => return Err(Refused(status::idle(limit))),
                Err(_) => return Err(Refused(status::incomplete(limit))),
            }
        };
        let place = self.place(holder, of).await?;
        let started = Instant::now();
        let answer = self.made(request).await;
        self.watch.took(method, started.elapsed());
        Ok(Answer::stream(self, method, answer, place))
    }

    /// The same request when its stream has begun; of lines of JSON their messages.
    async fn begun<B>(
        &self,
        kind: Kind,
        holder: &Arc<Holder>,
        until: Until,
        request: Request<B>,
    ) -> Result<Request<Body>, Refused>
    where
        B: HttpBody<Data = Bytes> + Unpin + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        match request.extensions().get::<AsJson>().cloned() {
            Some(json) if kind == Kind::Upload => {
                let language = status::language_of(request.headers());
                let lines = |body| json.lines(body, self.limits.request_bytes, language);
                self.received(holder, until, request.map(lines)).await
            }
            _ => self.received(holder, until, request).await,
        }
    }

    /// Makes a call that may be worked on.
    async fn made(&self, mut request: Request<Body>) -> Response<Body> {
        let routes = self.routes.clone();
        if let Some(json) = request.extensions_mut().remove::<AsJson>() {
            // Apart, so that other calls do not carry what only these need.
            return Box::pin(json.made(routes, request, self.limits.request_bytes)).await;
        }
        let mut routes = routes;
        match routes.call(request).await {
            Ok(answer) => unread::documented(answer),
            Err(never) => match never {},
        }
    }

    /// The same request when as much of its body is here as is waited for. It holds no place until then.
    async fn received<B>(
        &self,
        holder: &Arc<Holder>,
        until: Until,
        request: Request<B>,
    ) -> Result<Request<Body>, Refused>
    where
        B: HttpBody<Data = Bytes> + Unpin + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (head, body) = request.into_parts();
        let body = Received::of(body, holder, until).await;
        let body = body.map_err(|why| self.not_received(why))?;
        Ok(Request::from_parts(head, Body::new(body)))
    }

    fn not_received(&self, why: NotReceived) -> Refused {
        match why {
            NotReceived::Full(of, share) => self.shed(of, share),
            NotReceived::Wrong(status) => Refused(*status),
            NotReceived::Broken => Refused(Status::cancelled("the call ended before it was whole")),
        }
    }

    /// A place. Where there is none for anybody, the refusal comes at once. Whoever asks for more than its
    /// own share waits for a while first, and is let in when something of it came free: asking again and
    /// again without a pause would cost all others more than the work itself.
    async fn place(&self, holder: &Arc<Holder>, of: Resource) -> Result<Held, Refused> {
        match holder.take(of) {
            Ok(held) => Ok(held),
            Err(Share::Everybody) => Err(self.shed(of, Share::Everybody)),
            Err(share) => {
                let Ok(waiting) = holder.take(Resource::Waiting) else {
                    return Err(self.shed(of, share));
                };
                tokio::time::sleep(self.limits.retry_after).await;
                drop(waiting);
                holder.take(of).map_err(|share| self.shed(of, share))
            }
        }
    }

    /// There is no room, and when to come back.
    fn shed(&self, of: Resource, share: Share) -> Refused {
        self.watch.shed(of, share);
        Refused(status::overloaded(self.limits.retry_after, share.name()))
    }

    fn refused(self: &Arc<Self>, method: usize, status: Status) -> Response<Answer> {
        Answer::refusal(self, method, status)
    }
}
