//! What is kept and what changes: records and their keys, what was loaded, what one decision writes.

pub mod audit;
pub mod effects;
pub mod inbox;
pub mod receipt;
pub mod record;
