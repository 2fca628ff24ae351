//! How is an answer lost? A relay between client and server that can stop passing answers on.

use std::net::SocketAddr;

use tokio::{
    io::copy,
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};

/// Passes bytes on in both directions until told to hold answers back.
pub struct Relay {
    /// `https://127.0.0.1:PORT`.
    pub url: String,
    hold: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Relay {
    /// A relay to a server.
    pub async fn to(url: &str) -> Self {
        let server: SocketAddr = url.strip_prefix("https://").unwrap().parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        let (hold, held) = watch::channel(false);
        let task = tokio::spawn(async move {
            // Dropped with the task, and every connection with it.
            let mut connections = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                let mut held = held.clone();
                connections.spawn(async move {
                    let Ok(server) = TcpStream::connect(server).await else { return };
                    let (mut from_client, mut to_client) = client.into_split();
                    let (mut from_server, mut to_server) = server.into_split();
                    let answers = async {
                        tokio::select! {
                            _ = copy(&mut from_server, &mut to_client) => return,
                            _ = held.wait_for(|held| *held) => {}
                        }
                        std::future::pending().await
                    };
                    let _ = tokio::join!(copy(&mut from_client, &mut to_server), answers);
                });
            }
        });
        Self { url, hold, task }
    }

    /// From now on no answer reaches the client.
    pub fn hold_answers(&self) {
        self.hold.send_replace(true);
    }

    /// Breaks all connections.
    pub async fn cut(self) {
        self.task.abort();
        let _ = self.task.await;
    }
}
