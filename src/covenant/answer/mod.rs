//! What does a covenant answer? Every file reads the model, and none changes it.

mod case;
mod concern;
mod diff;
mod duties;
mod explain;
mod grounds;
mod meetings;
mod routing;
mod situation;
mod table;

pub use diff::{Difference, consequences, differences};
pub use grounds::GroundRow;
pub use table::{AskedRow, CaseRow, ConcernRow, RoutingRow, StepRow, plan_in_words};
