//! What is made of JSON that nobody vouches for? A door for the fuzz targets in `tests/fuzz/`; nothing else
//! uses it.

use prost::Message as _;

use super::{Json, addresses, find, read};

/// The first byte says of which call, the rest is its request: what is read is written, and then read the
/// same again. The rest is an address too.
///
/// # Panics
/// When it is not the same.
pub fn request(bytes: &[u8]) {
    let Some((which, text)) = bytes.split_first() else { return };
    let call = &addresses()[usize::from(*which) % addresses().len()].call;
    if let Ok(message) = read(&call.input, text, []) {
        let written = serde_json::to_vec(&Json(&message)).expect("a message can be written");
        let again = read(&call.input, &written, []).map(|again| again.encode_to_vec());
        assert_eq!(again, Ok(message.encode_to_vec()), "{} changes when it is written", call.name);
    }
    if let Ok(path) = str::from_utf8(text) {
        let _ = find("GET", path);
    }
}
