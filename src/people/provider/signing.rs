//! With which keys are tokens signed and checked? Those of `ring`, which the broker's TLS uses too;
//! what a token must look like is left to `jsonwebtoken`.

use jsonwebtoken::{
    Algorithm, AlgorithmFamily, DecodingKey, DecodingKeyKind, EncodingKey,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{Error, ErrorKind},
    signature::{Error as SignatureError, Signer, Verifier},
};
use ring::{
    rand::SystemRandom,
    signature::{
        self, EcdsaKeyPair, EcdsaSigningAlgorithm, RsaEncoding, RsaKeyPair, RsaParameters,
        RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
    },
};
use zeroize::Zeroizing;

use crate::pem;

/// How a token may be signed. Nothing else is accepted: no `none`, and nothing with a shared secret.
pub(super) const ALGORITHMS: [Algorithm; 5] =
    [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::RS384, Algorithm::ES384];

static RING: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    // No key is made into a JWK here.
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes `jsonwebtoken` use `ring`. Again does nothing.
pub(super) fn install() {
    // An error says that it is installed already: nobody else here installs another.
    let _ = RING.install_default();
}

/// How RSA signatures are made and checked.
type Rsa = (&'static dyn RsaEncoding, &'static RsaParameters);

/// How ECDSA signatures are made and checked.
type Ecdsa = (&'static EcdsaSigningAlgorithm, &'static dyn VerificationAlgorithm);

fn rsa(algorithm: Algorithm) -> Option<Rsa> {
    Some(match algorithm {
        Algorithm::RS256 => (&signature::RSA_PKCS1_SHA256, &signature::RSA_PKCS1_2048_8192_SHA256),
        Algorithm::RS384 => (&signature::RSA_PKCS1_SHA384, &signature::RSA_PKCS1_2048_8192_SHA384),
        Algorithm::PS256 => (&signature::RSA_PSS_SHA256, &signature::RSA_PSS_2048_8192_SHA256),
        _ => return None,
    })
}

fn ecdsa(algorithm: Algorithm) -> Option<Ecdsa> {
    Some(match algorithm {
        Algorithm::ES256 => {
            (&signature::ECDSA_P256_SHA256_FIXED_SIGNING, &signature::ECDSA_P256_SHA256_FIXED)
        }
        Algorithm::ES384 => {
            (&signature::ECDSA_P384_SHA384_FIXED_SIGNING, &signature::ECDSA_P384_SHA384_FIXED)
        }
        _ => return None,
    })
}

/// The key with which this broker proves to a provider who it is.
pub(super) struct OwnKey {
    pub(super) key: EncodingKey,
    pub(super) algorithm: Algorithm,
}

impl OwnKey {
    /// Reads a private key in PEM; the algorithm follows from it, unless another is asked for.
    ///
    /// # Errors
    /// What is wrong with it, or how to make one that fits.
    pub(super) fn read(content: &[u8], asked: Option<Algorithm>) -> Result<Self, String> {
        let key = Zeroizing::new(pem::private_key(content)?);
        let der = key.secret_der();
        let fits = |algorithm: &Algorithm| {
            rsa(*algorithm).is_some() && rsa_pair(der).is_ok()
                || ecdsa(*algorithm).is_some_and(|(how, _)| ecdsa_pair(how, der).is_ok())
        };
        let algorithm = match asked {
            Some(algorithm) => Some(algorithm).filter(fits),
            None => ALGORITHMS.into_iter().find(fits),
        }
        .ok_or(
            "holds no private key that fits; make one with: openssl genpkey -algorithm EC \
             -pkeyopt ec_paramgen_curve:P-256",
        )?;
        let key = match algorithm.family() {
            AlgorithmFamily::Rsa => EncodingKey::from_rsa_der(der),
            _ => EncodingKey::from_ec_der(der),
        };
        Ok(Self { key, algorithm })
    }
}

fn rsa_pair(der: &[u8]) -> Result<RsaKeyPair, ring::error::KeyRejected> {
    RsaKeyPair::from_pkcs8(der).or_else(|_| RsaKeyPair::from_der(der))
}

fn ecdsa_pair(
    how: &'static EcdsaSigningAlgorithm,
    der: &[u8],
) -> Result<EcdsaKeyPair, ring::error::KeyRejected> {
    EcdsaKeyPair::from_pkcs8(how, der, &SystemRandom::new())
}

struct RingSigner {
    algorithm: Algorithm,
    key: EncodingKey,
}

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>, Error> {
    known(*algorithm, key.family())?;
    Ok(Box::new(RingSigner { algorithm: *algorithm, key: key.clone() }))
}

/// An algorithm that is accepted, of the family of the key: a public key is never taken for a
/// shared secret, nor one kind of key for another.
fn known(algorithm: Algorithm, family: AlgorithmFamily) -> Result<(), Error> {
    if ALGORITHMS.contains(&algorithm) && algorithm.family() == family {
        Ok(())
    } else {
        Err(ErrorKind::InvalidAlgorithm.into())
    }
}

impl Signer<Vec<u8>> for RingSigner {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        let (random, der) = (SystemRandom::new(), self.key.as_bytes());
        if let Some((how, _)) = rsa(self.algorithm) {
            let pair = rsa_pair(der).map_err(|_| SignatureError::new())?;
            let mut signature = vec![0; pair.public().modulus_len()];
            let signed = pair.sign(how, &random, message, &mut signature);
            return signed.map(|()| signature).map_err(|_| SignatureError::new());
        }
        let (how, _) = ecdsa(self.algorithm).ok_or_else(SignatureError::new)?;
        let pair = ecdsa_pair(how, der).map_err(|_| SignatureError::new())?;
        let signed = pair.sign(&random, message).map_err(|_| SignatureError::new())?;
        Ok(signed.as_ref().to_vec())
    }
}

impl JwtSigner for RingSigner {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

struct RingVerifier {
    algorithm: Algorithm,
    key: DecodingKey,
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>, Error> {
    known(*algorithm, key.family())?;
    Ok(Box::new(RingVerifier { algorithm: *algorithm, key: key.clone() }))
}

impl Verifier<Vec<u8>> for RingVerifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), SignatureError> {
        let verified = match (self.key.kind(), rsa(self.algorithm), ecdsa(self.algorithm)) {
            (DecodingKeyKind::RsaModulusExponent { n, e }, Some((_, how)), _) => {
                RsaPublicKeyComponents { n, e }.verify(how, message, signature)
            }
            (DecodingKeyKind::SecretOrDer(point), _, Some((_, how))) => {
                UnparsedPublicKey::new(how, point).verify(message, signature)
            }
            _ => Err(ring::error::Unspecified),
        };
        verified.map_err(|_| SignatureError::new())
    }
}

impl JwtVerifier for RingVerifier {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pem::spoilt;

    #[test]
    fn every_block_of_the_key_file_is_read_or_told() {
        let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).expect("a key");
        spoilt::each(&pair.serialize_pem(), |content| OwnKey::read(content, None).map(|_| ()));
    }

    #[test]
    fn what_is_signed_is_verified_and_nothing_else() {
        install();
        let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).expect("a key");
        let own = OwnKey::read(pair.serialize_pem().as_bytes(), None).expect("a key");
        assert_eq!(own.algorithm, Algorithm::ES256);
        let signed = signer(&own.algorithm, &own.key).expect("fits").try_sign(b"text");
        let mut signed = signed.expect("signs");
        let public = DecodingKey::from_ec_der(pair.public_key_raw());
        let check = |signed: &Vec<u8>| {
            verifier(&Algorithm::ES256, &public).expect("fits").verify(b"text", signed)
        };
        assert!(check(&signed).is_ok());
        signed[10] ^= 1;
        assert!(check(&signed).is_err());
    }

    #[test]
    fn a_public_key_is_no_shared_secret() {
        let public = DecodingKey::from_ec_der(&[4; 65]);
        for algorithm in [Algorithm::HS256, Algorithm::HS512, Algorithm::RS256, Algorithm::EdDSA] {
            assert!(verifier(&algorithm, &public).is_err(), "{algorithm:?}");
        }
        let secret = DecodingKey::from_secret(b"x").expect("not empty");
        assert!(verifier(&Algorithm::HS256, &secret).is_err());
        assert!(OwnKey::read(b"no key", None).is_err());
    }
}
