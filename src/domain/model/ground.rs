//! On what does something in a covenant rest: on a document, or on a reading of our own?

use serde::{Deserialize, Serialize};

/// Why something was filled in that the documents leave open, for people; empty when nothing was.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct OwnReading {
    /// In Dutch.
    pub nl: String,
    /// In English.
    pub en: String,
}

/// A place in a document, the reason for a reading of our own, or both: what the document says and
/// what had to be filled in. At least one of them is there.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Ground {
    /// Document and section, for instance `plan § 3.4`; empty when no document says it.
    pub source: String,
    /// Why it was filled in, and what the document leaves open.
    pub own_reading: OwnReading,
}
