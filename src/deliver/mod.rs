//! What leaves the house: notifications by mail and webhooks, from a cursor on an inbox.

pub mod channel;
pub mod figures;
pub mod mail;
pub mod pump;
pub mod smtp;
