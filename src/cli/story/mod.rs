//! What is a story? Text in the language of `tests/scenarios`, which the demonstration and the tests
//! read, play and judge alike.

pub mod answer;
pub mod dates;
pub mod expect;
pub mod language;
pub mod names;
mod parts;
pub mod verbs;
