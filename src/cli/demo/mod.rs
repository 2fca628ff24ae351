//! The demonstration: one family, six parties, over the wire.

pub mod story;
