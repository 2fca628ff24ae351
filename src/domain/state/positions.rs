//! How far was an inbox handled?

use serde::{Deserialize, Serialize};

use crate::domain::model::time::Time;

/// How far an inbox was handled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct InboxState {
    /// Everything up to this sequence was acknowledged.
    pub acknowledged: u64,
    /// Everything up to this sequence is no longer kept.
    pub trimmed: u64,
    /// When acknowledged notifications are next looked at.
    pub trim_at: Option<Time>,
}
