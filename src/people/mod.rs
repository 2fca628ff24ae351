//! Who are the people that sign in, and how long do they stay? OpenID Connect, sessions in the store,
//! and the links of the demonstration.
//!
//! What pages use of this room:
//! - [`Sessions`]: `start`, `find`, `touch`, `sit`, `end`, `end_all_of`, `list`. A session is a record of
//!   the store: it outlives a restart, holds at every broker of the same database, and is over at once
//!   when the covenants in force no longer know the party or its issuer.
//! - [`Session`]: who it is ([`Person`]), when the second factor was proved, the token that every
//!   form must carry, when it ends.
//! - [`Cookie`]: the secret in the browser; the store knows a hash of it only.
//! - [`People`]: whoever stands at the door: begin, arrive, prove the second factor again, sign out.
//! - [`provider::Provider`]: the provider of an organisation, by OpenID Connect.
//! - [`demo::DemoLinks`]: the links by which people come into a demonstration.

mod arriving;
mod cookie;
pub mod demo;
pub mod provider;
mod refusing;
mod sessions;

pub use arriving::{Arrived, Counted, Entrance, People};
pub use cookie::{Cookie, CookieName};
pub use refusing::{Failed, Refused};
pub use sessions::{Person, Seat, Session, Sessions, SessionsError};

pub use crate::domain::{
    model::session::{Kept, Language},
    rules::session::Terms,
};
