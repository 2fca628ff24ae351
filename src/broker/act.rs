//! Who acts, what it is called in the audit log, and on what?

use crate::domain::{
    model::{
        audit::{Actor, AuditEntry, Subject},
        time::Time,
    },
    rules::{
        access::{Call, Caller, Permit},
        concerned::Concerned,
    },
    state::{effects::Effects, loaded::Loaded, receipt::Request},
};

/// An act: a call of somebody who may make it, or a deadline that the broker works off.
pub(super) struct Act<'a> {
    pub(super) actor: Option<&'a Caller>,
    pub(super) action: &'static str,
    pub(super) subjects: Vec<Subject>,
    /// The call, when it is one: it says whether the persons among the subjects are asked about.
    pub(super) call: Option<Call>,
    /// The proof that it may be made.
    pub(super) permit: Option<&'a Permit>,
    /// By which request, for a call that may come again.
    pub(super) request: Option<&'a Request>,
}

impl<'a> Act<'a> {
    /// A call.
    pub(super) fn of(permit: &'a Permit, subjects: Vec<Subject>) -> Self {
        let call = permit.call();
        Self {
            actor: Some(permit.caller()),
            action: call.name(),
            subjects,
            call: Some(call),
            permit: Some(permit),
            request: None,
        }
    }

    /// A call that is answered once more when its request comes again.
    pub(super) fn by(permit: &'a Permit, request: &'a Request, subjects: Vec<Subject>) -> Self {
        Self { request: Some(request), ..Self::of(permit, subjects) }
    }

    /// An act of the broker itself.
    pub(super) fn of_broker(action: &'static str, subjects: Vec<Subject>) -> Self {
        Self { actor: None, action, subjects, call: None, permit: None, request: None }
    }

    /// The attempt of a caller who may not make the call.
    pub(super) fn turned_away(caller: &'a Caller, call: Call) -> Self {
        Self { actor: Some(caller), ..Self::of_broker(call.name(), Vec::new()) }
    }

    /// The entry, on these subjects and on this ground.
    pub(super) fn entry(
        &self,
        result: &str,
        ground: String,
        subjects: Vec<Subject>,
        at: Time,
    ) -> AuditEntry {
        let actor = self.actor.map(|caller| Actor {
            party: caller.party.clone(),
            behind: caller.behind,
            professional: caller.professional.clone(),
            origin: caller.origin.clone(),
        });
        let (action, result) = (self.action.to_owned(), result.to_owned());
        AuditEntry { at, actor, action, result, ground, subjects }
    }

    pub(super) fn concerned<'b>(
        &'b self,
        loaded: &'b Loaded,
        effects: &'b Effects,
    ) -> Concerned<'b> {
        let by = self.actor.map(|caller| &caller.party);
        Concerned { named: &self.subjects, by, loaded, effects }
    }
}
