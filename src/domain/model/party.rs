//! Who is who: organisations, offices, areas, and the party that can hold an inbox.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Organisation identification number: exactly 20 digits (Logius, OIN-stelsel).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Oin([u8; OIN_DIGITS]);

/// Digits in an OIN.
pub const OIN_DIGITS: usize = 20;

impl Oin {
    /// Reads an OIN; `None` unless it is exactly 20 ASCII digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: [u8; OIN_DIGITS] = text.as_bytes().try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }

    /// Whether it is one of the samples: they begin with 00000009, which is given to nobody.
    #[must_use]
    pub fn is_fictitious(&self) -> bool {
        self.as_str().starts_with("00000009")
    }

    /// The 20 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("an Oin holds ASCII digits: checked by parse")
    }
}

impl fmt::Display for Oin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Oin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Oin({self})")
    }
}

// 20 digits fit in 67 bits: stored as two numbers of ten digits, nine bytes less than text.
impl Serialize for Oin {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let half = |digits: &[u8]| digits.iter().fold(0_u64, |n, d| n * 10 + u64::from(d - b'0'));
        (half(&self.0[..10]), half(&self.0[10..])).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Oin {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mut high, mut low) = <(u64, u64)>::deserialize(deserializer)?;
        let mut digits = [b'0'; OIN_DIGITS];
        for (half, number) in digits.chunks_exact_mut(OIN_DIGITS / 2).zip([&mut high, &mut low]) {
            for digit in half.iter_mut().rev() {
                *digit += u8::try_from(*number % 10).expect("a digit");
                *number /= 10;
            }
        }
        // What is left did not fit into ten digits.
        (high == 0 && low == 0)
            .then_some(Self(digits))
            .ok_or_else(|| serde::de::Error::custom("not an OIN"))
    }
}

/// Declares a short text id of the covenant: lower-case or upper-case letters, digits, `-`, 1..64.
macro_rules! covenant_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub struct $name(Box<str>);

        impl $name {
            /// Reads an id; `None` unless it is 1..64 ASCII letters, digits or `-`.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let fits = (1..=64).contains(&text.len());
                let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
                (fits && plain).then(|| Self(text.into()))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

covenant_id! {
    /// An office of the covenant, for instance `coordinator-zeeburg`.
    OfficeId
}
covenant_id! {
    /// An area of the covenant, for instance `zeeburg`.
    AreaCode
}
covenant_id! {
    /// A category of families, for instance `MPG2`.
    CategoryCode
}

/// Somebody who holds an inbox and can hold work.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Party {
    /// An organisation that is party to the covenant.
    Organisation(Oin),
    /// An office of the covenant.
    Office(OfficeId),
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organisation(oin) => write!(f, "organisation {oin}"),
            Self::Office(id) => write!(f, "office {id}"),
        }
    }
}

/// By what somebody is known who acts: the origin in the audit log.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Origin {
    /// The serial number of a client certificate: a system acts.
    Certificate(String),
    /// A session, by a name that opens nothing: a person acts who signed in.
    Session(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_oin_is_twenty_digits() {
        assert!(Oin::parse("00000001002306608000").is_some());
        for wrong in ["", "0000000100230660800", "000000010023066080001", "0000000100230660800x"] {
            assert!(Oin::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn an_oin_survives_storage() {
        for text in ["00000001002306608000", "99999999999999999999", "00000000000000000000"] {
            let oin = Oin::parse(text).expect("twenty digits");
            let bytes = postcard::to_stdvec(&oin).expect("encodes");
            assert_eq!(postcard::from_bytes::<Oin>(&bytes).expect("decodes"), oin);
        }
    }

    #[test]
    fn covenant_ids_are_short_and_plain() {
        assert!(OfficeId::parse("coordinator-zeeburg").is_some());
        assert!(OfficeId::parse("").is_none());
        assert!(OfficeId::parse(&"a".repeat(65)).is_none());
        assert!(OfficeId::parse("a b").is_none());
    }
}
