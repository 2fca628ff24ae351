//! Which pictures does a page have? Made here as SVG, from escaped text, each with the same as text
//! beside it; nothing in them moves, and nothing has a style of its own.

mod bars;
mod dots;
mod fit;
mod ring;
mod timeline;

pub(super) use self::ring::{Around, MOST as RING_MOST, ring};
pub(super) use bars::{Bar, bars};
pub(super) use dots::dots;
pub(super) use timeline::{Mark, timeline};
