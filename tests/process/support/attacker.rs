//! What can somebody do who has one certificate, or none, and keeps to no client's habits?

use std::{
    convert::Infallible,
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    pin::Pin,
    sync::Arc,
};

use bytes::{BufMut as _, Bytes, BytesMut};
use futures::{Stream, StreamExt as _, stream};
use http::{Request, Response};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::{
    body::{Frame, Incoming},
    client::conn::http2::SendRequest,
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::ClientConfig;
use rustls_pki_types::ServerName;
use tokio::net::{TcpSocket, TcpStream};
use tokio_rustls::{TlsConnector, client::TlsStream};
use tonic::Status;

use super::within;

/// The body of a call: whatever comes, when it comes.
pub type Sent = StreamBody<Pin<Box<dyn Stream<Item = Result<Frame<Bytes>, Infallible>> + Send>>>;

/// Another address of this machine.
pub const ELSEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

/// The address of the broker at a URL.
pub fn address(url: &str) -> SocketAddr {
    url.strip_prefix("https://").unwrap().parse().unwrap()
}

/// Connects from an address of this machine.
pub async fn from(source: IpAddr, to: SocketAddr) -> io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::new(source, 0))?;
    socket.connect(to).await
}

/// Shakes hands over a connection.
pub async fn handshake(
    stream: TcpStream,
    config: &Arc<ClientConfig>,
) -> io::Result<TlsStream<TcpStream>> {
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(config.clone()).connect(name, stream).await
}

/// An HTTP/2 connection of the holder of a certificate.
pub async fn connection(
    to: SocketAddr,
    config: &Arc<ClientConfig>,
) -> io::Result<SendRequest<Sent>> {
    connection_with(to, config, 1024 * 1024).await
}

/// The same with room for so many bytes of each answer.
pub async fn connection_with(
    to: SocketAddr,
    config: &Arc<ClientConfig>,
    window_bytes: u32,
) -> io::Result<SendRequest<Sent>> {
    let stream = handshake(TcpStream::connect(to).await?, config).await?;
    let made = hyper::client::conn::http2::Builder::new(TokioExecutor::new())
        .initial_stream_window_size(window_bytes)
        .handshake(TokioIo::new(stream))
        .await;
    let (sender, connection) = made.map_err(io::Error::other)?;
    tokio::spawn(connection);
    Ok(sender)
}

/// A call as it begins.
pub fn call(path: &str, body: Sent) -> Request<Sent> {
    Request::post(format!("http://localhost{path}"))
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .body(body)
        .unwrap()
}

/// These bytes, and then an end or nothing more for ever.
pub fn body(bytes: Bytes, ends: bool) -> Sent {
    let first = stream::iter((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))));
    let rest = stream::pending().take(usize::from(!ends));
    StreamBody::new(Box::pin(first.chain(rest)))
}

/// A message as it goes over the wire.
pub fn message(message: &impl prost::Message) -> Bytes {
    prefixed(u32::try_from(message.encoded_len()).unwrap(), &message.encode_to_vec())
}

/// Bytes that say that a message of this size begins.
pub fn prefixed(size: u32, bytes: &[u8]) -> Bytes {
    let mut all = BytesMut::new();
    all.put_u8(0);
    all.put_u32(size);
    all.extend_from_slice(bytes);
    all.freeze()
}

/// What a refused or unary call was told.
pub async fn status(answer: Response<Incoming>) -> Status {
    if let Some(status) = Status::from_header_map(answer.headers()) {
        return status;
    }
    let body = within("the end of an answer", answer.into_body().collect()).await;
    let trailers = body.ok().and_then(|body| body.trailers().cloned()).unwrap_or_default();
    Status::from_header_map(&trailers).unwrap_or_else(|| Status::unknown("the call was cut"))
}

/// Waits until the broker has read all that was sent on a connection so far: it has answered what was
/// sent last.
pub async fn heard(sender: &SendRequest<Sent>) -> bool {
    let mut sender = sender.clone();
    let ask = async move {
        sender.ready().await.ok()?;
        let probe = call("/grpc.health.v1.Health/Check", body(prefixed(0, &[]), true));
        sender.send_request(probe).await.ok()
    };
    within("an answer", ask).await.is_some()
}

/// The bytes of an HTTP/2 client that makes one call without a body.
pub fn raw_call(path: &str) -> Vec<u8> {
    // POST, http, then literals: path, authority, content-type.
    let mut headers = vec![0x83, 0x86];
    for (name, value) in [(&[4][..], path), (&[1], "localhost"), (&[15, 16], "application/grpc")] {
        headers.extend(name);
        headers.push(u8::try_from(value.len()).unwrap());
        headers.extend(value.bytes());
    }
    let length = u8::try_from(headers.len()).unwrap();
    let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec();
    bytes.extend([0, 0, length, 1, 0x5, 0, 0, 0, 1]);
    bytes.extend(headers);
    bytes
}
