//! A case: a family that a director has taken up. It has one category, one plan and one family
//! manager, and everybody who is involved with a person in it sees the others.

pub mod attendance;
pub mod milestone;
pub mod plan;
pub mod record;
pub mod watch;
