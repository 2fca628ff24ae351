//! The one plan of a case, as dates and coded milestones only.

use serde::{Deserialize, Serialize};

/// The plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Plan {}
