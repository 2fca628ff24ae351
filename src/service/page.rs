//! Page tokens: opaque, bound to the caller and the filter, and no oracle.

use uuid::Uuid;

use crate::domain::{model::refusal::Refusal, rules::access::Permit};

use super::{fields::Problems, pseudonym::Pseudonymiser};

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

    /// The token of the page after an entry; empty for none.
    pub(super) fn token(&self, keys: &Pseudonymiser, after: Option<Uuid>) -> String {
        after.map_or_else(String::new, |after| {
            format!("{}{}", after.simple(), Uuid::from_bytes(self.mac(keys, after)).simple())
        })
    }

    /// What every list asks: after which entry the page begins and how many it holds. All that is
    /// wrong is told together, the acting professional included.
    pub(super) fn page(
        &self,
        keys: &Pseudonymiser,
        token: &str,
        size: i32,
    ) -> Result<(Option<Uuid>, usize), Refusal> {
        let mut problems = Problems::of(self.permit);
        let after = self.after(keys, token);
        let rule = "must be the next_page_token of the same list with the same filter";
        let after = problems.require("page_token", after, rule);
        let rule = "must not be negative; 0 means the default of 50";
        let size = problems.require("page_size", lowered(size), rule);
        problems.finish(after.zip(size))
    }

    /// After which entry a token's page begins; nothing when it is not one of ours.
    #[expect(clippy::option_option, reason = "ours or not, and with or without an entry")]
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
}

/// The size of a page: lowered to the most, never below one.
fn lowered(asked: i32) -> Option<usize> {
    match usize::try_from(asked) {
        Err(_) => None,
        Ok(0) => Some(DEFAULT),
        Ok(asked) => Some(asked.min(MOST)),
    }
}
