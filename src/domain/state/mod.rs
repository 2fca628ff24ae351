//! What is kept and what changes: records and their keys, what was loaded, what one decision writes.

pub mod delivery;
pub mod effects;
pub mod facts;
pub mod keys;
pub mod lists;
pub mod loaded;
pub mod lookup;
pub mod positions;
pub mod professionals;
pub mod receipt;
pub mod records;
pub mod standing;
pub mod tallies;
