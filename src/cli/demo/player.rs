//! Who plays?

use tonic::{Status, transport::Channel};

use super::inbox::Inbox;
use crate::cli::story::language::Seat;

/// Somebody who plays: connected with a certificate of their own, with an open subscription.
pub(super) struct Player {
    /// Who it is.
    pub(super) seat: Seat,
    /// OIN of the organisation, or id of the office.
    pub(super) key: String,
    pub(super) channel: Channel,
    pub(super) inbox: Inbox,
}

impl Player {
    /// Takes a seat.
    ///
    /// # Errors
    /// The server's refusal.
    pub(super) async fn new(seat: Seat, key: String, channel: Channel) -> Result<Self, Status> {
        let inbox = Inbox::open(channel.clone(), &seat.by).await?;
        Ok(Self { seat, key, channel, inbox })
    }
}
