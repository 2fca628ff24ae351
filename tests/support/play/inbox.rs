//! How do the verbs about inboxes call the broker, and what holds of every inbox?

use std::{collections::HashMap, time::Duration};

use verwijspunt::api::v1::{
    AcknowledgeRequest, AcknowledgeResponse, Notification, PullRequest, PullResponse,
    SubscribeRequest, SubscribeResponse, inbox_service_client::InboxServiceClient,
    notification::Event, subscribe_response::Part,
};

use super::{Answer, Call, Channel, Failure, Outcome, Player, all_different, outcome};
use crate::support::actors::Actor;

/// How long a stream may take to bring what is already there; a pass never waits for it.
const PATIENCE: Duration = Duration::from_secs(10);

/// How far a story has looked into an inbox, and every notification seen: the same sequence
/// must always hold the same notification, or say that what it told was destroyed since.
#[derive(Default)]
pub struct Look {
    seen: u64,
    known: HashMap<u64, Notification>,
    /// What came ahead of its place, by notification id.
    ahead: HashMap<String, Notification>,
}

/// An open subscription.
pub struct Open {
    actor: Actor,
    stream: tonic::Streaming<SubscribeResponse>,
    after: Option<u64>,
}

impl Player {
    pub(super) async fn inbox(&mut self, who: &Actor, call: &Call) -> Result<Outcome, Failure> {
        let channel = self.channel(who).await;
        match call.verb.as_str() {
            "inbox" => self.look(who, channel, call.by()).await,
            "pull" => {
                let request = PullRequest {
                    after: call.get("after").map(|_| call.number("after")).transpose()?,
                    max_notifications: call.number("max")?,
                    acting_professional: call.by(),
                    ..Default::default()
                };
                let result = InboxServiceClient::new(channel).pull(request).await;
                if let Ok(response) = &result {
                    self.remember(who, &response.get_ref().notifications)?;
                    self.remember_ahead(who, &response.get_ref().ahead)?;
                }
                outcome!(result, |answer: Answer, m: PullResponse| {
                    let ahead: Vec<String> = m.ahead.iter().map(|n| self.crisis_of(n)).collect();
                    answer
                        .with("ahead", if ahead.is_empty() { "-".into() } else { ahead.join(",") })
                        .items(m.notifications.iter().map(|n| self.notification(n)).collect())
                        .with("last", m.last_sequence.to_string())
                        .with("acknowledged", m.acknowledged.to_string())
                })
            }
            "ack" => {
                let position = match call.words[0].as_str() {
                    "seen" => self.inboxes.get(&who.key).map_or(0, |l| l.seen),
                    number => number.parse().map_err(|_| "ack takes a position or `seen`")?,
                };
                let request = AcknowledgeRequest { position, acting_professional: call.by() };
                let result = InboxServiceClient::new(channel).acknowledge(request).await;
                outcome!(result, |answer: Answer, m: AcknowledgeResponse| {
                    answer.with("acknowledged", m.acknowledged.to_string())
                })
            }
            "subscribe" => {
                let after = call.get("after").map(|_| call.number("after")).transpose()?;
                let request = SubscribeRequest {
                    after,
                    heartbeat_seconds: call.number("heartbeat")?,
                    acting_professional: call.by(),
                };
                match InboxServiceClient::new(channel).subscribe(request).await {
                    Err(status) => Ok(Err(status.into())),
                    Ok(response) => {
                        let stream = response.into_inner();
                        let open = Open { actor: who.clone(), stream, after };
                        self.streams.insert(call.words[0].clone(), open);
                        Ok(Ok(Answer::default()))
                    }
                }
            }
            _ => self.read_stream(&call.words[0], call.number("count")?).await,
        }
    }

    /// Everything that is new since the last look, whole and in order.
    async fn look(
        &mut self,
        who: &Actor,
        channel: Channel,
        by: String,
    ) -> Result<Outcome, Failure> {
        let mut client = InboxServiceClient::new(channel);
        let mut news: Vec<Notification> = Vec::new();
        let from = self.inboxes.get(&who.key).map_or(0, |l| l.seen);
        let mut position = from;
        loop {
            let request = PullRequest {
                after: Some(position),
                max_notifications: 0,
                acting_professional: by.clone(),
                ..Default::default()
            };
            let page = match client.pull(request).await {
                Ok(response) => response.into_inner(),
                Err(status) => return Ok(Err(status.into())),
            };
            if page.notifications.is_empty() {
                if page.last_sequence != position {
                    return Err(format!(
                        "the inbox says that its last sequence is {}, but ends at {position}",
                        page.last_sequence
                    ));
                }
                break;
            }
            position += page.notifications.len() as u64;
            news.extend(page.notifications);
        }
        let sequences: Vec<u64> = news.iter().map(|n| n.sequence).collect();
        if sequences != (from + 1..=position).collect::<Vec<_>>() {
            return Err(format!(
                "expected the sequences after {from} without gap, actual {sequences:?}"
            ));
        }
        self.remember(who, &news)?;
        self.inboxes.entry(who.key.clone()).or_default().seen = position;
        let items = news.iter().map(|n| self.notification(n)).collect();
        Ok(Ok(Answer::of(&news).items(items)))
    }

    /// A redelivery is the same notification; an id belongs to one notification.
    fn remember(&mut self, who: &Actor, delivered: &[Notification]) -> Result<(), Failure> {
        let known = &mut self.inboxes.entry(who.key.clone()).or_default().known;
        for n in delivered {
            match known.insert(n.sequence, n.clone()) {
                Some(before) if !redelivered(&before, n) => {
                    return Err(format!("sequence {} changed: {before:?}, now {n:?}", n.sequence));
                }
                _ => {}
            }
        }
        if !all_different(known.values().map(|n| &n.notification_id)) {
            return Err("two notifications share one notification_id".to_owned());
        }
        Ok(())
    }

    /// What comes ahead of its place has no sequence there, is a crisis, and when it comes in its
    /// place, or came, it is the same but for that.
    fn remember_ahead(&mut self, who: &Actor, ahead: &[Notification]) -> Result<(), Failure> {
        let look = self.inboxes.entry(who.key.clone()).or_default();
        for n in ahead {
            let crisis = matches!(&n.event, Some(Event::Signal(e)) if e.crisis);
            if n.sequence != 0 || !crisis {
                return Err(format!("ahead of its place came {n:?}"));
            }
            look.ahead.insert(n.notification_id.clone(), n.clone());
        }
        let placed =
            look.known.values().filter_map(|n| Some((n, look.ahead.get(&n.notification_id)?)));
        for (placed, ahead) in placed {
            if (Notification { sequence: 0, ..placed.clone() }) != *ahead {
                return Err(format!("ahead {ahead:?}, in its place {placed:?}"));
            }
        }
        Ok(())
    }

    fn crisis_of(&self, n: &Notification) -> String {
        match &n.event {
            Some(Event::Signal(e)) => self.names.symbol(&e.signal_id),
            _ => "-".to_owned(),
        }
    }

    /// The next notifications of a stream; heartbeats must not promise what was not sent.
    async fn read_stream(&mut self, name: &str, count: usize) -> Result<Outcome, Failure> {
        let mut open = self.streams.remove(name).ok_or_else(|| format!("no stream `{name}`"))?;
        let mut news: Vec<Notification> = Vec::new();
        while news.len() < count {
            let next = tokio::time::timeout(PATIENCE, open.stream.message()).await;
            let part = match next {
                Err(_) => return Err(format!("the stream brought {} of {count}", news.len())),
                Ok(Err(status)) => return Ok(Err(status.into())),
                Ok(Ok(message)) => message.and_then(|m| m.part),
            };
            match part {
                None => return Err(format!("the stream ended after {} of {count}", news.len())),
                Some(Part::Notification(n)) => {
                    if open.after.is_some_and(|after| n.sequence != after + 1) {
                        return Err(format!("the stream jumped to sequence {}", n.sequence));
                    }
                    open.after = Some(n.sequence);
                    news.push(n);
                }
                Some(Part::Ahead(n)) => {
                    self.remember_ahead(&open.actor, std::slice::from_ref(&n))?;
                    news.push(n);
                }
                Some(Part::Heartbeat(beat)) => {
                    if open.after.is_some_and(|after| beat.position > after) {
                        return Err(format!("a heartbeat promised {} unsent", beat.position));
                    }
                }
            }
        }
        let in_place: Vec<_> = news.iter().filter(|n| n.sequence > 0).cloned().collect();
        self.remember(&open.actor.clone(), &in_place)?;
        self.streams.insert(name.to_owned(), open);
        let items = news.iter().map(|n| self.notification(n)).collect();
        Ok(Ok(Answer::of(&news).items(items)))
    }
}

/// The same notification once more. What it says of others is looked up at each delivery: a card
/// goes when a party leaves, all of it when a party is destroyed. Whatever told nothing of others
/// reads the same for ever.
fn redelivered(before: &Notification, now: &Notification) -> bool {
    let place = |n: &Notification| (n.sequence, n.notification_id.clone(), n.at);
    let told = match (&before.event, &now.event) {
        (_, Some(Event::Destroyed(_))) => true,
        (Some(Event::Match(a)), Some(Event::Match(b))) => {
            (&a.match_id, &a.involvement_id) == (&b.match_id, &b.involvement_id)
        }
        (Some(Event::PartyEnded(a)), Some(Event::PartyEnded(b))) => {
            a.involvement_id == b.involvement_id
        }
        (Some(Event::ContactUpdated(a)), Some(Event::ContactUpdated(b))) => {
            (&a.match_id, &a.involvement_id) == (&b.match_id, &b.involvement_id)
        }
        (Some(Event::LeadAgreed(a)), Some(Event::LeadAgreed(b))) => a.match_id == b.match_id,
        (a, b) => a == b,
    };
    place(before) == place(now) && told
}
