//! What does a decision have before it, and what does it leave behind?

use uuid::Uuid;

use crate::domain::{
    model::{
        ids::{FreshIds, NotificationId},
        notification::{Event, Notification},
        party::{Oin, Party},
        refusal::Refusal,
        time::{Day, Time},
    },
    rules::access::Permit,
    state::{
        effects::Effects,
        facts::Facts,
        lookup::Lookup,
        receipt::{Answer, KEPT_MS, Receipt, Request},
    },
};

/// One decision under way: what is known, who asks and when, and what will be changed and told. Every
/// rule that changes something works on one of these.
pub struct Context<'a> {
    /// What was loaded for it.
    pub facts: &'a Facts,
    /// When it is taken.
    pub now: Time,
    /// What it changes.
    pub effects: Effects,
    permit: Option<&'a Permit>,
    request: Option<&'a Request>,
    ids: FreshIds,
}

impl<'a> Context<'a> {
    /// A decision of the broker itself, when a deadline has come.
    #[must_use]
    pub fn new(facts: &'a Facts, ids: FreshIds, now: Time) -> Self {
        Self { facts, now, effects: Effects::default(), permit: None, request: None, ids }
    }

    /// The same for a caller, who may ask by a request that can come again.
    #[must_use]
    pub fn asked_by(self, permit: Option<&'a Permit>, request: Option<&'a Request>) -> Self {
        Self { permit, request, ..self }
    }

    /// The day on which it is taken.
    #[must_use]
    pub fn today(&self) -> Day {
        self.now.day()
    }

    /// The proof that somebody may ask for this.
    ///
    /// # Errors
    /// Nobody asks: the broker decides by itself.
    pub fn permit(&self) -> Result<&'a Permit, Refusal> {
        self.permit.ok_or(Refusal::NotAllowed)
    }

    /// Who asks.
    ///
    /// # Errors
    /// Nobody does.
    pub fn party(&self) -> Result<&'a Party, Refusal> {
        Ok(self.permit()?.party())
    }

    /// The organisation that asks.
    ///
    /// # Errors
    /// An office does, or nobody.
    pub fn organisation(&self) -> Result<Oin, Refusal> {
        self.permit()?.organisation()
    }

    /// An id that was never used.
    pub fn fresh(&mut self) -> Uuid {
        self.ids.take()
    }

    /// Tells somebody that something happened.
    pub fn tell(&mut self, party: Party, event: Event) {
        let id = NotificationId(self.fresh());
        self.effects.notify.push((party, Notification { id, at: self.now, event }));
    }

    /// What was answered to this request before, when it comes again.
    ///
    /// # Errors
    /// The request id was used for something else.
    pub fn replayed(&self) -> Result<Option<&'a Answer>, Refusal> {
        // Without a request nobody could be answered twice: whoever calls the rule has forgotten it.
        let request = self.request.ok_or(Refusal::FactMissing)?;
        match self.facts.receipt(&request.key) {
            None => Ok(None),
            Some(receipt) if receipt.fingerprint == request.fingerprint => {
                Ok(Some(&receipt.answer))
            }
            Some(_) => Err(Refusal::RequestIdReused),
        }
    }

    /// Keeps the answer to this request, for when it comes again.
    pub fn keep(&mut self, answer: Answer) {
        if let Some(request) = self.request {
            self.keep_for(request, answer);
        }
    }

    /// Keeps an answer to another request, as if that had come.
    pub fn keep_for(&mut self, request: &Request, answer: Answer) {
        let (fingerprint, expires) = (request.fingerprint, self.now.plus_ms(KEPT_MS));
        self.effects.put_receipt(request.key.clone(), Receipt { fingerprint, answer, expires });
    }
}
