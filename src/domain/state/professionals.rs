//! Which professionals of an organisation wait for a mail, what did they choose, and which addresses
//! take none? Kept beside the position up to which the organisation's inbox was read for them.

use serde::{Deserialize, Serialize};

use crate::domain::{
    model::{
        format,
        ids::{InvolvementId, NotificationId, SignalId},
        mail_wish::MailChoice,
        time::Time,
    },
    state::delivery::Delivery,
};

/// How mail to the professionals of an organisation goes. No address stands here: it is read from the
/// contact card when the mail leaves.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Professionals {
    /// About what something waits, each once.
    pub waiting: Vec<Wait>,
    /// What professionals chose, by their ids.
    pub choices: Vec<(String, MailChoice)>,
    /// How it goes with addresses that took no mail, each by its fingerprint.
    pub troubles: Vec<Delivery>,
}

/// What one professional's work is: its card says who is mailed, and where.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum About {
    /// An own registration.
    Involvement(InvolvementId),
    /// A concern signal that the organisation sent.
    Signal(SignalId),
}

impl From<InvolvementId> for About {
    fn from(id: InvolvementId) -> Self {
        Self::Involvement(id)
    }
}

/// Something waits, and no mail has said so yet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wait {
    /// About what.
    #[serde(deserialize_with = "format::other_since::<11, InvolvementId, _, _>")]
    pub about: About,
    /// The professional on that card when it was last looked at.
    pub professional: String,
    /// The place of the last notification in the organisation's inbox.
    pub sequence: u64,
    /// That notification.
    pub told: NotificationId,
    /// Since when it waits.
    pub at: Time,
    /// Whether the professional must act, and cannot choose not to hear it.
    pub must: bool,
    /// Its address took no mail when it was last looked at, and others were not looked at then: it stands
    /// behind them, and alone it is looked at again at this instant.
    #[serde(deserialize_with = "format::since::<11, _, _>")]
    pub held: Option<Time>,
}

impl Professionals {
    /// What a professional chose; `None`: as the organisation did.
    #[must_use]
    pub fn choice(&self, professional: &str) -> Option<MailChoice> {
        // They are kept in order.
        let at = self.choices.binary_search_by(|(who, _)| who.as_str().cmp(professional)).ok()?;
        Some(self.choices[at].1)
    }

    /// How it goes with an address that took no mail.
    #[must_use]
    pub fn trouble(&self, address: u64) -> Option<&Delivery> {
        self.troubles.iter().find(|trouble| trouble.address == address)
    }

    /// Something more waits. What must be told makes the rest of it go at once too.
    pub fn add(&mut self, new: Wait) {
        let same = |wait: &&mut Wait| wait.about == new.about;
        match self.waiting.iter_mut().find(same) {
            None => self.waiting.push(new),
            Some(wait) => {
                let at = if new.must && !wait.must { new.at } else { wait.at.min(new.at) };
                let must = wait.must || new.must;
                *wait = Wait { at, must, held: wait.held, ..new };
            }
        }
    }
}
