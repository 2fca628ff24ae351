//! Of what was the web server of an organisation told? One on this machine that agrees to be called,
//! and takes what the broker signed.

use std::{convert::Infallible, sync::Arc};

use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::{
    body::{Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use rustls::ServerConfig;
use tokio::{net::TcpListener, sync::mpsc::UnboundedSender};
use tokio_rustls::TlsAcceptor;

use crate::deliver::webhook::{SIGNATURE_HEADER, is_signed};

use super::arrived::Arrived;

/// Most bytes of an event; ours have a few hundred.
const EVENT_MOST: usize = 64 * 1024;

/// By which headers a receiver agrees to be called.
const ASKS: &str = "webhook-request-origin";
const ALLOWS: &str = "webhook-allowed-origin";

/// What it knows.
pub(super) struct Receiver {
    /// With what the broker's signatures are checked.
    pub(super) key: Vec<u8>,
    pub(super) came: UnboundedSender<Arrived>,
}

impl Receiver {
    /// Takes events until it is dropped. The handshake asks for the broker's certificate.
    pub(super) async fn serve(self, listener: TcpListener, tls: Arc<ServerConfig>) {
        let (tls, receiver) = (TlsAcceptor::from(tls), Arc::new(self));
        while let Ok((stream, _)) = listener.accept().await {
            let (tls, receiver) = (tls.clone(), receiver.clone());
            tokio::spawn(async move {
                let stream = TokioIo::new(tls.accept(stream).await.ok()?);
                let answer = service_fn(move |request| {
                    let receiver = receiver.clone();
                    async move { Ok::<_, Infallible>(receiver.answer(request).await) }
                });
                http1::Builder::new().serve_connection(stream, answer).await.ok()
            });
        }
    }

    async fn answer(&self, request: Request<Incoming>) -> Response<Empty<Bytes>> {
        let mut response = Response::new(Empty::new());
        *response.status_mut() = match *request.method() {
            Method::OPTIONS => match request.headers().get(ASKS) {
                Some(origin) => {
                    response.headers_mut().insert(ALLOWS, origin.clone());
                    StatusCode::OK
                }
                None => StatusCode::FORBIDDEN,
            },
            Method::POST => {
                let (head, body) = request.into_parts();
                match Limited::new(body, EVENT_MOST).collect().await {
                    Ok(body) => self.take(&head.headers, &body.to_bytes()),
                    Err(_) => StatusCode::BAD_REQUEST,
                }
            }
            _ => StatusCode::METHOD_NOT_ALLOWED,
        };
        response
    }

    fn take(&self, headers: &HeaderMap, body: &[u8]) -> StatusCode {
        let signature = headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
        if !signature.is_some_and(|signature| is_signed(&self.key, signature, body)) {
            return StatusCode::UNAUTHORIZED;
        }
        let Ok(event) = serde_json::from_slice(body) else { return StatusCode::BAD_REQUEST };
        // Nobody listens any more when the demonstration ends.
        let _ = self.came.send(Arrived::Event(event));
        StatusCode::NO_CONTENT
    }
}
