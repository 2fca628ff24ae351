//! What goes out by mail and webhooks: what waits for a recipient, and how an attempt went.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::{
    domain::{
        model::{audit::Subject, notification::Notification, party::Party, time::Time},
        rules::delivering::{self, Line, Notice, Outcome, Step, Waiting},
        state::{
            loaded::Needs,
            positions::{Channel, CursorKey},
        },
    },
    notify::crises,
};

use super::{Broker, Failure, act::Act};

/// When a notification is due by a channel; `None`: it is nothing for it.
pub type Due<'a> = &'a (dyn Fn(&Notification) -> Option<Time> + Send + Sync);

impl Broker {
    /// What rings when something comes into an inbox. See [`crate::notify::bell::Bell::listen`].
    #[must_use]
    pub fn listen(&self, inbox: &Party) -> Arc<Notify> {
        self.bell.listen(inbox)
    }

    /// The line of one channel to one recipient, as this broker delivers on it.
    #[must_use]
    pub fn line(&self, key: CursorKey, address: u64, manner: delivering::Manner) -> Line {
        let holder = self.store.chain().into();
        Line { key, address, manner, holder, shared: self.store.others().is_some() }
    }

    /// Decides what is delivered next on a line. What it says to send is durable, and no other
    /// broker sends it meanwhile.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn next_delivery(&self, line: &Line, due: Due<'_>) -> Result<Step, Failure> {
        let era = self.store.era();
        let waiting = self.waiting(line, due).await?;
        let inbox = Subject::Inbox(line.key.recipient.clone(), waiting.after);
        self.act_in(
            era,
            Act::of_broker(claimed(line.key.channel), vec![inbox]),
            |loaded| Needs::missing(loaded, delivering::keys(line), Vec::new()),
            |ctx| Ok(delivering::next(ctx, line, &waiting)),
        )
        .await
    }

    /// Whether the deliveries of a line are paused: somebody has to look.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn is_paused(&self, line: &Line) -> Result<bool, Failure> {
        let loaded = self.store.load(&delivering::keys(line)).await?;
        Ok(delivering::standing(&loaded, &line.key).1.paused_since.is_some())
    }

    async fn waiting(&self, line: &Line, due: Due<'_>) -> Result<Waiting, Failure> {
        let recipient = &line.key.recipient;
        let loaded = self.store.load(&delivering::keys(line)).await?;
        let (after, delivery) = delivering::standing(&loaded, &line.key);
        let most = line.manner.page_most();
        let page = self.store.read_inbox(recipient, after, most).await?;
        let has = |signal| delivery.ahead.contains(&signal);
        let found = crises::waiting(self.store.as_ref(), recipient, None, has).await?;
        let over = |signal: &&_| found.more.is_none() && !found.passed.contains(signal);
        Ok(Waiting {
            after,
            answered: delivery.ahead.iter().filter(over).copied().collect(),
            crises: found.crises,
            page: page
                .into_iter()
                .map(|(sequence, told)| {
                    let at = due(&told);
                    (sequence, told, at)
                })
                .collect(),
        })
    }

    /// Takes down how an attempt went; `jitter` is between 0 and 1000. False when another broker has
    /// taken over meanwhile.
    ///
    /// # Errors
    /// The store is failing: the same will be delivered once more.
    pub async fn delivery_ended(
        &self,
        line: &Line,
        sent: &Notice,
        outcome: Outcome,
        jitter: u16,
    ) -> Result<bool, Failure> {
        let inbox = Subject::Inbox(line.key.recipient.clone(), sent.sequence);
        self.act(
            Act::of_broker(happened(line.key.channel, outcome), vec![inbox]),
            |loaded| Needs::missing(loaded, delivering::keys(line), Vec::new()),
            |ctx| Ok(delivering::ended(ctx, line, sent, outcome, jitter)),
        )
        .await
    }
}

/// What the audit log says when one of several brokers is about to deliver.
fn claimed(channel: Channel) -> &'static str {
    match channel {
        Channel::Mail => "MailBegun",
        Channel::Webhook => "WebhookBegun",
        Channel::System | Channel::Bell => "DeliveryBegun",
    }
}

/// What the audit log says of an attempt.
fn happened(channel: Channel, outcome: Outcome) -> &'static str {
    match (channel, outcome) {
        (Channel::Mail, Outcome::Delivered) => "MailSent",
        (Channel::Mail, Outcome::Retry { .. }) => "MailFailed",
        (Channel::Mail, Outcome::Refused | Outcome::Gone) => "MailRefused",
        (Channel::Webhook, Outcome::Delivered) => "WebhookCalled",
        (Channel::Webhook, Outcome::Retry { .. }) => "WebhookFailed",
        (Channel::Webhook, Outcome::Refused | Outcome::Gone) => "WebhookRefused",
        (Channel::System | Channel::Bell, _) => "Delivery",
    }
}
