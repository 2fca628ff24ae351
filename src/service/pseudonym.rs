//! BSN to pseudonym: HMAC-SHA-256 under one key, or under two while keys rotate.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::domain::model::{
    key_check::KeyCheck,
    person::{Bsn, Identity, Pseudonym},
};

/// Bytes in a key.
pub const KEY_BYTES: usize = 32;

/// Holds the active keys. They are in memory only, and never printed.
pub struct Pseudonymiser {
    current: Keyed,
    previous: Option<Keyed>,
    tokens: Hmac<Sha256>,
    invented_only: bool,
}

struct Keyed {
    version: u16,
    // Keyed once; a copy per use saves half of the hashing.
    mac: Hmac<Sha256>,
}

impl Pseudonymiser {
    /// Takes the active keys, newest first: one, or two during a rotation.
    ///
    /// # Errors
    /// There is no key, or there are more than two.
    pub fn new(keys: &[(u16, Zeroizing<[u8; KEY_BYTES]>)]) -> Result<Self, WrongKeys> {
        let keyed = |(version, key): &(u16, Zeroizing<[u8; KEY_BYTES]>)| Keyed {
            version: *version,
            mac: Hmac::new_from_slice(key.as_slice()).expect("HMAC takes keys of any length"),
        };
        let (current, previous) = match keys {
            [current] => (current, None),
            [current, previous] => (current, Some(previous)),
            _ => return Err(WrongKeys),
        };
        // Its own key, so that a page token tells nothing about a pseudonym.
        let mut derive: Hmac<Sha256> = keyed(current).mac;
        derive.update(b"verwijspunt page tokens");
        let tokens = Hmac::new_from_slice(&derive.finalize().into_bytes())
            .expect("HMAC takes keys of any length");
        Ok(Self {
            current: keyed(current),
            previous: previous.map(keyed),
            tokens,
            invented_only: false,
        })
    }

    /// Takes only numbers that are given to nobody: for a sandbox.
    #[must_use]
    pub fn of_nobody(self) -> Self {
        Self { invented_only: true, ..self }
    }

    /// Whether a person with this number may be named here at all.
    #[must_use]
    pub fn takes(&self, bsn: &Bsn) -> bool {
        !self.invented_only || bsn.is_invented()
    }

    /// The pseudonyms of a person under the active keys.
    #[must_use]
    pub fn identity(&self, bsn: &Bsn) -> Identity {
        Identity {
            current: self.current.pseudonym(bsn),
            previous: self.previous.as_ref().map(|key| key.pseudonym(bsn)),
        }
    }

    /// By what the active keys are recognised, the newest first.
    #[must_use]
    pub fn checks(&self) -> Vec<KeyCheck> {
        std::iter::once(&self.current).chain(&self.previous).map(Keyed::check).collect()
    }

    /// A keyed hash for page tokens.
    pub(super) fn token_mac(&self, content: &[u8]) -> [u8; 16] {
        let mut mac = self.tokens.clone();
        mac.update(content);
        let bytes = mac.finalize().into_bytes();
        *bytes.first_chunk().expect("SHA-256 gives 32 bytes")
    }
}

impl Keyed {
    /// No pseudonym and no page token begins with the same text: a BSN has digits only.
    fn check(&self) -> KeyCheck {
        let mut mac = self.mac.clone();
        mac.update(b"verwijspunt key check");
        let bytes = mac.finalize().into_bytes();
        KeyCheck {
            version: self.version,
            value: *bytes.first_chunk().expect("SHA-256 gives 32 bytes"),
        }
    }

    fn pseudonym(&self, bsn: &Bsn) -> Pseudonym {
        let mut mac = self.mac.clone();
        mac.update(bsn.digits());
        let bytes = mac.finalize().into_bytes();
        Pseudonym {
            version: self.version,
            mac: *bytes.first_chunk().expect("SHA-256 gives 32 bytes"),
        }
    }
}

/// Not one or two keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("one key, or two during a rotation, must be active; see `verwijspunt keys new --help`")]
pub struct WrongKeys;

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(versions: &[u16]) -> Vec<(u16, Zeroizing<[u8; KEY_BYTES]>)> {
        let secret = |v: u16| Zeroizing::new([u8::try_from(v).expect("small"); KEY_BYTES]);
        versions.iter().map(|v| (*v, secret(*v))).collect()
    }

    #[test]
    fn a_person_is_recognised_across_a_rotation() {
        let bsn = Bsn::parse("123456782").expect("valid");
        let before = Pseudonymiser::new(&keys(&[1])).expect("a key").identity(&bsn);
        let during = Pseudonymiser::new(&keys(&[2, 1])).expect("two keys").identity(&bsn);
        let after = Pseudonymiser::new(&keys(&[2])).expect("a key").identity(&bsn);
        assert!(during.is(&before) && during.is(&after) && !before.is(&after));
        assert_eq!(during.current.version, 2);
    }

    #[test]
    fn a_sandbox_takes_nobody_real() {
        let keys = || Pseudonymiser::new(&keys(&[1])).expect("a key");
        let real = Bsn::parse("123456782").expect("valid");
        let invented = Bsn::parse("999993653").expect("valid");
        assert_eq!([&real, &invented].map(|bsn| keys().takes(bsn)), [true, true]);
        assert_eq!([&real, &invented].map(|bsn| keys().of_nobody().takes(bsn)), [false, true]);
    }

    #[test]
    fn other_persons_have_other_pseudonyms() {
        let keys = Pseudonymiser::new(&keys(&[1])).expect("a key");
        let one = keys.identity(&Bsn::parse("123456782").expect("valid"));
        let other = keys.identity(&Bsn::parse("111222333").expect("valid"));
        assert!(!one.is(&other));
    }

    #[test]
    fn a_key_is_recognised_by_its_check_value() {
        let checks = |versions: &[u16]| Pseudonymiser::new(&keys(versions)).expect("keys").checks();
        assert_eq!(checks(&[2, 1])[1..], checks(&[1]), "the same key, beside another one");
        assert_ne!(checks(&[1])[0].value, checks(&[2])[0].value);
        let kept = KeyCheck {
            version: 1,
            value: [118, 4, 53, 186, 26, 65, 183, 34, 105, 229, 178, 132, 86, 223, 21, 162],
        };
        assert_eq!(checks(&[1]), [kept], "stores hold it");
    }

    #[test]
    fn one_or_two_keys() {
        assert!(Pseudonymiser::new(&[]).is_err());
        assert!(Pseudonymiser::new(&keys(&[3, 2, 1])).is_err());
    }
}
