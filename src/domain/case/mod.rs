//! A case: a family that a director has taken up. It has one category, one plan and one family
//! manager, and everybody who is involved with a person in it sees the others.

pub mod attendance;
pub mod classifying;
pub mod membership;
pub mod milestone;
pub mod opening;
pub mod persons;
pub mod plan;
pub mod reach;
pub mod record;
pub mod viewing;
pub mod watch;
pub mod work_list;
