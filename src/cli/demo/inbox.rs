//! When does a notification arrive? An open subscription that notes the moment of each.

use std::time::Duration;

use tokio::{
    sync::mpsc,
    task::JoinHandle,
    time::{Instant, timeout},
};
use tonic::{Status, transport::Channel};

use crate::api::v1::{
    self, Notification, inbox_service_client::InboxServiceClient, subscribe_response::Part,
};

/// How long the story waits for a notification that the inbox says to hold.
const PATIENCE: Duration = Duration::from_secs(10);

type Arrival = Result<(Instant, Notification), Status>;

/// An open subscription.
pub(super) struct Inbox {
    client: InboxServiceClient<Channel>,
    by: String,
    arrivals: mpsc::UnboundedReceiver<Arrival>,
    /// The sequence up to which the story has looked.
    seen: u64,
    reader: JoinHandle<()>,
}

impl Inbox {
    /// Subscribes to what comes from now on.
    ///
    /// # Errors
    /// The server's refusal.
    pub(super) async fn open(channel: Channel, by: &str) -> Result<Self, Status> {
        let mut client = InboxServiceClient::new(channel);
        let seen = last(&mut client, by).await?;
        let subscribe = v1::SubscribeRequest {
            after: Some(seen),
            heartbeat_seconds: 5,
            acting_professional: by.to_owned(),
        };
        let mut stream = client.subscribe(subscribe).await?.into_inner();
        let (sender, arrivals) = mpsc::unbounded_channel();
        let reader = tokio::spawn(async move {
            loop {
                let arrival = match stream.message().await {
                    Ok(Some(message)) => match message.part {
                        Some(Part::Notification(n)) => Ok((Instant::now(), n)),
                        Some(Part::Heartbeat(_) | Part::Ahead(_)) | None => continue,
                    },
                    Ok(None) => Err(Status::unavailable("the subscription ended")),
                    Err(status) => Err(status),
                };
                let ended = arrival.is_err();
                if sender.send(arrival).is_err() || ended {
                    return;
                }
            }
        });
        Ok(Self { client, by: by.to_owned(), arrivals, seen, reader })
    }

    /// Everything that is new since the last look, with when it arrived. The inbox itself says how
    /// far it goes, so that nothing is missed and nothing is waited for that does not come.
    ///
    /// # Errors
    /// When the subscription ends, or does not bring what the inbox holds.
    pub(super) async fn look(&mut self) -> Result<Vec<(Instant, Notification)>, Status> {
        let end = last(&mut self.client, &self.by).await?;
        let mut news = Vec::new();
        while self.seen < end {
            let late = |_| Status::deadline_exceeded("the subscription brings nothing");
            let arrival = timeout(PATIENCE, self.arrivals.recv()).await.map_err(late)?;
            let arrival = arrival.unwrap_or_else(|| Err(Status::unavailable("no subscription")))?;
            self.seen = arrival.1.sequence;
            news.push(arrival);
        }
        Ok(news)
    }
}

async fn last(client: &mut InboxServiceClient<Channel>, by: &str) -> Result<u64, Status> {
    let pull = v1::PullRequest {
        max_notifications: 1,
        acting_professional: by.to_owned(),
        ..Default::default()
    };
    Ok(client.pull(pull).await?.into_inner().last_sequence)
}

impl Drop for Inbox {
    fn drop(&mut self) {
        self.reader.abort();
    }
}
