//! The inbox of a party.

mod calls;
mod deliveries;
mod render;
