//! One connection to the server that takes writes: its settings, its statements, what it was told
//! besides the answers.

use std::{
    future::poll_fn,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use futures::future::{join_all, try_join_all};
use tokio::sync::Notify;
use tokio_postgres::{AsyncMessage, Client, Config, Error, SimpleQueryMessage, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

use super::{error, synchronous};

/// Settings of every session. One that a server does not know is left out.
const SETTINGS: &[&str] = &[
    "default_transaction_isolation = 'read committed'",
    // Nothing may cancel a commit that waits for its standby: it would count as done.
    "statement_timeout = 0",
    "lock_timeout = 0",
    // A broker that is frozen in the middle of a batch does not hold up the others for longer.
    "idle_in_transaction_session_timeout = '10s'",
    // Every statement goes by an index. Left to itself the planner, which may have seen the
    // tables empty, reads them whole.
    "enable_seqscan = off",
    "enable_hashjoin = off",
    "enable_mergejoin = off",
    "plan_cache_mode = force_generic_plan",
    "jit = off",
    "client_min_messages = 'warning'",
];

/// Commits are durable whatever the server's default is.
const DURABLE: &str = "SELECT set_config('synchronous_commit', CASE WHEN \
    current_setting('synchronous_commit') IN ('on', 'remote_apply') \
    THEN current_setting('synchronous_commit') ELSE 'on' END, false)";

/// The segment that is written now; its name begins with the timeline. Nothing on a standby.
const WRITING: &str = "SELECT CASE WHEN pg_is_in_recovery() THEN NULL \
    ELSE pg_walfile_name(pg_current_wal_lsn()) END";

/// Declares the statements once: name, text.
macro_rules! statements {
    ($($name:ident = $sql:literal;)*) => {
        /// Prepared statements.
        pub(super) struct Statements { $(pub(super) $name: Statement,)* }

        impl Statements {
            async fn prepare(client: &Client) -> Result<Self, Error> {
                let all = try_join_all([$($sql),*].map(|sql| client.prepare(sql))).await?;
                let mut all = all.into_iter();
                Ok(Self { $($name: all.next().expect("one for each text"),)* })
            }
        }
    };
}

statements! {
    load = "SELECT key, value FROM record WHERE key = ANY($1::bytea[])";
    list = "SELECT id FROM listed WHERE list = $1 AND id > $2 ORDER BY id LIMIT $3";
    scan = "SELECT key, value FROM record WHERE key > $1 AND key < $2 ORDER BY key LIMIT $3";
    heads = "SELECT inbox, last FROM inbox WHERE inbox = ANY($1::bytea[])";
    read_inbox = "SELECT sequence, value FROM notification WHERE inbox = $1 AND sequence > $2 \
        ORDER BY sequence LIMIT $3";
    due = "SELECT key FROM deadline WHERE at <= $1 ORDER BY at, key LIMIT $2";
    audit = "SELECT position, hash, encoded FROM audit WHERE broker = $1 AND position > $2 \
        ORDER BY position LIMIT $3";
    brokers = "SELECT name, position, hash FROM broker ORDER BY name";

    lock_chain = "SELECT position, hash FROM broker WHERE name = $1 FOR UPDATE";
    lock_records = "SELECT key, value FROM record WHERE key = ANY($1::bytea[]) \
        ORDER BY key FOR UPDATE";
    lock_heads = "SELECT inbox, last FROM inbox WHERE inbox = ANY($1::bytea[]) \
        ORDER BY inbox FOR UPDATE";

    insert_records = "INSERT INTO record (key, value) SELECT * FROM unnest($1::bytea[], $2::bytea[])";
    update_records = "UPDATE record SET value = t.value \
        FROM unnest($1::bytea[], $2::bytea[]) AS t (key, value) WHERE record.key = t.key";
    delete_records = "DELETE FROM record WHERE key = ANY($1::bytea[])";
    insert_heads = "INSERT INTO inbox (inbox, last) SELECT * FROM unnest($1::bytea[], $2::bigint[])";
    update_heads = "UPDATE inbox SET last = t.last \
        FROM unnest($1::bytea[], $2::bigint[]) AS t (inbox, last) WHERE inbox.inbox = t.inbox";
    trim = "DELETE FROM notification USING unnest($1::bytea[], $2::bigint[]) AS t (inbox, upto) \
        WHERE notification.inbox = t.inbox AND notification.sequence <= t.upto";
    insert_notifications = "INSERT INTO notification (inbox, sequence, value) \
        SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bytea[])";
    delete_listed = "DELETE FROM listed USING unnest($1::bytea[], $2::bytea[]) AS t (list, id) \
        WHERE listed.list = t.list AND listed.id = t.id";
    insert_listed = "INSERT INTO listed (list, id) SELECT * FROM unnest($1::bytea[], $2::bytea[])";
    delete_deadlines = "DELETE FROM deadline USING unnest($1::bigint[], $2::bytea[]) AS t (at, key) \
        WHERE deadline.at = t.at AND deadline.key = t.key";
    insert_deadlines = "INSERT INTO deadline (at, key) \
        SELECT * FROM unnest($1::bigint[], $2::bytea[])";
    insert_audit = "INSERT INTO audit (broker, position, hash, encoded, marks) \
        SELECT $1, t.position, t.hash, t.encoded, t.marks::bigint[] \
        FROM unnest($2::bigint[], $3::bytea[], $4::bytea[], $5::text[]) \
            AS t (position, hash, encoded, marks)";
    marked = "WITH found AS MATERIALIZED ( \
            SELECT broker, position, hash, encoded FROM audit WHERE marks && $2::bigint[]) \
        SELECT position, hash, encoded FROM found WHERE broker = $1 AND position > $3 \
        ORDER BY position LIMIT $4";
    unmarked = "SELECT position, hash, encoded FROM audit \
        WHERE marks IS NULL AND broker = $1 AND position > $2 ORDER BY position LIMIT $3";
    first_unmarked = "SELECT broker, position, encoded FROM audit \
        WHERE marks IS NULL ORDER BY broker, position LIMIT $1";
    mark = "UPDATE audit SET marks = t.marks::bigint[] \
        FROM unnest($1::text[], $2::bigint[], $3::text[]) AS t (broker, position, marks) \
        WHERE audit.broker = t.broker AND audit.position = t.position";
    move_chain = "UPDATE broker SET position = $2, hash = $3 WHERE name = $1";
    enter_broker = "INSERT INTO broker (name, position, hash, settled) VALUES ($1, 0, $2, 0) \
        ON CONFLICT DO NOTHING";
    settle = "UPDATE broker SET settled = settled + 1 WHERE name = $1";
}

/// What the server says besides answers.
#[derive(Default)]
pub(super) struct Heard {
    warned: AtomicBool,
    /// The broker whose own notifications are not meant for it.
    pub(super) own: OnceLock<String>,
    /// Rung by a notification.
    pub(super) notified: Notify,
}

/// A connection that was found to take writes.
pub(super) struct Session {
    pub(super) client: Client,
    pub(super) timeline: u32,
    pub(super) heard: Arc<Heard>,
    /// Prepared where a synchronous standby is required.
    pub(super) standbys: Option<Statement>,
    statements: Option<Statements>,
    /// Given when the connection has ended.
    pub(super) ended: CancellationToken,
    _driver: AbortOnDropHandle<()>,
}

impl Session {
    /// Connects, looks whether the server takes writes, and settles in.
    ///
    /// # Errors
    /// Why this server cannot be used now.
    pub(super) async fn open(server: &Config, tls: MakeRustlsConnect) -> Result<Self, String> {
        let (client, mut connection) =
            server.connect(tls).await.map_err(|error| error::text(&error))?;
        let heard = Arc::new(Heard::default());
        let hearing = Arc::clone(&heard);
        let ended = CancellationToken::new();
        let ending = ended.clone().drop_guard();
        let driver = tokio::spawn(async move {
            // A warning is seen here before the answer that follows it reaches who waits.
            while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
                match message {
                    AsyncMessage::Notice(notice) => {
                        tracing::warn!(code = notice.code().code(), "{}", notice.message());
                        hearing.warned.store(true, Ordering::Release);
                    }
                    AsyncMessage::Notification(word)
                        if hearing.own.get().is_none_or(|own| own != word.payload()) =>
                    {
                        hearing.notified.notify_one();
                    }
                    _ => {}
                }
            }
            drop(ending);
        });
        let timeline = look(&client).await?;
        let settings = SETTINGS.iter().map(|setting| format!("SET {setting}"));
        let settings: Vec<String> = settings.chain([DURABLE.to_owned()]).collect();
        for outcome in join_all(settings.iter().map(|sql| client.batch_execute(sql))).await {
            if let Err(error) = outcome
                && error.code() != Some(&tokio_postgres::error::SqlState::UNDEFINED_OBJECT)
            {
                return Err(error::text(&error));
            }
        }
        let driver = AbortOnDropHandle::new(driver);
        Ok(Self {
            client,
            timeline,
            heard,
            standbys: None,
            statements: None,
            ended,
            _driver: driver,
        })
    }

    /// Prepares the statements; the tables must be there.
    ///
    /// # Errors
    /// The tables are not those of this program, or the connection is gone.
    pub(super) async fn prepared(mut self, synchronous: bool) -> Result<Self, Error> {
        if synchronous {
            self.standbys = Some(self.client.prepare(synchronous::STANDBYS).await?);
        }
        self.statements = Some(Statements::prepare(&self.client).await?);
        Ok(self)
    }

    /// The statements of a prepared session.
    pub(super) fn statements(&self) -> &Statements {
        self.statements.as_ref().expect("only a session that moves to a new schema has none")
    }

    /// Whether the server warned since the last question.
    pub(super) fn warned(&self) -> bool {
        self.heard.warned.swap(false, Ordering::AcqRel)
    }
}

/// The timeline of a server that takes writes; 0 where the database has none.
async fn look(client: &Client) -> Result<u32, String> {
    let first = |messages: Vec<SimpleQueryMessage>| {
        messages.into_iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        })
    };
    let (writing, read_only) = tokio::join!(
        client.simple_query(WRITING),
        client.simple_query("SHOW transaction_read_only")
    );
    let timeline = match writing {
        Ok(answer) => match first(answer) {
            Some(segment) => {
                segment.get(..8).and_then(|t| u32::from_str_radix(t, 16).ok()).unwrap_or(0)
            }
            None => return Err("is a standby".to_owned()),
        },
        Err(error)
            if error.code() == Some(&tokio_postgres::error::SqlState::UNDEFINED_FUNCTION) =>
        {
            0
        }
        Err(error) => return Err(error::text(&error)),
    };
    match read_only.map(first) {
        Ok(Some(answer)) if answer == "on" => Err("takes no writes".to_owned()),
        Ok(_) => Ok(timeline),
        Err(error) => Err(error::text(&error)),
    }
}
