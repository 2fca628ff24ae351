//! How is a TOML file read so that all its problems come out at once, each with its line?
//!
//! The configuration and the covenants are read by this one reader: whatever nobody asked for is a
//! problem too, so a misspelt setting is never silently ignored.

mod cause;
mod list;
mod problem;
mod section;
mod value;

pub use problem::Problem;
pub(crate) use problem::{Problems, did_you_mean, nearest};
pub(crate) use section::{At, Section, line_of, parse, text, whole};
