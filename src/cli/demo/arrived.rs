//! What arrives outside, as those who take it tell of it?

/// What arrived.
pub(super) enum Arrived {
    /// A mail, with its head.
    Mail {
        /// The address that it went to.
        to: String,
        /// The whole of it.
        text: String,
    },
    /// An event at the web server; its signature is good.
    Event(serde_json::Value),
}
