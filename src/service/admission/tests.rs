//! Is a call let through within its bounds, and never at the cost of others?

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
    super::{
        identity::PeerCertificate,
        routes::{Answering, Routes},
    },
    *,
};
use crate::domain::model::{party::Oin, time::Time};

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

    fn shed(&self, of: Resource, share: Share) {
        let text = format!("no {} for {}", of.name(), share.name());
        self.0.lock().expect("not poisoned").push(text);
    }
}

fn one_place() -> (Arc<Admission>, Arc<Semaphore>, Arc<Seen>) {
    let (open, seen) = (Arc::new(Semaphore::new(0)), Arc::new(Seen::default()));
    let routes = Routes::default().add_service(Waiting(open.clone()));
    let methods = Methods::default().with("/test.Waiting/Wait", Kind::Unary);
    let (unary_time, retry_after) = (Duration::from_secs(60), Duration::from_millis(700));
    let limits = Limits { requests: 1, unary_time, retry_after, ..Limits::default() };
    (Arc::new(Admission::new(routes, &methods, limits, seen.clone())), open, seen)
}

/// A certificate with this serial number.
fn holder(admission: &Admission, serial: &str) -> Arc<Holder> {
    let (oin, offices) = (Oin::parse("00000001002306608000"), Vec::new());
    let (serial, not_after) = (serial.to_owned(), Time(i64::MAX));
    let peer = PeerCertificate { oin, offices, serial, not_after };
    admission.holder(&Credential::Certificate(Arc::new(peer)))
}

fn wait() -> Request<Body> {
    let request = Request::builder().uri("/test.Waiting/Wait");
    request.body(Body::empty()).expect("a request")
}

#[tokio::test]
async fn a_call_without_a_place_is_refused_at_once_and_told_when_to_come_back() {
    let (admission, open, seen) = one_place();
    let school = holder(&admission, "1");
    let first = admission.call(&school, wait());
    tokio::pin!(first);
    assert!(futures::poll!(first.as_mut()).is_pending());
    assert_eq!(admission.shares().taken(Resource::Requests), 1);
    let refused = admission.call(&school, wait()).await;
    let status = Status::from_header_map(refused.headers()).expect("a status");
    assert_eq!(status.code(), Code::ResourceExhausted);
    let retry = status.get_details_retry_info().and_then(|retry| retry.retry_delay);
    assert_eq!(retry, Some(Duration::from_millis(700)));
    drop(refused);
    open.add_permits(2);
    let answer = first.await;
    assert_eq!(admission.shares().taken(Resource::Requests), 1, "until it has gone out");
    drop(answer);
    assert_eq!(admission.shares().taken(Resource::Requests), 0);
    drop(admission.call(&school, wait()).await);
    let seen = seen.0.lock().expect("not poisoned").join(", ");
    assert_eq!(seen, "no requests for certificate, 1 ResourceExhausted, 1 Ok, 1 Ok");
}

#[tokio::test]
async fn a_call_takes_no_longer_than_its_caller_allows() {
    let (admission, _open, _) = one_place();
    let mut request = wait();
    request.headers_mut().insert("grpc-timeout", "20m".parse().expect("a header"));
    let before = Instant::now();
    let late = admission.call(&holder(&admission, "1"), request).await;
    let status = Status::from_header_map(late.headers()).expect("a status");
    assert_eq!(status.code(), Code::DeadlineExceeded);
    assert!(before.elapsed() < admission.limits.unary_time / 2);
    assert_eq!(admission.shares().taken(Resource::Requests), 0, "whoever is late holds no place");
}

#[tokio::test]
async fn a_call_that_waits_for_its_body_holds_no_place_and_ends_in_time() {
    let (admission, open, seen) = one_place();
    open.add_permits(1);
    let school = holder(&admission, "1");
    let never = || {
        let request = Request::builder().uri("/test.Waiting/Wait");
        let unsent: Unsent = http_body_util::StreamBody::new(futures::stream::pending());
        request.header("grpc-timeout", "20m").body(unsent).expect("a request")
    };
    let first = admission.call(&school, never());
    tokio::pin!(first);
    assert!(futures::poll!(first.as_mut()).is_pending());
    // Nobody else may wait now, but whoever has said all is served.
    drop(admission.call(&school, never()).await);
    let served = admission.call(&holder(&admission, "2"), wait()).await;
    assert!(!served.headers().contains_key("grpc-status-details-bin"));
    drop(served);
    let status = Status::from_header_map(first.await.headers()).expect("a status");
    let reason = status.get_details_error_info().map(|info| info.reason);
    assert_eq!(reason.as_deref(), Some("REQUEST_INCOMPLETE"));
    let seen = seen.0.lock().expect("not poisoned").join(", ");
    let expected = "no waiting for certificate, 1 ResourceExhausted, 1 Ok, 1 DeadlineExceeded";
    assert_eq!(seen, expected);
}

/// A body that never comes.
type Unsent = http_body_util::StreamBody<
    futures::stream::Pending<Result<hyper::body::Frame<Bytes>, Infallible>>,
>;

#[tokio::test]
async fn who_is_party_to_nothing_hears_so_before_anything_is_read() {
    let routes = Routes::default();
    let methods = Methods::default().with("/verwijspunt.v1.X/Y", Kind::Unary);
    let seen = Arc::new(Seen::default());
    let admission = Admission::new(routes, &methods, Limits::default(), seen);
    let admission = Arc::new(admission.with_knowledge(Arc::new(|_| Err(Unidentified::NotAParty))));
    let peer = PeerCertificate {
        oin: None,
        offices: Vec::new(),
        serial: "1".to_owned(),
        not_after: Time(0),
    };
    let credential = Credential::Certificate(Arc::new(peer));
    let stranger = admission.holder(&credential);
    let mut request = Request::builder().uri("/verwijspunt.v1.X/Y");
    request = request.extension(credential).header("accept-language", "nl");
    let unsent: Unsent = http_body_util::StreamBody::new(futures::stream::pending());
    let request = request.body(unsent).expect("a request");
    let answer = admission.call(&stranger, request).await;
    let status = Status::from_header_map(answer.headers()).expect("a status");
    let reason = status.get_details_error_info().map(|info| info.reason);
    assert_eq!(reason.as_deref(), Some("NOT_A_PARTY"));
    let local = status.get_details_localized_message().expect("a text");
    assert_eq!(local.locale, "nl");
}
