//! What does the database say of itself? For whoever must judge whether it is well; changes nothing.

use std::{
    collections::BTreeMap,
    time::{SystemTime, UNIX_EPOCH},
};

use tokio_postgres::{Client, Error, Row};

use crate::{domain::model::time::Time, store::Sealed};

use super::{
    connect::{Connector, Options},
    error, pooling, schema,
};

const SETTINGS: &str = "SELECT name, reset_val FROM pg_settings WHERE name IN (\
    'server_version_num', 'fsync', 'full_page_writes', 'data_checksums', 'synchronous_commit', \
    'synchronous_standby_names', 'archive_mode', 'max_connections')";
const STANDBYS: &str = "SELECT application_name, state, sync_state, \
    pg_wal_lsn_diff(pg_current_wal_lsn(), flush_lsn)::bigint, \
    (extract(epoch FROM flush_lag) * 1000)::bigint FROM pg_stat_replication ORDER BY 1";
const ARCHIVE: &str = "SELECT coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), \
    false) FROM pg_stat_archiver";
const HERE: &str = "SELECT pg_database_size(current_database()), \
    (SELECT count(*) FROM pg_stat_activity), \
    (extract(epoch FROM clock_timestamp()) * 1000)::bigint, \
    inet_client_addr() IS NULL \
        OR coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)";
const NEWEST: &str = "SELECT a.position, a.hash, a.encoded FROM broker AS b \
    JOIN audit AS a ON a.broker = b.name AND a.position = b.position";

/// What was found.
#[derive(Clone, PartialEq, Debug)]
pub struct Diagnosis {
    /// Server settings by name, without what a session sets for itself.
    pub settings: BTreeMap<String, String>,
    /// The newest migration, 0 without any; or what is wrong with them.
    pub schema: Result<i64, String>,
    /// What follows the server.
    pub standbys: Vec<Standby>,
    /// Whether the last segment could not be archived.
    pub archive_fails: bool,
    /// Bytes of the database.
    pub size: u64,
    /// Connections in use, of all databases.
    pub connections: u64,
    /// The server's clock less that of this machine, in milliseconds.
    pub clock_ahead_ms: i64,
    /// Nobody on the way can read along: encrypted, or a socket of this machine.
    pub private: bool,
    /// When the newest audit entry of any broker was written.
    pub newest: Option<Time>,
}

/// A server that follows.
#[derive(Clone, PartialEq, Debug)]
pub struct Standby {
    /// Its `application_name`.
    pub name: String,
    /// `streaming` when it keeps up; absent when this user may not see it.
    pub state: Option<String>,
    /// `sync` or `quorum` when commits wait for it.
    pub sync: Option<String>,
    /// Bytes that it has not made durable yet.
    pub lag_bytes: Option<i64>,
    /// Milliseconds from a write here until it is durable there; absent when nothing is written.
    pub lag_ms: Option<i64>,
}

/// Asks the server that takes writes.
///
/// # Errors
/// Why it cannot be asked, server by server.
pub async fn diagnose(options: &Options) -> Result<Diagnosis, String> {
    let connector = Connector::new(options).map_err(|error| error.to_string())?;
    let session = connector.connect().await?;
    pooling::refuse(&connector, &session).await?;
    ask(&session.client).await.map_err(|error| error::text(&error))
}

async fn ask(client: &Client) -> Result<Diagnosis, Error> {
    let settings = client.query(SETTINGS, &[]).await?;
    let schema = schema::newest(client).await.map_err(|error| error.to_string());
    let standbys = client.query(STANDBYS, &[]).await?;
    let archive = client.query_one(ARCHIVE, &[]).await?;
    let before = now();
    let here = client.query_one(HERE, &[]).await?;
    let between = before + (now() - before) / 2;
    let newest = match schema {
        Ok(1..) => client.query(NEWEST, &[]).await?,
        _ => Vec::new(),
    };
    let count = |column| here.get::<_, i64>(column).cast_unsigned();
    Ok(Diagnosis {
        settings: settings.iter().map(|row| (row.get(0), row.get(1))).collect(),
        schema,
        standbys: standbys.iter().map(standby).collect(),
        archive_fails: archive.get(0),
        size: count(0),
        connections: count(1),
        clock_ahead_ms: here.get::<_, i64>(2) - between,
        private: here.get(3),
        newest: newest.iter().filter_map(written).max_by_key(|at| at.0),
    })
}

fn standby(row: &Row) -> Standby {
    Standby {
        name: row.get(0),
        state: row.get(1),
        sync: row.get(2),
        lag_bytes: row.get(3),
        lag_ms: row.get(4),
    }
}

fn written(row: &Row) -> Option<Time> {
    let (position, hash): (i64, Vec<u8>) = (row.get(0), row.get(1));
    let sealed = Sealed {
        position: position.cast_unsigned(),
        hash: hash.try_into().ok()?,
        encoded: row.get(2),
    };
    sealed.entry().map(|entry| entry.at)
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
