//! What may a person do who signed in? The same table as for certificates, and two columns more.

use std::sync::Arc;

use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use verwijspunt::{
    api::v1,
    domain::{
        model::{
            party::{OfficeId, Oin, Origin},
            time::Time,
        },
        rules::access::{CALLER_KINDS, Call, CallerKind, FRESH_FACTOR_MS, Factor, Scope},
    },
    service::identity::{Credential, Person},
};

use super::{
    inside::{House, registration},
    permissions::{START, around, call_of, holder, reason, wrong_fields},
    raw,
    support::transport::boxed,
};

/// Somebody of a party of this kind, with a second factor of so long ago.
fn person(
    house: &House,
    kind: CallerKind,
    coordinator: bool,
    factor_ago_ms: Option<u64>,
) -> Person {
    let holder = holder(kind);
    let oin = holder.serial_number.as_deref().and_then(Oin::parse).expect("an OIN");
    let office = holder.uris.first().and_then(|uri| uri.rsplit(':').next());
    let ago = |ms| Time(house.clock.now().0 - i64::try_from(ms).expect("some minutes"));
    Person {
        organisation: oin,
        office: office.and_then(OfficeId::parse),
        professional: "p1".to_owned(),
        coordinator,
        session: "s-1".to_owned(),
        second_factor: factor_ago_ms.map(ago),
    }
}

async fn call(house: &House, who: &Person, path: &str, message: Vec<u8>) -> Result<(), Status> {
    use tower::ServiceExt as _;
    let local = house.inside(Credential::Person(Arc::new(who.clone()))).local();
    raw::call(boxed(local.map_response(|a| a.map(tonic::body::Body::new))), path, message).await
}

/// What the table says of a call with nothing filled in: the reason of a refusal at the door.
fn at_the_door(call: Call, kind: CallerKind, whole: bool, fresh: bool) -> Option<&'static str> {
    if !call.admits(kind) || (call.scope() == Scope::Party && !whole) {
        Some("NOT_ALLOWED")
    } else if call.factor() == Factor::Fresh && !fresh {
        Some("FRESH_FACTOR")
    } else {
        None
    }
}

#[tokio::test]
async fn the_table_holds_for_persons_too() {
    let house = House::with("").await;
    let mut wrong = Vec::new();
    let factors = [
        (Some(0), true),
        (Some(FRESH_FACTOR_MS), true),
        (Some(FRESH_FACTOR_MS + 1), false),
        (None, false),
    ];
    for kind in CALLER_KINDS {
        for (coordinator, (factor, fresh)) in
            [false, true].into_iter().flat_map(|c| factors.map(|f| (c, f)))
        {
            let who = person(&house, kind, coordinator, factor);
            let whole = coordinator || kind == CallerKind::Office;
            for (path, method) in raw::methods() {
                let of = call_of(method.name());
                let answer = self::call(&house, &who, &path, around(of, &[])).await;
                let found = answer.as_ref().err().map(reason);
                let fine = match at_the_door(of, kind, whole, fresh) {
                    Some(expected) => found.as_deref() == Some(expected),
                    // Who acts is known: whatever else is wrong, that is not.
                    None => answer.as_ref().err().is_none_or(|status| {
                        // Whose office it must be, is looked at with the covenant.
                        let of_one_office =
                            matches!(of, Call::ListAuditEntries | Call::VerifyAuditChain);
                        (of_one_office && reason(status) == "NOT_ALLOWED")
                            || reason(status) == "FIELDS_INVALID"
                                && !wrong_fields(status).iter().any(|f| f == "acting_professional")
                    }),
                };
                if !fine {
                    wrong.push(format!("{who:?} {path}: {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    house.server.shutdown().await;
}

#[tokio::test]
async fn nobody_acts_in_another_ones_name() {
    let house = House::with("").await;
    for kind in CALLER_KINDS {
        let who = person(&house, kind, true, Some(0));
        for (path, method) in raw::methods() {
            let of = call_of(method.name());
            let start = START.iter().find(|(call, _)| *call == of).map(|(_, start)| *start);
            let message = raw::message(start.unwrap_or(method.input_type()));
            let fields = &message.expect("a message").field;
            let acting = fields.iter().find(|f| f.name() == "acting_professional");
            let number = acting.expect("every request has it").number();
            let other = around(of, &raw::field(number, b"somebody else"));
            let refused = call(&house, &who, &path, other).await.expect_err("another one");
            assert_eq!(refused.code(), Code::InvalidArgument, "{path}");
            assert_eq!(wrong_fields(&refused), ["acting_professional"], "{path}");
            let own = around(of, &raw::field(number, b"p1"));
            let wrong = call(&house, &who, &path, own).await.err();
            let wrong = wrong.map_or_else(Vec::new, |status| wrong_fields(&status));
            assert!(!wrong.iter().any(|field| field == "acting_professional"), "{path}");
        }
    }
    house.server.shutdown().await;
}

#[tokio::test]
async fn whoever_the_covenant_no_longer_knows_does_not_get_in() {
    let house = House::with("").await;
    let known = person(&house, CallerKind::Office, false, Some(0));
    let elsewhere = Oin::parse("00000009999999999999").expect("digits");
    let nobody = OfficeId::parse("coordinator-atlantis").expect("letters");
    let strangers = [
        Person { organisation: elsewhere, office: None, ..known.clone() },
        Person { organisation: elsewhere, ..known.clone() },
        Person { office: Some(nobody), ..known.clone() },
    ];
    for stranger in strangers {
        for (path, method) in raw::methods() {
            let message = around(call_of(method.name()), &[]);
            let status = call(&house, &stranger, &path, message).await.expect_err("a stranger");
            assert_eq!(status.code(), Code::Unauthenticated, "{path}");
            assert_eq!(reason(&status), "NOT_A_PARTY", "{path}");
        }
    }
    house.server.shutdown().await;
}

#[tokio::test]
async fn erasing_asks_for_a_fresh_factor_and_ending_does_not() {
    let house = House::with("").await;
    let stale = person(&house, CallerKind::Organisation, false, Some(FRESH_FACTOR_MS + 1));
    let fresh = Person { second_factor: Some(house.clock.now()), ..stale.clone() };
    let api = |who: &Person| house.inside(Credential::Person(Arc::new(who.clone()))).registry();
    let end = |id: &str, reason: v1::EndReason| v1::EndInvolvementRequest {
        involvement_id: id.to_owned(),
        request_id: uuid::Uuid::new_v4().to_string(),
        reason: reason.into(),
        ..Default::default()
    };
    let (erased, ended) = (registration("ann"), registration("bob"));
    let (first, second) = (erased.involvement_id.clone(), ended.involvement_id.clone());
    api(&stale).register_involvement(erased).await.expect("registered");
    api(&stale).register_involvement(ended).await.expect("registered");

    let unjustified = end(&first, v1::EndReason::Unjustified);
    let refused = api(&stale).end_involvement(unjustified.clone()).await.expect_err("too long ago");
    assert_eq!(refused.code(), Code::FailedPrecondition);
    assert_eq!(reason(&refused), "FRESH_FACTOR");
    let text = refused.get_error_details().localized_message().map(|text| text.message.clone());
    assert!(text.is_some_and(|text| text.contains("10 minutes")));
    let get = v1::GetInvolvementRequest { involvement_id: first, ..Default::default() };
    api(&stale).get_involvement(get.clone()).await.expect("nothing was changed");

    api(&fresh).end_involvement(unjustified).await.expect("fresh enough");
    api(&fresh).get_involvement(get).await.expect_err("it is erased");
    let plain = end(&second, v1::EndReason::NoLongerInvolved);
    api(&stale).end_involvement(plain).await.expect("this erases nothing");
    house.server.shutdown().await;
}

#[tokio::test]
async fn the_audit_log_names_person_organisation_office_and_session() {
    let house = House::with("").await;
    let director = person(&house, CallerKind::Office, false, Some(0));
    let api = house.inside(Credential::Person(Arc::new(director.clone())));
    api.cases().list_cases(v1::ListCasesRequest::default()).await.expect("it may");
    let log = house.server.broker().store().audit(0, 1_000).await.expect("readable");
    let entry = log.last().expect("an entry").entry().expect("readable");
    let actor = entry.actor.expect("somebody acted");
    assert_eq!(entry.action, "ListCases");
    assert_eq!(actor.party.to_string(), "office coordinator-zeeburg");
    assert_eq!(actor.behind, Some(director.organisation));
    assert_eq!(actor.professional, "p1");
    assert_eq!(actor.origin, Origin::Session("s-1".to_owned()));
    house.server.shutdown().await;
}

/// A professional's lists hold the own work; a coordinator's those of the organisation.
#[tokio::test]
async fn a_professional_sees_the_own_work_and_a_coordinator_all_of_it() {
    let house = House::with("").await;
    let own = person(&house, CallerKind::Organisation, false, Some(0));
    let colleague = Person { professional: "p2".to_owned(), ..own.clone() };
    let coordinator = Person { coordinator: true, ..colleague.clone() };
    let api = |who: &Person| house.inside(Credential::Person(Arc::new(who.clone()))).registry();
    let mine = registration("ann");
    api(&own).register_involvement(mine).await.expect("registered");
    let list = v1::ListInvolvementsRequest::default;
    for (who, most) in [(&own, 1), (&colleague, 0), (&coordinator, 1)] {
        let found = api(who).list_involvements(list()).await.expect("a list").into_inner();
        assert_eq!(found.involvements.len(), most, "{who:?}");
    }
    let others = v1::ListInvolvementsRequest { professional_id: "p1".to_owned(), ..list() };
    api(&own).list_involvements(others.clone()).await.expect("the own work");
    api(&coordinator).list_involvements(others.clone()).await.expect("of anybody");
    let refused = api(&colleague).list_involvements(others).await.expect_err("not yours");
    assert_eq!(wrong_fields(&refused), ["professional_id"]);
    house.server.shutdown().await;
}
