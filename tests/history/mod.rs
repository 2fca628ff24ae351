//! What did the clients of a broker live through, and does it fit what the broker has at the end?
//!
//! Clients of a crash test append what they do while they do it: `invoke` before a call, then
//! exactly one of `ok`, `fail` (a refusal: it certainly did nothing) or `unknown` (the connection
//! broke: it may have happened). At the end the test reads the whole state of the broker, and
//! `check` compares. The names of the promises are those of the README.

#![allow(dead_code, unreachable_pub, missing_docs)]

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write as _,
    path::Path,
    sync::Mutex,
};

use serde::Serialize;

mod check;
#[cfg(test)]
mod tests;

pub use check::{Violation, check};

/// An organisation or an office, by any name that the test uses throughout.
pub type Party = String;

/// What a client asks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum Ask {
    /// Registers an involvement; persons by any names that are the same for the same person.
    Register { organisation: Party, involvement: String, persons: BTreeSet<String> },
    /// Ends an own involvement.
    End { organisation: Party, involvement: String },
    /// Acknowledges an inbox.
    Acknowledge { inbox: Party, position: u64 },
}

/// What the broker answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum Told {
    /// Registered: the match, if any, and the organisations that were there.
    Registered { match_id: Option<String>, others: BTreeSet<Party> },
    /// Ended.
    Ended,
    /// The acknowledged position now.
    Acknowledged(u64),
}

/// One line of a history. `call` numbers the calls of all clients.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum Event {
    Invoke {
        call: u64,
        ask: Ask,
    },
    Ok {
        call: u64,
        told: Told,
    },
    Fail {
        call: u64,
    },
    Unknown {
        call: u64,
    },
    /// A stream was opened after a position.
    Subscribed {
        stream: u64,
        inbox: Party,
        after: u64,
    },
    /// A stream or a pull delivered a notification.
    Delivered {
        stream: u64,
        notification: Notification,
    },
    /// A heartbeat promised that everything up to here was sent.
    Heartbeat {
        stream: u64,
        position: u64,
    },
}

/// A notification as a client got it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Notification {
    pub sequence: u64,
    pub id: String,
    /// The match that it announces; nothing for every other kind.
    pub match_id: Option<String>,
}

/// An involvement that the broker has at the end, as its own organisation sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Kept {
    pub organisation: Party,
    pub involvement: String,
    pub active: bool,
}

/// A match that the broker has at the end, as the organisation that joined sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct KeptMatch {
    pub match_id: String,
    /// The joining involvement.
    pub involvement: String,
    pub others: BTreeSet<Party>,
}

/// An inbox at the end, read from its beginning.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct KeptInbox {
    pub notifications: Vec<Notification>,
    pub acknowledged: u64,
}

/// Everything that the broker has when it came up for the last time.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct FinalState {
    pub involvements: Vec<Kept>,
    pub matches: Vec<KeptMatch>,
    pub inboxes: BTreeMap<Party, KeptInbox>,
}

/// A history that many clients append to.
#[derive(Default, Debug)]
pub struct History {
    events: Mutex<(u64, Vec<Event>)>,
}

impl History {
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a call before it is made, and numbers it.
    pub fn invoke(&self, ask: Ask) -> u64 {
        let mut events = self.lock();
        events.0 += 1;
        let call = events.0;
        events.1.push(Event::Invoke { call, ask });
        call
    }

    /// The broker said OK.
    pub fn ok(&self, call: u64, told: Told) {
        self.push(Event::Ok { call, told });
    }

    /// The broker refused.
    pub fn fail(&self, call: u64) {
        self.push(Event::Fail { call });
    }

    /// Nobody knows.
    pub fn unknown(&self, call: u64) {
        self.push(Event::Unknown { call });
    }

    /// Notes a new stream and numbers it.
    pub fn subscribed(&self, inbox: &str, after: u64) -> u64 {
        let mut events = self.lock();
        events.0 += 1;
        let stream = events.0;
        events.1.push(Event::Subscribed { stream, inbox: inbox.to_owned(), after });
        stream
    }

    /// A stream delivered.
    pub fn delivered(&self, stream: u64, notification: Notification) {
        self.push(Event::Delivered { stream, notification });
    }

    /// A stream sent a sign of life.
    pub fn heartbeat(&self, stream: u64, position: u64) {
        self.push(Event::Heartbeat { stream, position });
    }

    /// All events so far, in the order in which they were noted.
    pub fn events(&self) -> Vec<Event> {
        self.lock().1.clone()
    }

    /// Keeps the history and the end of a failed run, one JSON value a line.
    pub fn save(&self, path: &Path, end: &FinalState) -> std::io::Result<()> {
        let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
        for event in self.events() {
            writeln!(file, "{}", serde_json::to_string(&event)?)?;
        }
        writeln!(file, "{}", serde_json::to_string(end)?)?;
        file.flush()
    }

    fn push(&self, event: Event) {
        self.lock().1.push(event);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, (u64, Vec<Event>)> {
        self.events.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
