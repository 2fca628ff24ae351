//! Whose web server is called, and what does its answer mean for the pump?

use std::sync::Arc;

use async_trait::async_trait;

use crate::{
    broker::Broker,
    deliver::channel::Channel,
    domain::{
        model::{notification::Notification, party::Party, receiver::ReceiverAddress, time::Time},
        rules::delivering::{Manner, Notice, Outcome},
        state::positions,
    },
};

use super::{Answer, Event, Sender, Trouble, Webhook};

/// The code with which a web server says that it has too much to do.
const BUSY: u16 = 429;

/// Calls the web servers that stand in the parties files of the covenants in force.
pub struct WebhookChannel {
    broker: Arc<Broker>,
    webhook: Webhook,
    sender: Sender,
}

impl WebhookChannel {
    /// The channel of a broker.
    #[must_use]
    pub fn new(broker: Arc<Broker>, webhook: Webhook, sender: Sender) -> Self {
        Self { broker, webhook, sender }
    }

    fn receiver(&self, recipient: &Party) -> Option<ReceiverAddress> {
        self.broker.covenant().receiver(recipient).cloned()
    }
}

#[async_trait]
impl Channel for WebhookChannel {
    fn kind(&self) -> positions::Channel {
        positions::Channel::Webhook
    }

    fn manner(&self) -> Manner {
        Manner::Each
    }

    fn recipients(&self) -> Vec<Party> {
        let covenants = self.broker.covenant();
        covenants.receivers().into_keys().collect()
    }

    fn address(&self, recipient: &Party) -> Option<String> {
        self.receiver(recipient).map(|address| address.to_string())
    }

    fn due(&self, _: &Party, _: &Notification, since: Time) -> Option<Time> {
        Some(since)
    }

    async fn send(&self, recipient: &Party, notice: &Notice) -> Outcome {
        // Its covenant was replaced a moment ago: the pump finds that out by itself.
        let Some(to) = self.receiver(recipient) else {
            return Outcome::Retry { after_ms: None, why: Trouble::Unsent };
        };
        let sequence = notice.ahead.is_none().then_some(notice.sequence);
        let event = Event::of(&self.sender, &notice.notification, sequence);
        let answer = self.webhook.send(&to, &event).await;
        match answer {
            Answer::Taken => Outcome::Delivered,
            Answer::Gone => {
                tracing::error!(%recipient, "the receiver answers 410 and is left alone: ask it for another address");
                Outcome::Gone
            }
            Answer::Busy { after } => {
                let after_ms = after.and_then(|after| i64::try_from(after.as_millis()).ok());
                Outcome::Retry { after_ms, why: Trouble::Status(BUSY) }
            }
            Answer::Failed(trouble) => {
                tracing::warn!(%recipient, "an event did not arrive: {trouble}");
                Outcome::Retry { after_ms: None, why: trouble }
            }
        }
    }
}
