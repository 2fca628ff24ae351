//! What is made of the answers of a provider that nobody vouches for? A door for the fuzz targets in `tests/fuzz/`, which see
//! no private items; nothing else uses it.

use jsonwebtoken::{DecodingKey, decode_header, jwk::JwkSet};

use super::{Tokens, code_of, discovery::Metadata, short};

/// Every document that a provider sends, from the same bytes.
pub fn answer(bytes: &[u8]) {
    let _ = serde_json::from_slice::<Metadata>(bytes);
    if let Ok(set) = serde_json::from_slice::<JwkSet>(bytes) {
        for key in &set.keys {
            let _ = DecodingKey::from_jwk(key);
        }
    }
    if let Ok(tokens) = serde_json::from_slice::<Tokens>(bytes) {
        let _ = short(&tokens.id_token).map(decode_header);
    }
    if let Ok(token) = std::str::from_utf8(bytes) {
        let _ = decode_header(token);
    }
    let code = code_of(bytes);
    assert!(code.len() <= 40 && code.is_ascii(), "an error code is a short word");
}
