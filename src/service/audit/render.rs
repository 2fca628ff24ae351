//! Values to proto: entries of the audit log, and how far it is whole.

use crate::{
    api::v1,
    broker::Verified,
    covenant::Covenants,
    domain::model::{
        audit::{AuditEntry, Subject},
        party::{Origin, Party},
    },
    service::shown::{instant, recipient},
};

/// An entry in its place.
pub(super) fn entry(
    covenant: &Covenants,
    viewer: &Party,
    position: u64,
    entry: &AuditEntry,
) -> v1::AuditEntry {
    let actor = entry.actor.as_ref();
    v1::AuditEntry {
        position,
        at: Some(instant(entry.at)),
        actor: actor.map(|actor| recipient(covenant, viewer, &actor.party)),
        professional: actor.map_or_else(String::new, |actor| actor.professional.clone()),
        origin: actor.map_or_else(String::new, |actor| origin(&actor.origin)),
        call: entry.action.clone(),
        result: entry.result.clone(),
        ground: entry.ground.clone(),
        subjects: entry.subjects.iter().map(subject).collect(),
    }
}

/// On what something was done. Of a person only that there was one: by a pseudonym the auditor could
/// join what several organisations registered.
fn subject(subject: &Subject) -> String {
    match subject {
        Subject::Person(_) => "person".to_owned(),
        other => other.to_string(),
    }
}

/// By what somebody is known who acted.
fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Certificate(serial) => format!("certificate {serial}"),
        Origin::Session(session) => format!("session {session}"),
    }
}

/// How far the chain is whole.
pub(super) fn verified(done: Verified) -> v1::VerifyAuditChainResponse {
    v1::VerifyAuditChainResponse {
        complete: done.problem.is_none() && done.to == done.head,
        verified_to: done.to.to_string(),
        head: done.head.to_string(),
        problem: done.problem.unwrap_or_default(),
        chains: done.chains,
        chain: done.chain,
    }
}
