//! Which connections are open, with which certificate, and which of them must go?

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustls::pki_types::{CertificateDer, UnixTime};
use tokio_util::sync::CancellationToken;

use super::newcomers::{ConnectionId, Newcomers};
use super::tls::TlsMaterial;

/// All connections of the server.
#[derive(Debug, Default)]
pub struct Connections {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    next: ConnectionId,
    all: BTreeMap<ConnectionId, Entry>,
    /// Those that have not sent a request yet.
    pending: Newcomers,
}

#[derive(Debug)]
struct Entry {
    close: CancellationToken,
    serial: String,
    chain: Vec<CertificateDer<'static>>,
}

/// Whether a new connection gets in.
#[derive(Debug)]
pub(super) enum Admission {
    /// It does; `evicted` when another one without a request had to make room.
    Admitted { id: ConnectionId, close: CancellationToken, evicted: bool },
    /// All places are held by callers who did identify themselves.
    Full,
}

impl Connections {
    /// Takes in a new connection. When the places are taken, one that has not sent a request yet is
    /// closed: callers who do nothing cannot keep others out.
    /// The connection also closes when `abort` is cancelled.
    pub(super) fn admit(
        &self,
        from: IpAddr,
        max_connections: usize,
        max_pending: usize,
        abort: &CancellationToken,
    ) -> Admission {
        let mut state = self.lock();
        let full = state.all.len() >= max_connections;
        let mut evicted = false;
        if full || state.pending.len() >= max_pending {
            match state.pending.evict() {
                Some(other) => {
                    evicted = true;
                    if let Some(entry) = state.all.get(&other) {
                        entry.close.cancel();
                    }
                }
                None if full => return Admission::Full,
                None => {}
            }
        }
        let (id, close) = (state.next, abort.child_token());
        state.next += 1;
        let entry = Entry { close: close.clone(), serial: String::new(), chain: Vec::new() };
        state.all.insert(id, entry);
        state.pending.add(id, from);
        Admission::Admitted { id, close, evicted }
    }

    /// Remembers whose connection it is.
    pub(super) fn identified(
        &self,
        id: ConnectionId,
        serial: &str,
        chain: Vec<CertificateDer<'static>>,
    ) {
        if let Some(entry) = self.lock().all.get_mut(&id) {
            serial.clone_into(&mut entry.serial);
            entry.chain = chain;
        }
    }

    /// The connection has sent a request: it is no longer the first to go.
    pub(super) fn active(&self, id: ConnectionId) {
        self.lock().pending.remove(id);
    }

    /// The connection is gone.
    pub(super) fn gone(&self, id: ConnectionId) {
        let mut state = self.lock();
        state.pending.remove(id);
        state.all.remove(&id);
    }

    /// How many connections there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().all.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Closes those of a certificate, or all of them, at once, as when a line breaks. Returns how many.
    pub fn cut(&self, of: Option<&str>) -> usize {
        let state = self.lock();
        let meant = state.all.values().filter(|entry| of.is_none_or(|of| entry.serial == of));
        meant.map(|entry| entry.close.cancel()).count()
    }

    /// Whether one with this certificate is open.
    pub fn has(&self, serial: &str) -> bool {
        self.lock().all.values().any(|entry| entry.serial == serial)
    }

    /// Verifies every connection's certificate again and closes those that no longer pass:
    /// expired, revoked, or of an authority that is trusted no more. Returns how many.
    pub(super) async fn verify_again(&self, tls: &TlsMaterial, now: UnixTime) -> usize {
        let mut closed = 0;
        let mut after = None;
        // One at a time, without the lock: a signature takes longer than a connection may wait.
        while let Some((id, serial, chain, close)) = self.identified_after(after) {
            after = Some(id);
            if !tls.accepts(&chain, now) {
                tracing::info!(%serial, "connection closed: its certificate no longer verifies");
                close.cancel();
                closed += 1;
            }
            tokio::task::yield_now().await;
        }
        closed
    }

    fn identified_after(
        &self,
        after: Option<ConnectionId>,
    ) -> Option<(ConnectionId, String, Vec<CertificateDer<'static>>, CancellationToken)> {
        let from = after.map_or(0, |id| id + 1);
        let state = self.lock();
        let (id, entry) = state.all.range(from..).find(|(_, e)| !e.chain.is_empty())?;
        Some((*id, entry.serial.clone(), entry.chain.clone(), entry.close.clone()))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admit(connections: &Connections) -> Option<(ConnectionId, CancellationToken)> {
        let from = IpAddr::from([192, 0, 2, 1]);
        match connections.admit(from, 3, 2, &CancellationToken::new()) {
            Admission::Admitted { id, close, .. } => Some((id, close)),
            Admission::Full => None,
        }
    }

    #[test]
    fn a_silent_connection_makes_room() {
        let connections = Connections::default();
        let (first, first_close) = admit(&connections).expect("a place");
        let (_, second_close) = admit(&connections).expect("a place");
        connections.active(first);
        let (_, third_close) = admit(&connections).expect("a place");
        assert!(!first_close.is_cancelled() && !second_close.is_cancelled());
        admit(&connections).expect("a place");
        let closed = [&first_close, &second_close, &third_close].map(|it| it.is_cancelled());
        assert_eq!(closed.iter().filter(|closed| **closed).count(), 1);
        assert!(!closed[0], "it has sent a request");
    }

    #[test]
    fn active_connections_are_never_evicted() {
        let connections = Connections::default();
        let ids: Vec<_> = (0..3).map(|_| admit(&connections).expect("a place").0).collect();
        ids.iter().for_each(|id| connections.active(*id));
        // The first was told to go when the third came, but holds its place until it is gone.
        assert!(admit(&connections).is_none());
        connections.gone(ids[0]);
        assert!(admit(&connections).is_some());
    }
}
