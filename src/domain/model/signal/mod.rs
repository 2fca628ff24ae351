//! Concern signals: a request to look at a family, in the hands of exactly one party that must act.

pub mod record;

use crate::domain::model::agreement::{ConcernQuestion, ConcernRoute};

/// Asks the covenant of the area who acts on a signal; `None` when the area is in no covenant.
pub type ConcernRouter<'a> = &'a dyn Fn(&ConcernQuestion) -> Option<ConcernRoute>;
