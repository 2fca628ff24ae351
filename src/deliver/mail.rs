//! What does somebody read who gets a mail, and where is it sent? That something waits, and where to
//! look; never what, about whom, or how much.

use std::sync::Arc;

use async_trait::async_trait;
use lettre::Address;

use crate::{
    broker::Broker,
    domain::{
        model::{
            mail_address::can_be_mailed, notification::Notification, party::Party, time::Time,
        },
        rules::{
            delivering::{Manner, Notice, Outcome},
            mailing,
            professional_mail::Letter,
        },
        state::positions,
    },
};

use super::{
    channel::Channel,
    smtp::{Handed, Server},
};

/// The page of a professional's own work, below the console's address.
const WORK: &str = "/mijn-werk";

/// What mail needs to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The server that takes it.
    pub server: Server,
    /// Who it is from.
    pub sender: Address,
    /// The address of the console, which people open.
    pub console: String,
}

/// Mail to offices, to the organisations that chose to get it, and to their professionals.
pub struct Mail {
    settings: Settings,
    broker: Arc<Broker>,
}

impl Mail {
    /// Mail about what waits at a broker.
    #[must_use]
    pub fn new(settings: Settings, broker: Arc<Broker>) -> Self {
        Self { settings, broker }
    }

    /// Tells a professional that something waits, with the address of the page of their work.
    pub(super) async fn to_professional(&self, letter: &Letter) -> Outcome {
        let link = format!("{}{WORK}", self.settings.console);
        self.hand(&letter.to, &link, &format!("{}.own", letter.told.0)).await
    }

    /// Hands one mail to the mail server. `id` is the same each time that the same is sent.
    async fn hand(&self, to: &str, link: &str, id: &str) -> Outcome {
        let Settings { server, sender, .. } = &self.settings;
        let Some(to) = mailbox(to) else { return Outcome::Refused };
        let id = format!("{id}@{}", sender.domain());
        let text = message(sender, &to, link, &id, self.broker.now());
        match server.hand(sender, &to, text.as_bytes()).await {
            Handed::Taken => Outcome::Delivered,
            Handed::NoSuchRecipient => Outcome::Refused,
            Handed::NotNow(failure) => {
                let why = failure.trouble;
                tracing::warn!(why = %failure, "a mail was not taken; trying again later");
                Outcome::Retry { after_ms: None, why }
            }
        }
    }
}

#[async_trait]
impl Channel for Mail {
    fn kind(&self) -> positions::Channel {
        positions::Channel::Mail
    }

    fn manner(&self) -> Manner {
        Manner::Together
    }

    fn recipients(&self) -> Vec<Party> {
        let covenants = self.broker.covenant();
        let offices = covenants.all().flat_map(|covenant| covenant.offices());
        let offices = offices.map(|office| Party::Office(office.id.clone()));
        let organisations = covenants.all().flat_map(|covenant| covenant.organisations());
        let organisations = organisations.map(|one| Party::Organisation(one.oin));
        let mut all: Vec<Party> = offices.chain(organisations).collect();
        all.retain(|party| covenants.mailbox(party).is_some());
        all.sort_unstable();
        all.dedup();
        all
    }

    fn address(&self, recipient: &Party) -> Option<String> {
        self.broker.covenant().mailbox(recipient).map(str::to_owned)
    }

    fn due(&self, recipient: &Party, told: &Notification, since: Time) -> Option<Time> {
        let covenants = self.broker.covenant();
        let days_off = &covenants.inbox_terms(recipient).days_off;
        let wish = covenants.mail_wish(recipient);
        mailing::due(&told.event, (recipient, since), &wish, days_off)
    }

    async fn send(&self, recipient: &Party, notice: &Notice) -> Outcome {
        let Some(to) = self.address(recipient) else { return Outcome::Refused };
        let link = &self.settings.console;
        let outcome = self.hand(&to, link, &notice.notification.id.0.to_string()).await;
        if outcome == Outcome::Refused {
            tracing::warn!(%recipient, "the mail server knows no such recipient: correct the address in the parties file");
        }
        outcome
    }
}

/// The address, as a mail server may be told it: nothing in it can end a line or name a second one.
fn mailbox(text: &str) -> Option<Address> {
    text.parse().ok().filter(|_| can_be_mailed(text))
}

/// The whole mail. The same words whatever it is about, so that nobody learns anything from it.
fn message(from: &Address, to: &Address, console: &str, id: &str, now: Time) -> String {
    let date = jiff::Timestamp::from_millisecond(now.0)
        .ok()
        .and_then(|at| jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_string(&at).ok())
        .unwrap_or_default();
    let head = [
        format!("From: Verwijspunt <{from}>"),
        format!("To: <{to}>"),
        "Subject: Er staat iets voor u klaar / Something is ready for you".to_owned(),
        format!("Date: {date}"),
        format!("Message-ID: <{id}>"),
        "Auto-Submitted: auto-generated".to_owned(),
        "MIME-Version: 1.0".to_owned(),
        "Content-Type: text/plain; charset=us-ascii".to_owned(),
        "Content-Transfer-Encoding: 7bit".to_owned(),
    ];
    let body = format!(
        "Er staat iets voor u klaar.\r\n{console}\r\n\r\nSomething is ready for you.\r\n{console}\r\n"
    );
    format!("{}\r\n\r\n{body}", head.join("\r\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_add_to_the_head_of_a_mail() {
        // Whatever the covenant file accepts can be mailed.
        for good in ["s.dewit@school.example", "a@b", "o'brien+zorg@a-b.example", "{a}@1.example"] {
            assert!(can_be_mailed(good) && mailbox(good).is_some(), "{good}");
        }
        for bad in [
            "a@b.example>,<c@d.example",
            "a@b.example>\r\nBcc: c",
            "a\r\nBcc: c@d.example",
            "a,c@d.example",
            "<a@d.example",
            "a b@d.example",
            "jos\u{e9}@school.example",
            "a@sch\u{f6}ol.example",
            "",
        ] {
            assert_eq!(mailbox(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_mail_says_that_something_waits_and_nothing_else() {
        let from: Address = "verwijspunt@stad.example".parse().expect("an address");
        let to: Address = "coordinator@stad.example".parse().expect("an address");
        let text =
            message(&from, &to, "https://verwijspunt.stad.example", "1@stad.example", Time(0));
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        assert!(head.contains("\r\nAuto-Submitted: auto-generated\r\n"), "{head}");
        assert!(head.contains("Date: Thu, 1 Jan 1970 00:00:00"), "{head}");
        let expected = "Er staat iets voor u klaar.\r\nhttps://verwijspunt.stad.example\r\n\r\n\
                        Something is ready for you.\r\nhttps://verwijspunt.stad.example\r\n";
        assert_eq!(body, expected);
        assert!(text.is_ascii());
    }
}
