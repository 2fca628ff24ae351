//! Which tables must there be? Brought up to date at the start, by one broker at a time.

use sha2::{Digest as _, Sha256};
use tokio_postgres::{Client, Error, Transaction, error::SqlState};

use crate::store::audit_chain::hex;

use super::error::{self, OpenError};

/// In order; each is run once and never changed afterwards.
const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("migrations/0001_tables.sql")),
    (2, include_str!("migrations/0002_lookup_budgets.sql")),
    (3, include_str!("migrations/0003_audit_marks.sql")),
    (4, include_str!("migrations/0004_records_of_format_7.sql")),
    (5, include_str!("migrations/0005_records_of_format_8.sql")),
    (6, include_str!("migrations/0006_records_of_format_10.sql")),
    (7, include_str!("migrations/0007_records_of_format_11.sql")),
    (8, include_str!("migrations/0008_records_of_format_12.sql")),
];

/// Of the advisory lock under which brokers that start together take turns.
const LOCK: i64 = 0x7665_7277_6973;

const CREATE: &str = "CREATE TABLE IF NOT EXISTS migration (\
    number bigint PRIMARY KEY, checksum text NOT NULL, \
    applied timestamptz NOT NULL DEFAULT now())";

fn unreadable(error: &Error) -> OpenError {
    OpenError::Schema(format!(
        "the tables cannot be made or read: {}; the user of [store] url needs CREATE on the schema",
        error::text(error)
    ))
}

/// Brings the schema up to what this program needs.
///
/// # Errors
/// The database was used by a newer program, or its migrations are not the ones of this program.
pub(super) async fn migrate(client: &mut Client) -> Result<(), OpenError> {
    let wait = client.execute("SELECT pg_advisory_lock($1)", &[&LOCK]).await;
    wait.map_err(|error| unreadable(&error))?;
    let outcome = run(client, MIGRATIONS).await;
    // The session ends soon, and its lock with it.
    drop(client.execute("SELECT pg_advisory_unlock($1)", &[&LOCK]).await);
    outcome
}

/// Whether the tables are there and are those of this program; changes nothing.
///
/// # Errors
/// What is wrong with them.
pub(super) async fn check(client: &Client) -> Result<i64, OpenError> {
    let applied = client.query("SELECT number, checksum FROM migration ORDER BY number", &[]).await;
    let applied: Vec<(i64, String)> = match applied {
        Ok(rows) => rows.iter().map(|row| (row.get(0), row.get(1))).collect(),
        Err(error) if error.code() == Some(&SqlState::UNDEFINED_TABLE) => Vec::new(),
        Err(error) => return Err(unreadable(&error)),
    };
    let mut known = MIGRATIONS.iter().map(|(number, text)| (*number, sum(text)));
    if applied.iter().cloned().eq(known.clone()) {
        return Ok(applied.last().map_or(0, |(number, _)| *number));
    }
    let newest = |all: Option<(i64, String)>| all.map_or(0, |(number, _)| number);
    Err(OpenError::Schema(format!(
        "the database is at migration {}, this program at {}, or one of them was changed; a broker \
         that starts brings an older one up to date and says what else is wrong",
        newest(applied.last().cloned()),
        newest(known.next_back())
    )))
}

/// The newest migration of the database; 0 when nobody used it yet. Changes nothing.
///
/// # Errors
/// As [`check`].
pub(super) async fn newest(client: &Client) -> Result<i64, OpenError> {
    let used = client.query_one("SELECT to_regclass('migration') IS NOT NULL", &[]).await;
    if used.map_err(|error| unreadable(&error))?.get(0) { check(client).await } else { Ok(0) }
}

async fn run(client: &mut Client, migrations: &[(i64, &str)]) -> Result<(), OpenError> {
    let transaction = client.transaction().await.map_err(|error| unreadable(&error))?;
    apply(&transaction, migrations).await?;
    transaction.commit().await.map_err(|error| unreadable(&error))
}

async fn apply(inside: &Transaction<'_>, migrations: &[(i64, &str)]) -> Result<(), OpenError> {
    inside.batch_execute(CREATE).await.map_err(|error| unreadable(&error))?;
    let applied = inside.query("SELECT number, checksum FROM migration ORDER BY number", &[]).await;
    let applied = applied.map_err(|error| unreadable(&error))?;
    let mut known = migrations.iter();
    for row in &applied {
        let (number, checksum): (i64, String) = (row.get(0), row.get(1));
        let Some((_, text)) = known.next().filter(|(known, _)| *known == number) else {
            return Err(OpenError::Schema(format!(
                "the database has migration {number}, which this program does not know: it was \
                 used by a newer one; install that, or restore a backup from before it"
            )));
        };
        if checksum != sum(text) {
            return Err(OpenError::Schema(format!(
                "migration {number} in the database is not the one of this program (checksum \
                 {checksum}): it was changed by hand, or the database belongs to something else; \
                 restore a backup, or name another database"
            )));
        }
    }
    for (number, text) in known {
        inside.batch_execute(text).await.map_err(|error| unreadable(&error))?;
        let note = "INSERT INTO migration (number, checksum) VALUES ($1, $2)";
        let noted = inside.execute(note, &[number, &sum(text)]).await;
        noted.map_err(|error| unreadable(&error))?;
        tracing::info!(migration = number, "the schema was brought up to date");
    }
    Ok(())
}

fn sum(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}
