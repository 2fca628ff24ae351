//! Which calls may send large messages? Of the registry only the import.

use std::task::{Context, Poll};

use tonic::server::NamedService;
use tower::Service;

/// The call that may.
const IMPORT: &str = "/ImportInvolvements";

/// One service twice, with different bounds.
#[derive(Clone, Debug)]
pub(super) struct ByMethod<S> {
    pub(super) import: S,
    pub(super) usual: S,
}

impl<S: NamedService> NamedService for ByMethod<S> {
    const NAME: &'static str = S::NAME;
}

impl<S, B> Service<http::Request<B>> for ByMethod<S>
where
    S: Service<http::Request<B>>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        match self.import.poll_ready(context) {
            Poll::Ready(Ok(())) => self.usual.poll_ready(context),
            other => other,
        }
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        if request.uri().path().ends_with(IMPORT) {
            self.import.call(request)
        } else {
            self.usual.call(request)
        }
    }
}
