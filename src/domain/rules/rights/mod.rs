//! Rights of the person registered: access, objection, and whom to address about a child.

pub mod objection;
pub mod subject_access;
