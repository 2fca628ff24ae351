//! Which tables must there be? Brought up to date at the start, by one broker at a time.

use sha2::{Digest as _, Sha256};
use tokio_postgres::{Client, Error, Transaction};

use crate::store::audit_chain::hex;

use super::error::{self, OpenError};

/// Number and text.
type Migration = (i64, &'static str);

/// In order; each is run once and never changed afterwards.
const MIGRATIONS: &[Migration] = &[(1, include_str!("migrations/0001_tables.sql"))];

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

/// Looks whether the schema is the one of this program, and changes nothing.
///
/// # Errors
/// As [`migrate`]; and an older schema.
pub(super) async fn check(client: &mut Client) -> Result<(), OpenError> {
    let transaction = client.transaction().await.map_err(|error| unreadable(&error))?;
    let left = missing(&transaction, MIGRATIONS).await?;
    match left.first() {
        None => Ok(()),
        Some((number, _)) => Err(OpenError::Schema(format!(
            "the database has no migration {number} yet: start a broker of this version first"
        ))),
    }
}

/// The newest migration of the database; 0 when nobody used it yet. Changes nothing.
///
/// # Errors
/// As [`check`].
pub(super) async fn newest(client: &mut Client) -> Result<i64, OpenError> {
    let used = client.query_one("SELECT to_regclass('migration') IS NOT NULL", &[]).await;
    if !used.map_err(|error| unreadable(&error))?.get::<_, bool>(0) {
        return Ok(0);
    }
    check(client).await?;
    Ok(MIGRATIONS.last().map_or(0, |(number, _)| *number))
}

async fn run(client: &mut Client, migrations: &[Migration]) -> Result<(), OpenError> {
    let transaction = client.transaction().await.map_err(|error| unreadable(&error))?;
    transaction.batch_execute(CREATE).await.map_err(|error| unreadable(&error))?;
    for (number, text) in missing(&transaction, migrations).await? {
        transaction.batch_execute(text).await.map_err(|error| unreadable(&error))?;
        let note = "INSERT INTO migration (number, checksum) VALUES ($1, $2)";
        let noted = transaction.execute(note, &[number, &sum(text)]).await;
        noted.map_err(|error| unreadable(&error))?;
        tracing::info!(migration = number, "the schema was brought up to date");
    }
    transaction.commit().await.map_err(|error| unreadable(&error))
}

/// What the database does not have yet of these.
async fn missing<'m>(
    inside: &Transaction<'_>,
    migrations: &'m [Migration],
) -> Result<&'m [Migration], OpenError> {
    let applied = inside.query("SELECT number, checksum FROM migration ORDER BY number", &[]).await;
    let mut left = migrations;
    for row in applied.map_err(|error| unreadable(&error))? {
        let (number, checksum): (i64, String) = (row.get(0), row.get(1));
        let Some(((_, text), rest)) = left.split_first().filter(|((own, _), _)| *own == number)
        else {
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
        left = rest;
    }
    Ok(left)
}

fn sum(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}
