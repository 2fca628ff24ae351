//! How is a connection to a receiver made? The name is resolved here and the very addresses that come
//! back are judged: a name that answers otherwise at the next question gets nobody inside.

use std::{
    error, fmt,
    future::Future,
    io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use async_trait::async_trait;
use http::Uri;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpStream, lookup_host};
use tower::Service;

use super::guard::may_connect;

/// Ports of the two schemes.
const HTTPS_PORT: u16 = 443;
const HTTP_PORT: u16 = 80;

/// Finds the addresses of a name.
#[async_trait]
pub trait Resolve: Send + Sync {
    /// Every address of a host.
    ///
    /// # Errors
    /// There is no such name, or nobody answers.
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The resolver of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

#[async_trait]
impl Resolve for SystemResolver {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok(lookup_host((host, HTTPS_PORT)).await?.map(|address| address.ip()).collect())
    }
}

/// Why there is no connection.
#[derive(Debug)]
pub(super) enum NotConnected {
    /// All addresses of the host are inside and not listed, or TLS is missing.
    Forbidden,
    /// Nobody there, or no such name.
    Unreachable(io::Error),
}

impl fmt::Display for NotConnected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forbidden => f.write_str("the address may not be called"),
            Self::Unreachable(error) => error.fmt(f),
        }
    }
}

impl error::Error for NotConnected {}

/// Makes connections, and only those that are allowed.
#[derive(Clone)]
pub(super) struct Connector {
    pub(super) resolver: Arc<dyn Resolve>,
    pub(super) listed: Arc<[IpAddr]>,
}

impl Connector {
    async fn connect(self, to: Uri) -> Result<TokioIo<TcpStream>, NotConnected> {
        let secure = to.scheme_str() == Some("https");
        let port = to.port_u16().unwrap_or(if secure { HTTPS_PORT } else { HTTP_PORT });
        let host = to.host().unwrap_or_default();
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let found = match bare.parse::<IpAddr>() {
            Ok(address) => vec![address],
            Err(_) => self.resolver.resolve(bare).await.map_err(NotConnected::Unreachable)?,
        };
        let none = found.is_empty();
        let allowed =
            found.into_iter().filter(|address| may_connect(*address, secure, &self.listed));
        let mut last = match none {
            true => NotConnected::Unreachable(io::ErrorKind::NotFound.into()),
            false => NotConnected::Forbidden,
        };
        for address in allowed {
            match TcpStream::connect(SocketAddr::new(address, port)).await {
                Ok(stream) => return Ok(TokioIo::new(stream)),
                Err(error) => last = NotConnected::Unreachable(error),
            }
        }
        Err(last)
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<TcpStream>;
    type Error = NotConnected;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        Box::pin(self.clone().connect(to))
    }
}
