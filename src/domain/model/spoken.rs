//! How is a match, a ticket, a case or a signal named on the telephone? By six letters and digits that
//! follow from its id. They say nothing to whoever does not see it already.

use std::fmt;

use uuid::Uuid;

/// Letters and digits of a spoken reference.
const LENGTH: usize = 6;

/// Bits in each of them.
const BITS: u32 = 5;

/// Crockford's base 32: without the letters that are taken for digits, and without U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Spreads ids that follow on each other, as those of one decision do, over all references: the odd
/// number next to 2^64 divided by the golden ratio (Knuth, vol. 3, § 6.4).
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A reference to be spoken, for instance `7K3-M9Q`. Two things may have the same one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Spoken(u32);

impl Spoken {
    /// The reference of what has this id. It looks at the last half of it only, which a place on a work
    /// list shares with the id of its case.
    #[must_use]
    pub fn of(id: Uuid) -> Self {
        let (_, last) = id.as_u64_pair();
        let spread = last.wrapping_mul(SPREAD) >> (u64::BITS - BITS * LENGTH as u32);
        Self(u32::try_from(spread).expect("thirty bits"))
    }

    /// Reads a reference as people write it: in small letters too, without the hyphen, with the letters
    /// that are taken for digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bare = match text.as_bytes() {
            [a, b, c, b'-', d, e, f] => [*a, *b, *c, *d, *e, *f],
            plain => plain.try_into().ok()?,
        };
        bare.iter()
            .try_fold(0, |value, byte| {
                let letter = match byte.to_ascii_uppercase() {
                    b'O' => b'0',
                    b'I' | b'L' => b'1',
                    other => other,
                };
                let digit = ALPHABET.iter().position(|known| *known == letter)?;
                Some(value << BITS | u32::try_from(digit).ok()?)
            })
            .map(Self)
    }
}

impl fmt::Display for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for at in 0..LENGTH {
            if at == LENGTH / 2 {
                f.write_str("-")?;
            }
            let digit = self.0 >> (BITS as usize * (LENGTH - 1 - at)) & 31;
            write!(f, "{}", char::from(ALPHABET[digit as usize]))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_spoken_is_understood(id in any::<u128>()) {
            let said = Spoken::of(Uuid::from_u128(id));
            let text = said.to_string();
            prop_assert_eq!(text.len(), LENGTH + 1);
            prop_assert_eq!(Spoken::parse(&text), Some(said));
            prop_assert_eq!(Spoken::parse(&text.to_lowercase().replace('-', "")), Some(said));
            prop_assert_eq!(Spoken::parse(&text.replace('0', "o").replace('1', "l")), Some(said));
        }

        /// Ids of one decision follow on each other: what is misheard by one letter is nothing of theirs.
        #[test]
        fn neighbours_sound_different(id in any::<u128>()) {
            let near: BTreeSet<String> =
                (0..8).map(|n| Spoken::of(Uuid::from_u128(id.wrapping_add(n))).to_string()).collect();
            prop_assert_eq!(near.len(), 8);
            let letters = |a: &str, b: &str| a.bytes().zip(b.bytes()).filter(|(a, b)| a != b).count();
            for (a, b) in near.iter().zip(near.iter().skip(1)) {
                prop_assert!(letters(a, b) > 1, "{} {}", a, b);
            }
        }
    }

    #[test]
    fn what_is_no_reference_is_refused() {
        for wrong in ["", "7K3", "7K3-M9", "7K3-M9QQ", "7K3--M9", "UUU-UUU", "7K3 M9Q", "7K3M9€"]
        {
            assert_eq!(Spoken::parse(wrong), None, "{wrong}");
        }
    }
}
