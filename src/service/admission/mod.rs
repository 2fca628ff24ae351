//! May a call be worked on now, and for how long? The same for calls that come over a connection and
//! for those from inside: each kind of caller has places of its own. The hot path: it allocates
//! nothing of its own for a unary call.

mod answer;
mod deadline;
mod methods;
mod places;

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use http::{Request, Response};
use tokio::time::timeout;
use tonic::{Code, Status, body::Body};
use tower::Service as _;

use super::{routes::Routes, status};

pub use answer::Answer;
pub use methods::{Kind, Methods};
pub use places::{Place, Places};

/// What is noticed of calls. A method is its place in [`Methods::listed`].
pub trait Watch: Send + Sync {
    /// A call was answered, or its stream began, after this time.
    fn took(&self, method: usize, time: Duration);

    /// A call ended.
    fn ended(&self, method: usize, code: Code);

    /// A call was refused because no place was free.
    fn shed(&self);
}

/// Bounds for one kind of caller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Unary calls at once.
    pub requests: u64,
    /// Streaming calls at once.
    pub streams: u64,
    /// Calls at once in which the caller streams: each may be as much work as many unary ones.
    pub uploads: u64,
    /// The most that a unary call takes; less when its caller allows less.
    pub unary_time: Duration,
    /// When a caller without a place is told to come back.
    pub retry_after: Duration,
}

/// Places, time limits and counts in front of the routes.
pub struct Admission {
    routes: Routes,
    kinds: Vec<Kind>,
    by_path: HashMap<Box<str>, usize>,
    requests: Arc<Places>,
    streams: Arc<Places>,
    uploads: Arc<Places>,
    unary_time: Duration,
    retry_after: Duration,
    watch: Arc<dyn Watch>,
}

impl Admission {
    /// All places free.
    #[must_use]
    pub fn new(routes: Routes, methods: &Methods, limits: Limits, watch: Arc<dyn Watch>) -> Self {
        let (mut kinds, mut by_path) = (Vec::new(), HashMap::new());
        for (path, kind) in methods.listed() {
            by_path.insert(path.into(), kinds.len());
            kinds.push(kind);
        }
        Self {
            routes,
            kinds,
            by_path,
            requests: Places::new(limits.requests),
            streams: Places::new(limits.streams),
            uploads: Places::new(limits.uploads),
            unary_time: limits.unary_time,
            retry_after: limits.retry_after,
            watch,
        }
    }

    /// The places of unary calls.
    #[must_use]
    pub fn requests(&self) -> &Arc<Places> {
        &self.requests
    }

    /// The places of streaming calls.
    #[must_use]
    pub fn streams(&self) -> &Arc<Places> {
        &self.streams
    }

    /// The places of uploads.
    #[must_use]
    pub fn uploads(&self) -> &Arc<Places> {
        &self.uploads
    }

    /// Lets one call through to the routes, or refuses it at once with a time to come back. Who calls
    /// stands in the extensions of the request.
    pub async fn call(self: &Arc<Self>, request: Request<Body>) -> Response<Answer> {
        let method = self.method(request.uri().path());
        match self.kinds[method] {
            Kind::Unary => self.unary(method, request).await,
            Kind::Streaming => self.streaming(method, &self.streams, request).await,
            Kind::Upload => self.streaming(method, &self.uploads, request).await,
        }
    }

    /// Refuses a call without looking for a place.
    #[must_use]
    pub fn refuse(self: &Arc<Self>, path: &str, status: Status) -> Response<Answer> {
        self.refused(self.method(path), status)
    }

    fn method(&self, path: &str) -> usize {
        self.by_path.get(path).copied().unwrap_or(methods::OTHER)
    }

    async fn unary(self: &Arc<Self>, method: usize, request: Request<Body>) -> Response<Answer> {
        let Some(place) = self.requests.take() else { return self.shed(method) };
        let started = Instant::now();
        let limit = deadline::asked(request.headers())
            .map_or(self.unary_time, |asked| asked.min(self.unary_time));
        let answer = timeout(limit, self.routes.clone().call(request)).await;
        self.watch.took(method, started.elapsed());
        drop(place);
        match answer {
            Ok(Ok(answer)) => Answer::of(self, method, status::documented(answer), None),
            Ok(Err(never)) => match never {},
            Err(_) => self.refused(method, status::too_late(limit)),
        }
    }

    async fn streaming(
        self: &Arc<Self>,
        method: usize,
        places: &Arc<Places>,
        request: Request<Body>,
    ) -> Response<Answer> {
        let Some(place) = places.take() else { return self.shed(method) };
        let started = Instant::now();
        let answer = self.routes.clone().call(request).await;
        self.watch.took(method, started.elapsed());
        match answer {
            Ok(answer) => Answer::of(self, method, answer, Some(place)),
            Err(never) => match never {},
        }
    }

    /// There is no room: says so at once, and when to come back.
    fn shed(self: &Arc<Self>, method: usize) -> Response<Answer> {
        self.watch.shed();
        self.refused(method, status::overloaded(self.retry_after))
    }

    fn refused(self: &Arc<Self>, method: usize, status: Status) -> Response<Answer> {
        Answer::of(self, method, status.into_http(), None)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        convert::Infallible,
        future::ready,
        sync::Mutex,
        task::{Context, Poll},
    };

    use tokio::sync::Semaphore;
    use tonic::server::NamedService;
    use tonic_types::StatusExt as _;

    use super::{
        super::routes::{Answering, Routes},
        *,
    };

    /// A service that answers when it is let.
    #[derive(Clone)]
    struct Waiting(Arc<Semaphore>);

    impl NamedService for Waiting {
        const NAME: &'static str = "test.Waiting";
    }

    impl tower::Service<Request<Body>> for Waiting {
        type Response = Response<Body>;
        type Error = Infallible;
        type Future = Answering;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Request<Body>) -> Answering {
            let let_through = self.0.clone();
            Box::pin(async move {
                let_through.acquire().await.expect("it is open").forget();
                ready(Ok(Status::ok("").into_http())).await
            })
        }
    }

    #[derive(Default)]
    struct Seen(Mutex<Vec<String>>);

    impl Watch for Seen {
        fn took(&self, _: usize, _: Duration) {}

        fn ended(&self, method: usize, code: Code) {
            self.0.lock().expect("not poisoned").push(format!("{method} {code:?}"));
        }

        fn shed(&self) {
            self.0.lock().expect("not poisoned").push("shed".to_owned());
        }
    }

    fn one_place() -> (Arc<Admission>, Arc<Semaphore>, Arc<Seen>) {
        let (open, seen) = (Arc::new(Semaphore::new(0)), Arc::new(Seen::default()));
        let routes = Routes::default().add_service(Waiting(open.clone()));
        let methods = Methods::default().with("/test.Waiting/Wait", Kind::Unary);
        let (unary_time, retry_after) = (Duration::from_secs(60), Duration::from_millis(700));
        let limits = Limits { requests: 1, streams: 1, uploads: 1, unary_time, retry_after };
        (Arc::new(Admission::new(routes, &methods, limits, seen.clone())), open, seen)
    }

    fn wait() -> Request<Body> {
        let request = Request::builder().uri("/test.Waiting/Wait");
        request.body(Body::empty()).expect("a request")
    }

    #[tokio::test]
    async fn a_call_without_a_place_is_refused_at_once_and_told_when_to_come_back() {
        let (admission, open, seen) = one_place();
        let first = admission.call(wait());
        tokio::pin!(first);
        assert!(futures::poll!(first.as_mut()).is_pending());
        assert_eq!(admission.requests().taken(), 1);
        let refused = admission.call(wait()).await;
        let status = Status::from_header_map(refused.headers()).expect("a status");
        assert_eq!(status.code(), Code::ResourceExhausted);
        let retry = status.get_details_retry_info().and_then(|retry| retry.retry_delay);
        assert_eq!(retry, Some(Duration::from_millis(700)));
        drop(refused);
        open.add_permits(2);
        drop(first.await);
        assert_eq!(admission.requests().taken(), 0);
        drop(admission.call(wait()).await);
        let seen = seen.0.lock().expect("not poisoned").join(", ");
        assert_eq!(seen, "shed, 1 ResourceExhausted, 1 Ok, 1 Ok");
    }

    #[tokio::test]
    async fn a_call_takes_no_longer_than_its_caller_allows() {
        let (admission, _open, _) = one_place();
        let mut request = wait();
        request.headers_mut().insert("grpc-timeout", "20m".parse().expect("a header"));
        let before = Instant::now();
        let late = admission.call(request).await;
        let status = Status::from_header_map(late.headers()).expect("a status");
        assert_eq!(status.code(), Code::DeadlineExceeded);
        assert!(before.elapsed() < admission.unary_time / 2);
        assert_eq!(admission.requests().taken(), 0, "whoever is late holds no place");
    }
}
