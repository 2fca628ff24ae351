//! What would the same registration cost done the ordinary way? A client of the database for each
//! request in flight, one transaction each: insert, select who matches, insert the notifications,
//! notify, commit. No RPC, no TLS, no audit log; and no locks, so that two who come at once do not see
//! each other.

use std::sync::{
    Mutex,
    atomic::{AtomicU64, Ordering},
};

use futures::stream::{FuturesUnordered, StreamExt as _};
use tokio_postgres::{Client, NoTls, Statement, types::ToSql};
use uuid::Uuid;

use crate::{
    IN_FLIGHT,
    common::window::{Window, window},
};

const TABLES: &str = "
    CREATE SCHEMA peer;
    SET search_path = peer;
    CREATE TABLE involvement (
        id bytea PRIMARY KEY, organisation text NOT NULL, card text NOT NULL, area text NOT NULL,
        start_date text NOT NULL, end_date text NOT NULL
    );
    CREATE TABLE member (
        person bytea NOT NULL, involvement bytea NOT NULL, organisation text NOT NULL,
        PRIMARY KEY (person, involvement)
    );
    CREATE TABLE notification (
        inbox text NOT NULL, sequence bigserial, own bytea NOT NULL, other bytea NOT NULL,
        PRIMARY KEY (inbox, sequence)
    );";

const INSERT: &str = "
    INSERT INTO involvement (id, organisation, card, area, start_date, end_date)
    VALUES ($1, $2, $3, 'zeeburg', '2026-01-01', '2028-01-01')";
const MEMBERS: &str = "
    INSERT INTO member (person, involvement, organisation)
    SELECT unnest($1::bytea[]), $2, $3";
const MATCHES: &str = "
    SELECT DISTINCT involvement, organisation FROM member
    WHERE person = ANY($1) AND organisation <> $2";
const NOTIFY: &str = "
    INSERT INTO notification (inbox, own, other)
    SELECT unnest($1::text[]), unnest($2::bytea[]), $3";

/// As much as the broker keeps of whom to call.
const CARD: &str = "p-17|Saskia de Wit|school social worker|020-5550101|s.dewit@school.example";

/// A session with its prepared statements.
struct Session {
    client: Client,
    insert: Statement,
    members: Statement,
    matches: Statement,
    notify: Statement,
}

/// As many sessions as there are requests in flight.
pub struct Peer {
    sessions: Vec<Session>,
    next: AtomicU64,
    waiting: Mutex<Vec<u64>>,
}

/// 16 bytes for a person, as a pseudonym has.
fn person(number: u64) -> Vec<u8> {
    let mixed = crate::common::Chance(number).next();
    [mixed.to_be_bytes(), number.to_be_bytes()].concat()
}

impl Peer {
    /// Makes the tables and connects.
    pub async fn start(url: &str) -> Self {
        let connect = async || {
            let (client, connection) =
                tokio_postgres::connect(url, NoTls).await.expect("the server is there");
            tokio::spawn(connection);
            client
        };
        connect().await.batch_execute(TABLES).await.expect("new tables");
        let mut sessions = Vec::new();
        for _ in 0..IN_FLIGHT {
            let client = connect().await;
            client.batch_execute("SET search_path = peer").await.expect("a schema");
            let prepare = async |sql| client.prepare(sql).await.expect("a statement");
            let (insert, members) = (prepare(INSERT).await, prepare(MEMBERS).await);
            let (matches, notify) = (prepare(MATCHES).await, prepare(NOTIFY).await);
            sessions.push(Session { client, insert, members, matches, notify });
        }
        Self { sessions, next: AtomicU64::new(1), waiting: Mutex::default() }
    }

    fn fresh(&self) -> u64 {
        self.next.fetch_add(3, Ordering::Relaxed)
    }

    /// Registers a family of three. Returns how many others were found.
    async fn register(&self, session: usize, family: u64, organisation: usize) -> usize {
        let Session { client, insert, members, matches, notify } = &self.sessions[session];
        let id = Uuid::now_v7().as_bytes().to_vec();
        let organisation = crate::common::place::oin(organisation);
        let persons: Vec<Vec<u8>> = (0..3).map(|at| person(family + at)).collect();
        let done = async {
            client.batch_execute("BEGIN").await?;
            client.execute(insert, &[&id, &organisation, &CARD]).await?;
            client.execute(members, &[&persons, &id, &organisation]).await?;
            let found = client.query(matches, &[&persons, &organisation]).await?;
            if !found.is_empty() {
                let inboxes: Vec<String> = found.iter().map(|row| row.get(1)).collect();
                let own: Vec<Vec<u8>> = found.iter().map(|row| row.get(0)).collect();
                let told: &[&(dyn ToSql + Sync)] = &[&inboxes, &own, &id];
                client.execute(notify, told).await?;
                client.batch_execute("NOTIFY bell").await?;
            }
            client.batch_execute("COMMIT").await?;
            Ok::<_, tokio_postgres::Error>(found.len())
        };
        done.await.expect("a transaction")
    }

    /// Families in which three are involved, as the same transactions would leave them.
    pub async fn prefill(&self, number: usize) {
        let made: Vec<u64> = (0..number).map(|_| self.fresh()).collect();
        for organisation in 1..=crate::joining::THERE {
            let each = made.chunks(made.len().div_ceil(self.sessions.len()).max(1)).enumerate();
            let filling = each.map(|(session, families)| async move {
                for family in families {
                    let found = self.register(session, *family, organisation).await;
                    assert_eq!(found, organisation - 1, "one after the other finds all");
                }
            });
            filling.collect::<FuturesUnordered<_>>().collect::<Vec<()>>().await;
        }
        self.waiting.lock().expect("no panic").extend(made);
    }

    /// A window in which the fourth organisation joins them.
    pub async fn join(&self) -> Window {
        // `window` gives each request in flight the place of its own session.
        window(self.sessions.len(), |session| {
            let family = self.waiting.lock().expect("no panic").pop()?;
            Some(async move {
                let found = self.register(session, family, 0).await;
                assert_eq!(found, crate::joining::THERE, "those who were there before are found");
            })
        })
        .await
    }

    /// Four organisations register each of some families at the same time. Returns how many of the
    /// pairs were found.
    pub async fn at_once(&self, families: usize) -> u64 {
        let found = AtomicU64::new(0);
        let together = self.sessions.len() / 4;
        for _ in 0..families.div_ceil(together) {
            let of_family = (0..together).map(|at| (at, self.fresh()));
            let all = of_family.flat_map(|(at, family)| (0..4).map(move |own| (at, family, own)));
            let found = &found;
            let registering = all.map(|(at, family, own)| async move {
                let others = self.register(4 * at + own, family, own).await;
                found.fetch_add(others as u64, Ordering::Relaxed);
            });
            registering.collect::<FuturesUnordered<_>>().collect::<Vec<()>>().await;
        }
        found.into_inner()
    }
}
