//! What did somebody fill in? Read once, whole or not at all, wiped when it is done with.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

/// Most bytes of a form: twelve persons and a contact card take two thousand.
pub(super) const MOST_BYTES: usize = 16 * 1024;

/// Most fields of a form.
const MOST_FIELDS: usize = 200;

/// The fields of a form that came in.
#[derive(Default)]
pub(super) struct Filled(BTreeMap<String, Zeroizing<String>>);

impl std::fmt::Debug for Filled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Names only: a value may be a BSN.
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Filled {
    /// Reads `application/x-www-form-urlencoded`. Of a field that comes twice the first one counts.
    #[must_use]
    pub(super) fn read(body: &[u8]) -> Self {
        let mut fields = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(body).take(MOST_FIELDS) {
            fields.entry(name.into_owned()).or_insert_with(|| Zeroizing::new(value.into_owned()));
        }
        Self(fields)
    }

    /// A field, without spaces around it; empty when it was left out.
    #[must_use]
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |value| value.trim())
    }

    /// The names of all fields.
    #[must_use]
    pub(super) fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    /// A field that names a code; nothing when it was left open or is no number.
    #[must_use]
    pub(super) fn code(&self, name: &str) -> i32 {
        self.get(name).parse().unwrap_or_default()
    }

    /// Whether something was ticked.
    #[must_use]
    pub(super) fn ticked(&self, name: &str) -> bool {
        self.get(name) == "ja"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_it_was_sent() {
        let filled = Filled::read(b"naam=%C3%9Cnal+B&rol=2&rol=3&aan=ja&leeg=&x=%00%ff");
        assert_eq!((filled.get("naam"), filled.code("rol")), ("Ünal B", 2));
        assert!(filled.ticked("aan") && !filled.ticked("leeg"));
        assert_eq!((filled.get("niet"), filled.code("naam")), ("", 0));
        assert_eq!(filled.get("x"), "\0\u{fffd}");
        assert!(!format!("{filled:?}").contains("nal"));
    }
}
