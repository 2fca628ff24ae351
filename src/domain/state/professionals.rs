//! Which professionals of an organisation wait for a mail, what did they choose, and which addresses
//! take none? Kept beside the position up to which the organisation's inbox was read for them.

use serde::{Deserialize, Serialize};

use crate::domain::{
    model::{
        ids::{InvolvementId, NotificationId},
        mail_wish::MailChoice,
        time::Time,
    },
    state::delivery::Delivery,
};

/// How mail to the professionals of an organisation goes. No address stands here: it is read from the
/// contact card when the mail leaves.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Professionals {
    /// About which involvements something waits, each once.
    pub waiting: Vec<Wait>,
    /// What professionals chose, by their ids.
    pub choices: Vec<(String, MailChoice)>,
    /// How it goes with addresses that took no mail, each by its fingerprint.
    pub troubles: Vec<Delivery>,
}

/// Something waits about an involvement, and no mail has said so yet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wait {
    /// The involvement: its card says who is mailed, and where.
    pub involvement: InvolvementId,
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
        let same = |wait: &&mut Wait| wait.involvement == new.involvement;
        match self.waiting.iter_mut().find(same) {
            None => self.waiting.push(new),
            Some(wait) => {
                let at = if new.must && !wait.must { new.at } else { wait.at.min(new.at) };
                let must = wait.must || new.must;
                *wait = Wait { at, must, ..new };
            }
        }
    }
}
