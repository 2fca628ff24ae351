//! To which difference does a token belong? It binds the organisation, the time, and everything that
//! the difference does; no person can be read from it.

use std::fmt;

use uuid::{Builder, Uuid};

use crate::{
    domain::{
        model::{
            involvement::Fingerprint,
            party::Oin,
            time::{Day, Time},
        },
        rules::{
            access::Permit,
            reconciling::{Row, Step},
        },
        state::receipt::{ReceiptKey, Request},
    },
    service::{involvement::parse, pseudonym::Pseudonymiser},
};

/// How long a token counts: 7 days in milliseconds. The receipts of what was done live longer.
const COUNTS_MS: i64 = 7 * 24 * 3_600_000;

/// Bytes of the keyed hash in a token.
const MAC_BYTES: usize = 16;

/// A token, as it is sent: the time and the hash, in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    at: Time,
    mac: [u8; MAC_BYTES],
}

/// What is hashed for one organisation.
#[derive(Clone, Copy)]
pub(super) struct Hashing<'a> {
    pub(super) pseudonyms: &'a Pseudonymiser,
    pub(super) organisation: Oin,
}

impl Token {
    pub(super) fn read(text: &str) -> Option<Self> {
        let all = u128::from_str_radix(text.get(16..48)?, 16).ok()?;
        let at = u64::from_str_radix(text.get(..16)?, 16).ok()?;
        let token = Self { at: Time(i64::try_from(at).ok()?), mac: all.to_be_bytes() };
        // Exactly as it was written: no sign, no capital, nothing behind it.
        (token.to_string() == text).then_some(token)
    }

    /// The day on which its difference was shown.
    pub(super) fn day(&self) -> Day {
        self.at.day()
    }

    /// Whether it counts no longer.
    pub(super) fn is_over(&self, now: Time) -> bool {
        self.at.plus_ms(COUNTS_MS) < now
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}{:032x}", self.at.0, u128::from_be_bytes(self.mac))
    }
}

impl Hashing<'_> {
    /// The hash of one thing to do: of the row with its persons, and of what is done by it.
    pub(super) fn step(&self, row: Option<&Row>, step: &Step) -> u64 {
        let organisation = self.organisation;
        let of_row = row.map(|row| {
            let lasting = |member: &_| parse::lasting(member);
            let members = row.command.members.iter().map(|member| &member.identity);
            let mut persons: Vec<String> = members.map(lasting).collect();
            persons.sort_unstable();
            (row.id, row.command.fingerprint, persons)
        });
        // The term moves on with every day, and the token counts for longer.
        let what = match step {
            Step::GoOn(id, _) => format!("GoOn({id:?})"),
            step => format!("{step:?}"),
        };
        let content = format!("reconcile step|{organisation}|{what}|{of_row:?}");
        let mac = self.pseudonyms.token_mac(content.as_bytes());
        u64::from_be_bytes(*mac.first_chunk().expect("it has 16 bytes"))
    }

    /// The token of a difference: of all that it does, in whatever order.
    pub(super) fn token(&self, at: Time, steps: &[u64]) -> Token {
        let mut sorted = steps.to_vec();
        sorted.sort_unstable();
        let mut content = format!("reconcile all|{}|{}|", self.organisation, at.0).into_bytes();
        content.extend(sorted.into_iter().flat_map(u64::to_be_bytes));
        Token { at, mac: self.pseudonyms.token_mac(&content) }
    }

    /// Whether a token is the one of a difference that does this.
    pub(super) fn is_of(&self, token: Token, steps: &[u64]) -> bool {
        self.token(token.at, steps) == token
    }

    /// Where the receipt of a part of a difference stands.
    pub(super) fn part(&self, token: Token, place: usize) -> Uuid {
        Builder::from_custom_bytes(self.derived(token, &format!("part {place}"))).into_uuid()
    }

    /// The request that does one thing: the same in every attempt with this token.
    pub(super) fn request(&self, token: Token, permit: &Permit, step: u64) -> Request {
        let fingerprint: Fingerprint = self.derived(token, &format!("step {step}"));
        let request = Builder::from_custom_bytes(fingerprint).into_uuid();
        Request { key: ReceiptKey { caller: permit.party().clone(), request }, fingerprint }
    }

    /// The id of what a row without one registers: the same in every attempt with this token.
    pub(super) fn involvement(&self, token: Token, step: u64) -> Uuid {
        let bytes = self.derived(token, &format!("involvement {step}"));
        let random = bytes.first_chunk().expect("it has 16 bytes");
        let at = u64::try_from(token.at.0).unwrap_or_default();
        Builder::from_unix_timestamp_millis(at, random).into_uuid()
    }

    fn derived(&self, token: Token, what: &str) -> [u8; MAC_BYTES] {
        let content = format!("reconcile id|{}|{token}|{what}", self.organisation);
        self.pseudonyms.token_mac(content.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;

    #[test]
    fn a_token_is_of_one_organisation_and_of_all_that_is_done() {
        let keys = Pseudonymiser::new(&[(1, Zeroizing::new([7; 32]))]).expect("one key");
        let own = Hashing {
            pseudonyms: &keys,
            organisation: Oin::parse(&"1".repeat(20)).expect("digits"),
        };
        let other = Hashing { organisation: Oin::parse(&"2".repeat(20)).expect("digits"), ..own };
        let token = own.token(Time(1_000), &[3, 1, 2]);
        let read = Token::read(&token.to_string()).expect("it was written so");
        assert!(read == token && own.is_of(read, &[1, 2, 3]), "the order does not matter");
        assert!(!own.is_of(token, &[1, 2]) && !own.is_of(token, &[1, 2, 3, 4]));
        assert!(
            !other.is_of(token, &[1, 2, 3])
                && !own.is_of(Token { at: Time(1_001), ..token }, &[1, 2, 3])
        );
        assert!(!token.is_over(Time(COUNTS_MS)) && token.is_over(Time(COUNTS_MS + 1_001)));
        let text = token.to_string();
        for wrong in [text.to_uppercase(), format!("{text}0"), text[1..].to_owned(), "é".repeat(24)]
        {
            assert!(Token::read(&wrong).is_none() || wrong == text, "{wrong}");
        }
    }
}
