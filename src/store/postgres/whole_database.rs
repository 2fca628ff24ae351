//! How is a database read as a whole, and filled from another store? In one transaction: all of it or
//! nothing, whatever happens on the way.

use async_trait::async_trait;
use tokio_postgres::{Error, Row, types::ToSql};

use crate::store::{
    audit_chain::{GENESIS, Head, Sealed},
    audit_marks, codec,
    walk::{self, Deadline, Listed, PAGE, Page, Pair, Source, Target},
};

use super::{
    connect::{Connector, Options},
    error::{self, OpenError},
    schema,
    session::Session,
    transaction,
};

/// Behind every key.
const LAST: &[u8] = &[0xff];

/// Nobody else may write meanwhile; a broker that starts waits.
const LOCK: &str = "LOCK TABLE record, listed, deadline, inbox, notification, broker, audit \
    IN EXCLUSIVE MODE";

const USED: &str = "SELECT EXISTS (SELECT 1 FROM record) OR EXISTS (SELECT 1 FROM inbox) \
    OR EXISTS (SELECT 1 FROM audit) OR EXISTS (SELECT 1 FROM listed) \
    OR EXISTS (SELECT 1 FROM deadline) OR EXISTS (SELECT 1 FROM notification)";

/// Whether brokers are connected to this database; this session left out.
const BROKERS: &str = "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE \
    datname = current_database() AND pid <> pg_backend_pid() \
    AND application_name = current_setting('application_name'))";

const INBOXES: &str = "SELECT inbox, last FROM inbox WHERE inbox > $1 ORDER BY inbox LIMIT $2";
const FIRST_NOTIFICATIONS: &str =
    "SELECT inbox, sequence, value FROM notification ORDER BY inbox, sequence LIMIT $1";
const NOTIFICATIONS: &str = "SELECT inbox, sequence, value FROM notification \
    WHERE (inbox, sequence) > ($1, $2) ORDER BY inbox, sequence LIMIT $3";
const ABSENT: &str = "SELECT (SELECT count(*) FROM unnest($1::bytea[], $2::bytea[]) AS t (list, id) \
        WHERE NOT EXISTS (SELECT 1 FROM listed AS l WHERE l.list = t.list AND l.id = t.id)) \
    + (SELECT count(*) FROM unnest($3::bigint[], $4::bytea[]) AS t (at, key) \
        WHERE NOT EXISTS (SELECT 1 FROM deadline AS d WHERE d.at = t.at AND d.key = t.key))";
const DERIVED: &str = "SELECT (SELECT count(*) FROM listed), (SELECT count(*) FROM deadline)";

/// A database in one transaction.
pub(in crate::store) struct Whole {
    session: Session,
}

impl Whole {
    /// Begins to read, as everything is at this moment. Brokers may go on.
    ///
    /// # Errors
    /// The database cannot be reached, or its tables are not those of this program.
    pub(in crate::store) async fn read(options: &Options) -> Result<Self, OpenError> {
        Self::begin(options, &["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"], false).await
    }

    /// The same when nothing may change meanwhile.
    ///
    /// # Errors
    /// As [`Self::read`], and when brokers are connected.
    pub(in crate::store) async fn read_at_rest(options: &Options) -> Result<Self, OpenError> {
        let whole = Self::read(options).await?;
        whole.at_rest().await?;
        Ok(whole)
    }

    /// Begins to fill a database that holds nothing yet; its tables are made when they are not there.
    ///
    /// # Errors
    /// As [`Self::read`], and when it is not empty.
    pub(in crate::store) async fn fill(options: &Options) -> Result<Self, OpenError> {
        let whole = Self::begin(options, &["BEGIN", LOCK], true).await?;
        whole.at_rest().await?;
        let used = whole.session.client.query_one(USED, &[]).await;
        let used: bool = used.map_err(|error| unreadable(&error))?.get(0);
        if used {
            let why = "the database is not empty: name another one, or make a new schema for it";
            return Err(OpenError::Setting(why.to_owned()));
        }
        Ok(whole)
    }

    async fn at_rest(&self) -> Result<(), OpenError> {
        let busy = self.session.client.query_one(BROKERS, &[]).await;
        if busy.map_err(|error| unreadable(&error))?.get(0) {
            let why = "brokers are connected to the database: stop them all first";
            return Err(OpenError::Setting(why.to_owned()));
        }
        Ok(())
    }

    async fn begin(options: &Options, sql: &[&str], make: bool) -> Result<Self, OpenError> {
        let connector = Connector::new(options)?;
        let mut session = connector.connect().await.map_err(OpenError::Unreachable)?;
        if make {
            schema::migrate(&mut session.client).await?;
        } else {
            let newest = schema::newest(&session.client).await?;
            if newest == 0 {
                let why = "there is no store in the database; name the one of [store] url";
                return Err(OpenError::Setting(why.to_owned()));
            }
        }
        let session = session.prepared(false).await.map_err(|error| unreadable(&error))?;
        // The other side may be slow: this transaction is idle while it is waited for.
        let patient = "SET idle_in_transaction_session_timeout = 0";
        for sql in std::iter::once(&patient).chain(sql) {
            session.client.batch_execute(sql).await.map_err(|error| unreadable(&error))?;
        }
        Ok(Self { session })
    }

    /// Makes everything that was written durable.
    ///
    /// # Errors
    /// It is not known whether it was done: look before trying again.
    pub(in crate::store) async fn commit(self) -> Result<(), String> {
        self.session.client.batch_execute("COMMIT").await.map_err(|error| {
            format!("it is not known whether it was written ({}): look first", error::text(&error))
        })
    }

    async fn query(&self, sql: &str, params: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, String> {
        self.session.client.query(sql, params).await.map_err(|error| error::text(&error))
    }
}

fn unreadable(error: &Error) -> OpenError {
    OpenError::Unreachable(error::text(error))
}

/// In the database an inbox is named by the beginning of its keys: a letter, then the party.
fn column(party: &[u8]) -> Vec<u8> {
    [b"N", party].concat()
}

fn party(column: &[u8]) -> Vec<u8> {
    column.get(1..).unwrap_or_default().to_vec()
}

fn most() -> i64 {
    i64::try_from(PAGE).expect("a page is small")
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[async_trait]
impl Source for Whole {
    async fn records(&mut self, after: &[u8]) -> Result<Vec<Pair>, String> {
        let scan = &self.session.statements().scan;
        let rows = self.session.client.query(scan, &[&after, &LAST, &most()]).await;
        let rows = rows.map_err(|error| error::text(&error))?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    async fn inboxes(&mut self, after: &[u8]) -> Result<Vec<(Vec<u8>, u64)>, String> {
        let rows = self.query(INBOXES, &[&column(after), &most()]).await?;
        let inbox = |row: &Row| (party(row.get(0)), row.get::<_, i64>(1).cast_unsigned());
        Ok(rows.iter().map(inbox).collect())
    }

    async fn notifications(
        &mut self,
        after: Option<(&[u8], u64)>,
    ) -> Result<Vec<(Vec<u8>, u64, Vec<u8>)>, String> {
        let rows = match after {
            None => self.query(FIRST_NOTIFICATIONS, &[&most()]).await?,
            Some((inbox, sequence)) => {
                self.query(NOTIFICATIONS, &[&column(inbox), &signed(sequence), &most()]).await?
            }
        };
        let notification = |row: &Row| {
            (party(row.get(0)), row.get::<_, i64>(1).cast_unsigned(), row.get::<_, Vec<u8>>(2))
        };
        Ok(rows.iter().map(notification).collect())
    }

    async fn chains(&mut self) -> Result<Vec<(String, Head)>, String> {
        let brokers = &self.session.statements().brokers;
        let rows = self.session.client.query(brokers, &[]).await;
        let rows = rows.map_err(|error| error::text(&error))?;
        let mut chains = Vec::new();
        for row in &rows {
            let name: String = row.get(0);
            let head = transaction::head(row, 1);
            let head =
                head.ok_or_else(|| format!("the end of the audit chain {name} is damaged"))?;
            if head.position > 0 {
                chains.push((name, head));
            }
        }
        Ok(chains)
    }

    async fn audit(&mut self, chain: &str, after: u64) -> Result<Vec<Sealed>, String> {
        let audit = &self.session.statements().audit;
        let rows = self.session.client.query(audit, &[&chain, &signed(after), &most()]).await;
        let rows = rows.map_err(|error| error::text(&error))?;
        let sealed = |row: &Row| {
            let position = row.get::<_, i64>(0).cast_unsigned();
            let hash = row.get::<_, Vec<u8>>(1).try_into();
            let hash = hash.map_err(|_| format!("audit entry {position} of {chain} is damaged"))?;
            Ok(Sealed { position, encoded: row.get(2), hash })
        };
        rows.iter().map(sealed).collect()
    }

    async fn absent(&mut self, lists: Vec<Listed>, due: Vec<Deadline>) -> Result<u64, String> {
        let (lists, ids): (Vec<_>, Vec<_>) = lists.into_iter().unzip();
        let (times, keys): (Vec<_>, Vec<_>) = due.into_iter().unzip();
        let rows = self.query(ABSENT, &[&lists, &ids, &times, &keys]).await?;
        Ok(rows.first().map_or(0, |row| row.get::<_, i64>(0).cast_unsigned()))
    }

    async fn derived(&mut self) -> Result<(u64, u64), String> {
        let rows = self.query(DERIVED, &[]).await?;
        let count = |row: &Row, column| row.get::<_, i64>(column).cast_unsigned();
        Ok(rows.first().map_or((0, 0), |row| (count(row, 0), count(row, 1))))
    }
}

#[async_trait]
impl Target for Whole {
    async fn write(&mut self, page: Page) -> Result<(), String> {
        let (client, s) = (&self.session.client, self.session.statements());
        let failed = |error: Error| error::text(&error);
        match page {
            Page::Records(rows) => {
                let (mut lists, mut due) = (Vec::new(), Vec::new());
                for (key, value) in &rows {
                    let (_, record) = codec::read_record(value).map_err(|e| e.to_string())?;
                    walk::derive(key, &record, &mut lists, &mut due);
                }
                // A version of another store is as good as one drawn by lot: none comes again.
                let (keys, values): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
                client.execute(&s.insert_records, &[&keys, &values]).await.map_err(failed)?;
                let (lists, ids): (Vec<_>, Vec<_>) = lists.into_iter().unzip();
                client.execute(&s.insert_listed, &[&lists, &ids]).await.map_err(failed)?;
                let (times, of): (Vec<_>, Vec<_>) = due.into_iter().unzip();
                client.execute(&s.insert_deadlines, &[&times, &of]).await.map_err(failed)?;
            }
            Page::Inboxes(rows) => {
                let rows = rows.into_iter().map(|(inbox, last)| (column(&inbox), signed(last)));
                let (inboxes, last): (Vec<_>, Vec<_>) = rows.unzip();
                client.execute(&s.insert_heads, &[&inboxes, &last]).await.map_err(failed)?;
            }
            Page::Notifications(rows) => {
                let (mut inboxes, mut sequences, mut values) = (Vec::new(), Vec::new(), Vec::new());
                for (inbox, sequence, value) in rows {
                    inboxes.push(column(&inbox));
                    sequences.push(signed(sequence));
                    values.push(value);
                }
                let params: [&(dyn ToSql + Sync); 3] = [&inboxes, &sequences, &values];
                client.execute(&s.insert_notifications, &params).await.map_err(failed)?;
            }
            Page::Audit(chain, entries) => {
                let Some(end) = entries.last() else { return Ok(()) };
                let (end, hash) = (signed(end.position), end.hash.to_vec());
                let start = GENESIS.as_slice();
                client.execute(&s.enter_broker, &[&chain, &start]).await.map_err(failed)?;
                client.execute(&s.move_chain, &[&chain, &end, &hash]).await.map_err(failed)?;
                let (mut positions, mut hashes) = (Vec::new(), Vec::new());
                let (mut texts, mut marks) = (Vec::new(), Vec::new());
                for sealed in entries {
                    positions.push(signed(sealed.position));
                    hashes.push(sealed.hash.to_vec());
                    marks.push(transaction::array(&audit_marks::of_sealed(&sealed)));
                    texts.push(sealed.encoded);
                }
                let params: [&(dyn ToSql + Sync); 5] =
                    [&chain, &positions, &hashes, &texts, &marks];
                client.execute(&s.insert_audit, &params).await.map_err(failed)?;
            }
        }
        Ok(())
    }
}
