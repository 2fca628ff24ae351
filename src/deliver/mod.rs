//! What leaves the house: notifications by mail and webhooks, from a cursor on an inbox.
//!
//! What leaves says that something waits, never what: the recipient comes and asks for it, over the
//! same API as always, and is shown what it may see then.

pub mod channel;
pub mod figures;
pub mod mail;
pub mod professionals;
pub mod pump;
pub mod smtp;
mod tls;
pub mod webhook;
