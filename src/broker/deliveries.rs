//! What goes out by mail and webhooks: what waits for a recipient, and how an attempt went.
//! ListDeliveries, ResumeDelivery: how that stands, for the recipient.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use tokio::sync::Notify;

use crate::{
    domain::{
        model::{audit::Subject, notification::Notification, party::Party, time::Time},
        rules::{
            access::Permit,
            acknowledging,
            delivering::{self, Line, Manner, Notice, Outcome, Step, Waiting},
            own_mail::{self, Refused, Whose},
        },
        state::{
            delivery::Delivery,
            loaded::Needs,
            lookup::Lookup,
            positions::{Channel, CursorKey},
        },
    },
    notify::crises,
};

use super::{Broker, Failure, act::Act};

/// When a notification that waits since then is due by a channel; `None`: it is nothing for it.
pub type Due<'a> = &'a (dyn Fn(&Notification, Time) -> Option<Time> + Send + Sync);

/// Most notifications that are looked through for one that must go at once.
const TOGETHER_MOST: usize = 10_000;

/// The ways of an inbox that are shown. The console says by itself that something is new.
const WAYS: [Channel; 4] =
    [Channel::System, Channel::Webhook, Channel::Mail, Channel::Professionals];

/// How a way stands by which notifications of an inbox go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Way {
    /// Which one.
    pub channel: Channel,
    /// How far it has come.
    pub position: u64,
    /// How many notifications wait behind that.
    pub waiting: u64,
    /// How its deliveries go.
    pub delivery: Delivery,
}

impl Way {
    fn new(channel: Channel, last: u64, (position, delivery): (u64, Delivery)) -> Self {
        Self { channel, position, waiting: last.saturating_sub(position), delivery }
    }

    /// How it stands by what is known.
    fn of(look: &impl Lookup, key: &CursorKey, last: u64) -> Self {
        if key.channel == Channel::Professionals {
            let (position, waiting, delivery) = own_mail::summary(look, key);
            return Self { channel: key.channel, position, waiting, delivery };
        }
        Self::new(key.channel, last, delivering::standing(look, key))
    }
}

/// How the ways of an inbox stand, and which addresses of professionals take no mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ways {
    /// Each way.
    pub all: Vec<Way>,
    /// Addresses on contact cards.
    pub refused: Vec<Refused>,
}

impl Broker {
    /// How the ways of the caller's inbox stand.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn list_deliveries(&self, permit: &Permit) -> Result<Ways, Failure> {
        let (inbox, era) = (permit.party(), self.store.era());
        let last = self.store.last_sequence(inbox).await?;
        let key = |channel| CursorKey { recipient: inbox.clone(), channel };
        let whose = Whose { key: key(Channel::Professionals), professional: None, fingerprint };
        self.drive_in(
            era,
            Act::of(permit, vec![Subject::Inbox(inbox.clone(), last)]),
            |loaded| {
                let keys = WAYS.iter().flat_map(|channel| acknowledging::keys(inbox, *channel));
                let mut needs = Needs::missing(loaded, keys.collect(), Vec::new());
                needs.keys.extend(own_mail::needs(loaded, &whose).keys);
                Needs::missing(loaded, needs.keys, Vec::new())
            },
            |ctx| {
                let all = WAYS.map(|channel| Way::of(ctx.facts, &key(channel), last)).to_vec();
                Ok(Ways { all, refused: own_mail::own_mail(ctx.facts, &whose).refused })
            },
        )
        .await
    }

    /// Tries a way of the caller's inbox again at once.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn resume_delivery(&self, permit: &Permit, channel: Channel) -> Result<Way, Failure> {
        let (inbox, era) = (permit.party(), self.store.era());
        let last = self.store.last_sequence(inbox).await?;
        let key = CursorKey { recipient: inbox.clone(), channel };
        let way = self
            .drive_in(
                era,
                Act::of(permit, vec![Subject::Inbox(inbox.clone(), last)]),
                |loaded| Needs::missing(loaded, acknowledging::keys(inbox, channel), Vec::new()),
                |ctx| {
                    Ok(if channel == Channel::Professionals {
                        own_mail::resume(ctx, &key);
                        let way = Way::of(ctx.facts, &key, last);
                        Way { delivery: Delivery::default(), ..way }
                    } else {
                        Way::new(channel, last, delivering::resume(ctx, &key))
                    })
                },
            )
            .await?;
        // Other brokers look by themselves, within seconds.
        self.bell.ring(std::iter::once(inbox));
        Ok(way)
    }

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
        let page = self.first_waiting(line, after, due).await?;
        let has = |signal| delivery.ahead.contains(&signal);
        let found = crises::waiting(self.store.as_ref(), recipient, None, has).await?;
        let over = |signal: &&_| found.more.is_none() && !found.passed.contains(signal);
        Ok(Waiting {
            after,
            answered: delivery.ahead.iter().filter(over).copied().collect(),
            crises: found.crises,
            page,
        })
    }

    /// The first notifications that wait, each with when it is due. Where one delivery speaks for all,
    /// what must go at once may stand far behind what can wait: it is read on until one is due.
    async fn first_waiting(
        &self,
        line: &Line,
        after: u64,
        due: Due<'_>,
    ) -> Result<Vec<(u64, Notification, Option<Time>)>, Failure> {
        let (most, now) = (line.manner.page_most(), self.clock.now());
        let (mut page, mut behind) = (Vec::new(), after);
        loop {
            let more = self.store.read_inbox(&line.key.recipient, behind, most).await?;
            let full = more.len() >= most;
            page.extend(more.into_iter().map(|(sequence, told)| {
                // What was written while the clock ran ahead waits since now at the latest.
                let at = due(&told, told.at.min(now));
                (sequence, told, at)
            }));
            behind = page.last().map_or(after, |last| last.0);
            let due_now = |(.., at): &(_, _, Option<Time>)| at.is_some_and(|at| at <= now);
            let enough = line.manner == Manner::Each || page.iter().any(due_now);
            if !full || enough || page.len() >= TOGETHER_MOST {
                return Ok(page);
            }
        }
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

/// Tells one address from another without keeping it.
#[must_use]
pub fn fingerprint(address: &str) -> u64 {
    let hash = Sha256::digest(address.as_bytes());
    u64::from_be_bytes(hash.first_chunk().copied().unwrap_or_default())
}

/// What the audit log says when one of several brokers is about to deliver.
pub(super) fn claimed(channel: Channel) -> &'static str {
    match channel {
        Channel::Mail => "MailBegun",
        Channel::Webhook => "WebhookBegun",
        Channel::Professionals => "ProfessionalMailBegun",
        Channel::System | Channel::Bell => "DeliveryBegun",
    }
}

/// What the audit log says of an attempt.
pub(super) fn happened(channel: Channel, outcome: Outcome) -> &'static str {
    match (channel, outcome) {
        (Channel::Mail, Outcome::Delivered) => "MailSent",
        (Channel::Mail, Outcome::Retry { .. }) => "MailFailed",
        (Channel::Mail, Outcome::Refused | Outcome::Gone) => "MailRefused",
        (Channel::Webhook, Outcome::Delivered) => "WebhookCalled",
        (Channel::Webhook, Outcome::Retry { .. }) => "WebhookFailed",
        (Channel::Webhook, Outcome::Refused | Outcome::Gone) => "WebhookRefused",
        (Channel::Professionals, Outcome::Delivered) => "ProfessionalMailSent",
        (Channel::Professionals, Outcome::Retry { .. }) => "ProfessionalMailFailed",
        (Channel::Professionals, Outcome::Refused | Outcome::Gone) => "ProfessionalMailRefused",
        (Channel::System | Channel::Bell, _) => "Delivery",
    }
}
