//! One page of a list: the records behind its ids, each with its place in the list, and each a subject
//! of the audit entry.

use uuid::Uuid;

use crate::domain::{
    model::{
        audit::Subject,
        case::Case,
        ids::{CaseId, InvolvementId, MatchId, ObjectionId, SignalId, TicketId},
        involvement::Involvement,
        matches::Match,
        rights::objection::Objection,
        signal::Signal,
        ticket::Ticket,
    },
    rules::access::Permit,
    state::{keys::Key, lists::List, loaded::Needs, lookup::Lookup},
};

use super::{Broker, Failure, act::Act};

/// One page of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page<T> {
    /// The entries, each with its place: a page may end behind any of them.
    pub entries: Vec<(Uuid, T)>,
    /// Where the next page begins: after this place. `None` when this was the last one.
    pub next: Option<Uuid>,
}

/// A kind of record that is listed by its ids.
pub(super) trait Listed: Clone + Send {
    fn key(id: Uuid) -> Key;
    fn subject(id: Uuid) -> Subject;
    fn found(look: &impl Lookup, id: Uuid) -> Option<&Self>;
}

macro_rules! listed {
    ($($kind:ident by $id:ident: $found:ident),* $(,)?) => {
        $(impl Listed for $kind {
            fn key(id: Uuid) -> Key {
                Key::$kind($id(id))
            }

            fn subject(id: Uuid) -> Subject {
                Subject::$kind($id(id))
            }

            fn found(look: &impl Lookup, id: Uuid) -> Option<&Self> {
                look.$found($id(id))
            }
        })*
    };
}

listed! {
    Case by CaseId: case,
    Involvement by InvolvementId: involvement,
    Match by MatchId: matched,
    Objection by ObjectionId: objection,
    Signal by SignalId: signal,
    Ticket by TicketId: ticket,
}

impl Broker {
    /// The next `limit` ids of a list after a place, and of the records behind them those that are
    /// to be shown.
    pub(super) async fn page<T: Listed>(
        &self,
        permit: &Permit,
        list: &List,
        after: Option<Uuid>,
        limit: usize,
        shows: impl Fn(&T) -> bool + Send + Sync,
    ) -> Result<Page<T>, Failure> {
        let ids = self.store.list(list, after, limit + 1).await?;
        let next = (ids.len() > limit).then(|| ids[limit - 1]);
        let entries = self.entries(permit, &ids[..ids.len().min(limit)], shows).await?;
        Ok(Page { entries, next })
    }

    /// The records behind these ids, as far as they are to be shown.
    pub(super) async fn entries<T: Listed>(
        &self,
        permit: &Permit,
        ids: &[Uuid],
        shows: impl Fn(&T) -> bool + Send + Sync,
    ) -> Result<Vec<(Uuid, T)>, Failure> {
        let keys: Vec<Key> = ids.iter().copied().map(T::key).collect();
        self.drive(
            Act::of(permit, ids.iter().copied().map(T::subject).collect()),
            |loaded| Needs::missing(loaded, keys.clone(), Vec::new()),
            |ctx| {
                let found = ids.iter().filter_map(|id| Some((*id, T::found(ctx.facts, *id)?)));
                let shown = found.filter(|(_, entry)| shows(*entry));
                Ok(shown.map(|(id, entry)| (id, entry.clone())).collect())
            },
        )
        .await
    }
}
