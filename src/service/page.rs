//! Page tokens: opaque, bound to the caller and the filter, and no oracle.

use uuid::Uuid;

use crate::domain::{access::Permit, refusal::Refusal};

use super::pseudonym::Pseudonymiser;

/// Entries on a page when the caller does not say.
pub(super) const DEFAULT: usize = 50;
/// Most entries on a page.
pub(super) const MOST: usize = 200;

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

    /// After which entry a token's page begins.
    pub(super) fn after(&self, keys: &Pseudonymiser, token: &str) -> Result<Option<Uuid>, Refusal> {
        if token.is_empty() {
            return Ok(None);
        }
        let wrong = || {
            Refusal::field(
                "page_token",
                "must be the next_page_token of the same list with the same filter",
            )
        };
        let (after, mac) = token.split_at_checked(32).ok_or_else(wrong)?;
        let after = Uuid::try_parse(after).map_err(|_| wrong())?;
        let mac = Uuid::try_parse(mac).map_err(|_| wrong())?;
        // Both sides are hashes under a secret key: comparing them in variable time tells nothing
        // that helps to find a valid one within the life of a key.
        if mac.into_bytes() == self.mac(keys, after) { Ok(Some(after)) } else { Err(wrong()) }
    }
}

/// The size of a page: lowered to the most, never below one.
pub(super) fn size(asked: i32) -> Result<usize, Refusal> {
    match usize::try_from(asked) {
        Err(_) => {
            Err(Refusal::field("page_size", "must not be negative; 0 means the default of 50"))
        }
        Ok(0) => Ok(DEFAULT),
        Ok(asked) => Ok(asked.min(MOST)),
    }
}
