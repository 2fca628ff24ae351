//! On which ground was a family reported: by a concern signal, or as the office says that takes it up?

use serde::{Deserialize, Serialize};

/// On which ground a family was reported, and what the organisation that reported had tried itself: codes
/// of the covenant, asked where it has them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reported {
    /// The ground.
    pub ground: String,
    /// What was tried.
    pub attempts: Vec<String>,
}
