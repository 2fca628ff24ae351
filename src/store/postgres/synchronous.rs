//! Is there a standby without which nothing is confirmed?

use super::{
    error::{Remedy, remedy},
    session::Session,
};

/// Standbys that commits wait for and that keep up; those whose state this user may not see; and
/// whether commits of this session wait at all.
pub(super) const STANDBYS: &str = "SELECT \
    count(*) FILTER (WHERE sync_state IN ('sync', 'quorum') AND state = 'streaming'), \
    count(*) FILTER (WHERE sync_state IS NULL), \
    current_setting('synchronous_standby_names') <> '' \
        AND current_setting('synchronous_commit') IN ('on', 'remote_apply') \
    FROM pg_stat_replication";

/// Refuses, where a standby is required, when a commit could be confirmed by this server alone.
///
/// # Errors
/// What is missing, and what to do.
pub(super) async fn check(session: &Session) -> Result<(), Remedy> {
    let Some(standbys) = &session.standbys else { return Ok(()) };
    let row = session.client.query_one(standbys, &[]).await;
    let row = row.map_err(|error| remedy(&error).of_the_session())?;
    match missing(row.get(0), row.get(1), row.get(2)) {
        None => Ok(()),
        Some(why) => Err(Remedy::Reconnect(why.to_owned())),
    }
}

fn missing(standbys: i64, hidden: i64, waits: bool) -> Option<&'static str> {
    match (standbys, hidden, waits) {
        (_, _, false) => Some("the server has no synchronous_standby_names: set it"),
        (1.., _, true) => None,
        (_, 1.., true) => {
            Some("the standbys' state is hidden: GRANT pg_monitor to the user of [store] url")
        }
        (_, _, true) => {
            Some("no synchronous standby is connected: start one, or look why it does not stream")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_standby_that_commits_wait_for_will_do() {
        assert_eq!(missing(1, 0, true), None);
        assert_eq!(missing(2, 1, true), None);
        for (standbys, hidden, waits) in [(0, 0, true), (0, 2, true), (1, 0, false), (0, 0, false)]
        {
            assert!(missing(standbys, hidden, waits).is_some(), "{standbys} {hidden} {waits}");
        }
    }
}
