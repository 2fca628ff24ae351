//! What must a way out of the house be able to do?

use async_trait::async_trait;

use crate::domain::{
    model::{notification::Notification, party::Party, time::Time},
    rules::delivering::{Manner, Notice, Outcome},
    state::positions,
};

/// A way by which the broker itself delivers notifications. The pump says when; a channel says to
/// whom, and how it went.
#[async_trait]
pub trait Channel: Send + Sync + 'static {
    /// Which one it is: its cursors stand under this name.
    fn kind(&self) -> positions::Channel;

    /// Whether notifications go one by one, or one delivery speaks for all that wait.
    fn manner(&self) -> Manner;

    /// Who is reached by it now. It is asked again and again: covenants are replaced while the
    /// broker runs.
    fn recipients(&self) -> Vec<Party>;

    /// Where somebody is reached by it now; `None`: not any more. The text is kept nowhere; another
    /// one makes a new start after failures.
    fn address(&self, recipient: &Party) -> Option<String>;

    /// When a notification that waits `since` then is due; `None` when it is nothing for this channel. Crises that wait for
    /// an answer go ahead of all others without being asked for here.
    fn due(&self, recipient: &Party, told: &Notification, since: Time) -> Option<Time>;

    /// Delivers. It is given up after
    /// [`ATTEMPT_MS`](crate::domain::rules::delivering::ATTEMPT_MS), which counts as a failure.
    async fn send(&self, recipient: &Party, notice: &Notice) -> Outcome;
}
