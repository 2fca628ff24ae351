//! Room store: records, inboxes, deadlines, audit. (Stub of the engine clone; the lead owns this file.)

pub mod embedded;
