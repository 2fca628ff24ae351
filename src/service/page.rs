//! Pages of a list: where one ends, by its entries and by its bytes, and the tokens by which it goes on:
//! opaque, bound to the caller and the filter, and no oracle.

use prost::Message;
use uuid::Uuid;

use crate::{
    broker::Page,
    domain::{model::refusal::Refusal, rules::access::Permit},
};

use super::{fields::Problems, front::Front, pseudonym::Pseudonymiser, room::Room};

/// Entries on a page when the caller does not say.
const DEFAULT: usize = 50;
/// Most entries on a page.
const MOST: usize = 200;

/// Which list a token belongs to: a token of another call, caller or filter is refused.
pub(super) struct Filter<'a> {
    pub(super) permit: &'a Permit,
    pub(super) filter: String,
}

impl Filter<'_> {
    fn mac(&self, keys: &Pseudonymiser, after: Uuid) -> [u8; 16] {
        let call = self.permit.call().name();
        let content = format!("{call}|{}|{}|{after}", self.permit.party(), self.filter);
        keys.token_mac(content.as_bytes())
    }

    /// The token of the page after a place; empty for none.
    pub(super) fn token(&self, keys: &Pseudonymiser, after: Option<Uuid>) -> String {
        after.map_or_else(String::new, |after| {
            format!("{}{}", after.simple(), Uuid::from_bytes(self.mac(keys, after)).simple())
        })
    }

    /// What every list asks: after which place the page begins and how many entries it holds. All that
    /// is wrong is told together, the acting professional included.
    pub(super) fn page(
        &self,
        keys: &Pseudonymiser,
        token: &str,
        size: i32,
    ) -> Result<(Option<Uuid>, usize), Refusal> {
        let mut problems = Problems::of(self.permit);
        let after = self.place(&mut problems, keys, "page_token", token);
        let rule = "must not be negative; 0 means the default";
        let size = problems.require("page_size", lowered(size), rule);
        problems.finish(after.zip(size))
    }

    /// The place in a token. The outer option says whether it is one of ours.
    #[expect(clippy::option_option, reason = "ours or not, and with or without a place")]
    pub(super) fn place(
        &self,
        problems: &mut Problems,
        keys: &Pseudonymiser,
        field: &str,
        token: &str,
    ) -> Option<Option<Uuid>> {
        let rule = "must be the next_page_token of the same list with the same filter";
        problems.require(field, self.after(keys, token), rule)
    }

    /// After which place a token's page begins; nothing when it is not one of ours.
    #[expect(clippy::option_option, reason = "ours or not, and with or without a place")]
    fn after(&self, keys: &Pseudonymiser, token: &str) -> Option<Option<Uuid>> {
        if token.is_empty() {
            return Some(None);
        }
        let (after, mac) = token.split_at_checked(32)?;
        let after = Uuid::try_parse(after).ok()?;
        let mac = Uuid::try_parse(mac).ok()?;
        // Both sides are hashes under a secret key: comparing them in variable time tells nothing
        // that helps to find a valid one within the life of a key.
        (mac.into_bytes() == self.mac(keys, after)).then_some(Some(after))
    }

    /// As many entries of a page as one answer has room for, and the token of what comes after them.
    pub(super) fn cut<T, M: Message>(
        &self,
        front: &Front,
        page: Page<T>,
        show: impl Fn(T) -> Option<M>,
    ) -> (Vec<M>, String) {
        let mut room = Room::new(front.rooms.page);
        let (mut shown, mut last) = (Vec::with_capacity(page.entries.len()), None);
        for (place, entry) in page.entries {
            let Some(message) = show(entry) else { continue };
            // Those that share a place stay together: a token names no place between them.
            if !room.takes(&message) && last != Some(place) {
                return (shown, self.token(&front.pseudonyms, last));
            }
            last = Some(place);
            shown.push(message);
        }
        (shown, self.token(&front.pseudonyms, page.next))
    }
}

/// The size of a page: lowered to the most, never below one.
fn lowered(asked: i32) -> Option<usize> {
    match usize::try_from(asked) {
        Err(_) => None,
        Ok(0) => Some(DEFAULT),
        Ok(asked) => Some(asked.min(MOST)),
    }
}
