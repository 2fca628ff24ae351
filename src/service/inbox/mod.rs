//! The inbox of a party.

mod calls;
mod render;
