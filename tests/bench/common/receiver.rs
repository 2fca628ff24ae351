//! The web servers of organisations, as one process: which of them heard when? Each organisation has a path
//! of its own, by its number.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Instant,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
};

/// An organisation was called, with an event.
pub type Heard = (usize, Instant);

/// Goes on until the process ends.
pub struct Receiver {
    address: SocketAddr,
    pub heard: UnboundedReceiver<Heard>,
}

impl Receiver {
    /// Serves; whoever `hangs` takes a call and never says anything.
    pub async fn start(hangs: fn(usize) -> bool) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("it listens");
        let (sender, heard) = unbounded_channel();
        let sender = Arc::new(sender);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, hangs, sender.clone()));
            }
        });
        Self { address, heard }
    }

    /// Where an organisation is called.
    pub fn url(&self, organisation: usize) -> String {
        format!("http://{}/{organisation}", self.address)
    }
}

async fn answer(
    mut stream: TcpStream,
    hangs: fn(usize) -> bool,
    heard: Arc<UnboundedSender<Heard>>,
) -> Option<()> {
    let (mut read, mut buffer) = (String::new(), [0; 4096]);
    loop {
        let some = stream.read(&mut buffer).await.ok().filter(|some| *some > 0)?;
        read.push_str(&String::from_utf8_lossy(&buffer[..some]));
        let Some((head, body)) = read.split_once("\r\n\r\n") else { continue };
        let mut first = head.split(['/', ' ']).filter(|part| !part.is_empty());
        let (verb, path) = (first.next()?.to_owned(), first.next()?);
        let organisation: usize = path.parse().expect("the path of an organisation");
        if hangs(organisation) {
            // Until the other side gives up.
            while stream.read(&mut buffer).await.is_ok_and(|some| some > 0) {}
            return None;
        }
        if verb == "OPTIONS" {
            let agreed =
                "HTTP/1.1 200 OK\r\nWebHook-Allowed-Origin: *\r\nContent-Length: 0\r\n\r\n";
            stream.write_all(agreed.as_bytes()).await.ok()?;
        } else if serde_json::from_str::<serde_json::Value>(body).is_ok() {
            // Whoever waited for it may have gone away meanwhile.
            let _ = heard.send((organisation, Instant::now()));
            let taken = b"HTTP/1.1 204 No Content\r\n\r\n";
            stream.write_all(taken).await.ok()?;
        } else {
            continue;
        }
        read.clear();
    }
}
