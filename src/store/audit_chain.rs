//! The audit log as a hash chain: a changed, removed or inserted entry is found.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::domain::model::{
    audit::{Actor, AuditEntry, Subject},
    party::{Origin, Party},
    time::Time,
};

/// A hash of the chain.
pub type Hash = [u8; 32];

/// Format of an encoded entry, its first byte: an entry written by a newer program verifies, but
/// is not read as something else.
const ENTRY_FORMAT: u8 = 3;

/// The format from before people signed in: every actor had a certificate. It is read for as long as
/// an audit log is kept.
const CERTIFICATES_ONLY: u8 = 2;

/// An entry in that format.
#[derive(Deserialize)]
struct OfCertificates {
    at: Time,
    actor: Option<Certified>,
    action: String,
    result: String,
    ground: String,
    subjects: Vec<Subject>,
}

/// Who acted, in that format.
#[derive(Deserialize)]
struct Certified {
    party: Party,
    professional: String,
    certificate: String,
}

impl From<OfCertificates> for AuditEntry {
    fn from(old: OfCertificates) -> Self {
        let OfCertificates { at, actor, action, result, ground, subjects } = old;
        let actor = actor.map(|Certified { party, professional, certificate }| Actor {
            party,
            behind: None,
            professional,
            origin: Origin::Certificate(certificate),
        });
        Self { at, actor, action, result, ground, subjects }
    }
}

/// The hash before the first entry.
pub const GENESIS: Hash = [0; 32];

/// An entry in its place in the chain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sealed {
    /// Place, from 1, no gaps.
    pub position: u64,
    /// The entry, encoded: exactly the bytes that were hashed.
    #[serde(serialize_with = "as_bytes")]
    pub encoded: Vec<u8>,
    /// SHA-256 over the hash before, the position (big-endian) and the encoded entry.
    pub hash: Hash,
}

impl fmt::Display for Head {
    /// `POSITION:HASH`, the hash in hexadecimal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.position, hex(&self.hash))
    }
}

impl FromStr for Head {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let (position, hash) = text.split_once(':')?;
            Some(Self { position: position.parse().ok()?, hash: unhex(hash)?.try_into().ok()? })
        };
        parse().ok_or("must be POSITION:HASH, the hash in 64 hexadecimal digits")
    }
}

/// Bytes in lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes from hexadecimal digits, two a byte.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |d: u8| char::from(d).to_digit(16);
    text.as_bytes()
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(*high)? << 4 | digit(*low)?).ok(),
            _ => None,
        })
        .collect()
}

/// An entry as it is sealed.
#[must_use]
pub fn encode(entry: &AuditEntry) -> Vec<u8> {
    postcard::to_extend(entry, vec![ENTRY_FORMAT]).expect("an audit entry is plain data")
}

/// The same as one number after the other, at once.
fn as_bytes<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

/// Where a chain ends: enough to go on, and what an outside anchor keeps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// Position of the last entry; 0 for an empty chain.
    pub position: u64,
    /// Its hash.
    pub hash: Hash,
}

impl Default for Head {
    fn default() -> Self {
        Self { position: 0, hash: GENESIS }
    }
}

impl Head {
    /// Seals the next entry.
    #[must_use]
    pub fn seal(&mut self, entry: &AuditEntry) -> Sealed {
        self.seal_encoded(encode(entry))
    }

    /// Seals the next entry, encoded by [`encode`] before.
    #[must_use]
    pub fn seal_encoded(&mut self, encoded: Vec<u8>) -> Sealed {
        self.position += 1;
        self.hash = link(&self.hash, self.position, &encoded);
        Sealed { position: self.position, encoded, hash: self.hash }
    }

    /// Checks that an entry is the next one and goes on after it.
    ///
    /// # Errors
    /// Says which position is wrong and how.
    pub fn verify(&mut self, sealed: &Sealed) -> Result<AuditEntry, ChainProblem> {
        let position = self.position + 1;
        if sealed.position != position {
            return Err(ChainProblem { position, what: "is missing" });
        }
        if sealed.hash != link(&self.hash, position, &sealed.encoded) {
            return Err(ChainProblem {
                position,
                what: "was changed, or one before it was removed",
            });
        }
        *self = Self { position, hash: sealed.hash };
        sealed.entry().ok_or(ChainProblem { position, what: "cannot be read" })
    }
}

impl Sealed {
    /// The end of a chain whose newest entry this is.
    #[must_use]
    pub fn head(&self) -> Head {
        Head { position: self.position, hash: self.hash }
    }

    /// The entry; `None` when it was written in another format.
    #[must_use]
    pub fn entry(&self) -> Option<AuditEntry> {
        match self.encoded.as_slice() {
            [ENTRY_FORMAT, rest @ ..] => postcard::from_bytes(rest).ok(),
            [CERTIFICATES_ONLY, rest @ ..] => {
                postcard::from_bytes::<OfCertificates>(rest).ok().map(Into::into)
            }
            _ => None,
        }
    }
}

fn link(previous: &Hash, position: u64, encoded: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(position.to_be_bytes());
    hasher.update(encoded);
    hasher.finalize().into()
}

/// Where a chain is broken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("audit entry {position} {what}")]
pub struct ChainProblem {
    /// The first position that is wrong.
    pub position: u64,
    /// How.
    pub what: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::party::Oin;

    fn chain(length: i64) -> Vec<Sealed> {
        let mut head = Head::default();
        (0..length)
            .map(|n| {
                head.seal(&AuditEntry {
                    at: Time(n),
                    actor: None,
                    action: "Test".into(),
                    result: "OK".into(),
                    ground: "test@1".into(),
                    subjects: Vec::new(),
                })
            })
            .collect()
    }

    fn verify(chain: &[Sealed]) -> Result<Head, ChainProblem> {
        let mut head = Head::default();
        chain.iter().try_for_each(|sealed| head.verify(sealed).map(drop))?;
        Ok(head)
    }

    #[test]
    fn an_untouched_chain_verifies() {
        assert_eq!(verify(&chain(9)).map(|head| head.position), Ok(9));
    }

    #[test]
    fn a_changed_removed_or_inserted_entry_is_found() {
        let mut changed = chain(9);
        changed[4].encoded[0] ^= 1;
        assert_eq!(verify(&changed).map_err(|p| p.position), Err(5));

        let mut removed = chain(9);
        removed.remove(4);
        assert_eq!(verify(&removed).map_err(|p| p.position), Err(5));

        let mut renumbered = chain(9);
        renumbered.remove(4);
        for (place, sealed) in renumbered.iter_mut().enumerate() {
            sealed.position = place as u64 + 1;
        }
        assert_eq!(verify(&renumbered).map_err(|p| p.position), Err(5));

        let mut inserted = chain(9);
        inserted.insert(4, inserted[4].clone());
        assert_eq!(verify(&inserted).map_err(|p| p.position), Err(6));
    }

    /// Bytes that were written when only certificates called: an organisation's read, and an act of
    /// the broker itself.
    #[test]
    fn entries_from_before_people_signed_in_are_read() {
        const BY_A_SYSTEM: &str = "02808497b4b3480100648097f0cb08027031023031084765744d61746368024f4b0b61\
            6d7374657264616d403102000107070707070707070707070707070707040108616c64\
            65726d616eac02";
        const BY_THE_BROKER: &str = "02828497b4b34800055377656570024f4b0000";
        let read = |text: &str| {
            let encoded = unhex(text).expect("hexadecimal digits");
            Sealed { position: 1, encoded, hash: GENESIS }.entry().expect("it is read")
        };
        let entry = read(BY_A_SYSTEM);
        let oin = Oin::parse("00000001002306608000").expect("digits");
        assert_eq!(
            entry.actor,
            Some(Actor {
                party: Party::Organisation(oin),
                behind: None,
                professional: "p1".into(),
                origin: Origin::Certificate("01".into()),
            })
        );
        assert_eq!((entry.at, entry.action.as_str()), (Time(1_243_850_400_000), "GetMatch"));
        let subjects: Vec<_> = entry.subjects.iter().map(ToString::to_string).collect();
        assert_eq!(subjects[1], "inbox of office alderman at 300");
        assert_eq!(read(BY_THE_BROKER).actor, None);
    }

    #[test]
    fn a_head_is_read_back_as_it_is_written() {
        let head = verify(&chain(9)).expect("verifies");
        assert_eq!(head.to_string().parse(), Ok(head));
        for wrong in ["", "9", "9:", "x:00", "9:0g", &format!("9:{}", "00".repeat(31))] {
            assert!(wrong.parse::<Head>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_tail_that_was_cut_and_written_anew_has_another_head() {
        let whole = verify(&chain(9)).expect("verifies");
        let mut shorter = chain(8);
        let mut head = verify(&shorter).expect("verifies");
        shorter.push(head.seal(&AuditEntry {
            at: Time(99),
            actor: None,
            action: "Other".into(),
            result: "OK".into(),
            ground: String::new(),
            subjects: Vec::new(),
        }));
        // It verifies by itself, which is why the head is kept elsewhere too.
        assert_ne!(verify(&shorter).expect("verifies").hash, whole.hash);
    }
}
