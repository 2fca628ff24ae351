//! How far has each channel of an inbox come, and what is kept of the inbox?
//!
//! Notifications reach a recipient by several channels: its own system, a webhook, mail, the bell of
//! the console. Each has a cursor of its own, and none moves another's.

use serde::{Deserialize, Serialize};

use crate::domain::{
    model::{format, party::Party, time::Time},
    state::{delivery::Delivery, professionals::Professionals},
};

/// A way by which notifications of an inbox reach their recipient.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Channel {
    /// The recipient's own system, which subscribes or pulls, and acknowledges.
    System,
    /// Its web server, which is called.
    Webhook,
    /// Its mailbox, which hears that something waits.
    Mail,
    /// The people who sign in to the console, and see that something is new.
    Bell,
    /// Its professionals, who are mailed at the addresses on their contact cards.
    Professionals,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 5] =
        [Self::System, Self::Webhook, Self::Mail, Self::Bell, Self::Professionals];

    /// Whether notifications are kept until this channel has passed them: those that hand them over
    /// to a machine, which would miss what is dropped before. Mail and the bell only say that there
    /// is something; whoever looks late sees what is there then.
    #[must_use]
    pub fn is_waited_for(self) -> bool {
        match self {
            Self::System | Self::Webhook => true,
            Self::Mail | Self::Bell | Self::Professionals => false,
        }
    }
}

/// Names a cursor.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct CursorKey {
    /// Whose inbox it is.
    pub recipient: Party,
    /// By which way its notifications go.
    pub channel: Channel,
}

/// How far a channel has come in an inbox.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Cursor {
    /// Everything up to this sequence was acknowledged.
    pub position: u64,
    /// How its deliveries go, for a channel by which the broker itself delivers.
    #[serde(deserialize_with = "format::since::<5, _, _>")]
    pub delivery: Option<Box<Delivery>>,
    /// Which professionals wait for a mail: of what stands up to the position.
    #[serde(deserialize_with = "format::since::<8, _, _>")]
    pub professionals: Option<Box<Professionals>>,
}

/// What is kept of an inbox.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct InboxState {
    /// Where the cursor of the recipient's system begins while it has none of its own: what was
    /// acknowledged before there were channels. It stays as it is.
    pub acknowledged: u64,
    /// Everything up to this sequence is no longer kept.
    pub trimmed: u64,
    /// When acknowledged notifications are next looked at.
    pub trim_at: Option<Time>,
}
