//! What can arrive outside of the house in the demonstration?

/// What arrived outside.
pub(super) enum Arrived {
    /// A mail, with its head.
    Mail { to: String, text: String },
    /// An event at the web server; its signature is good.
    Event(serde_json::Value),
}
