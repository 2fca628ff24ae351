//! Did every notification arrive, once and in its place?

use futures::StreamExt as _;
use tonic::transport::Channel;
use verwijspunt::api::v1::{self, inbox_service_client::InboxServiceClient, notification::Event};

use super::server::Server;

/// The largest page.
const PAGE: u32 = 500;

async fn pull(channel: Channel, after: u64, most: u32) -> v1::PullResponse {
    let request = v1::PullRequest {
        after: Some(after),
        max_notifications: most,
        acting_professional: "bench".to_owned(),
        ..Default::default()
    };
    InboxServiceClient::new(channel).pull(request).await.expect("an inbox").into_inner()
}

/// The last sequence in an organisation's inbox.
pub async fn last(server: &Server, organisation: usize) -> u64 {
    pull(server.channel(organisation, 0), 0, 1).await.last_sequence
}

/// Reads an inbox after a position: so many, without gaps, each of a match.
pub async fn expect(server: &Server, organisation: usize, after: u64, expected: u64) {
    let mut position = after;
    loop {
        let page = pull(server.channel(organisation, 0), position, PAGE).await;
        assert_eq!(page.last_sequence, after + expected, "inbox {organisation}: lost or too many");
        if page.notifications.is_empty() {
            break;
        }
        for notification in page.notifications {
            position += 1;
            check(organisation, position, &notification);
        }
    }
    assert_eq!(position, after + expected, "inbox {organisation} ends too soon");
}

fn check(organisation: usize, expected: u64, notification: &v1::Notification) {
    assert_eq!(notification.sequence, expected, "inbox {organisation} has a gap");
    assert!(
        matches!(notification.event, Some(Event::Match(_))),
        "inbox {organisation} has something else at {expected}"
    );
}

/// Subscribes on a connection of its own and tells each notification, in order and without gaps,
/// to `tell`; goes on until it is dropped. Sends a word when it listens.
pub async fn follow(
    channel: Channel,
    organisation: usize,
    listens: tokio::sync::mpsc::Sender<()>,
    tell: impl Fn(&v1::Notification),
) {
    let request = v1::SubscribeRequest {
        after: Some(0),
        heartbeat_seconds: 60,
        acting_professional: "bench".to_owned(),
    };
    let stream = InboxServiceClient::new(channel).subscribe(request).await;
    let mut messages = stream.expect("a subscription").into_inner();
    // Whoever waits for this word may have gone away meanwhile.
    let _ = listens.send(()).await;
    let mut position = 0;
    while let Some(message) = messages.next().await {
        use v1::subscribe_response::Part;
        match message.expect("the stream goes on").part {
            Some(Part::Notification(notification)) => {
                position += 1;
                check(organisation, position, &notification);
                tell(&notification);
            }
            Some(Part::Heartbeat(beat)) => {
                assert_eq!(beat.position, position, "inbox {organisation} has a gap");
            }
            Some(Part::Ahead(_)) | None => {}
        }
    }
}
