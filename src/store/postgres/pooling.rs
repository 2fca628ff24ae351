//! Does a session keep what it sets? Behind a pooler that gives each transaction another one it does not.
//!
//! Settings would be those of somebody else, prepared statements unknown, and `LISTEN` would hear nothing: a commit might not
//! even be durable. Whether a pooler stands in between cannot be asked in a way that all of them answer, so it is tried: two
//! sessions each set a word of their own, and read it back after the other one has worked.

use tokio_postgres::{Client, Error, SimpleQueryMessage};
use uuid::Uuid;

use super::{connect::Connector, error, session::Session};

/// What is to be done about it.
const REFUSED: &str = "a pooler stands in between that gives each transaction another session (PgBouncer calls it \
    pool_mode = transaction): settings, prepared statements and LISTEN get lost. Connect to the database server itself, or to a \
    pool with pool_mode = session";

/// Refuses a database whose sessions are not the caller's own.
///
/// # Errors
/// A pooler was found, or there is no second session to look with.
pub(super) async fn refuse(connector: &Connector, session: &Session) -> Result<(), String> {
    let other = connector.connect().await?;
    let text = |error: Error| error::text(&error);
    let (mine, theirs) = (Uuid::new_v4(), Uuid::new_v4());
    set(&session.client, mine).await.map_err(text)?;
    set(&other.client, theirs).await.map_err(text)?;
    let kept = read(&session.client).await.map_err(text)? == mine.to_string()
        && read(&other.client).await.map_err(text)? == theirs.to_string();
    if kept { Ok(()) } else { Err(REFUSED.to_owned()) }
}

async fn set(client: &Client, word: Uuid) -> Result<(), Error> {
    client
        .batch_execute(&format!("SELECT set_config('verwijspunt.session', '{word}', false)"))
        .await
}

async fn read(client: &Client) -> Result<String, Error> {
    let answer = client.simple_query("SELECT current_setting('verwijspunt.session', true)").await?;
    let first = answer.into_iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    });
    Ok(first.unwrap_or_default())
}
