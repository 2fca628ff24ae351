//! Does what is stored stay what it was?

use uuid::Uuid;

use super::*;

#[test]
fn what_is_stored_keeps_its_kind_when_another_is_added() {
    let place = |event: &Event| postcard::to_stdvec(event).expect("it is written")[0];
    let objection = ObjectionId(Uuid::nil());
    assert_eq!(place(&Event::ObjectionOverdue { objection }), 20);
    assert_eq!(place(&Event::ObjectionDecided { objection }), 21);
    assert_eq!(place(&Event::CaseDestroyed { case: CaseId(Uuid::nil()) }), 24);
    // Kinds are told apart by their places: a new one stands last.
    let (matched, involvement) = (MatchId(Uuid::nil()), InvolvementId(Uuid::nil()));
    assert_eq!(place(&Event::LeadEnded { matched, involvement }), 25);
}
