//! When does a notification arrive? An open subscription that notes the moment of each.

use std::time::Duration;

use tokio::{
    sync::mpsc,
    task::JoinHandle,
    time::{Instant, timeout_at},
};
use tonic::Status;

use super::{actors::Player, teller::StoryError};
use crate::api::v1::{
    self, Notification, inbox_service_client::InboxServiceClient, notification::Event,
    subscribe_response::Part,
};

/// How long the story waits for a notification.
const PATIENCE: Duration = Duration::from_secs(10);

type Arrival = Result<(Instant, Notification), Status>;

/// An open subscription.
pub struct Inbox {
    owner: Player,
    arrivals: mpsc::UnboundedReceiver<Arrival>,
    waiting: Vec<(Instant, Notification)>,
    reader: JoinHandle<()>,
}

impl Inbox {
    /// Subscribes to what comes from now on.
    ///
    /// # Errors
    /// The server's refusal.
    pub async fn open(owner: &Player) -> Result<Self, StoryError> {
        let mut client = InboxServiceClient::new(owner.seat.channel.clone());
        let pull = v1::PullRequest {
            after: None,
            max_notifications: 1,
            acting_professional: owner.acting(),
        };
        let before = client.pull(pull).await?.into_inner().last_sequence;
        let subscribe = v1::SubscribeRequest {
            after: Some(before),
            heartbeat_seconds: 5,
            acting_professional: owner.acting(),
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
                let last = arrival.is_err();
                if sender.send(arrival).is_err() || last {
                    return;
                }
            }
        });
        Ok(Self { owner: owner.clone(), arrivals, waiting: Vec::new(), reader })
    }

    /// The first notification that fits, and when it arrived; the others are kept.
    ///
    /// # Errors
    /// When it does not come in time, or the subscription ends.
    pub async fn wait_for(
        &mut self,
        what: &str,
        fits: impl Fn(&Notification) -> bool,
    ) -> Result<(Instant, Notification), StoryError> {
        if let Some(at) = self.waiting.iter().position(|(_, n)| fits(n)) {
            return Ok(self.waiting.remove(at));
        }
        let deadline = Instant::now() + PATIENCE;
        loop {
            let arrival = timeout_at(deadline, self.arrivals.recv()).await;
            let Ok(Some(arrival)) = arrival else {
                return Err(StoryError::Expectation {
                    expected: format!("{} is told: {what}", self.owner.label),
                    found: format!("nothing like it within {} s", PATIENCE.as_secs()),
                });
            };
            let arrival = arrival?;
            if fits(&arrival.1) {
                return Ok(arrival);
            }
            self.waiting.push(arrival);
        }
    }

    /// Waits for the match with an organisation that just joined.
    ///
    /// # Errors
    /// As [`Self::wait_for`].
    pub async fn joined(
        &mut self,
        own_involvement: &str,
        joiner: &Player,
    ) -> Result<(Instant, v1::MatchFound), StoryError> {
        let is_it = |found: &v1::MatchFound| {
            let party = found.party.as_ref();
            found.involvement_id == own_involvement
                && party.is_some_and(|p| p.organisation_oin == joiner.seat.id)
        };
        let fits = |n: &Notification| matches!(&n.event, Some(Event::Match(found)) if is_it(found));
        let what = format!("{} is involved too", joiner.label);
        match self.wait_for(&what, fits).await? {
            (at, Notification { event: Some(Event::Match(found)), .. }) => Ok((at, found)),
            _ => unreachable!("only a match fits"),
        }
    }

    /// Waits for something to happen to a ticket.
    ///
    /// # Errors
    /// As [`Self::wait_for`].
    pub async fn ticket(
        &mut self,
        id: &str,
        happening: v1::TicketHappening,
    ) -> Result<Instant, StoryError> {
        let what = format!(
            "the ticket is {}",
            crate::cli::words::word::<v1::TicketHappening>(happening.into())
        );
        let fits = |n: &Notification| {
            matches!(&n.event, Some(Event::Ticket(e))
                if e.ticket_id == id && e.happening() == happening)
        };
        Ok(self.wait_for(&what, fits).await?.0)
    }

    /// Waits for something to happen with a concern signal.
    ///
    /// # Errors
    /// As [`Self::wait_for`].
    pub async fn signal(
        &mut self,
        id: &str,
        happening: v1::SignalHappening,
    ) -> Result<Instant, StoryError> {
        let fits = |n: &Notification| {
            matches!(&n.event, Some(Event::Signal(e))
                if e.signal_id == id && e.happening() == happening)
        };
        Ok(self.wait_for("a concern signal", fits).await?.0)
    }

    /// True when nothing that fits has arrived.
    pub fn quiet(&mut self, fits: impl Fn(&Notification) -> bool) -> bool {
        while let Ok(Ok(arrival)) = self.arrivals.try_recv() {
            self.waiting.push(arrival);
        }
        !self.waiting.iter().any(|(_, n)| fits(n))
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        self.reader.abort();
    }
}
