//! On what does something in a covenant rest: on a document, or on a reading of our own?

use std::fmt;

/// A place in a document, the reason for a reading of our own, or both: what the document says and
/// what had to be filled in. At least one of them is there.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Ground {
    /// Document and section, for instance `plan § 3.4`; empty when no document says it.
    pub source: String,
    /// Why it was filled in, and what the document leaves open; empty when nothing was.
    pub own_reading: String,
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.source.as_str(), self.own_reading.as_str()) {
            (source, "") => f.write_str(source),
            ("", why) => write!(f, "own reading: {why}"),
            (source, why) => write!(f, "{source}; own reading: {why}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_our_own_says_so() {
        let ground = |source: &str, own_reading: &str| Ground {
            source: source.to_owned(),
            own_reading: own_reading.to_owned(),
        };
        assert_eq!(ground("plan § 3.4", "").to_string(), "plan § 3.4");
        assert_eq!(
            ground("", "no document says it").to_string(),
            "own reading: no document says it"
        );
        let both = ground("plan § 3.4", "the term").to_string();
        assert_eq!(both, "plan § 3.4; own reading: the term");
    }
}
