//! What does an error of the database mean: try again, connect again, or give up?

use tokio_postgres::{Error, error::SqlState};

use crate::store::{CommitError, StoreError};

/// Why the store was not opened; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A setting that cannot be used.
    #[error("[store] {0}")]
    Setting(String),
    /// No server that takes writes answered.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// The schema is not one that this program can use.
    #[error("{0}")]
    Schema(String),
    /// High availability was asked for and is not there.
    #[error("[store] require_synchronous: {0}")]
    NotSynchronous(String),
}

/// What to do after an error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Remedy {
    /// Somebody was in the way: the same again.
    Again,
    /// The session is of no use any more: the same on a new one.
    Reconnect(String),
    /// There is no room on the server's disk.
    DiskFull,
    /// Nothing that will pass by itself.
    GiveUp(String),
}

/// What an error says in a log: code and message, without the row that it is about.
pub(super) fn text(error: &Error) -> String {
    match error.as_db_error() {
        Some(error) => format!("{} ({})", error.message(), error.code().code()),
        None => match std::error::Error::source(error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        },
    }
}

/// What to do after an error of a statement.
pub(super) fn remedy(error: &Error) -> Remedy {
    let Some(code) = error.code() else { return Remedy::Reconnect(text(error)) };
    let again = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        // Somebody else inserted a key that was absent when this batch looked.
        SqlState::UNIQUE_VIOLATION,
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::IN_FAILED_SQL_TRANSACTION,
    ];
    let reconnect = [
        SqlState::READ_ONLY_SQL_TRANSACTION,
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::QUERY_CANCELED,
        SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
        SqlState::TOO_MANY_CONNECTIONS,
        SqlState::OUT_OF_MEMORY,
        SqlState::IO_ERROR,
    ];
    if again.contains(code) {
        Remedy::Again
    } else if reconnect.contains(code) || code.code().starts_with("08") {
        Remedy::Reconnect(text(error))
    } else if *code == SqlState::DISK_FULL {
        Remedy::DiskFull
    } else {
        Remedy::GiveUp(text(error))
    }
}

impl From<Remedy> for StoreError {
    fn from(remedy: Remedy) -> Self {
        match remedy {
            Remedy::Again => Self::Unavailable("others are in the way".to_owned()),
            Remedy::Reconnect(why) => Self::Unavailable(why),
            Remedy::DiskFull => Self::DiskFull,
            Remedy::GiveUp(why) => Self::Failed(why),
        }
    }
}

impl From<Remedy> for CommitError {
    fn from(remedy: Remedy) -> Self {
        Self::Store(remedy.into())
    }
}
