//! Who is served while a store lacks what was said since the backup that it was restored from?
//!
//! Such a store shows what was destroyed since, and whoever was shielded since. Until that was said again
//! nobody reads in it.

use crate::domain::model::refusal::Refusal;

use super::access::{Call, Caller, TurnedAway};

/// What destroys or hides, and what is needed to say it again.
pub const SAID_AGAIN: &[Call] = &[
    // A child may be shielded through its parent, and a match by a parent who is none is destroyed.
    Call::RecordParents,
    Call::RecordShielding,
    Call::RecordDeath,
    Call::EndInvolvement,
    Call::RegisterObjection,
    Call::DecideObjection,
    Call::GetObjection,
    Call::ListObjections,
];

/// Lets through whoever says again what destroys or hides.
///
/// # Errors
/// It is another call: it must wait.
pub fn admit(caller: Caller, call: Call) -> Result<Caller, TurnedAway> {
    if SAID_AGAIN.contains(&call) { Ok(caller) } else { Err(Box::new((caller, Refusal::Restored))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        model::party::{Oin, Party},
        rules::access::{CALLS, CallerKind},
    };

    #[test]
    fn of_a_restored_store_nobody_reads_more_than_objections() {
        let party = Party::Organisation(Oin::parse("00000001003214345000").expect("an OIN"));
        let caller = Caller::by_certificate(CallerKind::Organisation, party, "p1", "01");
        let served: Vec<_> =
            CALLS.iter().filter(|call| admit(caller.clone(), **call).is_ok()).collect();
        assert_eq!(served.len(), SAID_AGAIN.len());
        let reads = |name: &str| {
            ["Get", "List", "Find", "Pull", "Subscribe", "Register", "Explain"]
                .iter()
                .any(|verb| name.starts_with(verb))
        };
        for call in served.iter().filter(|call| reads(call.name())) {
            assert!(call.name().contains("Objection"), "{call:?} shows what was destroyed");
        }
    }
}
