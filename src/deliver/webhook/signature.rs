//! How does a receiver know that this broker sent exactly these bytes? By a detached JSON Web
//! Signature (RFC 7515 appendix F) over the body as it is (RFC 7797).

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _,
        UnparsedPublicKey,
    },
};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::pem;

/// The header of HTTP in which the signature stands.
pub const HEADER: &str = "x-jws-signature";

/// Bytes of a coordinate of P-256; an uncompressed public key is one byte and two of them.
const COORDINATE: usize = 32;

/// The key with which events are signed: ECDSA over P-256 with SHA-256, `ES256`.
pub struct SigningKey {
    pair: EcdsaKeyPair,
    id: String,
}

impl SigningKey {
    /// Reads a private key in PEM, PKCS#8.
    ///
    /// # Errors
    /// It is no such key; the text says how to make one.
    pub fn read(content: &[u8]) -> Result<Self, String> {
        let random = SystemRandom::new();
        let how = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let make = "make one with: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256";
        let key = pem::private_key(content).map(Zeroizing::new);
        let key = key.map_err(|why| format!("{why}; {make}"))?;
        let pair = EcdsaKeyPair::from_pkcs8(how, key.secret_der(), &random);
        let pair = pair.map_err(|_| format!("holds no private key over P-256; {make}"))?;
        let id = thumbprint(pair.public_key().as_ref());
        Ok(Self { pair, id })
    }

    /// By which name receivers know the key: its thumbprint by RFC 7638. Another key has another.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What receivers check signatures with: a point of P-256, uncompressed.
    #[must_use]
    pub fn public(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    /// The signature over a body, as it stands in [`HEADER`].
    ///
    /// # Errors
    /// The machine has no random numbers.
    pub fn sign(&self, body: &[u8]) -> Result<String, String> {
        let header = json!({"alg": "ES256", "kid": self.id, "b64": false, "crit": ["b64"]});
        let header = URL_SAFE_NO_PAD.encode(header.to_string());
        let mut signed = header.clone().into_bytes();
        signed.push(b'.');
        signed.extend_from_slice(body);
        let signature = self.pair.sign(&SystemRandom::new(), &signed);
        let signature = signature.map_err(|_| "the machine gives no random numbers".to_owned())?;
        Ok(format!("{header}..{}", URL_SAFE_NO_PAD.encode(signature.as_ref())))
    }
}

/// Whether a value of [`HEADER`] is the signature of this key, as [`SigningKey::public`] gives it, over
/// exactly this body; as receivers find it out.
#[must_use]
pub fn is_signed(public: &[u8], signature: &str, body: &[u8]) -> bool {
    // What is not "detached" has its content in the middle, which would be another than the body.
    let Some((header, value)) = signature.split_once("..") else { return false };
    let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
    let mut said: serde_json::Value = serde_json::from_slice(&decoded(header)).unwrap_or_default();
    // How it was signed is what was agreed and nothing else, whatever the header would like.
    if let Some(said) = said.as_object_mut() {
        said.remove("kid");
    }
    if said != json!({"alg": "ES256", "b64": false, "crit": ["b64"]}) {
        return false;
    }
    let signed = [header.as_bytes(), b".", body].concat();
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public);
    key.verify(&signed, &decoded(value)).is_ok()
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.id)
    }
}

/// RFC 7638: the hash of the public key as a JWK, with its members in the order of their names.
fn thumbprint(point: &[u8]) -> String {
    let (x, y) = point[1..].split_at(COORDINATE);
    let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
    let jwk = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(jwk))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_as_it_is_was_signed_and_no_other() {
        let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).expect("a key");
        let key = SigningKey::read(pair.serialize_pem().as_bytes()).expect("a key");
        let signed = key.sign(b"{\"a\":1}").expect("signs");
        let (header, signature) = signed.split_once("..").expect("detached: nothing in the middle");
        let read = URL_SAFE_NO_PAD.decode(header).expect("base64");
        let read: serde_json::Value = serde_json::from_slice(&read).expect("JSON");
        assert_eq!(read, json!({"alg": "ES256", "kid": key.id(), "b64": false, "crit": ["b64"]}));
        let other = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).expect("a key");
        let verify = |body: &str| is_signed(pair.public_key_raw(), &signed, body.as_bytes());
        assert_eq!(key.public(), pair.public_key_raw());
        assert!(verify("{\"a\":1}"));
        assert!(!verify("{\"a\":2}"));
        assert!(!verify("{\"a\": 1}"));
        assert!(!is_signed(other.public_key_raw(), &signed, b"{\"a\":1}"));
        let unsigned = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","b64":false,"crit":["b64"]}"#);
        let other_header = format!("{unsigned}..{signature}");
        for wrong in ["", "..", &signed[1..], &signed.replace("..", "."), &other_header] {
            assert!(!is_signed(pair.public_key_raw(), wrong, b"{\"a\":1}"), "{wrong}");
        }
    }

    #[test]
    fn every_block_of_the_key_file_is_read_or_told() {
        let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).expect("a key");
        let read = |content: &[u8]| SigningKey::read(content).map(|_| ());
        crate::pem::spoilt::each(&pair.serialize_pem(), read);
    }

    #[test]
    fn only_a_key_over_p256_is_taken() {
        let other = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).expect("a key");
        for pem in [other.serialize_pem().as_bytes(), b"", b"no key"] {
            let why = SigningKey::read(pem).expect_err("refused");
            assert!(why.contains("openssl genpkey"), "{why}");
        }
    }
}
