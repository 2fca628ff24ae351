//! Which service answers a call? The one that its path names.

use std::{
    collections::HashMap,
    convert::Infallible,
    fmt,
    future::{Future, ready},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http::{Request, Response};
use tonic::{Status, body::Body, server::NamedService};
use tower::Service;

/// An answer on its way.
pub type Answering = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

/// A service, or what stands in front of it.
pub type Serve = Arc<dyn Fn(Request<Body>) -> Answering + Send + Sync>;

/// What stands between callers and services, when something does. Only a sandbox has one.
pub type Between = Arc<dyn Fn(Request<Body>, Serve) -> Answering + Send + Sync>;

/// Services by their names. A service itself, and cheap to clone.
#[derive(Clone, Default)]
pub struct Routes {
    services: Arc<HashMap<&'static str, Serve>>,
    between: Option<Between>,
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.services.keys()).finish()
    }
}

impl Routes {
    /// Adds a service, in place of one of the same name.
    #[must_use]
    pub fn add_service<S>(mut self, service: S) -> Self
    where
        S: Service<
                Request<Body>,
                Response = Response<Body>,
                Error = Infallible,
                Future = Answering,
            > + NamedService
            + Clone
            + Send
            + Sync
            + 'static,
    {
        // A service as it is generated is always ready, and a clone of it two pointers.
        let serve: Serve = Arc::new(move |request| service.clone().call(request));
        Arc::make_mut(&mut self.services).insert(S::NAME, serve);
        self
    }

    /// Puts something between callers and services.
    #[must_use]
    pub fn with_between(self, between: Option<Between>) -> Self {
        Self { between, ..self }
    }
}

impl Service<Request<Body>> for Routes {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    /// `/package.Service/Method`; the service itself says whether it has the method.
    fn call(&mut self, request: Request<Body>) -> Answering {
        match request.uri().path().split('/').nth(1).and_then(|name| self.services.get(name)) {
            Some(serve) => match &self.between {
                Some(between) => between(request, serve.clone()),
                None => serve(request),
            },
            None => Box::pin(ready(Ok(Status::unimplemented("").into_http()))),
        }
    }
}
