//! The two round trips of a batch: lock and read, then write and commit; and the one that asks what
//! became of it.

use std::{collections::BTreeMap, sync::Arc};

use futures::future::{BoxFuture, join_all};
use tokio_postgres::{Error, Row};
use uuid::Uuid;

use crate::store::audit_chain::Head;

use super::{
    batch::{Locked, Standing, Touched, Writes},
    error::{Remedy, remedy},
    session::Session,
    shared::Shared,
    synchronous,
};

/// How a transaction ended.
pub(super) enum Outcome {
    Committed,
    /// Nothing of it happened, and the transaction is over.
    Undone(Remedy),
    /// The server did not say.
    Unknown(String),
}

/// Begins a transaction and locks what a batch touches, every kind of row in the order of keys.
/// What is absent is not locked: whoever inserts first wins, the other finds the key taken.
pub(super) async fn lock(
    session: &Session,
    shared: &Shared,
    touched: Touched,
) -> Result<Locked, Remedy> {
    session.warned();
    let (client, statements) = (&session.client, session.statements());
    let records: Vec<Vec<u8>> = touched.records.into_iter().collect();
    let heads: Vec<Vec<u8>> = touched.heads.into_iter().collect();
    let (params_chain, params_records, params_heads) =
        ([&shared.broker as _], [&records as _], [&heads as _]);
    let (begun, synchronous, chain, records, heads) = tokio::join!(
        client.batch_execute("BEGIN"),
        synchronous::check(session),
        client.query(&statements.lock_chain, &params_chain),
        client.query(&statements.lock_records, &params_records),
        client.query(&statements.lock_heads, &params_heads),
    );
    begun.map_err(|error| remedy(&error).of_the_session())?;
    synchronous?;
    let chain = chain.map_err(|error| remedy(&error).of_the_session())?;
    let records = records.map_err(|error| remedy(&error))?;
    let heads = heads.map_err(|error| remedy(&error))?;
    let last = |row: &Row| row.get::<_, i64>(1).cast_unsigned();
    Ok(Locked {
        records: records.iter().map(|row| (row.get(0), row.get(1))).collect(),
        heads: heads.iter().map(|row| (row.get(0), last(row))).collect(),
        chain: chain_head(&chain)?,
    })
}

fn chain_head(rows: &[Row]) -> Result<Head, Remedy> {
    let head = rows.first().and_then(|row| head(row, 0));
    head.ok_or_else(|| Remedy::GiveUp("this broker's row in the table broker is gone".to_owned()))
}

/// A position and, in the next column, a hash.
pub(super) fn head(row: &Row, column: usize) -> Option<Head> {
    let hash = row.get::<_, Vec<u8>>(column + 1).try_into().ok()?;
    Some(Head { position: row.get::<_, i64>(column).cast_unsigned(), hash })
}

/// Writes everything and commits, in one go.
pub(super) async fn write(session: Arc<Session>, broker: String, writes: Writes) -> Outcome {
    let Writes {
        insert,
        update,
        delete,
        new_heads,
        moved_heads,
        trims,
        notifications,
        listed,
        deadlines,
        audit,
        chain,
    } = writes;
    let (client, s) = (&session.client, session.statements());
    let pairs = |map: std::collections::BTreeMap<Vec<u8>, Vec<u8>>| -> (Vec<_>, Vec<_>) {
        map.into_iter().unzip()
    };
    let counts = |map: std::collections::BTreeMap<Vec<u8>, u64>| -> (Vec<Vec<u8>>, Vec<i64>) {
        map.into_iter().map(|(key, number)| (key, signed(number))).unzip()
    };
    let (insert, update) = (pairs(insert), pairs(update));
    let (new_heads, moved_heads, trims) = (counts(new_heads), counts(moved_heads), counts(trims));
    let mut appended = (Vec::new(), Vec::new(), Vec::new());
    for (inbox, sequence, value) in notifications {
        appended.0.push(inbox);
        appended.1.push(signed(sequence));
        appended.2.push(value);
    }
    let [enter, leave] = columns(&listed);
    let (enter, leave) = ((enter.0, bytes(enter.1)), (leave.0, bytes(leave.1)));
    let [set, unset] = columns(&deadlines);
    let mut sealed = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (entry, marks) in audit {
        sealed.0.push(signed(entry.position));
        sealed.1.push(entry.hash.to_vec());
        sealed.2.push(entry.encoded);
        sealed.3.push(array(&marks));
    }
    let end = (signed(chain.position), chain.hash.to_vec());

    let mut steps: Vec<BoxFuture<'_, Result<u64, Error>>> = Vec::new();
    macro_rules! step {
        ($rows:expr, $statement:ident, [$($param:expr),*]) => {
            if !$rows.is_empty() {
                steps.push(Box::pin(async {
                    client.execute(&s.$statement, &[$(&$param),*]).await
                }));
            }
        };
    }
    step!(insert.0, insert_records, [insert.0, insert.1]);
    step!(new_heads.0, insert_heads, [new_heads.0, new_heads.1]);
    step!(update.0, update_records, [update.0, update.1]);
    step!(delete, delete_records, [delete]);
    step!(moved_heads.0, update_heads, [moved_heads.0, moved_heads.1]);
    step!(trims.0, trim, [trims.0, trims.1]);
    step!(appended.0, insert_notifications, [appended.0, appended.1, appended.2]);
    step!(leave.0, delete_listed, [leave.0, leave.1]);
    step!(enter.0, insert_listed, [enter.0, enter.1]);
    step!(unset.0, delete_deadlines, [unset.0, unset.1]);
    step!(set.0, insert_deadlines, [set.0, set.1]);
    step!(sealed.0, insert_audit, [broker, sealed.0, sealed.1, sealed.2, sealed.3]);
    step!(end.1, move_chain, [broker, end.0, end.1]);
    let commit = async { client.batch_execute("COMMIT").await };
    // Polled in this order, so sent in this order; after one that fails the server does nothing more.
    let (written, committed) = futures::join!(join_all(steps), commit);
    finished(&session, written, committed)
}

/// Marks as the text of an array: arrays of several lengths cannot be unfolded into rows.
pub(super) fn array(marks: &[u64]) -> String {
    let marks: Vec<String> = marks.iter().map(|mark| mark.cast_signed().to_string()).collect();
    format!("{{{}}}", marks.join(","))
}

fn bytes(ids: Vec<&Uuid>) -> Vec<&[u8]> {
    ids.into_iter().map(|id| id.as_bytes().as_slice()).collect()
}

/// The entries that come, and those that go, of a list or of the deadlines; each as two columns.
fn columns<A, B>(entries: &BTreeMap<(A, B), Standing>) -> [(Vec<&A>, Vec<&B>); 2] {
    [true, false].map(|after| {
        let moved = entries.iter().filter(|(_, standing)| standing.before != standing.after);
        moved.filter(|(_, standing)| standing.after == after).map(|((a, b), _)| (a, b)).unzip()
    })
}

fn finished(
    session: &Session,
    written: Vec<Result<u64, Error>>,
    committed: Result<(), Error>,
) -> Outcome {
    let answered = |error: &&Error| error.as_db_error().is_some();
    let failed = written.iter().filter_map(|outcome| outcome.as_ref().err());
    if let Some(error) = failed.clone().find(answered) {
        return Outcome::Undone(remedy(error));
    }
    let lost = failed.chain(committed.as_ref().err()).next();
    match lost {
        Some(error) => match remedy(error) {
            Remedy::Again => Outcome::Undone(Remedy::Again),
            _ => Outcome::Unknown(super::error::text(error)),
        },
        // The wait for a standby was broken off: done here, and perhaps nowhere else.
        None if session.warned() => {
            Outcome::Unknown("the database warned while it committed".to_owned())
        }
        None => Outcome::Committed,
    }
}

/// Ends a transaction that is not wanted, so that the session can go on.
pub(super) async fn roll_back(session: &Session) -> Result<(), Remedy> {
    let ended = session.client.batch_execute("ROLLBACK").await;
    ended.map_err(|error| Remedy::Reconnect(super::error::text(&error)))
}

/// Commits something of no meaning behind everything this broker did before, and says where its
/// chain ends.
pub(super) async fn settle(session: Arc<Session>, broker: String) -> Result<Head, Remedy> {
    let (client, s) = (&session.client, session.statements());
    session.warned();
    let params = [&broker as _];
    let (begun, synchronous, chain, settled, committed) = tokio::join!(
        client.batch_execute("BEGIN"),
        synchronous::check(&session),
        client.query(&s.lock_chain, &params),
        client.execute(&s.settle, &params),
        client.batch_execute("COMMIT"),
    );
    begun.map_err(|error| remedy(&error).while_open())?;
    synchronous?;
    let chain = chain.map_err(|error| remedy(&error).while_open())?;
    settled.map_err(|error| remedy(&error).while_open())?;
    committed.map_err(|error| remedy(&error).while_open())?;
    if session.warned() {
        return Err(Remedy::Reconnect("the database warned while it committed".to_owned()));
    }
    chain_head(&chain)
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
