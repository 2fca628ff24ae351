//! How is a recipient's own web server told that something waits? By a signed event without content,
//! sent only to addresses outside, and only where the server agreed to be called.
//!
//! - [`Event`]: what is sent, CloudEvents by the profile of the Dutch government.
//! - [`SigningKey`]: the signature over exactly the bytes that are sent.
//! - [`Webhook`]: sends it; an [`Answer`] says what the receiver made of it.
//! - [`guard`]: at which addresses nobody is ever called.

mod answer;
mod channel;
mod client;
mod connecting;
mod event;
pub mod guard;
mod signature;
#[cfg(test)]
mod tests;

pub use answer::{Answer, Trouble};
pub use channel::WebhookChannel;
pub use client::{Identity, Webhook};
pub use connecting::{Resolve, SystemResolver};
pub use event::{Event, Sender};
pub use signature::{HEADER as SIGNATURE_HEADER, SigningKey, is_signed};
