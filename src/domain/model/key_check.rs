//! By what is a pseudonym key recognised where the key itself is not kept?

use serde::{Deserialize, Serialize};

/// The check value of one version of the pseudonym key: a keyed hash of a constant that is no BSN. It
/// tells whether two keys are the same, and nothing else of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KeyCheck {
    /// Version of the key, from 1.
    pub version: u16,
    /// The keyed hash, cut as pseudonyms are.
    pub value: [u8; 16],
}
