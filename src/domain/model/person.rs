//! What is kept of a person: a pseudonym, and which involvements reach it.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::domain::model::{
    format,
    ids::{CaseId, InvolvementId, ObjectionId},
    party::Oin,
    time::{Day, Time},
};

/// A citizen service number that passed the 11-check. Exists only between the request and the
/// pseudonym; never printed, wiped when dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Bsn([u8; BSN_DIGITS]);

/// Digits in a BSN.
pub const BSN_DIGITS: usize = 9;

/// Weights of the 11-check (Besluit burgerservicenummer, annex).
const BSN_WEIGHTS: [i32; BSN_DIGITS] = [9, 8, 7, 6, 5, 4, 3, 2, -1];
/// Numbers that are given to nobody begin so.
pub const INVENTED: &[u8] = b"99";

/// Why a text is no BSN. Says the rule, never the value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BsnProblem {
    /// Not exactly nine digits.
    NineDigits,
    /// The weighted sum is not a multiple of 11, or all digits are zero.
    Checksum,
    /// A number that people fill in where they know none.
    Placeholder,
}

impl Bsn {
    /// Reads a BSN.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, BsnProblem> {
        let digits: [u8; BSN_DIGITS] =
            text.as_bytes().try_into().map_err(|_| BsnProblem::NineDigits)?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(BsnProblem::NineDigits);
        }
        let sum: i32 = digits.iter().zip(BSN_WEIGHTS).map(|(d, w)| i32::from(d - b'0') * w).sum();
        if sum % 11 != 0 || digits == [b'0'; BSN_DIGITS] {
            return Err(BsnProblem::Checksum);
        }
        // Eight equal digits and a zero pass the check whatever the digit is, because the first eight
        // weights add up to 44: 111111110 to 999999990. They are typed to get past a form, and would
        // make one person of all for whom that was done. Derived, and cited from nowhere: no publication
        // of the register or its users was found that lists such numbers. The other repetitive numbers
        // that pass (111222333 and the like) may have been given to somebody, as these nine may; of these
        // refusing one costs less than joining families by it.
        if digits[BSN_DIGITS - 1] == b'0'
            && digits[..BSN_DIGITS - 1].iter().all(|d| *d == digits[0])
        {
            return Err(BsnProblem::Placeholder);
        }
        Ok(Self(digits))
    }

    /// The nine digits, for the keyed hash only.
    #[must_use]
    pub fn digits(&self) -> &[u8; BSN_DIGITS] {
        &self.0
    }

    /// Whether it is given to nobody: such numbers are kept for trying things out.
    #[must_use]
    pub fn is_invented(&self) -> bool {
        self.0.starts_with(INVENTED)
    }
}

impl fmt::Debug for Bsn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bsn(redacted)")
    }
}

/// Keyed hash of a BSN: HMAC-SHA-256 cut to 128 bits (RFC 2104 § 5), with the version of the key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Pseudonym {
    /// Version of the key, from 1.
    pub version: u16,
    /// The hash.
    pub mac: [u8; 16],
}

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p{}-", self.version)?;
        self.mac.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// One human being as the broker knows it: the pseudonym under the newest key and, during a key
/// rotation, under the previous one. Others may have registered under either, so links are kept
/// under both and a match is found before, during and after the rotation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Identity {
    /// Under the newest key.
    pub current: Pseudonym,
    /// Under the previous key, while it is active.
    pub previous: Option<Pseudonym>,
}

impl Identity {
    /// The pseudonyms under all active keys, newest first.
    pub fn pseudonyms(&self) -> impl Iterator<Item = Pseudonym> + use<> {
        std::iter::once(self.current).chain(self.previous)
    }

    /// Whether two identities are one person.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.pseudonyms().any(|mine| other.pseudonyms().any(|theirs| mine == theirs))
    }
}

/// Role in the family, as far as matching needs it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FamilyRole {
    /// A child.
    Child,
    /// A parent or guardian.
    Parent,
    /// Another adult.
    OtherAdult,
}

/// A person named in an involvement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Member {
    /// Who, under the keys that were active at registration.
    pub identity: Identity,
    /// Role in the family.
    pub role: FamilyRole,
    /// Children: the day on which the person ages out of the covenant's regime. The birth date
    /// itself is not kept.
    pub ages_out: Option<Day>,
    /// The day on which it was named, when that was after the registration.
    #[serde(deserialize_with = "format::since::<3, _, _>")]
    pub added: Option<Day>,
}

/// The record of a person: what reaches it. It is the aggregate that every registration on the
/// person reads and writes, so that two at the same moment meet here.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Person {
    /// Active involvements that reach this person, oldest first.
    pub links: Vec<Link>,
    /// Archived involvements that named this person, or reached it.
    pub archived: Vec<Link>,
    /// Parents known from the population register (children only).
    pub parents: Vec<Identity>,
    /// Cases that this person is in: at most one live, and closed ones until they are destroyed.
    pub cases: Vec<CaseId>,
    /// Children whose parent this person is, by the population register: the other way round of
    /// `parents`, so that a death leaves nothing behind on either side.
    pub children: Vec<Identity>,
    /// The day on which `parents` goes at the latest: whoever is a child now has aged out then.
    pub parents_until: Option<Day>,
    /// Whether contact about this person goes by way of the coordinator only.
    pub shielded: bool,
    /// Objections that are not decided yet.
    pub objections: Vec<ObjectionId>,
}

/// An involvement that reaches a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Link {
    /// The involvement.
    pub involvement: InvolvementId,
    /// The organisation that registered it.
    pub organisation: Oin,
    /// True when it names the person; false when it reaches the person as a named child's parent.
    pub named: bool,
}

impl Person {
    /// When the record next needs attention: when what the register said of the parents goes.
    #[must_use]
    pub fn deadline(&self) -> Option<Time> {
        self.parents_until.filter(|_| !self.parents.is_empty()).map(Day::start)
    }

    /// Whether an involvement names the person, an active one or one in the archive.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.links.iter().chain(&self.archived).any(|link| link.named)
    }

    /// True when nothing is kept about the person any more: the record may go.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
            && self.archived.is_empty()
            && self.parents.is_empty()
            && self.cases.is_empty()
            && self.children.is_empty()
            && self.objections.is_empty()
            && !self.shielded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleven_check() {
        for valid in ["123456782", "111222333", "999993653", "010000008"] {
            assert!(Bsn::parse(valid).is_ok(), "{valid}");
        }
        for invalid in ["123456789", "999999999", "000000000"] {
            assert_eq!(Bsn::parse(invalid).err(), Some(BsnProblem::Checksum), "{invalid}");
        }
        for invalid in ["", "12345678", "1234567820", "12345678a", "１２３"] {
            assert_eq!(Bsn::parse(invalid).err(), Some(BsnProblem::NineDigits), "{invalid}");
        }
    }

    #[test]
    fn a_bsn_is_never_printed() {
        let bsn = Bsn::parse("123456782").expect("valid");
        assert_eq!(format!("{bsn:?}"), "Bsn(redacted)");
    }
}
