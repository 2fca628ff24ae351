//! How are entries of the audit log found by whom they are about? By the index of their marks; entries
//! from before that index get their marks by and by, and are looked through until then.

use std::{sync::Arc, time::Duration};

use tokio::time::sleep;
use tokio_postgres::Row;

use crate::{
    domain::model::audit::Subject,
    store::{
        audit_chain::{GENESIS, Sealed},
        audit_marks,
        contract::{Found, StoreError},
    },
};

use super::{reads::Reads, transaction};

/// Entries without marks that one search looks through, and that get their marks at a time.
const LOOKED_THROUGH: usize = 2_000;
/// Between two such lots: brokers have other things to do.
const PAUSE: Duration = Duration::from_millis(200);
/// After an error, and from then on after each other one.
const LATER: Duration = Duration::from_secs(60);

fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// An entry from a row: position, hash, encoded.
pub(super) fn sealed(row: &Row) -> Result<Sealed, StoreError> {
    let position = row.get::<_, i64>(0).cast_unsigned();
    let hash = row.get::<_, Vec<u8>>(1).try_into();
    let hash =
        hash.map_err(|_| StoreError::Refused(format!("audit entry {position} is damaged")))?;
    Ok(Sealed { position, encoded: row.get(2), hash })
}

/// Entries of a chain that are about one of these persons or involvements.
///
/// # Errors
/// The store is failing.
pub(super) async fn about(
    reads: &Reads,
    chain: &str,
    about: &[Subject],
    after: u64,
    limit: usize,
) -> Result<Found, StoreError> {
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let unmarked = reads.query(|s| async move {
        let params: [&(dyn tokio_postgres::types::ToSql + Sync); 3] =
            [&chain, &after, &count(LOOKED_THROUGH)];
        s.client.query(&s.statements().unmarked, &params).await
    });
    let unmarked = unmarked.await?;
    // Behind a full lot there may be more of them, so the search ends there.
    let full = unmarked.len() == LOOKED_THROUGH;
    let end = unmarked.last().map(|row| row.get::<_, i64>(0).cast_unsigned()).filter(|_| full);
    let marks: &Vec<i64> =
        &audit_marks::marks(about).into_iter().map(u64::cast_signed).collect::<Vec<_>>();
    // One more than is asked for tells whether there are more.
    let most = count(limit).saturating_add(1);
    let marked = reads.query(|s| async move {
        s.client.query(&s.statements().marked, &[&chain, marks, &after, &most]).await
    });
    let rows = marked.await?;
    let entries = unmarked.iter().chain(&rows).map(sealed);
    let mut entries: Vec<Sealed> = entries.collect::<Result<_, _>>()?;
    entries.retain(|sealed| {
        end.is_none_or(|end| sealed.position <= end) && audit_marks::is_about(sealed, about)
    });
    entries.sort_by_key(|sealed| sealed.position);
    // One that got its marks between the two queries is in both.
    entries.dedup_by_key(|sealed| sealed.position);
    let more = entries.len() > limit;
    entries.truncate(limit);
    let last = entries.last().map(|sealed| sealed.position);
    Ok(Found { entries, next: if more { last } else { end } })
}

/// Gives entries from before the index their marks, lot by lot, until none is left. Any number of
/// brokers may do so: they write the same.
pub(super) async fn mark_all(reads: Arc<Reads>) {
    loop {
        match mark_some(&reads).await {
            Ok(0) => return,
            Ok(_) => sleep(PAUSE).await,
            Err(error) => {
                tracing::warn!(%error, "older audit entries are not indexed yet; trying again later");
                sleep(LATER).await;
            }
        }
    }
}

async fn mark_some(reads: &Reads) -> Result<usize, StoreError> {
    let rows = reads.query(|s| async move {
        s.client.query(&s.statements().first_unmarked, &[&count(LOOKED_THROUGH)]).await
    });
    let rows = rows.await?;
    let (mut chains, mut positions, mut marks) = (Vec::new(), Vec::new(), Vec::new());
    for row in &rows {
        let position: i64 = row.get(1);
        let hash = GENESIS;
        let sealed = Sealed { position: position.cast_unsigned(), encoded: row.get(2), hash };
        marks.push(transaction::array(&audit_marks::of_sealed(&sealed)));
        chains.push(row.get::<_, String>(0));
        positions.push(position);
    }
    if !rows.is_empty() {
        let (chains, positions, marks) = (&chains, &positions, &marks);
        let written = reads.query(|s| async move {
            s.client.query(&s.statements().mark, &[chains, positions, marks]).await
        });
        written.await?;
    }
    Ok(rows.len())
}
