//! What is sent to a web server? An event of CloudEvents 1.0 by the profile of the Dutch government,
//! without content: which kind of thing happened, and where to ask.

use serde::Serialize;

use crate::domain::model::{
    notification::{self, Notification},
    party::Oin,
    time::Time,
};

/// The media type of one event in JSON.
pub(super) const MEDIA_TYPE: &str = "application/cloudevents+json; charset=utf-8";

/// Digits of a sequence. They are filled up with zeros, so that texts sort as their numbers do.
const SEQUENCE_DIGITS: usize = 20;

/// Who sends, and where the recipient asks for what it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sender {
    /// The organisation that runs this broker.
    pub oin: Oin,
    /// The address of the inbox in REST, `https://host/v1/inbox`.
    pub inbox: String,
}

/// One event, as its bytes on the wire. There is no `subject` and no `data`: both would tell whoever
/// reads along about a family.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Event {
    specversion: &'static str,
    id: String,
    source: String,
    r#type: String,
    time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sequence: Option<String>,
    dataref: String,
}

impl Event {
    /// The event of a notification. `sequence`: its place in the inbox; `None` when it goes ahead of
    /// its place.
    #[must_use]
    pub fn of(sender: &Sender, notification: &Notification, sequence: Option<u64>) -> Self {
        let id = notification.id.0.to_string();
        Self::new(sender, id, kind(&notification.event), notification.at, sequence)
    }

    /// An event that is about nothing: for trying out a receiver.
    #[must_use]
    pub fn trial(sender: &Sender, id: uuid::Uuid, now: Time) -> Self {
        Self::new(sender, id.to_string(), "trial", now, None)
    }

    fn new(sender: &Sender, id: String, kind: &str, at: Time, sequence: Option<u64>) -> Self {
        let time = jiff::Timestamp::from_millisecond(at.0);
        Self {
            specversion: "1.0",
            id,
            source: format!("urn:nld:oin:{}:systeem:verwijspunt", sender.oin),
            r#type: format!("nl.verwijsindex.{kind}.v1"),
            time: time.unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string(),
            sequence: sequence.map(|place| format!("{place:0SEQUENCE_DIGITS$}")),
            dataref: sender.inbox.clone(),
        }
    }

    /// The bytes that are sent and signed.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts only: they can always be written")
    }
}

/// The word for a kind of notification. What exactly happened, and with how much haste, the recipient
/// reads in its inbox.
fn kind(event: &notification::Event) -> &'static str {
    use notification::Event as E;
    match event {
        E::MatchFound { .. } => "match",
        E::EarlierInvolvement { .. } => "earlier-involvement",
        E::PartyEnded { .. } => "party-ended",
        E::Expiring { .. } => "expiring",
        E::Expired { .. } => "expired",
        E::FollowUpDue { .. } => "follow-up-due",
        E::LeadAgreed { .. } => "lead-agreed",
        E::LeadEnded { .. } => "lead-ended",
        E::Ticket { .. } => "ticket",
        E::Retracted { .. } => "retracted",
        E::Plan { .. } => "plan",
        E::FamilyManager { .. } => "family-manager",
        E::StaysAway { .. } => "stays-away",
        E::CaseClosed { .. } => "case-closed",
        E::Watch { .. } => "watch",
        E::Case { .. } => "case",
        E::Signal { .. } => "signal",
        E::Moved { .. } => "moved",
        E::Removed { .. } => "removed",
        E::TicketDestroyed { .. } => "ticket-destroyed",
        E::CaseDestroyed { .. } => "case-destroyed",
        E::ObjectionReceived { .. } => "objection-received",
        E::ObjectionOverdue { .. } => "objection-overdue",
        E::ObjectionDecided { .. } => "objection-decided",
        E::ContactUpdated { .. } => "contact-updated",
        E::Overview { .. } => "overview",
    }
}
