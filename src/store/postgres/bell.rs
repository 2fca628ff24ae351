//! How do brokers tell each other that they wrote? By `NOTIFY`, on a session beside the commits:
//! inside of one it would make all commits of the database wait for each other. It is a hint only.

use std::{sync::Arc, time::Duration};

use tokio::{sync::Notify, time::sleep};
use tokio_postgres::Error;

use super::{session::Session, shared::Shared};

/// However many batches are written, others are told no more often than this.
const REST: Duration = Duration::from_millis(20);
/// Between two attempts to connect.
const PAUSE: Duration = Duration::from_secs(1);

/// Listens to other brokers, ringing `word`, and tells them of what is written here. Goes on until
/// it is aborted.
pub(super) async fn run(shared: Arc<Shared>, word: Arc<Notify>) {
    loop {
        if let Ok(session) = shared.session().await
            && session.heard.own.set(shared.broker.clone()).is_ok()
        {
            // When it breaks, others were perhaps not heard: the next look finds what they wrote.
            drop(exchange(&session, &shared, &word).await);
        }
        sleep(PAUSE).await;
    }
}

async fn exchange(session: &Session, shared: &Shared, word: &Notify) -> Result<(), Error> {
    // A hint need not wait for any disk or standby.
    session.client.batch_execute("SET synchronous_commit = off; LISTEN verwijspunt").await?;
    let tell = session.client.prepare("SELECT pg_notify('verwijspunt', $1)").await?;
    loop {
        tokio::select! {
            () = session.heard.notified.notified() => word.notify_one(),
            () = shared.wrote.notified() => {
                session.client.execute(&tell, &[&shared.broker]).await?;
                sleep(REST).await;
            }
            () = session.ended.cancelled() => return Ok(()),
        }
    }
}
