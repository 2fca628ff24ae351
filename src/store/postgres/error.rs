//! What does an error of the database mean: try again, connect again, refuse, or give up?

use tokio_postgres::{
    Error,
    error::{DbError, SqlState},
};

use crate::store::contract::{CommitError, StoreError};

/// Why the store was not opened; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A setting that cannot be used.
    #[error("[store] {0}")]
    Setting(String),
    /// No server that takes writes answered.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// Sessions are not this broker's own.
    #[error("[store] url: {0}")]
    Pooled(String),
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
    /// The server is well and does not do this one thing.
    Refused(String),
    /// Nothing that will pass by itself.
    GiveUp(String),
}

impl Remedy {
    /// The same where the outcome of something before it is still open: to whoever waits for that, "the disk is
    /// full, nothing was changed" would be wrong.
    pub(super) fn while_open(self) -> Self {
        match self.of_the_session() {
            Self::DiskFull => Self::Reconnect("the disk of the database server is full".to_owned()),
            other => other,
        }
    }

    /// The same of a statement that is about no change in particular: another session may be luckier.
    pub(super) fn of_the_session(self) -> Self {
        match self {
            Self::Refused(why) => Self::Reconnect(why),
            other => other,
        }
    }
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

/// Entries of these tables follow records that are locked: nobody else can have inserted one.
fn follows_a_record(error: &Error) -> bool {
    let table = error.as_db_error().and_then(DbError::table);
    matches!(table, Some("listed" | "deadline"))
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
    let reconnect = [SqlState::TOO_MANY_CONNECTIONS, SqlState::OUT_OF_MEMORY];
    // By class: the connection, the state of the transaction, the statements of the session, the
    // server's operator, the machine under it.
    let of_the_session = ["08", "0A", "25", "26", "57", "58"];
    // The tables are not those of this program any more, or not for its user.
    let give_up = ["28", "3D", "3F", "42"];
    if *code == SqlState::UNIQUE_VIOLATION && follows_a_record(error) {
        Remedy::Refused("an entry that no record gives".to_owned())
    } else if again.contains(code) {
        Remedy::Again
    } else if reconnect.contains(code) || of_the_session.contains(&&code.code()[..2]) {
        Remedy::Reconnect(text(error))
    } else if *code == SqlState::DISK_FULL {
        Remedy::DiskFull
    } else if give_up.contains(&&code.code()[..2]) {
        Remedy::GiveUp(text(error))
    } else {
        // Its message may quote the value that it is about.
        Remedy::Refused(format!("error {} of the database", code.code()))
    }
}

impl From<Remedy> for StoreError {
    fn from(remedy: Remedy) -> Self {
        match remedy {
            Remedy::Again => Self::Unavailable("others are in the way".to_owned()),
            Remedy::Reconnect(why) => Self::Unavailable(why),
            Remedy::DiskFull => Self::DiskFull,
            Remedy::Refused(why) => Self::Refused(why),
            Remedy::GiveUp(why) => Self::Failed(why),
        }
    }
}

impl From<Remedy> for CommitError {
    fn from(remedy: Remedy) -> Self {
        Self::Store(remedy.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn while_an_outcome_is_open_nothing_says_that_nothing_was_changed() {
        for remedy in [Remedy::DiskFull, Remedy::Refused("why".into())] {
            assert!(matches!(remedy.while_open(), Remedy::Reconnect(_)));
        }
        assert!(matches!(Remedy::Again.while_open(), Remedy::Again));
    }
}
