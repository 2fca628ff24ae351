//! What does a page know when it is made? Who reads it, at which moment, what was asked for; and by
//! which calls it learns the rest.

use std::{future::Future, pin::Pin};

use tonic::Status;

use crate::service::local::Api;

use super::{
    forms::Filled,
    lang::Text,
    page::Page,
    seat::Seat,
    texts::{self, delivery, office, work},
    when::Now,
};

/// Somebody reads a page.
pub(super) struct Visit {
    /// When, and in which language.
    pub(super) now: Now,
    /// Who.
    pub(super) seat: Seat,
    /// The API, as this reader may call it.
    pub(super) api: Api,
    /// The number or name under which the API knows who acts.
    pub(super) professional: String,
    /// For how many organisations and offices this reader may act.
    pub(super) seats: usize,
    /// When the session ends if nothing happens, in words.
    pub(super) ends: String,
}

/// What was asked for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The id in the address, when there is one.
    pub(super) id: String,
    /// The fields: of the address for a page, of the form for an act.
    pub(super) fields: Filled,
}

impl Asked {
    /// The id of the form: the id of the request.
    pub(super) fn form(&self) -> String {
        self.fields.get("formulier").to_owned()
    }
}

/// What came of an act.
pub(super) enum Done {
    /// It was done: go on at this address, where it is said.
    Went(String),
    /// It was an answer that has no address of its own.
    Shown(Box<Page>),
    /// It was not done: the form once more, with what is wrong.
    Again(Box<Page>),
}

/// An answer on its way.
pub(super) type Coming<'a, T> = Pin<Box<dyn Future<Output = Result<T, Status>> + Send + 'a>>;

/// Makes a page.
pub(super) type Show = for<'a> fn(&'a Visit, &'a Asked) -> Coming<'a, Page>;

/// Does something.
pub(super) type Act = for<'a> fn(&'a Visit, &'a Asked) -> Coming<'a, Done>;

/// What may be said after an act, by the word in the address: whoever writes another word there is
/// told nothing.
const SAID: &[(&str, Text)] = &[
    ("contact", work::CONTACT_DONE),
    ("geregistreerd", work::REGISTERED),
    ("eerder-geregistreerd", work::REGISTERED_BEFORE),
    ("eerder-anders", work::REGISTERED_OTHERWISE),
    ("verlengd", work::RENEWED),
    ("beeindigd", work::ENDED_DONE),
    ("vernietigd", work::DESTROYED_DONE),
    ("overgedragen", work::HANDED_OVER),
    ("deels-overgedragen", work::HANDED_OVER),
    ("kaart", work::CARD_CHANGED),
    ("ingelicht", work::INFORMED_DONE),
    ("beslist", work::DECIDED),
    ("verstuurd", work::SENT),
    ("bezwaar", office::OBJECTED),
    ("herinnerd", office::REMINDED),
    ("opgelost", office::RESOLVED_DONE),
    ("hoger", office::ESCALATED_DONE),
    ("doorgegeven", office::HANDED_OVER_DONE),
    ("ingetrokken", office::WITHDRAWN_DONE),
    ("uitspraak", office::RULED_DONE),
    ("geantwoord", office::ANSWERED_DONE),
    ("opgepakt", office::TAKEN_UP_DONE),
    ("gezien", office::SEEN_DONE),
    ("doorverwezen", office::REFERRED_DONE),
    ("uitkomst", office::OUTCOME_DONE),
    ("opnieuw", delivery::SENT_AGAIN),
    ("bewaard", delivery::CHOSEN),
    ("afgesloten", office::CLOSED_DONE),
    ("vastgelegd", texts::DONE),
    (EARLIER, texts::CHANGED),
    (NOT_DONE, texts::NOT_DONE),
];

/// Nothing was done: a second factor had to be proved first.
pub(super) const NOT_DONE: &str = "nog-niet";

/// Somebody else was earlier.
pub(super) const EARLIER: &str = "eerder";

impl Visit {
    /// What is to be said about the act that led here.
    pub(super) fn said(&self, asked: &Asked) -> Option<(super::page::Look, String)> {
        use super::page::Look;
        let word = asked.fields.get("gedaan");
        let (_, text) = SAID.iter().find(|(known, _)| *known == word)?;
        let look = if [EARLIER, NOT_DONE].contains(&word) { Look::Soon } else { Look::Done };
        Some((look, self.now.lang.say(*text).to_owned()))
    }
}

/// An address with a word about what was done.
pub(super) fn said_at(path: &str, word: &str) -> String {
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}gedaan={word}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_carry_one_word() {
        assert_eq!(said_at("/a", "contact"), "/a?gedaan=contact");
        assert_eq!(said_at("/a?b=1", "contact"), "/a?b=1&gedaan=contact");
    }
}
