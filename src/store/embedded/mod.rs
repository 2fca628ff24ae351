//! The embedded store: journal first, sled as the index. (Typed part: the lead.)

#[doc(hidden)]
pub mod engine;
