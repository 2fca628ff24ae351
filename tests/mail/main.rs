//! Does what waits reach people outside the house: once, in order, whatever the mail server does and
//! whenever a broker dies?

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod professionals;
mod pumping;
mod rig;
mod rules;
mod server;
