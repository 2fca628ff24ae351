//! SendConcernSignal, GetConcernSignal, ListConcernSignals, AnswerConcernSignal, RecordSignalOutcome.

use uuid::Uuid;

use crate::domain::{
    model::{audit::Subject, ids::SignalId, party::Party, signal::Signal, spoken::Spoken},
    rules::{
        access::Permit,
        signal::{
            answering::{self, SignalAnswer},
            outcome::{self, Known, Said},
            seeing,
            sending::{self, SendSignal, Surroundings},
        },
    },
    state::{
        lists::List,
        loaded::{Loaded, Needs},
        receipt::Request,
    },
};

use super::{Answered, Broker, Failure, Page, act::Act};

/// In which role signals are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignalRole {
    /// Sent by the caller.
    Sent,
    /// In the hands of the caller, or once in them.
    Received,
}

impl Broker {
    /// Sends a concern signal.
    ///
    /// # Errors
    /// See [`sending::send`]; or the store is failing.
    pub async fn send_signal(
        &self,
        permit: &Permit,
        command: &SendSignal,
    ) -> Result<Answered<Signal>, Failure> {
        let covenants = self.covenant.load();
        let mut subjects = vec![Subject::Signal(command.id)];
        subjects.extend(command.members.iter().map(|m| Subject::Person(m.identity.current)));
        self.change(
            Act::of(permit, subjects),
            |loaded| sending::needs(loaded, command),
            |ctx| {
                let covenant = covenants.governing(&command.area);
                let surroundings = Surroundings {
                    router: &|question| covenant.concern(question),
                    category: covenant.default_category(),
                    terms: covenant.terms(),
                };
                sending::send(ctx, command, &surroundings)
            },
        )
        .await
    }

    /// One signal that the caller may see.
    ///
    /// # Errors
    /// Unknown or not the caller's business; or the store is failing.
    pub async fn get_signal(&self, permit: &Permit, id: SignalId) -> Result<Signal, Failure> {
        self.drive(
            Act::of(permit, vec![Subject::Signal(id)]),
            |loaded| answering::needs(loaded, permit, id),
            |ctx| seeing::seen(ctx.facts, permit, id),
        )
        .await
    }

    /// Signals that the caller sent or received. An office has sent none.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn list_signals(
        &self,
        permit: &Permit,
        role: SignalRole,
        include_closed: bool,
        reference: Option<Spoken>,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<Signal>, Failure> {
        let list = match (role, permit.party(), include_closed || reference.is_some()) {
            (SignalRole::Sent, Party::Office(_), _) => {
                self.note(&Act::of(permit, Vec::new()), "OK", self.clock.now()).await?;
                return Ok(Page { entries: Vec::new(), next: None });
            }
            (SignalRole::Sent, Party::Organisation(oin), true) => List::SignalsSent(*oin),
            (SignalRole::Sent, Party::Organisation(oin), false) => List::SignalsSentOpen(*oin),
            (SignalRole::Received, party, true) => List::SignalsReceived(party.clone()),
            (SignalRole::Received, party, false) => List::SignalsReceivedOpen(party.clone()),
        };
        let shows = |signal: &Signal| seeing::within(permit, signal);
        if let Some(reference) = reference {
            let (ids, next) = self.spoken(&list, reference, after, limit).await?;
            let entries = self.entries(permit, &ids, shows).await?;
            return self.as_shown(permit, Page { entries, next }).await;
        }
        // Nothing of a colleague's is even a subject of the audit entry.
        if permit.only().is_some() {
            let (ids, next) = self.search(&list, after, limit, shows).await?;
            let entries = self.entries(permit, &ids, shows).await?;
            return self.as_shown(permit, Page { entries, next }).await;
        }
        let page = self.page(permit, &list, after, limit, shows).await?;
        self.as_shown(permit, page).await
    }

    /// Signals of a list with what else must be known before one is shown: which office directs now, and
    /// whether a shielded person is reached.
    async fn as_shown(&self, permit: &Permit, page: Page<Signal>) -> Result<Page<Signal>, Failure> {
        let ids: Vec<Uuid> = page.entries.iter().map(|(id, _)| *id).collect();
        let keys = |loaded: &Loaded| {
            let keys =
                ids.iter().flat_map(|id| seeing::keys_to_show(loaded, permit, SignalId(*id)));
            Needs::missing(loaded, keys.collect(), Vec::new())
        };
        let loaded = self.gather(&keys).await?;
        let shown = |id: Uuid| Some((id, seeing::as_shown(&loaded, permit, SignalId(id))?));
        Ok(Page { entries: ids.into_iter().filter_map(shown).collect(), next: page.next })
    }

    /// Answers a signal.
    ///
    /// # Errors
    /// See [`answering::answer`]; or the store is failing.
    pub async fn answer_signal(
        &self,
        permit: &Permit,
        request: &Request,
        id: SignalId,
        answer: &SignalAnswer,
    ) -> Result<Answered<Signal>, Failure> {
        let covenants = self.covenant.load();
        self.change(
            Act::by(permit, request, vec![Subject::Signal(id)]),
            |loaded| answering::needs(loaded, permit, id),
            |ctx| {
                let area = seeing::area(ctx.facts, &seeing::seen(ctx.facts, permit, id)?);
                let covenant = covenants.governing(&area);
                let (terms, is_party) = (covenant.terms(), |party: &_| covenant.has(party));
                answering::answer(ctx, id, answer, &is_party, terms)
            },
        )
        .await
    }

    /// Keeps what became of a signal.
    ///
    /// # Errors
    /// See [`outcome::record`]; or the store is failing.
    pub async fn record_outcome(
        &self,
        permit: &Permit,
        request: &Request,
        id: SignalId,
        said: &Said,
    ) -> Result<Answered<Signal>, Failure> {
        let covenants = self.covenant.load();
        self.change(
            Act::by(permit, request, vec![Subject::Signal(id)]),
            |loaded| answering::needs(loaded, permit, id),
            |ctx| {
                let area = seeing::area(ctx.facts, &seeing::seen(ctx.facts, permit, id)?);
                let covenant = covenants.governing(&area);
                let known = Known {
                    category: &|code| {
                        covenant.at_risk_category() != Some(code)
                            && covenant.category(code).is_some()
                    },
                    kind: &|kind| covenant.organisations().any(|party| party.kind == kind),
                    terms: covenant.terms(),
                };
                outcome::record(ctx, id, said, known)
            },
        )
        .await
    }
}
