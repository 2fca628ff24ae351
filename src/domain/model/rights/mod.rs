//! Rights of the person registered: access, objection, and whom to address about a child.

pub mod addressee;
pub mod objection;
