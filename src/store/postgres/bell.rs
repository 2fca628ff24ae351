//! How do brokers tell each other that they wrote? By `NOTIFY`, on a session beside the commits:
//! inside of one it would make all commits of the database wait for each other. It is a hint only.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::Notify,
    time::{sleep, timeout},
};
use tokio_postgres::Error;

use super::{session::Session, shared::Shared};

/// However many batches are written, others are told no more often than this.
const REST: Duration = Duration::from_millis(20);
/// A server that does not answer for so long is looked for anew.
const SILENT: Duration = Duration::from_secs(5);
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
    let begin = async {
        session.client.batch_execute("SET synchronous_commit = off; LISTEN verwijspunt").await?;
        session.client.prepare("SELECT pg_notify('verwijspunt', $1)").await
    };
    let Ok(tell) = timeout(SILENT, begin).await else { return Ok(()) };
    let tell = tell?;
    loop {
        tokio::select! {
            () = session.heard.notified.notified() => word.notify_one(),
            () = shared.wrote.notified() => {
                let who = [&shared.broker as _];
                let told = timeout(SILENT, session.client.execute(&tell, &who)).await;
                let Ok(told) = told else { return Ok(()) };
                told?;
                sleep(REST).await;
            }
            () = session.ended.cancelled() => return Ok(()),
            // A server that was cut off ends nothing and says nothing: is there another by now?
            () = sleep(SILENT) => {
                if shared.connector.timeline() > session.timeline {
                    return Ok(());
                }
            }
        }
    }
}
