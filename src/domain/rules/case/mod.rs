//! A case: a family that a director has taken up. It has one category, one plan and one family
//! manager, and everybody who is involved with a person in it sees the others.

pub mod alarms;
pub mod chairing;
pub mod classifying;
pub mod closing;
pub mod directing;
pub mod following;
pub mod inviting;
pub mod keeping;
pub mod let_go;
pub mod manager;
pub mod meeting;
pub mod membership;
pub mod opening;
pub mod overview;
pub mod overview_contact;
pub mod persons;
pub mod reach;
pub mod telling;
pub mod viewing;
pub mod work_list;
